"""Owns the drawing of text and price frames: lines onto baselines, facts."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from brand_assets.design_facts import Box, TextFacts
from brand_assets.typesetting.display_list import Item, Matrix
from brand_assets.typesetting.frames import PriceFrame, TextAlternative, TextFrame
from brand_assets.typesetting.frames.text import TextAlign
from brand_assets.typesetting.later import Later
from brand_assets.typesetting.scene import Scene, SetFrame, turn
from brand_assets.typesetting.shapes.paths import around_boxes
from brand_assets.typesetting.text.faces import Face
from brand_assets.typesetting.text.paragraphs import glyph_items, ink_of, rule_items
from brand_assets.typesetting.text.preparing import Prepared, align_group, prepare
from brand_assets.typesetting.text.shaped import line_clusters
from brand_assets.typesetting.text.spots import LINES_LOOKED_AT, spots_on

__all__ = ["Prepared", "align_group", "draw_text", "prepare"]


def draw_text(prepared: Prepared, scene: Scene) -> SetFrame:
    """Return a text as glyphs on its baselines, with its facts (what is behind it left open)."""
    for colour in prepared.text.facts.colours:
        scene.colour(colour or prepared.frame.colour)
    return _drawn(prepared, scene.points)


@lru_cache(maxsize=512)
def _drawn(prepared: Prepared, points: float) -> SetFrame:
    frame, fitted, spot = prepared.frame, prepared.fitted, _spot(prepared)
    matrix = turn(spot, points)
    origins = tuple(_origins(prepared, spot, points))
    boxes: list[Box] = []
    for line, (x, y) in zip(fitted.lines, origins, strict=True):
        above, below = (share * fitted.size for share in ink_of(prepared.text, line))
        boxes.append(Box(x, y - above, line.set_width * fitted.size, above + below))
    return SetFrame(
        frame=frame if spot is frame else frame.model_copy(update=_moved(spot)),
        items=Later(lambda: _items(prepared, origins, matrix)) if _shows(prepared) else (),
        drawn=around_boxes(boxes, matrix, points),
        spots=tuple(spots_on(boxes[:LINES_LOOKED_AT], matrix, points)),
        text=_facts(prepared),
    )


def _shows(prepared: Prepared) -> bool:
    """Whether any line has a glyph or a rule along it."""
    clusters = (one for line in prepared.fitted.lines for one in line_clusters(prepared.text, line))
    return any(cluster.glyphs or cluster.look.rules for cluster in clusters)


def _items(
    prepared: Prepared, origins: Sequence[tuple[float, float]], matrix: Matrix | None
) -> tuple[Item, ...]:
    frame, fitted, text = prepared.frame, prepared.fitted, prepared.text
    paint = (frame.colour, frame.opacity, matrix)
    items: list[Item] = []
    for line, origin in zip(fitted.lines, origins, strict=True):
        items += glyph_items(text, line, origin, fitted.size, paint)
        items += rule_items(text, line, origin, fitted.size, paint)
    return tuple(items)


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
    size, face, text = prepared.fitted.size, prepared.face, prepared.text
    leading = prepared.fitted.leading * size
    lines = prepared.fitted.lines
    first = frame.y * scale + _first_baseline(frame, face, size, leading, len(lines), scale)
    for index, line in enumerate(lines):
        room = frame.w * scale - line.set_width * size
        x = frame.x * scale + room * _share(frame.align, leftwards=text.runs_left(line.start))
        yield x, first + index * leading + frame.shift * scale


def _first_baseline(
    frame: TextFrame | PriceFrame,
    face: Face,
    size: float,
    leading: float,
    lines: int,
    scale: float,
) -> float:
    """Return how far the first baseline is below the top of the frame, in points."""
    if frame.valign == "caps":
        caps = face.cap_height * size
        return (frame.h * scale - caps - leading * (lines - 1)) / 2 + caps
    free = frame.h * scale - leading * lines
    top = {"top": 0.0, "middle": free / 2, "bottom": free}[frame.valign]
    # The line's box is centred on what the font says is its height, as on screens.
    return top + (leading - (face.ascent + face.descent) * size) / 2 + face.ascent * size


def _share(align: TextAlign, *, leftwards: bool) -> float:
    """Return the share of the free room that stands left of a line; justified ones have a start."""
    if align in ("start", "end", "justify"):
        return float((align == "end") != leftwards)
    return {"left": 0.0, "center": 0.5, "right": 1.0}[align]


def _facts(prepared: Prepared) -> TextFacts:
    fitted, place, runs = prepared.fitted, prepared.place, prepared.text.facts
    colours = [colour or prepared.frame.colour for colour in runs.colours]
    ordered = sorted(dict.fromkeys(colours), key=lambda c: c != prepared.frame.colour)
    scaled = isinstance(prepared.frame, TextFrame) and runs.smallest < 1
    return TextFacts(
        text=prepared.text.text,
        style=prepared.frame.style,
        colour=ordered[0],
        size=round(fitted.size, 4),
        size_min=place.size_min,
        size_max=place.size_max,
        lines=len(fitted.lines),
        overflow_chars=fitted.overflow + prepared.beyond,
        room_chars=min(fitted.room, len(prepared.text.text)) if prepared.beyond else fitted.room,
        limit=fitted.limit or ("height" if prepared.beyond else None),
        missing_glyphs=prepared.text.missing,
        leading=round(fitted.leading, 4),
        tracking=round(prepared.tracking, 3),
        smallest=round(fitted.size * runs.smallest, 4) if scaled else None,
        more_colours=tuple(ordered[1:]),
        lacking_features=runs.lacking,
        families=runs.families,
    )
