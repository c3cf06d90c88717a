"""Owns the proof that codes can be read: those of the demonstration, and the worst that pass."""

from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageFilter

from brand_assets.cd_rules.barcode_rules import LEAST_128, LEAST_EAN
from brand_assets.cd_rules.qr_rules import LEAST_MODULE
from brand_assets.design_facts import Box, FrameFacts, PageFacts
from brand_assets.typesetting.codes.reading import LEAST_PIXELS, read_codes
from brand_assets.typesetting.document import read_document
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import paint, paint_part
from brand_assets.typesetting.setting import SetDocument, set_document
from tests.factories.ads import ad_values, template
from tests.factories.documents import frame, set_frames
from tests.factories.kit import DEMO, demo_kit, demo_photos
from tests.factories.reading import painted, read_all

WITH_CODES = sorted(
    path.stem
    for path in (DEMO / "templates").glob("*.json")
    if any(one.kind == "qr" for one in read_document(path.read_bytes()).frames())
)
PREVIEW = 1080


def _nothing_finer(_part: Box, _pixels: float) -> Image.Image:
    raise AssertionError("the picture of the page is fine enough")


def _codes(facts: PageFacts) -> list[FrameFacts]:
    return [one for one in facts.frames if one.qr or one.barcode]


def _read(facts: PageFacts) -> bool | None:
    (one,) = _codes(facts)
    code = one.qr or one.barcode
    assert code is not None
    return code.read


@pytest.mark.parametrize("name", WITH_CODES)
@pytest.mark.parametrize("stress", [False, True])
def test_every_code_of_the_demonstration_reads_back(name: str, stress: bool) -> None:
    photos, _ = demo_photos()
    values = ad_values(name.partition("-")[0], stress=stress)
    found = set_document(template(name), values, demo_kit(), photos)
    seen = 0
    for facts in found.facts:
        ppi = PREVIEW / found.display.pages[facts.page].width * 72
        picture = painted(found, ppi, facts.page)
        for one in _codes(read_codes(facts, picture, _nothing_finer)):
            assert one.qr is not None
            assert one.qr.read is True
            seen += 1
    assert seen == 1


@pytest.mark.parametrize("name", WITH_CODES)
def test_codes_read_from_the_file_for_the_press_too(name: str) -> None:
    photos, _ = demo_photos()
    found = set_document(template(name), ad_values(name.partition("-")[0]), demo_kit(), photos)
    press = write_pdf(found.display, demo_kit(), photos, PdfOptions())
    (facts,) = (page for page in found.facts if _codes(page))
    (code,) = _codes(facts)
    bleed, points = facts.bleed, found.display.pages[0].width / facts.width
    place = code.drawn.grown(1.0)
    part = Box(*(v * points for v in (place.x + bleed, place.y + bleed, place.w, place.h)))
    picture = paint_part(press, facts.page, part, 300 / 72)
    assert code.qr is not None
    assert [text for _, text in read_all(picture)] == [code.qr.target]


def test_the_demonstration_has_six_designs_with_codes() -> None:
    assert len(WITH_CODES) == 6


QR = {"kind": "qr", "colour": "Schwarz", "ground": "Weiss"}
BAR = {"kind": "barcode", "colour": "Schwarz", "ground": "Weiss", "style": "Text"}
TARGET = "HTTPS://HALMGRUEN.EXAMPLE/L/ABCD2345"
SAID = [
    QR | {"data": TARGET, "level": "L"},
    QR | {"data": TARGET, "level": "H"},
    BAR | {"symbology": "ean13", "data": "4006381333931"},
    BAR | {"symbology": "ean8", "data": "96385074"},
    BAR | {"symbology": "code128", "data": "Heimspiel-2027/04"},
    BAR | {"symbology": "gs1_128", "data": "(01)04012345678901(10)AB-12"},
]
WORST = [(medium, code) for medium in LEAST_MODULE for code in SAID]
"""The least module of each medium: what the rules let pass has to be readable."""


def _at_the_limit(medium: str, code: dict[str, Any], rotation: float) -> SetDocument:
    unit = "px" if medium == "screen" else "mm"
    page: dict[str, Any] = {"medium": medium, "unit": unit, "width": 1080 if unit == "px" else 210}
    page |= {"height": page["width"]}
    limits = LEAST_MODULE if code["kind"] == "qr" else LEAST_128
    if code.get("symbology") in ("ean13", "ean8"):
        limits = LEAST_EAN
    width = 100.0
    place = {"x": 20.0, "y": 60.0, "h": 100.0 if code["kind"] == "qr" else 20.0}
    if unit == "px":
        place = {"x": 100.0, "y": 300.0, "h": 100.0}
    rest = {key: value for key, value in code.items() if key != "kind"}
    first = set_frames(frame(code["kind"], "c", w=width, **(rest | place)), **page)
    facts = first.facts[0].frame("c")
    made = facts.qr or facts.barcode
    assert made is not None
    fitting = width * limits[medium] / made.module
    place |= {"h": fitting if code["kind"] == "qr" else place["h"]}
    return set_frames(
        frame(code["kind"], "c", w=fitting, rotation=rotation, **(rest | place)), **page
    )


@pytest.mark.parametrize(("medium", "code"), WORST, ids=str)
@pytest.mark.parametrize("rotation", [0, 90])
def test_the_least_that_the_rules_let_pass_reads_back(
    medium: str, code: dict[str, Any], rotation: float
) -> None:
    found = _at_the_limit(medium, code, rotation)
    facts = found.facts[0]
    options = PdfOptions(mode=Mode.SCREEN)
    pdf = write_pdf(found.display, demo_kit(), demo_photos()[0], options)
    points = found.display.pages[0].width / facts.width

    def finer(part: Box, pixels: float) -> Image.Image:
        moved = Box(part.x * points, part.y * points, part.w * points, part.h * points)
        return paint_part(pdf, 0, moved, pixels / points)

    assert _read(read_codes(facts, paint(pdf, width_px=PREVIEW), finer)) is True


def _ean(**more: Any) -> SetDocument:
    place = {"x": 20, "y": 60, "w": 113 * 2, "h": 120}
    data = {"symbology": "ean13", "data": "4006381333931", "colour": "Schwarz", "style": "Text"}
    return set_frames(frame("barcode", "code", **(place | data | more)))


def test_a_code_that_something_covers_does_not_read() -> None:
    place = {"x": 20, "y": 20, "w": 200, "h": 200}
    code = frame("qr", "code", data=TARGET, colour="Schwarz", **place)
    cover = frame("rect", "rect", x=20, y=20, w=100, h=100, colour="Tanne")
    found = set_frames(code, cover)
    assert _read(read_codes(found.facts[0], painted(found, 144), _nothing_finer)) is False
    free = set_frames(code)
    assert _read(read_codes(free.facts[0], painted(free, 144), _nothing_finer)) is True


def test_a_code_that_says_something_else_does_not_count() -> None:
    found = _ean()
    (code,) = _codes(found.facts[0])
    assert code.barcode is not None
    other = replace(code, barcode=replace(code.barcode, data="4006381333948"))
    facts = replace(found.facts[0], frames=(other,))
    assert _read(read_codes(facts, painted(found, 144), _nothing_finer)) is False


def test_a_blurred_code_does_not_read() -> None:
    found = _ean()
    blurred = painted(found, 144).filter(ImageFilter.GaussianBlur(9))
    assert _read(read_codes(found.facts[0], blurred, _nothing_finer)) is False


def test_a_code_off_the_page_does_not_read() -> None:
    found = _ean(x=1000)
    assert _read(read_codes(found.facts[0], painted(found, 144), _nothing_finer)) is False


def test_where_the_picture_is_too_coarse_the_part_is_painted_finer() -> None:
    found = _ean()
    asked: list[tuple[Box, float]] = []

    def finer(part: Box, pixels: float) -> Image.Image:
        asked.append((part, pixels))
        pdf = write_pdf(found.display, demo_kit(), demo_photos()[0], PdfOptions(mode=Mode.SCREEN))
        return paint_part(pdf, 0, part, pixels)

    assert _read(read_codes(found.facts[0], painted(found, 30), finer)) is True
    ((part, pixels),) = asked
    assert pixels == LEAST_PIXELS / 2
    assert part.x < 20
    assert part.right > 20 + 113 * 2


def test_pages_without_codes_are_left_alone() -> None:
    facts = set_frames(frame("rect")).facts[0]
    assert read_codes(facts, Image.new("RGB", (10, 10)), _nothing_finer) is facts


def test_a_barcode_without_sound_data_is_left_alone() -> None:
    found = _ean(data="4006381333932")
    assert _read(read_codes(found.facts[0], painted(found, 72), _nothing_finer)) is None


def test_a_painted_part_is_the_same_as_in_the_whole() -> None:
    found = _ean()
    pdf = write_pdf(found.display, demo_kit(), demo_photos()[0], PdfOptions(mode=Mode.SCREEN))
    whole = paint(pdf, width_px=800)
    part = paint_part(pdf, 0, Box(20, 60, 113, 50), 2)
    assert part.size == (226, 100)
    assert part.tobytes() == whole.crop((40, 120, 266, 220)).tobytes()
