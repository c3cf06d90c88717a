"""Owns what stands around a code: its contrast, who enters its quiet zone, who covers it."""

from collections.abc import Iterator, Sequence
from itertools import product

from brand_assets.design_facts import Box, CodeSurroundings, linear_light
from brand_assets.typesetting.beneath import TRIM, Rgb, colours_at, mixed, visible
from brand_assets.typesetting.display_list import Matrix
from brand_assets.typesetting.recent import Recent
from brand_assets.typesetting.scene import CodeZone, Layer, Scene, SetFrame, turn
from brand_assets.typesetting.shapes.paths import Point, apply, around_boxes

_INSIDE = (0.03, 0.27, 0.5, 0.73, 0.97)
_ALONG = (0.03, 0.2, 0.4, 0.6, 0.8, 0.97)
_AWAY = (0.15, 0.6, 0.95)
_ROUNDING = 1e-6
_found: Recent[CodeSurroundings] = Recent(64)


def with_surroundings(
    own: int, frames: Sequence[SetFrame], page: Box, scene: Scene
) -> CodeSurroundings | None:
    """Return what stands around the code of the frame at `own`, None where there is none."""
    me = frames[own]
    code = me.code
    if code is None:
        return None
    turned = turn(me.frame)
    box = around_boxes([_whole(code)], turned)
    # The code itself is among them however tiny it is.
    near = [one for one in frames if one is me or (one.shows and one.drawn.intersects(box))]
    place = next(index for index, one in enumerate(near) if one is me)
    # What a code says changes nothing here: in a batch each ad has its own in the same place.
    key = (place, page, code, turned, me.layers)
    others = (one for one in near if one is not me)
    return _found.get(
        (scene.kit, *others),
        key,
        lambda: _look(_Zone(code, turned, box), place, near, page, scene),
    )


def _whole(code: CodeZone) -> Box:
    """Return a code with its quiet zone, before rotation."""
    box, (left, top, right, bottom) = code.box, code.clear
    return Box(box.x - left, box.y - top, box.w + left + right, box.h + top + bottom)


class _Zone:
    """A code with the quiet zone that it needs: spots on the page, and the box around them."""

    def __init__(self, code: CodeZone, turned: Matrix | None, around: Box) -> None:
        self.code = code
        self.box = around
        self._turned = turned
        self._whole = _whole(code)
        box = code.box
        self.inside = [
            self._moved((box.x + a * box.w, box.y + d * box.h))
            for a, d in product(_INSIDE, repeat=2)
        ]
        self.ring = [self._moved(spot) for spot in self._quiet()]

    def _moved(self, point: Point) -> Point:
        return apply(self._turned, point) if self._turned else point

    def _quiet(self) -> Iterator[Point]:
        box, whole, (left, top, right, bottom) = self.code.box, self._whole, self.code.clear
        for away, along in product(_AWAY, _ALONG):
            if left:
                yield box.x - away * left, whole.y + along * whole.h
            if right:
                yield box.right + away * right, whole.y + along * whole.h
            if top:
                yield whole.x + along * whole.w, box.y - away * top
            if bottom:
                yield whole.x + along * whole.w, box.bottom + away * bottom

    def spots_in(self, drawn: Box) -> list[Point]:
        """Return spots of what is drawn that lie in the zone, a few more for what is small."""
        found = [s for s in (*self.inside, *self.ring) if _holds(drawn, s)]
        if self._turned is None:
            x, y = max(drawn.x, self.box.x), max(drawn.y, self.box.y)
            right, bottom = min(drawn.right, self.box.right), min(drawn.bottom, self.box.bottom)
            found += [(x + a * (right - x), y + d * (bottom - y)) for a, d in _SPREAD]
        return found


_SPREAD = tuple(product((0.05, 0.5, 0.95), repeat=2))


def _holds(box: Box, spot: Point) -> bool:
    return box.x <= spot[0] <= box.right and box.y <= spot[1] <= box.bottom


def _look(
    zone: _Zone, own: int, frames: Sequence[SetFrame], page: Box, scene: Scene
) -> CodeSurroundings:
    layers = [layer for one in frames[: own + 1] for layer in one.layers]
    lights, dark, known = _lights(zone, layers, scene)
    middle = sum(lights) / len(lights)
    inverted = dark > middle
    worst = max(lights) if inverted else min(lights)
    between = (dark + middle) / 2
    intruders = dict.fromkeys(_in_the_ring(zone, frames, scene, (between, inverted)))
    covering = [one.frame.id for one in frames[own + 1 :] if _touches(one, zone.inside)]
    words = [
        one.frame.id
        for index, one in enumerate(frames)
        if index != own and not one.layers and _shows(one, frames[index + 1 :], zone)
    ]
    named = [*intruders, *words]
    if _leaves(zone.box, page):
        named.append(TRIM)
    difference = dark - worst if inverted else worst - dark
    return CodeSurroundings(
        contrast=round(difference, 3) if known else None,
        inverted=inverted,
        intruders=tuple(name for name in dict.fromkeys(named) if name not in covering),
        covered_by=tuple(covering),
    )


def _lights(zone: _Zone, layers: Sequence[Layer], scene: Scene) -> tuple[list[float], float, bool]:
    """Return how light it is behind the code at its spots, how dark the code is, if all known."""
    found: list[Rgb] = []
    known = True
    for spot in zone.inside:
        colours = colours_at(visible(layers, spot), spot, scene)
        known = known and bool(colours)
        found += colours
    found = found or [(255, 255, 255)]
    red = zone.code.red_light
    own = scene.kit.colours[zone.code.colour].srgb
    dark = max(_light(mixed(own, ground, zone.code.opacity), red) for ground in set(found))
    return [_light(colour, red) for colour in found], dark, known


def _light(colour: Rgb, red: bool) -> float:
    """Return what a colour throws back of red light, or of all light."""
    light = linear_light(colour)
    return light[0] if red else 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def _in_the_ring(
    zone: _Zone, frames: Sequence[SetFrame], scene: Scene, limit: tuple[float, bool]
) -> Iterator[str]:
    """Yield the frames whose surface in the quiet zone is nearer to the bars than to the ground."""
    between, inverted = limit
    owners = {id(layer): one.frame.id for one in frames for layer in one.layers}
    layers = [layer for one in frames for layer in one.layers]
    for spot in zone.ring:
        seen = visible(layers, spot)
        colours = colours_at(seen, spot, scene)
        if seen and any(
            (_light(c, zone.code.red_light) < between) is not inverted for c in colours
        ):
            yield owners[id(seen[0])]


def _touches(one: SetFrame, spots: Sequence[Point]) -> bool:
    """Whether a frame above the code stands on it."""
    if one.layers:
        return any(layer.area.holds(spot) for layer in one.layers for spot in spots)
    return any(_holds(one.drawn, spot) for spot in spots)


def _shows(one: SetFrame, above: Sequence[SetFrame], zone: _Zone) -> bool:
    """Whether words or a logo in the zone are seen: nothing opaque lies over them."""
    over = [layer for other in above for layer in other.layers if layer.opacity >= 1]
    return any(
        not any(layer.area.holds(spot) for layer in over) for spot in zone.spots_in(one.drawn)
    )


def _leaves(zone: Box, page: Box) -> bool:
    return (
        zone.x < page.x - _ROUNDING
        or zone.y < page.y - _ROUNDING
        or zone.right > page.right + _ROUNDING
        or zone.bottom > page.bottom + _ROUNDING
    )
