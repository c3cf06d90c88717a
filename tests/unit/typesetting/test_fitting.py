"""Owns the facts about fit: steps of 1 %, groups, places, and what is too much."""

from itertools import pairwise
from typing import Any

import pytest

from brand_assets.design_facts import FrameFacts, TextFacts
from brand_assets.typesetting.setting import SetDocument
from brand_assets.typesetting.text.fitting import sizes
from brand_assets.typesetting.values import PriceValue, TextValue
from tests.factories.documents import (
    drawn_text,
    facts_of,
    frame,
    glyph_runs,
    set_frames,
    text_frame,
    words,
)

LONG = "Jetzt wird’s höchste Zeit fürs Gewächshaus: Tomaten, Gurken und Paprika mögen’s warm"


def _text(found: SetDocument, frame_id: str = "a") -> TextFacts:
    text = facts_of(found, frame_id).text
    assert text is not None
    return text


def test_sizes_fall_by_one_percent_of_the_largest() -> None:
    found = list(sizes(100, 96.5))
    assert found == pytest.approx([100, 99, 98, 97, 96.5])
    assert list(sizes(12, 12)) == [12]


def test_text_that_fits_keeps_the_largest_size() -> None:
    facts = _text(set_frames(text_frame("Beet")))
    assert (facts.size, facts.lines, facts.overflow_chars, facts.limit) == (20, 1, 0, None)


def test_text_shrinks_no_more_than_it_must() -> None:
    facts = _text(set_frames(text_frame("Balkonkästen", h=28)))
    assert 10 < facts.size < 20
    larger = facts.size + 0.2
    at_larger = _text(set_frames(text_frame(facts.text, h=28, size_max=larger, size_min=larger)))
    assert at_larger.overflow_chars > 0


def test_what_does_not_fit_is_counted_and_still_drawn() -> None:
    found = set_frames(text_frame(LONG, h=28))
    facts = _text(found)
    assert facts.size == 10
    assert facts.limit == "height"
    assert facts.overflow_chars > 0
    assert facts.room_chars == len(LONG) - facts.overflow_chars
    assert drawn_text(found).replace(" ", "").replace("-", "") == LONG.replace(" ", "")


def test_cutting_the_overflow_makes_it_fit() -> None:
    facts = _text(set_frames(text_frame(LONG, h=28)))
    cut = LONG[: -facts.overflow_chars]
    assert _text(set_frames(text_frame(cut, h=28))).overflow_chars == 0


def test_a_word_too_wide_is_an_overflow() -> None:
    facts = _text(set_frames(text_frame("Zitronenverbenenblätter", style="TextFett", w=60)))
    assert 0 < facts.overflow_chars < len("Zitronenverbenenblätter")


def test_too_many_lines_are_named() -> None:
    facts = _text(set_frames(text_frame("eins\nzwei\ndrei", max_lines=2)))
    assert (facts.limit, facts.overflow_chars) == ("lines", 4)


def test_room_grows_with_the_frame() -> None:
    small = _text(set_frames(text_frame("Beet", h=20))).room_chars
    large = _text(set_frames(text_frame("Beet", h=100))).room_chars
    assert small is not None
    assert large is not None
    assert len("Beet") < small < large


def test_a_group_takes_the_smallest_size() -> None:
    found = set_frames(
        text_frame("kurz", "a", group="markt"),
        text_frame("Balkonkästen", "b", h=28, group="markt", y=60),
        text_frame("kurz", "c", y=120),
    )
    assert _text(found, "a").size == _text(found, "b").size < 20
    assert _text(found, "c").size == 20


def _headline(text: str) -> SetDocument:
    alternative = {"x": 0, "y": 0, "w": 300, "h": 80, "size_max": 30, "size_min": 20}
    big = text_frame(
        text, w=300, h=200, size_max=60, size_min=24, max_chars=26, alternatives=[alternative]
    )
    return set_frames(big)


def test_a_long_text_goes_to_its_alternative_place() -> None:
    assert _text(_headline("x" * 3 + " " + "y" * 22)).size_max == 60
    long = _headline("x" * 13 + " " + "y" * 13)
    assert _text(long).size_max == 30
    assert facts_of(long).box.h == 80


def test_a_text_that_does_not_fit_its_place_tries_the_next() -> None:
    wide = {"x": 0, "y": 0, "w": 380, "h": 50, "size_max": 20, "size_min": 10}
    found = set_frames(text_frame("Zitronenverbene", w=50, alternatives=[wide]))
    assert _text(found).overflow_chars == 0
    assert facts_of(found).box.w == 380


def _columns(left: str, right: str, places: int = 2) -> tuple[FrameFacts, FrameFacts]:
    """Two columns of a group, 100 and 100 px wide; or 150 and 50, or 200 and 30 where allowed.

    `places` is how many of these other places the right one has.
    """
    size: dict[str, Any] = {"size_max": 20, "size_min": 20}
    room = {"y": 0, "h": 28} | size
    wide = [{"x": 0, "w": width} | room for width in (150, 200)]
    narrow = [{"x": x, "w": width} | room for x, width in ((150, 50), (200, 30))][:places]
    more: dict[str, Any] = {"w": 100, "h": 28, "group": "markt"} | size
    found = set_frames(
        text_frame(left, "a", alternatives=wide, **more),
        text_frame(right, "b", x=100, alternatives=narrow, **more),
    )
    return facts_of(found, "a"), facts_of(found, "b")


def _overflows(*columns: FrameFacts) -> tuple[int, ...]:
    return tuple(one.text.overflow_chars if one.text else -1 for one in columns)


def test_the_columns_of_a_group_give_way_together() -> None:
    left, right = _columns("Beet", "Topf")
    assert (left.box.w, right.box.x) == (100, 100)
    left, right = _columns("Zitronenbeet", "Topf")
    assert (left.box.w, right.box.x) == (150, 150)
    assert _overflows(left, right) == (0, 0)


def test_columns_go_on_until_all_of_them_fit_else_to_their_last_place() -> None:
    left, right = _columns("Zitronenbeet", "Rosmarin")  # too long for 50 px
    assert (left.box.w, right.box.x) == (200, 200)
    assert _overflows(left, right) != (0, 0)


def test_a_column_without_that_place_stays_in_its_last() -> None:
    left, right = _columns("Zitronenbeet", "Topf", places=0)
    assert (left.box.w, right.box.x) == (150, 100)
    assert _overflows(left, right) == (0, 0)


def test_columns_whose_places_are_alike_come_to_an_end() -> None:
    place = {"x": 0, "y": 0, "w": 60, "h": 28, "size_max": 20, "size_min": 20}
    more: dict[str, Any] = {"w": 60, "h": 28, "size_max": 20, "size_min": 20, "group": "markt"}
    found = set_frames(
        text_frame("Zitronenbeet", "a", alternatives=[place, place, place], **more),
        text_frame("Topf", "b", y=60, alternatives=[place, place], **more),
    )
    assert _overflows(facts_of(found, "a"), facts_of(found, "b"))[0] > 0


def test_a_price_shrinks_to_one_line() -> None:
    values = {"p": PriceValue(124900, starting_from=True)}
    found = set_frames(
        frame("price", field="p", style="Preis", size_max=40, size_min=10), values=values
    )
    facts = _text(found)
    assert facts.lines == 1
    assert facts.size < 40
    assert facts_of(found).drawn.w <= 101


def test_a_price_raises_its_cents_and_drops_the_word_from_a_thousand_on() -> None:
    def runs(cents: int) -> list[tuple[str, float]]:
        values = {"p": PriceValue(cents, starting_from=True)}
        price = frame("price", field="p", style="Preis", w=300, size_max=20)
        found = glyph_runs(set_frames(price, values=values))
        return [("".join(g.text for g in r.glyphs).strip(), round(r.size, 2)) for r in found]

    assert runs(299) == [("ab", 6.4), ("2,", 20), ("99", 11.2), ("€", 9.2)]
    assert runs(124900)[0] == ("1.249,", 20)


def test_empty_fields_draw_nothing() -> None:
    parts = [
        {"kind": "field", "field": "name"},
        {"kind": "field", "field": "owner", "before": words(", ")},
    ]
    some = {"name": TextValue("Beet"), "owner": TextValue("")}
    assert drawn_text(set_frames(frame("text", parts=parts), values=some)) == "Beet"
    none = set_frames(frame("text", parts=parts, only_with="name"))
    assert none.display.pages[0].items == ()
    assert facts_of(none).text is None


def test_lines_stand_one_leading_apart() -> None:
    found = set_frames(text_frame("eins\nzwei\ndrei", leading=1.5, size_max=10))
    baselines = [run.glyphs[0].y for run in glyph_runs(found)]
    assert [b - a for a, b in pairwise(baselines)] == pytest.approx([15, 15])


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_lines_are_aligned(align: str, share: float) -> None:
    drawn = facts_of(set_frames(text_frame("Beet", align=align))).drawn
    assert drawn.x == pytest.approx(share * (100 - drawn.w))


@pytest.mark.parametrize(("valign", "share"), [("top", 0), ("middle", 0.5), ("bottom", 1)])
def test_blocks_are_aligned(valign: str, share: float) -> None:
    top = glyph_runs(set_frames(text_frame("Beet")))[0].glyphs[0].y
    found = glyph_runs(set_frames(text_frame("Beet", valign=valign)))[0].glyphs[0].y
    assert found - top == pytest.approx(share * (50 - 1.4 * 20))
