"""Owns where the rows of a fitted story stand: moved in their columns, and those beyond them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from brand_assets.typesetting.text.story.columns import Column, Room, stacked
from brand_assets.typesetting.text.story.fitting import Space, Try
from brand_assets.typesetting.text.story.rows import FREE, Row

_SPREAD_FROM = 0.75
"""Share of the height from which on the last column of a story is spread over all of it."""
_MOST_AT_PARAGRAPHS = 1.0
"""Lines by which paragraphs are moved apart; what is more opens all lines evenly."""

VAlign = Literal["top", "middle", "bottom", "justify"]


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A row with its column and its baseline below the top of the columns, in pt."""

    row: Row
    column: int
    baseline: float


def placed(found: Try, space: Space, valign: VAlign) -> list[PlacedRow]:
    """Return all rows where they stand; those beyond the last column follow below it."""
    rows, columns = found.rows, found.columns
    places: list[PlacedRow] = []
    if valign == "justify" and not space.room.step:
        moves = [_spread(rows, column, space, columns) for column in columns]
    else:
        by = _moved(max(column.bottom for column in columns), space.room, valign)
        moves = [[by] * len(column.baselines) for column in columns]
    for number, (column, moved) in enumerate(zip(columns, moves, strict=True)):
        for at, baseline, by in zip(
            range(column.start, column.end), column.baselines, moved, strict=True
        ):
            places.append(PlacedRow(rows[at], number, baseline + by))
    places += _beyond(found, space.room)
    return places


def _beyond(found: Try, room: Room) -> Iterator[PlacedRow]:
    """Yield the rows that no column holds, as if the last one went on."""
    rows, last = found.rows, found.columns[-1]
    if last.end == len(rows):
        return
    column = stacked(rows, last.start, len(rows), room)
    held = last.end - last.start
    for row, baseline in zip(rows[last.end :], column.baselines[held:], strict=True):
        yield PlacedRow(row, len(found.columns) - 1, baseline)


def _moved(bottom: float, room: Room, valign: VAlign) -> float:
    """Return by how many pt all rows move down, in whole steps of a grid."""
    free = max(0.0, room.height - bottom)
    by = free * {"top": 0.0, "middle": 0.5, "bottom": 1.0, "justify": 0.0}[valign]
    return by // room.step * room.step if room.step else by


def _spread(
    rows: Sequence[Row], column: Column, space: Space, columns: Sequence[Column]
) -> list[float]:
    """Return by how many pt each row of a column moves so that the last one stands at its foot."""
    count = column.end - column.start
    if count <= 1:
        return [0.0] * count
    free = space.room.height - column.baselines[-1] - rows[column.end - 1].depth
    stays = column is columns[-1] and column.bottom < _SPREAD_FROM * space.room.height
    if free <= 0 or stays:
        return [0.0] * count
    inside = range(column.start + 1, column.end)
    gaps = [rows[at].begins and rows[at].against == FREE for at in inside]
    line = max(rows[at].height for at in inside)
    at_gaps = min(free / sum(gaps), _MOST_AT_PARAGRAPHS * line) if any(gaps) else 0.0
    at_lines = (free - at_gaps * sum(gaps)) / (count - 1)
    moves = [0.0]
    for gap in gaps:
        moves.append(moves[-1] + at_lines + (at_gaps if gap else 0.0))
    return moves
