"""Owns the facts about the demonstration's templates: every frame, baseline, size and crop.

`geometry.json` holds the designs' figures: baselines as seen in the designs, which were drawn on
whole pixels.
"""

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from brand_assets.design_facts import FrameFacts
from brand_assets.typesetting.frames import LogoFrame, PriceFrame, TextFrame
from brand_assets.typesetting.scene import POINTS
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import TextValue
from tests.factories.ads import ad_values, template
from tests.factories.documents import glyph_runs
from tests.factories.kit import demo_kit, demo_photos

ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "geometry.json").read_text(encoding="utf-8")
)
TEXTS = [row for row in ROWS if "baseline" in row]
PHOTOS = [row for row in ROWS if "placed" in row]
CAMPAIGNS = ("fruehling", "kraeuter")
ALLOWED = {"mm": 0.15, "px": 1.0}
# The price frames of two formats are a hair higher than drawn, see the size of their prices.
OPENED = {("flyer-a5", "preis"): 0.2, ("plakat-a3", "preis"): 0.4}


def _name(row: dict[str, Any]) -> str:
    return f"{row['format']}-{row['frame']}"


@functools.cache
def _set(campaign: str, format_key: str, *, stress: bool = False) -> SetDocument:
    photos, _ = demo_photos()
    values = ad_values(campaign, stress=stress)
    return set_document(template(f"{campaign}-{format_key}"), values, demo_kit(), photos)


def _facts(campaign: str, row: dict[str, Any]) -> FrameFacts:
    return _frame(_set(campaign, row["format"]), row["frame"])


def _frame(found: SetDocument, frame_id: str) -> FrameFacts:
    return next(f for page in found.facts for f in page.frames if f.frame == frame_id)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("row", ROWS, ids=_name)
def test_frames_stand_where_the_design_has_them(row: dict[str, Any], campaign: str) -> None:
    document = template(f"{campaign}-{row['format']}")
    frame = next(f for f in document.frames() if f.id == row["frame"])
    opened = OPENED.get((row["format"], row["frame"]), 0.0)
    assert (frame.x, frame.w, frame.rotation) == pytest.approx(
        (row["x"], row["w"], row["rotation"]), abs=0.001
    )
    assert frame.y == pytest.approx(row["y"] - opened / 2, abs=0.001)
    assert frame.h == pytest.approx(row["h"] + opened, abs=0.001)


@pytest.mark.parametrize("row", TEXTS, ids=_name)
def test_first_baselines(row: dict[str, Any]) -> None:
    document = template(f"fruehling-{row['format']}")
    alone = document.model_copy(update={"pages": (_page_of(document, row["frame"]),)})
    photos, _ = demo_photos()
    found = set_document(alone, ad_values("fruehling"), demo_kit(), photos)
    runs = glyph_runs(found)
    # A rotated frame's baseline is that of its unrotated text, which the glyphs still have.
    first = max(run.glyphs[0].y for run in runs if run.glyphs[0].y <= _first_line(runs))
    assert first / POINTS[document.unit] == pytest.approx(
        row["baseline"], abs=ALLOWED[document.unit]
    )


def _page_of(document: Any, frame_id: str) -> Any:
    page = next(p for p in document.pages if any(f.id == frame_id for f in p.frames))
    frame = next(f for f in page.frames if f.id == frame_id)
    assert isinstance(frame, TextFrame | PriceFrame)
    return page.model_copy(update={"frames": (frame,)})


def _first_line(runs: list[Any]) -> float:
    """The lowest place a first baseline may be: raised cents and signs stand above it."""
    largest = max(run.size for run in runs)
    top = min(run.glyphs[0].y for run in runs)
    return float(top + 0.5 * largest)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("row", TEXTS, ids=_name)
def test_sizes(row: dict[str, Any], campaign: str) -> None:
    text = _facts(campaign, row).text
    assert text is not None
    # The designs give sizes to a tenth of a point.
    assert text.size == pytest.approx(row["size"][campaign], abs=0.051, rel=0.002)
    assert text.overflow_chars == 0
    assert text.missing_glyphs == ""


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("row", PHOTOS, ids=_name)
def test_photos_are_cropped_as_designed(row: dict[str, Any], campaign: str) -> None:
    photo = _facts(campaign, row).photo
    assert photo is not None
    placed = (photo.placed.x, photo.placed.y, photo.placed.w, photo.placed.h)
    assert placed == pytest.approx(row["placed"][campaign], abs=0.06)


@pytest.mark.parametrize(
    ("campaign", "format_key", "frame", "size", "lines"),
    [
        ("fruehling", "flyer-a5", "marktname", 13.0, 2),
        ("fruehling", "flyer-a5", "headline", 27.9, 4),
        ("fruehling", "flyer-a5", "preis", 34.5, 1),
        ("fruehling", "flyer-a5", "s2-marktname", 10.6, 2),
        ("fruehling", "flyer-a5", "s2-adresse", 7.8, 3),
        ("fruehling", "flyer-a5", "s2-zeiten", 7.8, 3),
        ("fruehling", "flyer-a5", "s2-rechtstext", 6.0, 3),
        ("kraeuter", "flyer-a5", "headline", 24.0, 4),
        ("kraeuter", "flyer-a5", "preis", 34.6, 1),
        ("fruehling", "post-1080", "marktname", 28.5, 2),
        ("fruehling", "post-1080", "headline", 64.8, 3),
        ("fruehling", "post-1080", "preis", 84.5, 1),
        ("kraeuter", "post-1080", "headline", 62.4, 4),
        ("kraeuter", "post-1080", "preis", 83.6, 1),
    ],
)
def test_stress_sizes(campaign: str, format_key: str, frame: str, size: float, lines: int) -> None:
    text = _frame(_set(campaign, format_key, stress=True), frame).text
    assert text is not None
    assert text.size == pytest.approx(size, abs=0.06)
    assert text.lines == lines
    assert text.overflow_chars == 0


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("format_key", sorted({row["format"] for row in ROWS}))
def test_logos_stand_clear_and_text_on_known_grounds(campaign: str, format_key: str) -> None:
    found = _set(campaign, format_key)
    document = template(f"{campaign}-{format_key}")
    for frame in document.frames():
        facts = _frame(found, frame.id)
        if isinstance(frame, LogoFrame):
            assert facts.logo is not None
            assert facts.logo.intruders == ()
            assert facts.logo.ground in demo_kit().logos[frame.variant].grounds
        if facts.text is not None:
            assert facts.text.ground is not None
            assert facts.text.contrast is not None
            assert facts.text.contrast >= 4.5


def test_a_template_is_set_in_english_too() -> None:
    photos, _ = demo_photos()
    values = ad_values("fruehling")
    found = set_document(template("fruehling-flyer-a5"), values, demo_kit(), photos, "en")
    text = _frame(found, "claim").text
    assert text is not None
    assert text.text == "Grows on you."
    legal = _frame(found, "s2-rechtstext").text
    assert legal is not None
    assert legal.text.startswith("Valid from 10 to 22\u00a0May 2027")


def test_the_same_document_is_set_the_same() -> None:
    photos, _ = demo_photos()
    values = ad_values("fruehling")
    document = template("fruehling-flyer-a5")
    first = set_document(document, values, demo_kit(), photos)
    assert first == set_document(document, values, demo_kit(), photos)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize(
    "owner",
    [
        "Inh. Grüne Märkte Albers GmbH & Co. KG",
        "Inh. Dr. Annegret Freifrau von Hohenstein-Waldburg e. K.",
    ],
)
def test_a_long_owner_keeps_the_legal_line_off_the_address_and_the_code(
    campaign: str, owner: str
) -> None:
    values = ad_values(campaign) | {"markt.inhaber": TextValue(owner)}
    document = template(f"{campaign}-anzeige-91x120")
    found = set_document(document, values, demo_kit(), demo_photos()[0])
    legal, address = _frame(found, "rechtstext"), _frame(found, "adresse")
    assert legal.text is not None
    assert (legal.text.lines, legal.text.overflow_chars) == (3, 0)
    assert legal.drawn.y - address.drawn.bottom >= 1.0
    assert legal.drawn.bottom <= document.height - 2.0
    # The code needs four modules of quiet around it.
    code = _frame(found, "qr-code")
    assert code.qr is not None
    quiet, points = 4 * code.qr.module, POINTS["mm"]
    for run in (run for run in glyph_runs(found) if run.size == legal.text.size):
        right, top = run.glyphs[-1].x / points, (run.glyphs[0].y - 0.75 * run.size) / points
        beside = right < code.drawn.x - quiet
        assert beside or top > code.drawn.bottom + quiet or run.matrix


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_a_headline_of_the_campaign_breaks_at_its_comma(campaign: str) -> None:
    values = ad_values(campaign) | {"headline": TextValue("Raus aus dem Topf, rein ins Beet.")}
    alone = _page_of(template(f"{campaign}-flyer-a5"), "headline")
    document = template(f"{campaign}-flyer-a5").model_copy(update={"pages": (alone,)})
    runs = glyph_runs(set_document(document, values, demo_kit(), demo_photos()[0]))
    lines = ["".join(glyph.text for glyph in run.glyphs) for run in runs]
    assert lines == ["Raus aus dem Topf,", "rein ins Beet."]
