"""Owns the facts about fit within ranges: leading first, then tracking, then size; limits."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.design_facts import TextFacts
from brand_assets.typesetting.document import DocumentError
from brand_assets.typesetting.setting import SetDocument
from brand_assets.typesetting.text.fitting import sizes
from brand_assets.typesetting.text.preparing import MOST_CHARS
from brand_assets.typesetting.text.tightening import trackings
from tests.factories.documents import (
    facts_of,
    frame,
    glyph_runs,
    set_frames,
    text_frame,
    words,
)

THREE = "eins zwei drei\nvier fünf sechs\nsieben acht neun"
RANGES: dict[str, Any] = {"leading_range": [1.0, 1.4], "tracking_range": [-20, 0]}


def _text(found: SetDocument, frame_id: str = "a") -> TextFacts:
    text = facts_of(found, frame_id).text
    assert text is not None
    return text


def _fit(text: str, **more: Any) -> TextFacts:
    return _text(set_frames(text_frame(text, w=200, **more)))


def test_what_fits_keeps_leading_tracking_and_size() -> None:
    facts = _fit(THREE, h=90, **RANGES)
    assert (facts.size, facts.leading, facts.tracking) == (20, 1.4, 0)


def test_leading_tightens_first_and_no_more_than_it_must() -> None:
    facts = _fit(THREE, h=72, **RANGES)
    assert (facts.size, facts.tracking, facts.lines) == (20, 0, 3)
    assert facts.leading == pytest.approx(72 * 1.015 / (3 * 20), abs=0.001)
    assert _fit(THREE, h=72).size < 20


def test_then_letters_draw_closer() -> None:
    wide = "Hochbeeterde ohne Torf"
    natural = facts_of(set_frames(text_frame(wide, w=380))).drawn.w
    more: dict[str, Any] = {"h": 22, "max_lines": 1, **RANGES}
    facts = _text(set_frames(text_frame(wide, w=natural * 0.98, **more)))
    assert (facts.size, facts.lines) == (20, 1)
    assert facts.tracking is not None
    assert -20 <= facts.tracking < 0
    looser = _text(set_frames(text_frame(wide, w=natural, **more)))
    assert looser.tracking == 0


def test_then_the_size_shrinks_and_the_rest_loosens_again() -> None:
    facts = _fit(THREE, h=50, **RANGES)
    assert 10 < facts.size < 20
    assert facts.overflow_chars == 0
    assert facts.leading is not None
    assert 1.0 <= facts.leading < 1.1
    larger = facts.size + 0.2
    assert _fit(THREE, h=50, size_max=larger, size_min=larger, **RANGES).overflow_chars > 0


def test_a_range_holds_what_the_style_says() -> None:
    assert _fit("Beet", leading_range=[1.0, 1.2]).leading == 1.2
    assert _fit("Beet", leading_range=[1.6, 1.8], h=90).leading == 1.6
    assert _fit("Beet", tracking_range=[10, 30]).tracking == 10


def test_lines_stand_apart_by_the_leading_that_was_found() -> None:
    found = set_frames(text_frame(THREE, w=200, h=72, **RANGES))
    baselines = sorted({run.glyphs[0].y for run in glyph_runs(found)})
    leading = _text(found).leading or 0
    assert baselines[1] - baselines[0] == pytest.approx(20 * leading, abs=0.01)


def test_a_group_shares_size_leading_and_tracking() -> None:
    more = {"w": 200, "h": 72, "group": "g", **RANGES}
    found = set_frames(
        text_frame("kurz\nund gut", "a", **more), text_frame(THREE, "b", y=90, **more)
    )
    short, long = _text(found, "a"), _text(found, "b")
    assert (short.size, short.leading, short.tracking) == (long.size, long.leading, long.tracking)
    assert long.leading is not None
    assert long.leading < 1.4


def test_a_group_whose_members_differ_keeps_their_own_leading() -> None:
    more: dict[str, Any] = {"w": 200, "h": 72, "group": "g"}
    found = set_frames(
        text_frame("kurz", "a", **more), text_frame(THREE, "b", y=90, **(more | RANGES))
    )
    assert _text(found, "a").leading == 1.4


@pytest.mark.parametrize(
    ("text", "more", "limit"),
    [
        ("eins\nzwei\ndrei", {"max_lines": 2}, "lines"),
        ("eins\nzwei\ndrei\nvier\nfünf", {"h": 30}, "height"),
        ("Zitronenverbenenblätter", {"w": 60, "style": "TextFett"}, "width"),
        ("Beet", {}, None),
    ],
)
def test_the_limit_that_was_hit_is_named(
    text: str, more: dict[str, Any], limit: str | None
) -> None:
    assert _text(set_frames(text_frame(text, **more))).limit == limit


def test_sizes_fall_by_the_step_of_the_frame() -> None:
    assert list(sizes(20, 10, 0.25)) == [20, 15, 10]
    assert _fit(THREE, h=60, step=0.25).size in (15, 10)


@pytest.mark.parametrize("key", ["leading_range", "tracking_range"])
def test_ranges_run_upwards(key: str) -> None:
    with pytest.raises(DocumentError, match=key):
        _fit("Beet", **{key: [1.4, 1.0]})


@given(st.floats(-200, 900), st.floats(0, 900))
def test_trackings_fall_evenly_in_few_steps(least: float, more: float) -> None:
    found = trackings(least + more, least)
    assert len(found) <= 11
    assert found[0] == pytest.approx(least + more, abs=0.001)
    assert found[-1] == pytest.approx(least, abs=0.001) or more == 0
    assert list(found) == sorted(found, reverse=True)


def test_caps_stand_in_the_middle() -> None:
    found = set_frames(text_frame("HALM", valign="caps", h=60))
    drawn = facts_of(found).drawn
    assert drawn.y + drawn.h / 2 == pytest.approx(30, abs=0.4)


@settings(max_examples=40, deadline=None)
@given(st.floats(-360, 360), st.sampled_from(["left", "center", "right"]))
def test_bounds_hold_every_glyph_at_any_angle(angle: float, align: str) -> None:
    turned = text_frame("Beet\nund Balkon", w=160, rotation=angle, align=align, x=100, y=100)
    found = set_frames(turned)
    drawn = facts_of(found).drawn
    for run in glyph_runs(found):
        for glyph in run.glyphs:
            x, y = glyph.x, glyph.y
            if run.matrix:
                a, b, c, d, e, f = run.matrix
                x, y = a * x + c * y + e, b * x + d * y + f
            assert drawn.x - 0.5 <= x <= drawn.right + 0.5
            assert drawn.y - 0.5 <= y <= drawn.bottom + 0.5
    centre = (100 + 80, 100 + 25)
    flat = facts_of(set_frames(text_frame("Beet\nund Balkon", w=160, align=align, x=100, y=100)))
    far = max(
        math.dist(centre, (x, y))
        for x in (flat.drawn.x, flat.drawn.right)
        for y in (flat.drawn.y, flat.drawn.bottom)
    )
    assert drawn.w <= 2 * far
    assert drawn.h <= 2 * far


def test_endless_text_is_counted_without_being_drawn() -> None:
    parts = [{"kind": "literal", "text": words("Garten " * 280)}] * 6
    found = set_frames(frame("text", parts=parts, w=390, h=390, size_max=2, size_min=1))
    facts = _text(found)
    assert len(facts.text) == MOST_CHARS
    assert facts.overflow_chars >= 6 * 1960 - MOST_CHARS
    assert facts.limit is not None
    assert (facts.room_chars or 0) <= MOST_CHARS
