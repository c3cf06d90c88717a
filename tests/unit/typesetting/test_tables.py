"""Owns the facts about offer tables: one baseline a row, one size, nothing left out."""

from typing import Any

import pytest

from brand_assets.typesetting.display_list import FillPath
from brand_assets.typesetting.setting import SetDocument
from brand_assets.typesetting.values import OfferRow, PriceValue, RowsValue
from tests.factories.documents import drawn_text, facts_of, frame, glyph_runs, set_frames

COLUMNS = [
    {"source": "name", "share": 0.5, "style": "TextFett", "size": 10},
    {"source": "unit_price", "share": 0.3, "style": "Text", "size": 8, "align": "right"},
    {"source": "price", "share": 0.2, "style": "Preis", "size": 15, "align": "right"},
]


def _table(*rows: OfferRow, **more: Any) -> SetDocument:
    table = frame("table", w=300, h=120, field="rows", columns=COLUMNS, row_height=30)
    table |= {"size_max": 10, "size_min": 8, "hairline": 1, "hairline_colour": "Tanne35"}
    return set_frames(table | more, values={"rows": RowsValue(rows)})


def _row(name: str = "Tagetes", unit_price: str = "") -> OfferRow:
    return OfferRow(name, "6er-Schale", PriceValue(299), unit_price)


def _overflow(found: SetDocument) -> int:
    text = facts_of(found).text
    assert text is not None
    return text.overflow_chars


def test_cells_of_a_row_share_a_baseline() -> None:
    runs = glyph_runs(_table(_row(unit_price="1 l = 0,22 €")))
    assert len({round(run.glyphs[0].y, 6) for run in runs}) == 1


def test_rows_stand_one_height_apart_with_lines_between() -> None:
    found = _table(_row(), _row(), _row())
    baselines = sorted({round(run.glyphs[0].y, 6) for run in glyph_runs(found)})
    assert [b - baselines[0] for b in baselines] == pytest.approx([0, 30, 60])
    rules = [item for item in found.display.pages[0].items if isinstance(item, FillPath)]
    assert [rule.path[0][2] for rule in rules if rule.path[0][0] == "M"] == [29.5, 59.5]


def test_an_empty_unit_price_leaves_its_cell_blank() -> None:
    assert drawn_text(_table(_row())) == "Tagetes2,99\u202f€"


def test_all_cells_shrink_together() -> None:
    def sizes(name: str) -> list[float]:
        return [run.size for run in glyph_runs(_table(_row(name), _row()))]

    wide, narrow = sizes("Hochbeeterde, torffrei, fein ge"), sizes("Beet")
    shares = {round(a / b, 6) for a, b in zip(wide, narrow, strict=True)}
    assert len(shares) == 1
    assert 0.8 <= shares.pop() < 1


def test_a_cell_too_long_is_an_overflow_and_still_drawn() -> None:
    found = _table(_row("Hochbeeterde, torffrei, mit Kompost und Kalk"))
    assert _overflow(found) > 0
    assert "und Kalk" in drawn_text(found)


def test_rows_beyond_the_frame_are_an_overflow() -> None:
    assert _overflow(_table(*[_row()] * 4)) == 0
    found = _table(*[_row()] * 5)
    assert _overflow(found) > 0
    assert drawn_text(found).count("Tagetes") == 5


def test_many_rows_stand_closer() -> None:
    found = _table(*[_row()] * 5, tight_from=5, tight_row_height=24)
    assert _overflow(found) == 0


def test_more_rows_than_allowed_are_an_overflow() -> None:
    assert _overflow(_table(*[_row()] * 3, rows_max=2)) > 0


def test_no_rows_draw_nothing() -> None:
    assert _table().display.pages[0].items == ()


HEAD = {"height": 20, "style": "TextFett", "size": 8, "colour": "Weiss", "ground": "Tanne"}
LABELLED = [
    COLUMNS[0] | {"label": {"de": "Sorte", "en": "Kind"}},
    COLUMNS[1],
    COLUMNS[2] | {"label": {"de": "Preis", "en": "Price"}, "colour": "Mohn"},
]


def test_a_head_stands_above_the_rows_on_its_ground() -> None:
    plain, headed = _table(_row()), _table(_row(), columns=LABELLED, head=HEAD)
    assert drawn_text(headed).startswith("SortePreis")
    lower = glyph_runs(headed)[-1].glyphs[0].y - glyph_runs(plain)[-1].glyphs[0].y
    assert lower == pytest.approx(20)
    ground = next(i for i in headed.display.pages[0].items if isinstance(i, FillPath))
    assert ground.colour == "Tanne"
    assert {run.colour for run in glyph_runs(headed)} == {"Weiss", "Tanne", "Mohn"}


def test_every_second_row_lies_on_a_stripe_and_is_judged_against_it() -> None:
    found = _table(_row(), _row(), _row(), _row(), stripe="Tanne35")
    stripes = [i for i in found.display.pages[0].items if isinstance(i, FillPath)][:2]
    assert [stripe.path[0][2] for stripe in stripes if stripe.path[0][0] == "M"] == [30, 90]
    plain = facts_of(_table(_row(), _row())).text
    striped = facts_of(_table(_row(), _row(), stripe="Tanne35")).text
    assert plain is not None
    assert striped is not None
    assert striped.contrast is not None
    assert plain.contrast is not None
    assert striped.contrast < plain.contrast


def test_rows_grow_with_their_text_and_hang_from_their_first_line() -> None:
    long = _row("Hochbeeterde, torffrei, fein gesiebt und vorgedüngt", "1 l = 0,22 €")
    columns = [COLUMNS[0] | {"max_lines": 3}, *COLUMNS[1:]]
    found = _table(long, _row(), columns=columns, grow=True, hairline=0)
    baselines = sorted({round(run.glyphs[0].y, 3) for run in glyph_runs(found)})
    assert len(baselines) > 2
    first_row = [run for run in glyph_runs(found) if round(run.glyphs[0].y, 3) == baselines[0]]
    assert len(first_row) >= 3
    leading = baselines[1] - baselines[0]
    lines = len(baselines) - 1
    assert baselines[-1] - baselines[0] == pytest.approx(30 + (lines - 1) * leading)
    assert _overflow(found) == 0


def test_grown_rows_shrink_until_the_table_fits() -> None:
    long = _row("Hochbeeterde, torffrei, fein gesiebt und vorgedüngt")
    columns = [COLUMNS[0] | {"max_lines": 3}, *COLUMNS[1:]]
    loose = _table(long, long, columns=columns, grow=True, h=120, size_min=5)
    tight = _table(long, long, columns=columns, grow=True, h=78, size_min=5)
    assert glyph_runs(tight)[0].size < glyph_runs(loose)[0].size
    none = _table(*[long] * 6, columns=columns, grow=True, h=78)
    assert _overflow(none) > 0
