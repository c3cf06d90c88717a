"""Owns the setting of text and price frames: size by fit, lines onto baselines, facts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from brand_assets.design_facts import Box, TextFacts, TextStyle
from brand_assets.typesetting.display_list import DrawGlyphs, Item, Matrix
from brand_assets.typesetting.frames import PriceFrame, TextAlternative, TextFrame
from brand_assets.typesetting.scene import Scene, SetFrame, turn
from brand_assets.typesetting.shapes.paths import apply
from brand_assets.typesetting.text.faces import Face
from brand_assets.typesetting.text.fitting import Fitted, Place, fit, fit_at
from brand_assets.typesetting.text.formatting import is_empty
from brand_assets.typesetting.text.lines import Breaking
from brand_assets.typesetting.text.paragraphs import Paragraph, glyph_items, ink_of, paragraph
from brand_assets.typesetting.text.runs import (
    Run,
    Typography,
    price_runs,
    row_price_runs,
    text_runs,
)
from brand_assets.typesetting.values import PriceValue

_PRICE_WIDTH_SLACK = 1.0075
"""A price stands free in its shape and may stand out of its frame by the air beside its signs."""
_SPOTS_IN_A_LINE = (0.02, 0.25, 0.5, 0.75, 0.98)
_LINES_LOOKED_AT = 8
_X_HEIGHT = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A text with its size found; `alternative` is the place it went to, None for its own.

    It is equal to itself alone, so that what was made of it is quickly found.
    """

    frame: TextFrame | PriceFrame
    text: Paragraph
    place: Place
    fitted: Fitted
    face: Face
    alternative: TextAlternative | None = None


def prepare(frame: TextFrame | PriceFrame, scene: Scene) -> Prepared | None:
    """Return a frame's text with its own best size, None where there is nothing to set."""
    style = scene.style(frame.style)
    typography = Typography(scene.kit, style, scene.language, frame.tracking)
    runs = tuple(_runs(frame, scene, typography))
    if not any(run.text.strip() for run in runs):
        return None
    text = paragraph(runs, scene.language, style.hyphenation, _exceptions(scene, style))
    if isinstance(frame, PriceFrame):
        place = _place(frame, scene, style)
        return Prepared(frame, text, place, fit(text, place), typography.face())
    return _best(frame, text, scene, typography)


def _runs(frame: TextFrame | PriceFrame, scene: Scene, typography: Typography) -> Sequence[Run]:
    if isinstance(frame, TextFrame):
        return text_runs(frame.parts, scene.values, typography)
    value = scene.values.get(frame.field)
    if not isinstance(value, PriceValue) or is_empty(value):
        return ()
    writer = price_runs if frame.arrangement == "raised" else row_price_runs
    return writer(value, typography)


def _exceptions(scene: Scene, style: TextStyle) -> tuple[str, ...]:
    rules = style.hyphenation
    return scene.kit.hyphen_exceptions.get(rules.language, ()) if rules else ()


def _place(
    frame: TextFrame | PriceFrame,
    scene: Scene,
    style: TextStyle,
    alternative: TextAlternative | None = None,
) -> Place:
    spot = alternative or frame
    scale = scene.points
    return Place(
        width=spot.w * scale,
        height=spot.h * scale,
        size_max=spot.size_max,
        size_min=spot.size_min,
        leading=(alternative and alternative.leading) or frame.leading or style.leading,
        max_lines=frame.max_lines if isinstance(frame, TextFrame) else 1,
        breaking=_breaking(frame, alternative),
        max_hyphens=style.hyphenation.max_in_a_row if style.hyphenation else 0,
        width_slack=_PRICE_WIDTH_SLACK if isinstance(frame, PriceFrame) else 1.001,
    )


def _breaking(frame: TextFrame | PriceFrame, alternative: TextAlternative | None) -> Breaking:
    """Return how lines are found; a text that had to go elsewhere is full, but ends in no stump."""
    if alternative is not None:
        return Breaking.NO_STUMP
    even = isinstance(frame, TextFrame) and frame.balance
    return Breaking.EVEN if even else Breaking.FILL


def _best(frame: TextFrame, text: Paragraph, scene: Scene, typography: Typography) -> Prepared:
    """Return the first place that the text may go to and fits in, else the last one."""
    length = len(text.text.strip())
    spots = [spot for spot in (None, *frame.alternatives) if _may_take(spot, frame, length)]
    for spot in spots or [frame.alternatives[-1] if frame.alternatives else None]:
        place = _place(frame, scene, typography.style, spot)
        found = Prepared(frame, text, place, fit(text, place), typography.face(), spot)
        if not found.fitted.overflow:
            break
    if frame.alternatives and spot is not frame.alternatives[-1]:
        last = fit(text, _place(frame, scene, typography.style, frame.alternatives[-1]))
        found = replace(found, fitted=replace(found.fitted, room=max(last.room, found.fitted.room)))
    return found


def _may_take(spot: TextAlternative | None, frame: TextFrame, length: int) -> bool:
    limit = frame.max_chars if spot is None else spot.max_chars
    return limit is None or length <= limit


def align_group(prepared: Iterable[Prepared]) -> Iterator[Prepared]:
    """Yield texts of one group at the size of the one that shrank most."""
    group = list(prepared)
    size = min(one.fitted.size for one in group)
    for one in group:
        yield one if one.fitted.size == size else _at_size(one, size)


@lru_cache(maxsize=512)
def _at_size(prepared: Prepared, size: float) -> Prepared:
    return replace(prepared, fitted=fit_at(prepared.text, prepared.place, size))


def draw_text(prepared: Prepared, scene: Scene) -> SetFrame:
    """Return a text as glyphs on its baselines, with its facts (what is behind it left open)."""
    scene.colour(prepared.frame.colour)
    return _drawn(prepared, scene.points)


@lru_cache(maxsize=512)
def _drawn(prepared: Prepared, points: float) -> SetFrame:
    frame, fitted, spot = prepared.frame, prepared.fitted, _spot(prepared)
    matrix = turn(spot, points)
    paint = (frame.colour, frame.opacity, matrix)
    items: list[DrawGlyphs] = []
    boxes: list[Box] = []
    for line, (x, y) in zip(fitted.lines, _origins(prepared, spot, points), strict=True):
        items += glyph_items(prepared.text, line, (x, y), fitted.size, paint)
        above, below = (share * fitted.size for share in ink_of(prepared.text, line))
        boxes.append(Box(x, y - above, line.width * fitted.size, above + below))
    return SetFrame(
        frame=frame if spot is frame else frame.model_copy(update=_moved(spot)),
        items=tuple[Item, ...](items),
        drawn=_turned_bounds(boxes, matrix, points),
        spots=tuple(_spots(boxes, matrix, points)),
        text=_facts(prepared),
    )


def _spot(prepared: Prepared) -> TextFrame | PriceFrame:
    """Return the frame with the place that its text went to."""
    frame, other = prepared.frame, prepared.alternative
    if other is None:
        return frame
    return frame.model_copy(update=_moved(other) | {"shift": other.shift})


def _moved(spot: TextAlternative | TextFrame | PriceFrame) -> dict[str, float]:
    return {"x": spot.x, "y": spot.y, "w": spot.w, "h": spot.h}


def _origins(
    prepared: Prepared, frame: TextFrame | PriceFrame, scale: float
) -> Iterator[tuple[float, float]]:
    """Yield where the baseline of each line starts, in points."""
    size, face = prepared.fitted.size, prepared.face
    leading = prepared.place.leading * size
    lines = prepared.fitted.lines
    free = frame.h * scale - leading * len(lines)
    top = frame.y * scale + {"top": 0.0, "middle": free / 2, "bottom": free}[frame.valign]
    # The line's box is centred on what the font says is its height, as on screens.
    first = (leading - (face.ascent + face.descent) * size) / 2 + face.ascent * size
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[frame.align]
    for index, line in enumerate(lines):
        room = frame.w * scale - line.width * size
        x = frame.x * scale + room * share
        yield x, top + first + index * leading + frame.shift * scale


def _turned_bounds(boxes: Sequence[Box], matrix: Matrix | None, points: float) -> Box:
    corners = [(x, y) for box in boxes for x in (box.x, box.right) for y in (box.y, box.bottom)]
    if matrix:
        corners = [apply(matrix, corner) for corner in corners]
    xs, ys = [x / points for x, _ in corners], [y / points for _, y in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _spots(
    boxes: Sequence[Box], matrix: Matrix | None, points: float
) -> Iterator[tuple[float, float]]:
    for box in boxes[:_LINES_LOOKED_AT]:
        for share in _SPOTS_IN_A_LINE:
            spot = (box.x + share * box.w, box.y + _X_HEIGHT * box.h)
            x, y = apply(matrix, spot) if matrix else spot
            yield x / points, y / points


def _facts(prepared: Prepared) -> TextFacts:
    fitted, place = prepared.fitted, prepared.place
    return TextFacts(
        text=prepared.text.text,
        style=prepared.frame.style,
        colour=prepared.frame.colour,
        size=round(fitted.size, 4),
        size_min=place.size_min,
        size_max=place.size_max,
        lines=len(fitted.lines),
        overflow_chars=fitted.overflow,
        room_chars=fitted.room,
        limit=fitted.limit,
        missing_glyphs=prepared.text.missing,
    )
