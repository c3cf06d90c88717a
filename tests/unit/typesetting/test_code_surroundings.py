"""Owns the facts about what stands around a code: contrast, quiet zone, what covers it."""

from typing import Any

import pytest

from brand_assets.design_facts import CodeSurroundings
from tests.factories.documents import facts_of, frame, set_frames, text_frame

QR = {"field": None, "data": "HTTPS://HALMGRUEN.EXAMPLE/BGD/F27", "colour": "Schwarz"}
# Version 2: 25 modules, so a module is 2 px and the quiet zone 8 px in a frame of 66 px.
PLACE = {"x": 100, "y": 100, "w": 66, "h": 66}


def _qr(**more: Any) -> dict[str, Any]:
    return frame("qr", "code", **(PLACE | {k: v for k, v in QR.items() if v} | more))


def _ean(**more: Any) -> dict[str, Any]:
    # 113 modules of 2 px with the quiet zones.
    place = {"x": 50, "y": 100, "w": 226, "h": 100, "symbology": "ean13", "data": "4006381333931"}
    return frame("barcode", "code", **(place | {"colour": "Schwarz"} | more))


def _around(*frames: dict[str, Any]) -> CodeSurroundings:
    facts = facts_of(set_frames(*frames), "code")
    code = facts.qr or facts.barcode
    assert code is not None
    assert code.around is not None
    return code.around


def _rect(x: float, y: float, w: float, h: float, **more: Any) -> dict[str, Any]:
    return frame("rect", "rect", x=x, y=y, w=w, h=h, **({"colour": "Tanne"} | more))


def test_a_code_alone_on_paper_stands_well() -> None:
    assert _around(_qr()) == CodeSurroundings(contrast=1.0)
    assert _around(_ean()) == CodeSurroundings(contrast=1.0)
    assert _around(_qr(rotation=30)) == CodeSurroundings(contrast=1.0)


@pytest.mark.parametrize("rotation", [0, 45])
def test_a_ground_that_ends_too_early_lets_others_into_the_quiet_zone(rotation: float) -> None:
    page = _rect(0, 0, 400, 400)
    assert _around(page, _qr(ground="Weiss", rotation=rotation)).intruders == ()
    tight = _around(page, _qr(ground="Weiss", quiet=1, rotation=rotation))
    assert tight.intruders == ("rect",)
    assert tight.contrast == 1.0


@pytest.mark.parametrize(
    ("box", "found"),
    [
        ((0, 100, 101, 66), ["rect"]),
        ((0, 100, 99, 66), []),
        ((165, 100, 50, 66), ["rect"]),
        ((167, 100, 50, 66), []),
        ((100, 0, 66, 101), ["rect"]),
        ((100, 167, 66, 20), []),
    ],
)
def test_dark_surfaces_beside_the_code(
    box: tuple[float, float, float, float], found: list[str]
) -> None:
    assert list(_around(_rect(*box), _qr()).intruders) == found
    assert list(_around(_qr(), _rect(*box)).intruders) == found


def test_light_surfaces_beside_the_code_do_not_disturb() -> None:
    assert _around(_qr(), _rect(0, 100, 104, 66, colour="Leinen")).intruders == ()


def test_words_in_the_quiet_zone_are_found_above_and_beneath() -> None:
    words = text_frame("Hier", "words", x=60, y=120, w=46, h=20, align="right")
    assert _around(_qr(), words).intruders == ("words",)
    assert _around(words, _qr()).intruders == ("words",)
    assert _around(words, _qr(ground="Weiss")).intruders == ()
    far = text_frame("Hier", "words", x=20, y=120, w=46, h=20)
    assert _around(far, _qr()).intruders == ()


def test_what_stands_upon_a_code_covers_it() -> None:
    found = _around(_qr(), _rect(120, 120, 30, 30, colour="Weiss"))
    assert found.covered_by == ("rect",)
    assert found.intruders == ()
    words = text_frame("Hier", "words", x=110, y=120, w=46, h=20)
    assert _around(_qr(), words).covered_by == ("words",)


def test_the_edge_of_the_page_ends_the_quiet_zone() -> None:
    assert _around(_qr(x=334)).intruders == ()
    assert _around(_qr(x=335)).intruders == ("trim",)
    # Bars may go to the upper and lower edge; only their sides have to be free.
    assert _around(_ean(y=0)).intruders == ()
    assert _around(_ean(x=-1)).intruders == ("trim",)


def test_a_barcode_needs_its_sides_free() -> None:
    assert _around(_ean(), _rect(40, 110, 20, 20)).intruders == ("rect",)
    assert _around(_ean(), _rect(20, 110, 29, 20)).intruders == ()
    assert _around(_ean(), _rect(100, 60, 40, 39)).intruders == ()


def test_red_bars_vanish_in_red_light_and_green_ones_do_not() -> None:
    red, green = _around(_ean(colour="Mohn")), _around(_ean(colour="Halm"))
    assert red.contrast is not None
    assert green.contrast is not None
    assert red.contrast < 0.4
    assert green.contrast > 0.8
    on_red = _around(_rect(0, 0, 400, 400, colour="Mohn"), _ean())
    assert on_red.contrast is not None
    assert on_red.contrast > 0.6
    phone = _around(_qr(colour="Mohn")).contrast
    assert phone is not None
    assert phone > 0.8


def test_light_on_dark_is_inverted() -> None:
    found = _around(_rect(0, 0, 400, 400), _qr(colour="Weiss"))
    assert found.inverted
    assert found.intruders == ()
    assert found.contrast is not None
    assert found.contrast > 0.8
    assert not _around(_qr()).inverted


def test_the_worst_place_counts() -> None:
    found = _around(_rect(130, 0, 270, 400, colour="Tanne"), _qr())
    assert found.contrast is not None
    assert found.contrast < 0.1


def test_see_through_codes_are_fainter() -> None:
    faint = _around(_qr(opacity=0.3)).contrast
    assert faint is not None
    assert faint < 0.6
