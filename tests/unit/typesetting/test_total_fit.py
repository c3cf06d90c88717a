"""Owns the facts about total fit: what always holds, and how single texts come out."""

from itertools import accumulate, pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text import total_fit as module
from brand_assets.typesetting.text.lines import (
    STRETCHING,
    Line,
    Measured,
    Widths,
    filled,
    first_fit,
)
from brand_assets.typesetting.text.opportunities import Ending, Opportunity, opportunities
from brand_assets.typesetting.text.total_fit import TotalFit, demerits, total_fit
from tests.factories.documents import facts_of, glyph_runs, set_frames, text_frame

GERMAN = Hyphenation()
BODY = (
    "Wer jetzt pflanzt, erntet im Sommer: Unsere Gärtnerei zieht Tomaten, Paprika und Kräuter im "
    "eigenen Gewächshaus heran, ohne Torf und ohne Wachstumsregler. Bringen Sie Ihren "
    "Balkonkasten mit, wir bepflanzen ihn sofort, und die Blumenerde geht aufs Haus. Der "
    "Lieferservice bringt Pflanzgefäße, Rindenmulch und Rasendünger bis zur Gartentür."
)
_WIDTHS = {" ": 0.25, "i": 0.25, "l": 0.25, "\n": 0.0, "\u00ad": 0.0, "m": 0.8, "w": 0.7}


def _measured(text: str) -> Measured:
    sums = tuple(accumulate((_WIDTHS.get(sign, 0.5) for sign in text), initial=0.0))
    return Measured(text, sums, opportunities(text, "de", GERMAN), 0.3)


def _set(measured: Measured, lines: list[Line]) -> list[str]:
    return [measured.text[ln.start : ln.end] + ("-" if ln.hyphen else "") for ln in lines]


_words = st.sampled_from([*BODY.split(), "a", "Pflanz\u00aderde", "9–12", "E-Mail", "\n", "\u00a0"])
_texts = st.one_of(
    st.lists(_words, min_size=1, max_size=60).map(" ".join),
    st.text(alphabet="ab \n\u00ad\u00a0-\u2029é.", max_size=80),
)
_options = st.builds(
    TotalFit,
    justified=st.booleans(),
    max_hyphens=st.integers(0, 3),
    tolerance=st.sampled_from([0.5, 1.5, 3.0]),
)
_measures = st.one_of(
    st.floats(0.5, 40),
    st.lists(st.floats(3, 30), min_size=1, max_size=4).map(lambda w: lambda n: w[n % len(w)]),
)


def _at(widths: Widths, number: int) -> float:
    return widths(number) if callable(widths) else widths


@settings(max_examples=150, deadline=None)
@given(_texts, _measures, _options)
def test_lines_tile_the_text(text: str, widths: Widths, options: TotalFit) -> None:
    measured = _measured(text)
    lines = total_fit(measured, widths, options)
    assert lines[0].start == 0
    assert lines[-1].next == len(text)
    assert all(a.next == b.start for a, b in pairwise(lines))
    assert all(not text[ln.end : ln.next].strip(" \n\u00ad\u2029") for ln in lines)


@settings(max_examples=150, deadline=None)
@given(_texts, _measures, _options)
def test_only_a_single_word_is_wider_than_its_line(
    text: str, widths: Widths, options: TotalFit
) -> None:
    measured = _measured(text)
    for number, line in enumerate(total_fit(measured, widths, options)):
        blank = sum(_WIDTHS.get(s, 0.5) for s in text[line.start : line.end] if s in STRETCHING)
        shrink = options.shrink * blank if options.justified else 0.0
        if line.width - shrink > _at(widths, number) + 1e-6:
            inside = [e for e in measured.endings if line.start < e.at < line.next]
            assert all(e.ending is Ending.HYPHEN for e in inside)
            assert line.stretch == 0


@settings(max_examples=150, deadline=None)
@given(_texts, _measures, _options)
def test_it_never_costs_more_than_first_fit(text: str, widths: Widths, options: TotalFit) -> None:
    measured = _measured(text)
    best = demerits(measured, total_fit(measured, widths, options), widths, options)
    first = demerits(measured, first_fit(measured, widths, options.max_hyphens), widths, options)
    # Where lines differ in width, a paragraph that needs fewer lines moves those after it.
    if not callable(widths) or not {"\n", "\u2029"} & set(text):
        assert best <= first * (1 + 1e-9)


@settings(max_examples=100, deadline=None)
@given(_texts, _measures, _options)
def test_hyphens_in_a_row_are_limited(text: str, widths: Widths, options: TotalFit) -> None:
    lines = total_fit(_measured(text), widths, options)
    marks = "".join("-" if line.hyphen else " " for line in lines)
    assert "-" * (options.max_hyphens + 1) not in marks


_short_texts = st.lists(st.sampled_from([w for w in BODY.split() if len(w) < 9]), min_size=7)


@settings(max_examples=80, deadline=None)
@given(_short_texts.map(" ".join), st.floats(5, 12), st.booleans(), st.integers(0, 2))
def test_it_is_as_good_as_trying_everything(
    text: str, width: float, justified: bool, max_hyphens: int
) -> None:
    measured = _measured(text[:55])
    soft = [e for e in measured.endings if e.ending is not Ending.HARD]
    options = TotalFit(justified, max_hyphens, tolerance=1e30)
    lines = total_fit(measured, width, options)
    if len(soft) > 9 or (max_hyphens and not any(line.hyphen for line in lines)):
        return  # lines without hyphens are taken before those with hyphens are looked at
    best = demerits(measured, lines, width, options)
    for chosen in product((False, True), repeat=len(soft)):
        others = _broken_at(measured, [e for e, here in zip(soft, chosen, strict=True) if here])
        marks = "".join("-" if line.hyphen else " " for line in others)
        fit = all(line.width <= width for line in others)
        if fit and "-" * (max_hyphens + 1) not in marks:
            assert best <= demerits(measured, others, width, options) * (1 + 1e-9)


def _broken_at(measured: Measured, soft: list[Opportunity]) -> list[Line]:
    hard = [e for e in measured.endings if e.ending is Ending.HARD]
    ends = sorted([*soft, *hard], key=lambda e: e.at)
    return [measured.line(a, e) for a, e in zip([0, *(e.at for e in ends)], ends, strict=False)]


@settings(max_examples=50, deadline=None)
@given(_texts, _measures, _options)
def test_it_is_deterministic(text: str, widths: Widths, options: TotalFit) -> None:
    assert total_fit(_measured(text), widths, options) == total_fit(
        _measured(text), widths, options
    )


def test_justified_lines_fill_the_measure_and_the_last_does_not() -> None:
    lines = total_fit(_measured(BODY), 20.0, TotalFit(justified=True))
    assert all(line.set_width == pytest.approx(20.0) for line in lines[:-1])
    assert lines[-1].stretch == 0
    assert min(line.stretch for line in lines) >= -0.25 / 3 - 1e-9


def test_ragged_lines_have_no_stretch() -> None:
    lines = total_fit(_measured(BODY), 20.0)
    assert all(line.stretch == 0 and line.width <= 20 for line in lines)


def test_no_word_is_broken_where_spaces_do_it() -> None:
    measured = _measured(BODY)
    assert not any(line.hyphen for line in total_fit(measured, 20.0))
    assert any(line.hyphen for line in total_fit(measured, 9.0, TotalFit(justified=True)))


def test_forced_breaks_end_lines_that_are_not_stretched() -> None:
    text = "Immer\nfrisch und gut: Bringen Sie Ihren Balkonkasten mit, wir bepflanzen ihn\n\nBald"
    measured = _measured(text)
    lines = total_fit(measured, 12.0, TotalFit(justified=True))
    assert _set(measured, lines)[0] == "Immer"
    assert lines[0].stretch == 0
    assert _set(measured, lines)[-2:] == ["", "Bald"]


def test_a_word_wider_than_the_line_stands_alone() -> None:
    measured = _measured("in Zitronenverbene ja")
    for justified in (False, True):
        lines = total_fit(measured, 3.0, TotalFit(justified, max_hyphens=0))
        assert _set(measured, lines) == ["in", "Zitronenverbene", "ja"]
        assert lines[1].width > 3.0


def test_a_last_line_is_no_stump_where_it_can_be_helped() -> None:
    measured = _measured("Bringen Sie Ihren Balkon mit und wir pflanzen alles für Sie ein, Sie da")
    for width in (11.0, 12.0, 13.0, 14.0):
        lines = total_fit(measured, width)
        assert lines[-1].width > 0.2 * width, _set(measured, lines)


def test_lines_may_differ_in_width() -> None:
    measured = _measured(BODY)

    def widths(number: int) -> float:
        return 8.0 if number < 3 else 20.0

    lines = total_fit(measured, widths, TotalFit(justified=True))
    assert all(line.set_width == pytest.approx(8.0) for line in lines[:3])
    assert all(line.set_width == pytest.approx(20.0) for line in lines[3:-1])


def test_empty_and_blank_texts_have_one_line() -> None:
    for text in ("", " ", "a", "\n"):
        assert len(total_fit(_measured(text), 10.0)) == len(first_fit(_measured(text), 10.0))


def test_very_long_texts_go_on_first_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_TRIALS", 100)
    measured = _measured(BODY)
    assert _set(measured, total_fit(measured, 15.0)) == _set(
        measured, list(filled(measured, 15.0, 2))
    )


def _frame_lines(breaking: str) -> list[str]:
    body = text_frame(BODY, w=300, h=200, size_max=10, size_min=10, breaking=breaking, style="Text")
    found = set_frames(body)
    facts = facts_of(found).text
    assert facts is not None
    rows: dict[float, str] = {}
    for run in glyph_runs(found):
        y = round(run.glyphs[0].y, 1)
        rows[y] = rows.get(y, "") + "".join(glyph.text for glyph in run.glyphs)
    assert len(rows) == facts.lines
    return list(rows.values())


def test_a_text_frame_asks_for_it() -> None:
    first, total = _frame_lines("first_fit"), _frame_lines("total_fit")
    assert first != total

    def plain(lines: list[str]) -> str:
        return "".join(lines).replace("-", "").replace(" ", "")

    assert plain(total) == plain(first)
    assert min(map(len, total[:-1])) >= min(map(len, first[:-1]))
