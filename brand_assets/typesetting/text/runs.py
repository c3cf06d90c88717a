"""Owns the runs of texts and prices, made from parts, styles and values."""

import re
from collections.abc import Iterator
from dataclasses import replace

from brand_assets.typesetting.frames import FromField, FromLegalLine, Literally, TextPart
from brand_assets.typesetting.text.formatting import (
    FROM_IS_DROPPED_AT,
    NARROW,
    is_empty,
    price_note,
    price_parts,
    sign_first,
    word_before,
    write,
)
from brand_assets.typesetting.text.locales import NO_BREAK
from brand_assets.typesetting.text.marks import Marked, marked
from brand_assets.typesetting.text.raising import height_of, positioned, shrunk
from brand_assets.typesetting.text.run import Run
from brand_assets.typesetting.text.typography import TRACKED, Typography
from brand_assets.typesetting.values import FieldValue, FieldValues, PriceValue

__all__ = [
    "TRACKED",
    "Run",
    "Typography",
    "price_runs",
    "row_price_runs",
    "table_price_runs",
    "text_runs",
]

RAISED_FORMS = ("raised", "raised_plain")
"""How a price in a text gets small raised cents; "plain" leaves out the "ab"."""
_TEXT_CENTS_SCALE = 0.58
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_EMPTY = "\ue000"

# The price as the brand sets it: shares of the frame's size, raise included.
# Small figures are tracked less than the large ones, words and signs run a little open.
_FROM_SCALE, _CENTS_SCALE, _SIGN_SCALE = 0.32, 0.56, 0.46
_CENTS_RAISE, _SIGN_RAISE = 0.32, 0.40
_POINT_TRACKING, _FIGURES_TRACKING, _WORD_TRACKING = -130.0, -20.0, 10.0
_AFTER_FROM = 0.0131
_ROW_SIGN_SCALE = 0.62


def text_runs(
    parts: tuple[TextPart, ...], values: FieldValues, typography: Typography
) -> tuple[Run, ...]:
    """Return the runs of a text frame's parts; a part whose field is empty gives none."""
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, FromField):
            runs += _field_runs(part, values.get(part.field), typography)
            continue
        if isinstance(part, Literally):
            text = part.text.in_language(typography.language)
        else:
            text = _legal(part, values, typography)
        if text:
            runs.append(typography.part(text, part))
    return tuple(runs)


def _field_runs(part: FromField, value: FieldValue | None, typography: Typography) -> list[Run]:
    if value is None or is_empty(value):
        return []
    language = typography.language
    before = part.before.in_language(language) if part.before else ""
    after = part.after.in_language(language) if part.after else ""
    if isinstance(value, PriceValue) and part.form in RAISED_FORMS:
        return list(_raised_price(part, value, (before, after), typography))
    text = write(value, language, part.form)
    if part.marks:
        pieces = (Marked(before), *marked(text, part.marks), Marked(after))
        return [_marked_run(piece, part, typography) for piece in pieces if piece.text]
    return [typography.part(before + text + after, part)]


def _marked_run(piece: Marked, part: TextPart, typography: Typography) -> Run:
    run = typography.part(piece.text, part, bold=piece.bold)
    return positioned(run, piece.position) if piece.position else run


def _raised_price(
    part: FromField, price: PriceValue, around: tuple[str, str], typography: Typography
) -> Iterator[Run]:
    """Yield a price with small cents as high as its figures; its comma is read, but not seen."""
    language = typography.language
    whole, point, cents, sign = price_parts(price, language)
    word = word_before(price, language) if part.form == "raised" else ""
    start = around[0] + (word + NO_BREAK if word else "")
    sign_before = sign_first(language)
    main = typography.part(start + (sign if sign_before else "") + whole, part)
    rules = main.rules
    yield main
    yield replace(typography.part(point, part), silent=True, rules=())
    share = _TEXT_CENTS_SCALE
    small = shrunk(typography.part(cents, part), share, height_of(main, whole) * (1 - share))
    yield replace(small, rules=rules)
    end = ("" if sign_before else NARROW + sign) + around[1]
    if end:
        yield replace(typography.part(end, part), rules=rules)


def _legal(part: FromLegalLine, values: FieldValues, typography: Typography) -> str:
    line = next((ln for ln in typography.kit.legal_lines if ln.key == part.line), None)
    if line is None:
        return ""

    fills = {fill.placeholder: fill for fill in part.fills}

    def filled(match: re.Match[str]) -> str:
        fill = fills.get(match[1])
        value = values.get(fill.field) if fill else None
        if fill is None or value is None:
            return _EMPTY
        return write(value, typography.language, fill.form).replace("\n", ", ") or _EMPTY

    text = _PLACEHOLDER.sub(filled, line.text.in_language(typography.language))
    return text.replace(f"{_EMPTY}, ", "").replace(_EMPTY, "")


def price_runs(price: PriceValue, typography: Typography) -> tuple[Run, ...]:
    """Return the runs of a price with raised cents.

    The word before it is dropped from 1.000 on, where it would not stand in the shape beside the
    figures.
    """
    whole, point, cents, sign = price_parts(price, typography.language)
    amount = [
        typography.run(whole),
        _scaled(typography.run(point), 1.0, tracking=_POINT_TRACKING),
        _scaled(typography.run(cents), _CENTS_SCALE, _CENTS_RAISE, _FIGURES_TRACKING),
    ]
    sign_last = not sign_first(typography.language)
    money = typography.run(NARROW + sign if sign_last else sign + NARROW, bold=True)
    money = _scaled(money, _SIGN_SCALE, _SIGN_RAISE, _WORD_TRACKING)
    runs = [*amount, money] if sign_last else [money, *amount]
    # The last sign is light: the price is centred as if the figures' tracking closed it.
    runs[-1] = replace(runs[-1], after=typography.style.tracking / 1000)
    before = word_before(price, typography.language)
    if before and abs(price.cents) < FROM_IS_DROPPED_AT:
        word = typography.run(before + NARROW, bold=True)
        word = _scaled(word, _FROM_SCALE, tracking=_WORD_TRACKING)
        runs.insert(0, replace(word, after=_AFTER_FROM))
    return tuple(runs)


def row_price_runs(price: PriceValue, typography: Typography) -> tuple[Run, ...]:
    """Return the runs of a price on one line, its currency sign smaller."""
    whole, point, cents, sign = price_parts(price, typography.language)
    amount = typography.run(f"{whole}{point}{cents}")
    amount = _scaled(amount, 1.0, tracking=_FIGURES_TRACKING)
    sign_last = not sign_first(typography.language)
    money = typography.run(NARROW + sign if sign_last else sign, bold=True)
    money = _scaled(money, _ROW_SIGN_SCALE, tracking=_WORD_TRACKING)
    return (amount, money) if sign_last else (money, amount)


def table_price_runs(price: PriceValue, typography: Typography) -> tuple[Run, ...]:
    """Return the runs of a price in a table: with the words about it, which are smaller."""
    figures = row_price_runs(price, typography)
    word, note = word_before(price, typography.language), price_note(price, typography.language)
    before = (_small(f"{word}{NO_BREAK}", typography),) if word else ()
    return (*before, *figures, *((_small(f" {note}", typography),) if note else ()))


def _small(words: str, typography: Typography) -> Run:
    return _scaled(typography.run(words), _ROW_SIGN_SCALE, tracking=_WORD_TRACKING)


def _scaled(run: Run, scale: float, raised: float = 0.0, tracking: float = 0.0) -> Run:
    return replace(run, tracking=tracking, scale=scale, raised=raised)
