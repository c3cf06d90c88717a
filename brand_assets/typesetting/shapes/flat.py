"""Owns the setting of flat shapes."""

from functools import lru_cache

from brand_assets.typesetting.display_list import Blend, FillPath
from brand_assets.typesetting.frames import PathFrame, RectFrame
from brand_assets.typesetting.scene import (
    Layer,
    Scene,
    SetFrame,
    box_of,
    turn,
)
from brand_assets.typesetting.shapes.areas import Area, area


def flat_layer(outline: Area, token: str, opacity: float, scene: Scene) -> tuple[FillPath, Layer]:
    """Return how a flat surface is drawn, and as what it counts for what lies upon it."""
    return _flat(outline, scene.colour(token), opacity, scene.points)


@lru_cache(maxsize=512)
def _flat(outline: Area, colour: str, opacity: float, points: float) -> tuple[FillPath, Layer]:
    """The same surface is the same object: what was found out about what lies upon it still holds.

    Codes differ from ad to ad, but not the ground on which they stand.
    """
    return FillPath(outline.times(points), colour, opacity), Layer(outline, colour, opacity)


def set_shape(frame: RectFrame | PathFrame, scene: Scene) -> SetFrame:
    """Return a flat shape."""
    if isinstance(frame, RectFrame):
        shape = area(box_of(frame), frame.radius, turn(frame))
    else:
        shape = area(frame.d, turned=turn(frame), even_odd=frame.even_odd)
    colour = scene.colour(frame.colour)
    item = FillPath(scene.drawn(shape), colour, frame.opacity, shape.even_odd, frame.blend)
    # What a mixture looks like is not known without painting it.
    layer = Layer(shape, colour if frame.blend is Blend.NORMAL else None, frame.opacity)
    return SetFrame(frame, (item,), shape.box, layers=(layer,))
