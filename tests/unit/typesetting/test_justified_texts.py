"""Owns the facts about justified text frames: full lines, the last at its start, fit as ever."""

from typing import Any

import pytest

from tests.factories.documents import facts_of, set_frames, text_frame
from tests.factories.stories import SPRING, DrawnLine, drawn_lines

EDGE = 0.05
PLACE: dict[str, Any] = {"w": 200, "h": 300, "size_max": 10}


def _lines(text: str = SPRING, **more: Any) -> list[DrawnLine]:
    return drawn_lines(set_frames(text_frame(text, **(PLACE | {"align": "justify"} | more))))


def test_lines_fill_the_frame_except_the_last() -> None:
    lines = _lines()
    assert len(lines) > 8
    assert {line.x for line in lines} == {0}
    assert [line.right for line in lines[:-1]] == pytest.approx([200] * (len(lines) - 1), abs=EDGE)
    assert lines[-1].right < 195


def test_lines_that_end_by_hand_are_not_stretched() -> None:
    lines = _lines("Rosen\nTulpen im Beet")
    assert [line.right < 100 for line in lines] == [True, True]


def test_a_single_justified_line_of_hebrew_stands_at_the_right() -> None:
    (line,) = _lines("\u05e9\u05dc\u05d5\u05dd")
    assert line.right == pytest.approx(200, abs=EDGE)


def test_justified_text_shrinks_until_it_fits() -> None:
    found = set_frames(text_frame(SPRING, w=200, h=100, size_max=14, size_min=6, align="justify"))
    text = facts_of(found).text
    assert text is not None
    assert 6 < text.size < 14
    assert text.overflow_chars == 0
    ends = [line.right for line in drawn_lines(found)[:-1]]
    assert ends == pytest.approx([200] * len(ends), abs=EDGE)


def test_too_much_justified_text_is_counted() -> None:
    found = set_frames(text_frame(SPRING, w=200, h=40, size_max=10, size_min=10, align="justify"))
    text = facts_of(found).text
    assert text is not None
    assert text.limit == "height"
    assert len(SPRING) * 0.5 < text.overflow_chars < len(SPRING)
