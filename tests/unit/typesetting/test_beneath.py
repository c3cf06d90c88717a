"""Owns the facts about what lies behind: grounds, contrast, and who enters a clear space."""

import pytest

from brand_assets.design_facts import LogoFacts, TextFacts, contrast
from brand_assets.typesetting.beneath import TRIM
from tests.factories.documents import facts_of, frame, set_frames, text_frame
from tests.factories.kit import demo_kit, photo


def _behind(*frames: dict[str, object], **more: object) -> TextFacts:
    text = text_frame("Beet", "text", x=20, y=20, **more)
    facts = facts_of(set_frames(*frames, text), "text").text
    assert facts is not None
    return facts


def _contrast(front: str, ground: str) -> float:
    colours = demo_kit().colours
    return contrast(colours[front].srgb, colours[ground].srgb)


def test_the_topmost_surface_is_the_ground() -> None:
    facts = _behind(
        frame("rect", w=400, h=400),
        frame("path", "b", d="M0 0H200V200H0Z", colour="Tanne"),
        colour="Weiss",
    )
    assert facts.ground == "Tanne"
    assert facts.contrast == pytest.approx(_contrast("Weiss", "Tanne"), abs=0.01)


def test_what_lies_above_is_no_ground() -> None:
    text = text_frame("Beet", "text")
    found = set_frames(frame("rect", w=400, h=400), text, frame("rect", "b", colour="Tanne"))
    facts = facts_of(found, "text").text
    assert facts is not None
    assert facts.ground == "Leinen"


def test_bare_paper_is_white_and_no_token() -> None:
    facts = _behind(colour="Tanne")
    assert facts.ground is None
    assert facts.contrast == pytest.approx(_contrast("Tanne", "Weiss"), abs=0.01)


def test_on_two_surfaces_the_lower_contrast_counts() -> None:
    facts = _behind(
        frame("rect", w=400, h=400), frame("rect", "b", w=30, h=400, colour="Tanne"), colour="Tanne"
    )
    assert facts.ground is None
    assert facts.contrast == 1


def test_a_transparent_surface_and_transparent_text_are_mixed() -> None:
    panel = frame("rect", "b", w=400, h=400, colour="Tanne", opacity=0.5)
    through = _behind(frame("rect", w=400, h=400, colour="Weiss"), panel, colour="Weiss")
    assert through.ground is None
    assert through.contrast is not None
    assert 1 < through.contrast < _contrast("Weiss", "Tanne")
    faint = _behind(frame("rect", w=400, h=400, colour="Tanne"), colour="Weiss", opacity=0.5)
    assert faint.contrast is not None
    assert faint.contrast < _contrast("Weiss", "Tanne")


def test_on_a_photo_the_pixels_count() -> None:
    picture = frame("photo", w=400, h=400, asset=photo("RainDrops.jpg"))
    bright, dark = _behind(picture, colour="Weiss"), _behind(picture, colour="Schwarz")
    assert bright.ground is None
    assert bright.contrast is not None
    assert dark.contrast is not None
    assert 1 <= bright.contrast < 4.5 < dark.contrast < 21


def test_rotated_text_is_looked_at_where_it_stands() -> None:
    column = frame("rect", "b", x=60, y=0, w=20, h=400, colour="Tanne")
    paper = frame("rect", w=400, h=400)
    upright = text_frame("Beete", "text", x=20, y=180, align="center", valign="middle")
    upright |= {"rotation": -90, "colour": "Weiss"}
    facts = facts_of(set_frames(paper, column, upright), "text").text
    assert facts is not None
    assert facts.ground == "Tanne"


def _logo(*above: dict[str, object], below: tuple[dict[str, object], ...] = ()) -> LogoFacts:
    logo = frame("logo", "logo", variant="positiv", x=50, y=50, w=279.4, h=50)
    facts = facts_of(set_frames(*below, logo, *above), "logo").logo
    assert facts is not None
    return facts


def test_text_beside_a_logo_keeps_its_distance() -> None:
    near, far = text_frame("Beet", "t", x=50, y=105), text_frame("Beet", "t", x=50, y=130)
    assert _logo(near).intruders == ("t",)
    assert _logo(far).intruders == ()
    assert _logo(far).clear_space == pytest.approx(50 / 3, abs=0.01)


def test_a_frame_whose_text_keeps_away_is_no_intruder() -> None:
    tall = text_frame("Beet", "t", x=50, y=100, h=200, valign="bottom")
    assert _logo(tall).intruders == ()


def test_the_ground_of_a_logo_is_no_intruder_but_its_edge_is() -> None:
    ground = frame("rect", "g", w=400, h=400)
    facts = _logo(below=(ground,))
    assert (facts.ground, facts.intruders) == ("Leinen", ())
    edge = frame("rect", "e", w=400, h=75, colour="Keim")
    assert _logo(below=(ground, edge)).intruders == ("e",)


def test_a_surface_over_a_logo_is_an_intruder() -> None:
    assert _logo(frame("rect", "over", w=400, h=400)).intruders == ("over",)


def test_the_trim_keeps_its_distance_too() -> None:
    logo = frame("logo", "logo", variant="positiv", x=2, y=50, w=100, h=20)
    facts = facts_of(set_frames(logo), "logo").logo
    assert facts is not None
    assert facts.intruders == (TRIM,)


def test_a_turned_logo_is_told() -> None:
    logo = frame("logo", "logo", variant="positiv", x=100, y=100, rotation=10)
    facts = facts_of(set_frames(logo), "logo").logo
    assert facts is not None
    assert facts.rotated
