"""The brand sheet: clean by the kit's own rules and for the press, whatever the kit is like."""

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest

from brand_assets.design_facts import KitValues, Severity
from brand_assets.kit.definition import KitDefinition
from brand_assets.kit.rules import check_kit, kit_values
from brand_assets.kit.sheet.making import BrandSheet, make_sheet
from brand_assets.typesetting.pdf_writer import Mode
from brand_assets.typesetting.preflight import Profile, check_pdf
from tests.factories.kit import BRAND, demo_kit
from tests.factories.primer_kit import primer_definition, primer_values
from tests.unit.brand_assets.test_kit_tokens import demo_definition, without


def blocking(sheet: BrandSheet, profile: Profile = Profile.X4) -> list[str]:
    by_rules = [f.message.en for f in sheet.findings if f.severity is Severity.BLOCKS]
    in_file = check_pdf(sheet.pdf, profile)
    return by_rules + [f.message.en for f in in_file if f.severity is Severity.BLOCKS]


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("language", ["de", "en"])
def test_sheet_of_the_demonstration_is_clean(language: str) -> None:
    sheet = make_sheet(demo_definition(), demo_kit(), language)
    assert blocking(sheet) == []
    assert not sheet.findings
    text = text_of(sheet.pdf)
    head = "Markenblatt" if language == "de" else "Brand sheet"
    for told in (head, "HKS 65 K", "90 40 80 55", "#07452F", "Vollkorn-Bold.ttf", "FOGRA39"):
        assert told in text
    assert ("spottbillig" in text) == (language == "de")


def test_sheet_has_the_exact_inks_of_the_kit() -> None:
    sheet = make_sheet(demo_definition(), demo_kit(), "de")
    with pikepdf.open(io.BytesIO(sheet.pdf)) as pdf:
        content = b"".join(
            page.Contents.read_bytes()  # one stream a page
            for page in pdf.pages
        )
    for inks in (b"0.9 0.4 0.8 0.55 k", b"0.62 0 1 0 k", b"0.08 0.94 0.98 0 k", b"0 0 0 1 k"):
        assert inks in content


def test_a_real_package_gives_a_sheet_without_an_error() -> None:
    kit = primer_definition()
    assert check_kit(kit) == []
    values = primer_values(kit)
    sheet = make_sheet(kit, values, "de")
    assert blocking(sheet) == []
    assert "blue-5" in text_of(sheet.pdf)
    assert len(kit.colours) > 90


def test_sheet_for_screens_is_clean_too() -> None:
    sheet = make_sheet(demo_definition(), demo_kit(), "en", Mode.SCREEN)
    assert blocking(sheet, Profile.SCREEN) == []


def extreme() -> Iterator[tuple[str, dict[str, object]]]:
    demo = demo_definition()
    colour = demo.colours[0].model_dump()
    words = {"de": "Donaudampfschifffahrt " * 80, "en": "Long words everywhere " * 80}
    yield "few", {"pairs": (), "logos": (), "claims": {}, "legal_lines": (), "wordings": ()}
    yield (
        "long",
        {
            "claims": {"main": words, "b": words},
            "colours": [
                *(one.model_dump() for one in demo.colours),
                {**colour, "token": "Z" * 40, "role": words, "spot": "S" * 60},
            ],
        },
    )
    many = [{**colour, "token": f"Colour-number-{n}-with-a-long-name"} for n in range(187)]
    yield "many colours", {"colours": [*(one.model_dump() for one in demo.colours), *many]}
    wording = demo.wordings[0].model_dump()
    yield (
        "many words",
        {
            "wordings": [{**wording, "phrase": f"Wort {n}"} for n in range(900)],
            "legal_lines": [
                {**demo.legal_lines[0].model_dump(), "key": f"line{n}"} for n in range(60)
            ],
        },
    )
    yield "large type", {"limits": {**demo.limits.model_dump(), "min_text_pt": 9}}


@pytest.mark.parametrize(("name", "parts"), list(extreme()), ids=[name for name, _ in extreme()])
def test_no_kit_is_too_odd_for_a_sheet(name: str, parts: dict[str, object]) -> None:
    kit = KitDefinition.model_validate(
        without(demo_definition(), **parts).model_dump(by_alias=True)
    )
    sheet = make_sheet(kit, values_of(kit), "de")
    assert sheet.pages <= 32
    assert [f for f in sheet.findings if f.rule != "colour.pair"] == [], name


def values_of(kit: KitDefinition) -> KitValues:

    return kit_values(kit, 3, {path: (BRAND / path).read_bytes() for path in kit.files()})
