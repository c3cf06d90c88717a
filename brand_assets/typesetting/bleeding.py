"""Owns whether the bleed is filled: what is seen at the trim goes on to the edge of the bleed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from brand_assets.design_facts import BleedGap, PageSide
from brand_assets.typesetting.beneath import visible
from brand_assets.typesetting.recent import Recent
from brand_assets.typesetting.scene import Layer, Scene, SetFrame

_APART = 5.0
"""How far apart the places on the trim are that are looked at, in mm; two that follow count."""
_INSIDE = 0.2
"""So far inside the trim, and inside the edge of the bleed, is looked, in mm."""
_gaps_found: Recent[tuple[BleedGap, ...]] = Recent(64)

Point = tuple[float, float]


def bleed_gaps(frames: Sequence[SetFrame], scene: Scene) -> tuple[BleedGap, ...]:
    """Return where a surface that is seen at the trim does not fill the bleed.

    Surfaces in the colour of the paper, and pages without bleed, have none.
    """
    if not scene.document.bleed:
        return ()
    layers = [layer for one in frames for layer in one.layers]
    return _gaps_found.get(
        (scene.document, scene.kit, *layers), None, lambda: tuple(_gaps(frames, layers, scene))
    )


def _gaps(frames: Sequence[SetFrame], layers: list[Layer], scene: Scene) -> Iterator[BleedGap]:
    names = {id(layer): one.frame.id for one in frames for layer in one.layers}
    page = scene.document
    for side in PageSide:
        inner = _places(side, -_INSIDE, scene)
        outer = _places(side, page.bleed - _INSIDE, scene)
        ending = [_ending(layers, *both, scene) for both in zip(inner, outer, strict=True)]
        found = {id(a): a for a, b in pairwise(ending) if a is not None and a is b}
        for layer in found.values():
            yield BleedGap(names[id(layer)], side, round(max(0.0, _beyond(layer, side, scene)), 2))


def _places(side: PageSide, out: float, scene: Scene) -> list[Point]:
    """Return places along a side, so far outside the trim."""
    width, height = scene.document.width, scene.document.height
    length = height if side in (PageSide.LEFT, PageSide.RIGHT) else width
    count = max(2, round(length / _APART))
    along = [(number + 0.5) * length / count for number in range(count)]
    if side in (PageSide.LEFT, PageSide.RIGHT):
        x = -out if side is PageSide.LEFT else width + out
        return [(x, at) for at in along]
    y = -out if side is PageSide.TOP else height + out
    return [(at, y) for at in along]


def _ending(layers: list[Layer], inner: Point, outer: Point, scene: Scene) -> Layer | None:
    """Return the topmost surface at a place of the trim where it does not reach the outer point."""
    seen = visible(layers, inner)
    if not seen or _is_paper(seen[0], scene) or seen[0].area.holds(outer):
        return None
    # Another surface of the same colour that goes on is as good.
    beyond = visible(layers, outer)
    goes_on = beyond and seen[0].colour is not None and beyond[0].colour == seen[0].colour
    return None if goes_on else seen[0]


def _is_paper(layer: Layer, scene: Scene) -> bool:
    return layer.colour is not None and not scene.kit.colours[layer.colour].ink


def _beyond(layer: Layer, side: PageSide, scene: Scene) -> float:
    box, page = layer.area.box, scene.document
    return {
        PageSide.LEFT: -box.x,
        PageSide.TOP: -box.y,
        PageSide.RIGHT: box.right - page.width,
        PageSide.BOTTOM: box.bottom - page.height,
    }[side]
