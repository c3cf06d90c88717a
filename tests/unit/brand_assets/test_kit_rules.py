"""A written brand kit is read, and everything that is wrong with it is told."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from brand_assets.kit.rules import kit_values, parse_kit
from portal.foundation.errors import Invalid

DEMO = Path(__file__).parents[3] / "demo" / "brand"


@pytest.fixture(scope="module")
def written() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((DEMO / "kit.json").read_text(encoding="utf-8"))
    return raw


def problems(raw: dict[str, Any]) -> dict[str, str]:
    return {p.where: p.message.de for p in parse_kit(raw).problems}


def test_demo_kit_is_sound(written: dict[str, Any]) -> None:
    assert parse_kit(written).problems == ()


def test_demo_kit_states_the_numbers_of_the_brand_book(written: dict[str, Any]) -> None:
    definition = parse_kit(written).definition
    assert definition is not None
    files = {path: (DEMO / path).read_bytes() for path in definition.files()}
    kit = kit_values(definition, 3, files)
    assert kit.version == 3
    assert kit.colours["Tanne"].cmyk == (90, 40, 80, 55)
    assert kit.colours["Tanne"].srgb == (7, 69, 47)
    assert kit.colours["Halm"].spot == "HKS 65 K"
    assert [c.token for c in kit.colours.values() if c.spot] == ["Halm"]
    assert kit.text_styles["H1"].print_sizes == (16, 121)
    assert kit.text_styles["H1"].tracking == -14
    assert kit.text_styles["Text"].hyphenation is not None
    assert kit.text_styles["Button"].print_sizes is None
    assert kit.logos["positiv"].min_height_mm == 8
    assert kit.fonts["Vollkorn-Bold.ttf"].data[:4] == b"\x00\x01\x00\x00"
    assert kit.fonts["Inter-Bold.otf"].data[:4] == b"OTTO"
    assert kit.profile.data[12:20] == b"prtrCMYK"
    assert kit.limits.min_ppi["newspaper"] == 150


def test_kit_says_what_overprints_and_how_small_rich_black_may_be(written: dict[str, Any]) -> None:
    raw = changed(written, "colours", 12, overprint=True)
    raw["limits"]["rich_black_min_pt"] = 18
    definition = parse_kit(raw).definition
    assert definition is not None
    files = {path: (DEMO / path).read_bytes() for path in definition.files()}
    kit = kit_values(definition, 1, files)
    assert [colour.token for colour in kit.colours.values() if colour.overprint] == ["Schwarz"]
    assert kit.limits.rich_black_min_pt == 18


def test_missing_file_is_named(written: dict[str, Any]) -> None:
    definition = parse_kit(written).definition
    assert definition is not None
    with pytest.raises(Invalid, match=r"fonts/Vollkorn-Bold\.ttf"):
        kit_values(definition, 1, {})


def changed(written: dict[str, Any], part: str, index: int, **changes: Any) -> dict[str, Any]:
    raw = copy.deepcopy(written)
    raw[part][index].update(changes)
    return raw


@pytest.mark.parametrize(
    ("part", "index", "changes", "where", "message"),
    [
        (
            "colours",
            0,
            {"cmyk": [90, 80, 80, 55]},
            "colours.Tanne",
            "Gesamtfarbauftrag 305 %, erlaubt sind 280 %.",
        ),
        ("colours", 1, {"token": "Tanne"}, "colours.Tanne", "„Tanne“ kommt 2-mal vor"),
        ("pairs", 0, {"contrast": 12.5}, "pairs.Tanne/Leinen", "Kontrast 10,2, nötig sind 12,5."),
        ("pairs", 14, {"text_allowed": True}, "pairs.Halm/Leinen", "Kontrast 2,3"),
        ("pairs", 0, {"front": "Rost"}, "pairs.Rost/Leinen", "Die Farbe „Rost“ gibt es"),
        ("text_styles", 0, {"font": "Arial.ttf"}, "text_styles.H1", "Die Schrift „Arial.ttf“"),
        ("text_styles", 0, {"bold_font": "X.otf"}, "text_styles.H1", "Die Schrift „X.otf“"),
        ("text_styles", 0, {"print_sizes": [4, 121]}, "text_styles.H1", "4 pt sind kleiner als"),
        ("text_styles", 0, {"print_sizes": [50, 20]}, "text_styles.H1", "Die kleinste Größe"),
        ("logos", 0, {"grounds": ["Rost"]}, "logos.positiv", "Die Farbe „Rost“ gibt es"),
        (
            "legal_lines",
            1,
            {"fields": ["campaign.from"]},
            "legal_lines.validity_short.de",
            "Der Platzhalter {partner.owner}",
        ),
        ("fonts", 0, {"file": "../etc/passwd"}, "fonts.0.file", "Buchstaben, Ziffern, Punkt"),
        (
            "colours",
            11,
            {"overprint": True},
            "colours.Weiss",
            "Eine Farbe ohne Druckfarbe würde beim Überdrucken verschwinden.",
        ),
        ("colours", 0, {"srgb": "green"}, "colours.0.srgb", "Eine Farbe wie #07452F"),
        ("colours", 0, {"cmyk": [1, 2, 3]}, "colours.0.cmyk.3", "Diese Angabe fehlt."),
        ("colours", 0, {"hex": "#fff"}, "colours.0.hex", "Diese Angabe ist unbekannt."),
    ],
)
def test_unsound_kit_says_where_and_what(
    written: dict[str, Any],
    part: str,
    index: int,
    changes: dict[str, Any],
    where: str,
    message: str,
) -> None:
    found = problems(changed(written, part, index, **changes))
    assert message in found[where]


def test_all_problems_are_told_at_once(written: dict[str, Any]) -> None:
    raw = changed(written, "colours", 0, cmyk=[90, 80, 80, 55])
    raw["text_styles"][0]["font"] = "Arial.ttf"
    raw["hyphen_exceptions"] = {"de": ["Tor f"]}
    raw["limits"]["max_ink"] = 390
    raw["profile"]["max_ink"] = 300
    assert {"text_styles.H1", "hyphen_exceptions.de", "limits.max_ink"} <= problems(raw).keys()


@pytest.mark.parametrize("raw", [None, [], "kit", 7, {"schema": 2}])
def test_what_is_no_kit_at_all_is_told_too(raw: object) -> None:
    parsed = parse_kit(raw)
    assert parsed.definition is None
    assert parsed.problems
