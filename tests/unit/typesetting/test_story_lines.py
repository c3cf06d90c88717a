"""Owns the facts about the lines of a story: indents, justified lines, tabs and leaders."""

from itertools import pairwise
from typing import Any

import pytest

from brand_assets.typesetting.display_list import DrawGlyphs
from tests.factories.documents import glyph_runs
from tests.factories.stories import (
    SPRING,
    DrawnLine,
    drawn_lines,
    look,
    set_story_of,
    text_of,
)

EDGE = 0.05


def _lines(*blocks: Any, **more: Any) -> list[DrawnLine]:
    return drawn_lines(set_story_of(*blocks, **more))


def _justified(text: str = SPRING, **more: Any) -> list[DrawnLine]:
    return _lines(text, looks=[look(align="justify", **more)])


def test_justified_lines_end_at_one_edge_except_the_last() -> None:
    lines = _justified()
    assert len(lines) > 8
    assert [line.right for line in lines[:-1]] == pytest.approx([200] * (len(lines) - 1), abs=EDGE)
    assert lines[-1].right < 190
    assert {line.x for line in lines} == {0}


def test_only_the_spaces_of_a_justified_line_open() -> None:
    plain = {g.text: g.advance for run in glyph_runs(set_story_of(SPRING)) for g in run.glyphs}
    for run in glyph_runs(set_story_of(SPRING, looks=[look(align="justify")])):
        gaps = {b.x - a.x - plain[a.text] for a, b in pairwise(run.glyphs) if a.text == " "}
        assert max(gaps, default=0) - min(gaps, default=0) < 1.0
        for a, b in pairwise(run.glyphs):
            if a.text != " ":
                assert b.x - a.x == pytest.approx(plain[a.text], abs=0.9)


def test_no_break_spaces_open_and_narrow_ones_do_not() -> None:
    text = "z.\u202fB. drei\u00a0Rosen\nim Beet"
    found = set_story_of(text, looks=[look(align="justify", last_line="justify")])
    first = glyph_runs(found)[0].glyphs
    widths = {a.text: b.x - a.x for a, b in pairwise(first) if a.text in " \u00a0\u202f"}
    assert widths["\u00a0"] == pytest.approx(widths[" "])
    assert widths["\u00a0"] > 20
    assert widths["\u202f"] < 3


@pytest.mark.parametrize(
    ("last_line", "x", "right"), [("right", None, 200), ("justify", 0, 200), ("left", 0, None)]
)
def test_the_last_line_has_its_own_place(last_line: str, x: Any, right: Any) -> None:
    last = _justified(last_line=last_line)[-1]
    assert x is None or last.x == pytest.approx(x, abs=EDGE)
    assert right is None or last.right == pytest.approx(right, abs=EDGE)


def test_the_last_line_may_stand_in_the_middle() -> None:
    last = _justified(last_line="center")[-1]
    assert last.x == pytest.approx(200 - last.right, abs=EDGE)


def test_a_line_feed_ends_a_justified_line_as_the_last() -> None:
    lines = _justified(f"Kurz\n{SPRING}")
    assert lines[0].text == "Kurz"
    assert lines[0].right < 40


def test_justified_lines_of_two_directions_fill_the_measure() -> None:
    hebrew = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"
    text = f"Auf dem Markt steht {hebrew} an jedem Stand, den wir sehen"
    found = set_story_of(text, looks=[look(align="justify")], w=150)
    lines = drawn_lines(found)
    assert lines[0].right == pytest.approx(150, abs=EDGE)
    assert lines[0].x == pytest.approx(0)


@pytest.mark.parametrize(("align", "share"), [("left", 0), ("center", 0.5), ("right", 1)])
def test_ragged_lines_stand_at_their_side(align: str, share: float) -> None:
    for line in _lines(SPRING, looks=[look(align=align)]):
        assert line.x == pytest.approx((200 - (line.right - line.x)) * share, abs=EDGE)


@pytest.mark.parametrize(("align", "side"), [("start", 1), ("end", 0), ("justify", 1)])
def test_start_and_end_follow_the_direction(align: str, side: int) -> None:
    hebrew = "\u05e9\u05dc\u05d5\u05dd"
    runs = glyph_runs(set_story_of(hebrew, looks=[look(align=align)]))
    left = min(glyph.x for run in runs for glyph in run.glyphs)
    right = max(glyph.x + glyph.advance for run in runs for glyph in run.glyphs)
    assert (right == pytest.approx(200, abs=EDGE)) == bool(side)
    assert (left == pytest.approx(0, abs=EDGE)) == (not side)
    assert _lines("Beet", looks=[look(align="end")])[0].right == pytest.approx(200, abs=EDGE)


def test_without_an_alignment_lines_stand_at_the_start() -> None:
    assert _lines("Beet")[0].x == pytest.approx(0, abs=EDGE)
    assert _lines("\u05e9\u05dc\u05d5\u05dd")[0].right == pytest.approx(200, abs=EDGE)


def test_first_line_left_and_right_are_indented() -> None:
    made = look(align="justify", first_indent=15, left_indent=10, right_indent=20)
    lines = _lines(SPRING, looks=[made])
    assert lines[0].x == pytest.approx(25)
    assert {round(line.x, 6) for line in lines[1:]} == {10}
    assert [line.right for line in lines[:-1]] == pytest.approx([180] * (len(lines) - 1), abs=EDGE)


def test_a_first_line_may_hang_out() -> None:
    lines = _lines(SPRING, looks=[look(first_indent=-10, left_indent=10)])
    assert (lines[0].x, lines[1].x) == (0, 10)


def test_words_break_only_where_the_look_lets_them() -> None:
    narrow = "Frühlingsblumenzwiebeln und Gartenbauwerkzeuge und Sommerblumensamen"
    broken = _lines(narrow, w=95)
    assert any(line.text.endswith("-") for line in broken)
    whole = _lines(narrow, w=95, looks=[look(hyphenate=False)])
    assert not any(line.text.endswith("-") for line in whole)


def test_even_lines_of_a_heading() -> None:
    heading = "Was im Mai in den Garten soll"
    full = _lines(heading, looks=[look(size=20)], w=230)
    even = _lines(heading, looks=[look(size=20, balance=True)], w=230)
    assert [line.text for line in full] == ["Was im Mai in den", "Garten soll"]
    assert [line.text for line in even] == ["Was im Mai", "in den Garten soll"]


def _tabbed(*texts: str, **more: Any) -> list[list[DrawGlyphs]]:
    found = set_story_of(*texts, looks=[look(**more)])
    rows: dict[float, list[DrawGlyphs]] = {}
    for run in glyph_runs(found):
        rows.setdefault(run.glyphs[0].y, []).append(run)
    return list(rows.values())


def _word(run: DrawGlyphs) -> str:
    return "".join(glyph.text for glyph in run.glyphs)


def _end(run: DrawGlyphs) -> float:
    return run.glyphs[-1].x + run.glyphs[-1].advance


def test_tabs_stand_at_their_stops() -> None:
    tabs = [
        {"at": 40},
        {"at": 120, "align": "right"},
        {"at": 160, "align": "center"},
    ]
    (runs,) = _tabbed("a\tBeet\tTopf\tKraut", tabs=tabs)
    assert [_word(run) for run in runs] == ["a", "Beet", "Topf", "Kraut"]
    assert runs[1].glyphs[0].x == pytest.approx(40, abs=0.01)
    assert _end(runs[2]) == pytest.approx(120, abs=0.01)
    assert (runs[3].glyphs[0].x + _end(runs[3])) / 2 == pytest.approx(160, abs=0.01)


def test_a_stop_that_is_passed_is_left_out() -> None:
    (runs,) = _tabbed("Ein langer Name\tTopf", tabs=[{"at": 20}, {"at": 120}])
    assert runs[1].glyphs[0].x == pytest.approx(120, abs=0.01)


def test_tabs_without_stops_go_on_in_even_steps() -> None:
    (runs,) = _tabbed("a\tb\tc")
    assert [run.glyphs[0].x for run in runs] == pytest.approx([0, 40, 80])


def test_a_stop_without_a_place_is_the_edge_of_the_column() -> None:
    (runs,) = _tabbed("Beet\t2,99", tabs=[{"align": "right"}], right_indent=30)
    assert _end(runs[1]) == pytest.approx(200, abs=0.01)


def test_decimal_commas_stand_below_one_another() -> None:
    prices = ("2,99\u202f€", "1.249,00\u202f€", "12,–\u202f€", "139\u202f€")
    rows = _tabbed(*(f"x\t{p}" for p in prices), tabs=[{"at": 150, "align": "decimal"}])
    for (_, price), text in zip(rows, prices, strict=True):
        whole = text.split(",")[0].split("\u202f")[0]
        sign = price.glyphs[len(whole)]
        assert sign.x == pytest.approx(150, abs=0.01)


def test_english_prices_align_at_the_point() -> None:
    looks = [look(tabs=[{"at": 150, "align": "decimal"}])]
    found = set_story_of("x\t£1,249.50", looks=looks, language="en")
    price = glyph_runs(found)[1]
    assert price.glyphs[_word(price).index(".")].x == pytest.approx(150, abs=0.01)


def test_leaders_fill_the_way_and_stand_below_one_another() -> None:
    tabs = [{"align": "right", "leader": "."}]
    rows = _tabbed("Rosen\t2,99", "Pfingstrosen, gefüllt\t12,49", tabs=tabs)
    dots = []
    for name, leader, price in rows:
        assert {glyph.text for glyph in leader.glyphs} == {"."}
        assert leader.actual_text == " "
        step = leader.glyphs[1].x - leader.glyphs[0].x
        assert 2 < leader.glyphs[0].x - _end(name) < 3 + step
        assert 2 < price.glyphs[0].x - _end(leader) < 3 + step
        dots.append({round(glyph.x, 3) for glyph in leader.glyphs})
    assert dots[1] < dots[0]
    assert len(dots[1]) > 10


def test_a_long_name_takes_its_last_word_to_the_leader() -> None:
    tabs = [{"align": "right", "leader": ". "}]
    text = "Rasen mähen und die Kanten stechen lassen\t48,50"
    rows = _tabbed(text, tabs=tabs, right_indent=40)
    assert [_word(run) for run in rows[0]] == ["Rasen mähen und die Kanten"]
    assert _word(rows[1][0]) == "stechen lassen"
    assert _end(rows[1][-1]) == pytest.approx(200, abs=0.01)


def test_leaders_without_width_are_left_out() -> None:
    (runs,) = _tabbed("a\tb", tabs=[{"at": 100, "leader": "\u0301"}])
    assert _word(runs[0]) == "a"
    assert _word(runs[-1]) == "b"


def test_text_that_has_no_room_at_its_stop_is_too_wide() -> None:
    stuck = set_story_of("a\tGartenbaumschulerzeugnisse", looks=[look(tabs=[{"at": 60}])], w=100)
    assert text_of(stuck).limit == "width"
    assert text_of(stuck).overflow_chars > 0


def test_a_very_long_way_has_fewer_signs_on_the_same_raster() -> None:
    made = look(size=1, tabs=[{"align": "right", "leader": "."}])
    found = set_story_of("a\tb", looks=[made], w=4_000)
    dots = glyph_runs(found)[1].glyphs
    near = _tabbed("a\tb", size=1, tabs=[{"align": "right", "leader": "."}])[0][1].glyphs
    step = near[1].x - near[0].x
    assert len(dots) <= 500
    assert (dots[1].x - dots[0].x) / step > 1.9
    assert dots[0].x / step == pytest.approx(round(dots[0].x / step), abs=1e-6)


def test_a_story_has_only_so_many_leaders() -> None:
    made = look(size=1, tabs=[{"align": "right", "leader": "."}])
    found = set_story_of(*["a\tb"] * 200, looks=[made], w=4_000)
    dots = [run for run in glyph_runs(found) if run.actual_text == " "]
    assert 50 < len(dots) < 100
    assert sum(len(run.glyphs) for run in dots) <= 30_000
