"""Owns the rows of a story: its lines one below the other, before they go into columns."""

from collections.abc import Sequence
from typing import NamedTuple

from brand_assets.typesetting.frames.story import Look
from brand_assets.typesetting.text.story.broken import SetLine
from brand_assets.typesetting.text.story.pieces import Piece

FREE, BROKEN, KEPT, STRANDED = range(4)
"""What speaks against a column that begins with a row: nothing, half a word, a wish to keep, a
stray line."""


class Row(NamedTuple):
    """A line as columns see it, in pt: its height, where its baseline lies, how deep its ink goes.

    `before` is the space above it where it does not begin a column; `against` says what speaks
    against that it does. `begins` is whether a paragraph starts with it.
    """

    piece: Piece
    set_line: SetLine
    size: float
    before: float
    height: float
    rise: float
    depth: float
    against: int
    begins: bool


def rows_of(
    pieces: Sequence[Piece],
    lines: Sequence[Sequence[SetLine]],
    scale: float,
    leading_share: float,
) -> list[Row]:
    """Return all lines of a story as rows, its type scaled and its leading drawn together."""
    rows: list[Row] = []
    for index, (piece, found) in enumerate(zip(pieces, lines, strict=True)):
        size = piece.look.size * scale
        height = piece.leading * size * leading_share
        face = piece.face
        rise = (height - (face.ascent + face.descent) * size) / 2 + face.ascent * size
        before = (piece.before + (pieces[index - 1].after if index else 0.0)) * scale
        kept = index > 0 and (pieces[index - 1].look.keep_with_next or piece.inner)
        for number, set_line in enumerate(found):
            against = _against(piece.look, number, len(found))
            if number == 0 and kept:
                against = KEPT
            elif number and found[number - 1].line.hyphen:
                against = max(against, BROKEN)
            above = before if number == 0 else 0.0
            depth = face.descent * size
            rows.append(
                Row(piece, set_line, size, above, height, rise, depth, against, number == 0)
            )
    return rows


def _against(look: Look, number: int, lines: int) -> int:
    if number == 0:
        return FREE
    if number < look.orphans or lines - number < look.widows:
        return STRANDED
    return KEPT if look.keep_together else FREE
