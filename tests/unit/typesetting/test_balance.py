"""Owns the facts about balanced lines: as many as needed, as even as they can be."""

from itertools import accumulate, combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text import balance
from brand_assets.typesetting.text.lines import Breaking, Line, Measured, break_lines, first_fit
from brand_assets.typesetting.text.opportunities import Ending, opportunities

_NAMES = "Tomaten Paprika Gurken Beet Garten Sommerblumen Kübel Rosen Gras Balkon Heu"
_WORDS = _NAMES.split(" ")
_texts = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=60).map(" ".join)


def _measured(text: str, rules: Hyphenation | None = None) -> Measured:
    sums = tuple(accumulate((0.0 if sign == "\n" else 1.0 for sign in text), initial=0.0))
    return Measured(text, sums, opportunities(text, "de", rules), 1.0)


def _balanced(text: str, width: float, rules: Hyphenation | None = None) -> list[str]:
    measured = _measured(text, rules)
    lines = break_lines(measured, width, breaking=Breaking.EVEN)
    return [text[line.start : line.end] + "-" * line.hyphen for line in lines]


def _unevenness(widths: list[float], mean: float) -> float:
    last = (widths[-1] / mean - 1) ** 2
    above = sum((width / mean - 1) ** 2 for width in widths[:-1])
    return above + (last / 2 if widths[-1] < mean else last)


@settings(max_examples=100, deadline=None)
@given(_texts, st.integers(12, 60))
def test_as_many_lines_as_needed_none_too_wide(text: str, width: int) -> None:
    measured = _measured(text)
    lines = break_lines(measured, width, breaking=Breaking.EVEN)
    assert len(lines) == len(first_fit(measured, width))
    assert all(line.width <= width for line in lines)
    assert all(a.next == b.start for a, b in pairwise(lines))
    assert (lines[0].start, lines[-1].next) == (0, len(text))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), min_size=2, max_size=9).map(" ".join), st.integers(12, 40))
def test_no_other_lines_are_more_even(text: str, width: int) -> None:
    measured = _measured(text)
    full = first_fit(measured, width)
    mean = sum(line.width for line in full) / len(full)
    best = break_lines(measured, width, breaking=Breaking.EVEN)
    least = _unevenness([line.width for line in best], mean)
    soft = [e for e in measured.endings if e.ending is not Ending.HARD]
    for chosen in combinations(soft, len(full) - 1):
        starts = [0, *(e.at for e in chosen)]
        ends = [*chosen, measured.endings[-1]]
        widths = [measured.line(a, e).width for a, e in zip(starts, ends, strict=True)]
        if max(widths) <= width:
            assert least <= _unevenness(widths, mean) + 1e-9


def test_long_texts_are_balanced_too() -> None:
    text = "Garten Beet " * 60 + "Heu"
    lines = _balanced(text, 40)
    assert len(lines) > 15
    assert len(lines[-1]) > 25


def test_words_are_broken_only_where_it_needs_them() -> None:
    rules = Hyphenation("de", 7, 3, 3)
    assert _balanced("Der neue Sommerblumengarten lädt ein", 16, rules) == [
        "Der neue Sommer-",
        "blumengarten",
        "lädt ein",
    ]
    assert "-" not in "".join(_balanced("Rosen Sommerblumen Beet und Heu", 14, rules))


def test_a_text_too_long_to_try_stays_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance, "_MOST_TRIALS", 5)
    text = "Garten Beet Rosen Heu Gras Balkon"
    full: list[Line] = first_fit(_measured(text), 14)
    assert _balanced(text, 14) == [text[line.start : line.end] for line in full]
