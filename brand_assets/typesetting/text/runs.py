"""Owns the runs of a text: pieces of one font and size, made from parts, styles and values."""

import re
from dataclasses import dataclass, replace

from brand_assets.design_facts import KitValues, TextStyle
from brand_assets.typesetting.frames import FromField, FromLegalLine, Literally, TextPart
from brand_assets.typesetting.text.faces import Face, face_of
from brand_assets.typesetting.text.formatting import (
    FROM_IS_DROPPED_AT,
    NARROW,
    from_word,
    is_empty,
    price_parts,
    sign_first,
    write,
)
from brand_assets.typesetting.values import FieldValues, PriceValue

TRACKED = 5.0
"""Tracking (1/1000 em) from which on letters stand for themselves: no ligatures, no alternates."""
_JOINING = ("liga", "clig", "calt")
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
_EMPTY = "\ue000"

# The price as the brand sets it: shares of the frame's size, raise included.
# Small figures are tracked less than the large ones, words and signs run a little open.
_FROM_SCALE, _CENTS_SCALE, _SIGN_SCALE = 0.32, 0.56, 0.46
_CENTS_RAISE, _SIGN_RAISE = 0.32, 0.40
_POINT_TRACKING, _FIGURES_TRACKING, _WORD_TRACKING = -130.0, -20.0, 10.0
_AFTER_FROM = 0.0131
_ROW_SIGN_SCALE = 0.62


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one font; scale and raise are shares of the frame's type size.

    Tracking is in 1/1000 of the run's own size; `after` is space behind the run, as a share of
    the frame's size.
    """

    text: str
    face: Face
    fallbacks: tuple[Face, ...]
    features: tuple[str, ...]
    tracking: float = 0.0
    scale: float = 1.0
    raised: float = 0.0
    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Typography:
    """How a frame is set: its style, the kit it comes from, and its own tracking if any."""

    kit: KitValues
    style: TextStyle
    language: str
    tracking: float | None = None

    def run(self, text: str, style: TextStyle | None = None, *, bold: bool = False) -> Run:
        """Return a run in the frame's style, another style's, or its bold font."""
        style = style or self.style
        key = style.bold_font or style.font if bold else style.font
        tracking = self.tracking if self.tracking is not None else style.tracking
        features = style.features
        if abs(tracking) >= TRACKED:
            kept = (feature for feature in features if feature not in _JOINING)
            features = (*kept, *(f"-{feature}" for feature in _JOINING))
        fonts = self.kit.fonts
        fallbacks = tuple(face_of(fonts[f]) for f in self.kit.font_fallbacks if f != key)
        return Run(text, face_of(fonts[key]), fallbacks, features, tracking)

    def face(self) -> Face:
        """Return the face of the style."""
        return face_of(self.kit.fonts[self.style.font])


def text_runs(
    parts: tuple[TextPart, ...], values: FieldValues, typography: Typography
) -> tuple[Run, ...]:
    """Return the runs of a text frame's parts; a part whose field is empty gives none."""
    styles = typography.kit.text_styles
    runs: list[Run] = []
    for part in parts:
        text = _written(part, values, typography)
        if text:
            style = styles[part.style] if part.style else None
            runs.append(typography.run(text, style, bold=part.bold))
    return tuple(runs)


def _written(part: TextPart, values: FieldValues, typography: Typography) -> str:
    language = typography.language
    if isinstance(part, Literally):
        return part.text.in_language(language)
    if isinstance(part, FromLegalLine):
        return _legal(part, values, typography)
    return _from_field(part, values, language)


def _from_field(part: FromField, values: FieldValues, language: str) -> str:
    value = values.get(part.field)
    if value is None or is_empty(value):
        return ""
    before = part.before.in_language(language) if part.before else ""
    after = part.after.in_language(language) if part.after else ""
    return before + write(value, language, part.form) + after


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

    The "ab" is dropped from 1.000 on, where it would not stand in the shape beside the figures.
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
    before = from_word(typography.language)
    if before and price.starting_from and abs(price.cents) < FROM_IS_DROPPED_AT:
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


def _scaled(run: Run, scale: float, raised: float = 0.0, tracking: float = 0.0) -> Run:
    return replace(run, tracking=tracking, scale=scale, raised=raised)
