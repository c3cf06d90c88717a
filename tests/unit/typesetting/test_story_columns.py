"""Owns the facts about the columns of a story: fill, balance, strays, keeping, grid, spreading."""

from itertools import pairwise
from typing import Any

import pytest

from brand_assets.design_facts import LineFacts
from brand_assets.typesetting.display_list import FillPath
from brand_assets.typesetting.text.faces import face_of
from tests.factories.documents import facts_of
from tests.factories.kit import demo_kit
from tests.factories.stories import (
    SPRING,
    DrawnLine,
    columns_of,
    drawn_lines,
    list_of,
    look,
    paragraph,
    set_story_of,
    text_of,
)

LINE = 14.0
_DESCENT = face_of(demo_kit().fonts["Inter-Regular.otf"]).descent * 10


def _columns(*blocks: Any, **more: Any) -> list[list[DrawnLine]]:
    return columns_of(drawn_lines(set_story_of(*blocks, **more)))


def _counts(*blocks: Any, **more: Any) -> list[int]:
    return [len(column) for column in _columns(*blocks, **more)]


def _short(count: int) -> list[str]:
    return [f"Zeile {index}" for index in range(count)]


def _one(lines: int) -> str:
    """A paragraph of so many lines."""
    return "\n".join(_short(lines))


def test_columns_stand_side_by_side_with_their_gutter() -> None:
    columns = _columns(*_short(9), columns=3, gutter=20, h=45, w=220, x=5)
    assert [column[0].x for column in columns] == pytest.approx([5, 85, 165])
    assert len({round(column[0].y, 6) for column in columns}) == 1


def test_columns_begin_at_the_right_where_text_runs_left() -> None:
    text = " ".join(["שלום"] * 60)
    found = set_story_of(text, columns=3, gutter=20, h=400, w=220, x=5, balance=True)
    firsts = [line for line in drawn_lines(found) if line.y == min(o.y for o in drawn_lines(found))]
    assert [line.x // 80 for line in firsts] == [2, 1, 0]


def test_columns_are_filled_one_after_the_other() -> None:
    assert _counts(*_short(10), columns=3, h=6 * LINE) == [6, 4]


def test_columns_are_evened_out() -> None:
    for lines in range(6, 20):
        counts = _counts(*_short(lines), columns=3, h=300, balance=True)
        assert sum(counts) == lines
        assert max(counts) - min([*counts, *[0] * (3 - len(counts))]) <= 1
        assert counts == sorted(counts, reverse=True)


def test_evened_columns_that_do_not_hold_the_text_are_full() -> None:
    assert _counts(*_short(9), columns=2, h=3 * LINE, balance=True) == [3, 6]


def test_no_line_of_a_paragraph_stays_alone_at_the_foot() -> None:
    looks = [look(orphans=1, widows=1), look("more")]
    blocks = [_one(3), paragraph(_one(4), look="more")]
    assert _counts(*blocks, columns=2, h=4 * LINE, looks=looks) == [3, 4]
    looks[1]["orphans"] = 1
    assert _counts(*blocks, columns=2, h=4 * LINE, looks=looks) == [4, 3]


def test_no_line_of_a_paragraph_stays_alone_at_the_top() -> None:
    assert _counts(_one(5), columns=2, h=4 * LINE, looks=[look(widows=1)]) == [4, 1]
    assert _counts(_one(5), columns=2, h=4 * LINE) == [3, 2]
    assert _counts(_one(5), columns=2, h=4 * LINE, looks=[look(widows=3)]) == [2, 3]


def test_a_paragraph_that_is_too_short_to_part_moves_whole() -> None:
    assert _counts(_one(2), _one(3), columns=2, h=4 * LINE) == [2, 3]


def test_a_paragraph_that_is_kept_together_moves_whole() -> None:
    looks = [look(), look("kept", keep_together=True)]
    blocks = [_one(3), paragraph(_one(5), look="kept")]
    assert _counts(*blocks, columns=2, h=6 * LINE, looks=looks) == [3, 5]
    assert _counts(_one(3), _one(5), columns=2, h=6 * LINE) == [6, 2]


def test_a_paragraph_too_long_for_any_column_is_parted_all_the_same() -> None:
    looks = [look(keep_together=True)]
    assert _counts(_one(9), columns=2, h=6 * LINE, looks=looks) == [6, 3]


def test_a_heading_goes_with_what_follows() -> None:
    looks = [look(), look("head", keep_with_next=True)]
    blocks = [_one(4), paragraph("Kräuter", look="head"), _one(4)]
    columns = _columns(*blocks, columns=2, h=6 * LINE, looks=looks)
    assert [len(column) for column in columns] == [4, 5]
    assert columns[1][0].text == "Kräuter"


def test_an_item_stays_with_the_first_of_the_list_inside() -> None:
    inner = [{"parts": [{"kind": "literal", "text": {"de": "innen", "en": "x"}}]}]
    items = [{"parts": [{"kind": "literal", "text": {"de": "außen", "en": "x"}}], "items": inner}]
    block = list_of(items=items, marks={"hang": 9}, inner={"hang": 9})
    columns = _columns(_one(3), block, columns=2, h=4 * LINE)
    assert [len(column) for column in columns] == [3, 2]


def test_spaces_stand_between_paragraphs_but_not_at_the_top_of_columns() -> None:
    looks = [look(space_before=6, space_after=4)]
    columns = _columns("a", "b", "c", "d", columns=2, h=2 * LINE + 12, looks=looks)
    plain = _columns("a")[0][0].y
    assert [len(column) for column in columns] == [2, 2]
    assert [column[0].y for column in columns] == pytest.approx([plain, plain])
    assert columns[0][1].y - columns[0][0].y == pytest.approx(LINE + 10)


def test_all_lines_stand_on_the_grid_of_the_page() -> None:
    looks = [look(space_after=3), look("head", size=17, space_before=5)]
    blocks: list[Any] = [paragraph("Kräuter", look="head"), SPRING, "Ende"]
    grid = {"step": 15.5, "offset": 4}
    lines = drawn_lines(set_story_of(*blocks, looks=looks, grid=grid, y=7, columns=2, gutter=5))
    assert len(lines) > 8
    for line in lines:
        steps = (line.y - 4) / 15.5
        assert steps == pytest.approx(round(steps), abs=1e-6)
    body = [line.y for line in lines[1:4]]
    assert [b - a for a, b in pairwise(body)] == pytest.approx([15.5, 15.5])


def test_a_line_never_stands_above_its_own_place_on_the_grid() -> None:
    plain = drawn_lines(set_story_of(SPRING))
    on_grid = drawn_lines(set_story_of(SPRING, grid={"step": 14}))
    shift = [b.y - a.y for a, b in zip(plain, on_grid, strict=True)]
    assert min(shift) >= -0.3
    assert max(shift) < 14


def test_neighbours_share_their_baselines_by_the_grid() -> None:
    def first(y: float) -> float:
        return drawn_lines(set_story_of(SPRING, y=y, grid={"step": 14}))[3].y % 14

    assert first(3) == pytest.approx(first(9.7))


@pytest.mark.parametrize(("valign", "share"), [("top", 0), ("middle", 0.5), ("bottom", 1)])
def test_columns_stand_at_top_middle_or_bottom(valign: str, share: float) -> None:
    at_top = _columns(*_short(3), h=100)[0][0].y
    lines = _columns(*_short(3), h=100, valign=valign)[0]
    assert lines[0].y - at_top == pytest.approx((100 - 3 * LINE) * share)


def test_on_a_grid_columns_move_by_whole_steps() -> None:
    more = {"grid": {"step": 14}, "h": 103.0}
    moved = _columns(*_short(3), valign="bottom", **more)[0][0].y - _columns("a", **more)[0][0].y
    assert moved / 14 == pytest.approx(round(moved / 14))
    assert moved > 0


def test_paragraphs_are_spread_over_the_height() -> None:
    looks = [look(space_before=4)]
    columns = _columns(_one(3), _one(3), _one(3), h=150, valign="justify", looks=looks)
    ys = [line.y for line in columns[0]]
    gaps = [b - a for a, b in pairwise(ys)]
    assert gaps[0] == gaps[1] == pytest.approx(LINE)
    assert gaps[2] == pytest.approx(gaps[5])
    assert gaps[2] > LINE + 4
    assert ys[-1] == pytest.approx(150 - _DESCENT, abs=0.01)


def test_lines_are_spread_where_there_is_one_paragraph() -> None:
    gaps = [b.y - a.y for a, b in pairwise(_columns(_one(5), h=80, valign="justify")[0])]
    assert gaps == pytest.approx([gaps[0]] * 4)
    assert gaps[0] > LINE


def test_a_heading_is_not_spread_away_from_its_text() -> None:
    looks = [look(), look("head", keep_with_next=True)]
    blocks = [paragraph("Kräuter", look="head"), _one(3), _one(3)]
    gaps = [
        b.y - a.y for a, b in pairwise(_columns(*blocks, looks=looks, h=110, valign="justify")[0])
    ]
    assert gaps[0] == pytest.approx(LINE)
    assert gaps[3] > LINE


def test_a_last_column_with_little_text_stays_at_the_top() -> None:
    columns = _columns(*_short(8), columns=2, h=5.5 * LINE, valign="justify")
    assert [b.y - a.y for a, b in pairwise(columns[1])] == pytest.approx([LINE, LINE])
    assert columns[0][1].y - columns[0][0].y > LINE


def test_all_columns_end_at_one_foot_when_spread() -> None:
    looks = [look(space_after=3), look("head", size=16, keep_with_next=True)]
    blocks = [
        paragraph("Rosen", look="head"),
        *_short(4),
        paragraph("Beet", look="head"),
        *_short(5),
    ]
    columns = _columns(*blocks, looks=looks, columns=2, h=112, valign="justify", balance=True)
    assert columns[0][-1].y == pytest.approx(columns[1][-1].y, abs=0.01)


def test_insets_make_the_columns_smaller() -> None:
    insets = {"top": 10, "right": 20, "bottom": 5, "left": 30}
    lines = drawn_lines(set_story_of(SPRING, insets=insets, looks=[look(align="justify")]))
    assert lines[0].y - drawn_lines(set_story_of("a"))[0].y == pytest.approx(10)
    assert {line.x for line in lines} == {30}
    assert lines[0].right == pytest.approx(180, abs=0.05)


def _xs(filled: FillPath) -> list[float]:
    return [segment[1] for segment in filled.path if len(segment) > 2]


def test_lines_stand_in_the_middle_between_columns() -> None:
    rule = {"width": 0.5, "colour": "Halm"}
    found = set_story_of(*_short(9), columns=3, gutter=20, w=220, balance=True, rule=rule)
    paths = [item for item in found.display.pages[0].items if isinstance(item, FillPath)]
    xs = [_xs(path) for path in paths]
    assert [(min(x) + max(x)) / 2 for x in xs] == pytest.approx([70, 150])
    assert {round(max(x) - min(x), 6) for x in xs} == {0.5}
    assert {path.colour for path in paths} == {"Halm"}
    assert facts_of(found).lines == LineFacts("Halm", 0.5)
    assert facts_of(set_story_of("a", rule=rule)).lines is None


def test_what_no_column_holds_goes_on_below_the_last() -> None:
    found = set_story_of(*_short(12), columns=2, h=4 * LINE)
    columns = columns_of(drawn_lines(found))
    assert [len(column) for column in columns] == [4, 8]
    assert text_of(found).overflow_chars == sum(len(text) for text in _short(12)[8:])
    assert columns[1][-1].y > 4 * LINE


def test_a_column_ends_on_a_whole_word_where_there_is_room() -> None:
    text = "eins\nzwei\nBlumen\u00adtopferdenvorrat\nfünf\nsechs"
    looks = [look(orphans=1, widows=1)]
    more: dict[str, Any] = {"columns": 2, "gutter": 10, "w": 190, "looks": looks}
    assert [line.text for line in _columns(text, **more)[0]][2] == "Blumen-"
    assert _counts(text, **more, h=4 * LINE) == [4, 2]
    assert _counts(text, **more, h=3 * LINE) == [3, 3]
    assert _counts(text, "sieben", **more, h=3.9 * LINE) == [3, 4]
    assert _counts(text, **(more | {"columns": 3, "w": 290}), h=3 * LINE) == [2, 3, 1]
    looks[0]["widows"] = 3
    assert _counts(text, **more, h=5 * LINE)[0] == 2
