"""Owns what lies behind a frame: its ground, the contrast to it, and who enters a clear space."""

from collections.abc import Sequence
from dataclasses import replace

from brand_assets.design_facts import Box, LogoFacts, TextFacts, contrast
from brand_assets.typesetting.recent import Recent
from brand_assets.typesetting.scene import Layer, Scene, SetFrame

Rgb = tuple[int, int, int]
_PAPER: Rgb = (255, 255, 255)
_GRID = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_TOUCH = 0.08
"""Share of a clear space that an edge may touch: single strokes, round overshoots, rounding."""
_MOST_SEEN = 12
"""So many see-through layers one over the other are looked through; beyond, nobody can tell."""
TRIM = "trim"
"""The name under which the edge of the page enters a clear space."""
_shares_covered: Recent[float] = Recent(512)
_grounds_of_logos: Recent[tuple[str | None, bool]] = Recent(128)


def visible(layers: Sequence[Layer], point: tuple[float, float]) -> list[Layer]:
    """Return the layers seen at a point from the top down to the first opaque one.

    Where they are too many to tell, one more than can be looked through.
    """
    seen: list[Layer] = []
    for layer in reversed(layers):
        if layer.area.holds(point):
            seen.append(layer)
            if layer.opacity >= 1 or len(seen) > _MOST_SEEN:
                break
    return seen


def _ground(seen: Sequence[list[Layer]]) -> str | None:
    """Return the one colour token behind all spots, None where there is a photo or several."""
    tokens = {_token(layers) for layers in seen}
    return tokens.pop() if len(tokens) == 1 else None


def _token(seen: list[Layer]) -> str | None:
    if len(seen) != 1 or seen[0].opacity < 1:
        return None
    return seen[0].colour


def with_ground(
    text: TextFacts, set_frame: SetFrame, layers: Sequence[Layer], scene: Scene
) -> TextFacts:
    """Return the facts with the ground and the lowest contrast on the spots, pixels of photos too.

    Without a contrast where a photo lies behind whose colours are not known.
    """
    seen = [visible(layers, spot) for spot in set_frame.spots]
    grounds: set[Rgb] = set()
    known = bool(seen)
    # Where the same flat surfaces lie behind, one spot speaks for all.
    looks = {
        (spot if any(layer.photo for layer in behind) else None, *map(id, behind)): (behind, spot)
        for spot, behind in zip(set_frame.spots, seen, strict=True)
    }
    for behind, spot in looks.values():
        colours = colours_at(behind, spot, scene)
        grounds.update(colours)
        known = known and bool(colours)
    fronts, opacity = [scene.kit.colours[c].srgb for c in text.colours], set_frame.frame.opacity
    ratios = [contrast(mixed(f, ground, opacity), ground) for ground in grounds for f in fronts]
    return replace(text, ground=_ground(seen), contrast=round(min(ratios), 2) if known else None)


def colours_at(seen: list[Layer], point: tuple[float, float], scene: Scene) -> list[Rgb]:
    """Return what is seen at a point: one colour, several on a photo, none where unknown."""
    if len(seen) > _MOST_SEEN:
        return []
    colours = [_PAPER]
    for layer in reversed(seen):
        if layer.colour is not None:
            over = [scene.kit.colours[layer.colour].srgb]
        elif layer.photo is not None:
            over = layer.photo.colours(point, scene.photos)
        else:
            return []
        # The darkest and the brightest stand for all, or layers of photos would multiply.
        darkest, brightest = min(colours, key=sum), max(colours, key=sum)
        behind = {darkest, brightest} if layer.opacity < 1 else {darkest}
        colours = [mixed(front, back, layer.opacity) for front in over for back in behind]
    return colours


def mixed(front: Rgb, behind: Rgb, opacity: float) -> Rgb:
    """Return a see-through colour upon another."""
    red, green, blue = (
        round(f * opacity + b * (1 - opacity)) for f, b in zip(front, behind, strict=True)
    )
    return red, green, blue


def with_intruders(
    logo: LogoFacts, own: int, frames: Sequence[SetFrame], page: Box, layers: Sequence[Layer]
) -> LogoFacts:
    """Return the facts with who stands in the clear space, and the ground.

    `own` is the place of the logo among the frames, `layers` what lies beneath it. A surface that
    holds all of the space from below is the ground and no intruder.
    """
    space = frames[own].drawn.grown(logo.clear_space * (1 - _TOUCH))
    found = [
        other.frame.id
        for index, other in enumerate(frames)
        if index != own and _enters(other, space, above=index > own)
    ]
    if _leaves(space, page):
        found.append(TRIM)
    ground, uneven = _ground_of(frames[own], layers)
    return replace(logo, intruders=tuple(found), ground=ground, uneven=uneven)


def _ground_of(logo: SetFrame, layers: Sequence[Layer]) -> tuple[str | None, bool]:
    """Return the one colour behind a logo, and whether there is something else than that."""

    def found() -> tuple[str | None, bool]:
        seen = [visible(layers, spot) for spot in logo.spots]
        ground = _ground(seen)
        return ground, ground is None and any(seen)

    return _grounds_of_logos.get((logo, *layers), None, found)


def _leaves(space: Box, page: Box) -> bool:
    beside = space.x < page.x or space.right > page.right
    return beside or space.y < page.y or space.bottom > page.bottom


def _enters(other: SetFrame, space: Box, *, above: bool) -> bool:
    if not other.shows or not other.drawn.intersects(space):
        return False
    if other.text or not other.layers:
        return True
    share = _shares_covered.get((other,), space, lambda: _share_covered(other, space))
    return share > 0 and (above or share < 1)


def _share_covered(other: SetFrame, space: Box) -> float:
    points = [(space.x + a * space.w, space.y + d * space.h) for a in _GRID for d in _GRID]
    inside = sum(any(layer.area.holds(p) for layer in other.layers) for p in points)
    return inside / len(points)
