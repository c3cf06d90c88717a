"""Owns what lies behind a frame: its ground, the contrast to it, and who enters a clear space."""

from collections.abc import Sequence
from dataclasses import replace

from brand_assets.design_facts import Box, KitValues, LogoFacts, TextFacts, contrast
from brand_assets.typesetting.scene import Layer, SetFrame

Rgb = tuple[int, int, int]
_PAPER: Rgb = (255, 255, 255)
_GRID = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
TRIM = "trim"
"""The name under which the edge of the page enters a clear space."""


def _visible(layers: Sequence[Layer], point: tuple[float, float]) -> list[Layer]:
    """Return the layers seen at a point from the top down to the first opaque one."""
    seen: list[Layer] = []
    for layer in reversed(layers):
        if layer.area.holds(point):
            seen.append(layer)
            if layer.opacity >= 1:
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
    text: TextFacts, set_frame: SetFrame, layers: Sequence[Layer], kit: KitValues
) -> TextFacts:
    """Return the facts with ground and the lowest contrast on the spots; none over photos."""
    seen = [_visible(layers, spot) for spot in set_frame.spots]
    grounds = {_colour(layers, kit) for layers in seen}
    front, opacity = kit.colours[text.colour].srgb, set_frame.frame.opacity
    ratios = [
        contrast(_mixed(front, ground, opacity), ground) for ground in grounds if ground is not None
    ]
    whole = ratios and None not in grounds
    return replace(text, ground=_ground(seen), contrast=round(min(ratios), 2) if whole else None)


def _colour(seen: list[Layer], kit: KitValues) -> Rgb | None:
    colour = _PAPER
    for layer in reversed(seen):
        if layer.colour is None:
            return None
        colour = _mixed(kit.colours[layer.colour].srgb, colour, layer.opacity)
    return colour


def _mixed(front: Rgb, behind: Rgb, opacity: float) -> Rgb:
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
    space = frames[own].drawn.grown(logo.clear_space)
    points = [(space.x + a * space.w, space.y + d * space.h) for a in _GRID for d in _GRID]
    found = [
        other.frame.id
        for index, other in enumerate(frames)
        if index != own and _enters(other, space, points, above=index > own)
    ]
    # A hair of rounding is no breach.
    if space.grown(-1e-6 * max(page.w, 1.0)) != _clipped(space.grown(-1e-6 * page.w), page):
        found.append(TRIM)
    seen = [_visible(layers, spot) for spot in frames[own].spots]
    return replace(logo, intruders=tuple(found), ground=_ground(seen))


def _clipped(box: Box, page: Box) -> Box:
    x, y = max(box.x, page.x), max(box.y, page.y)
    if x == box.x and y == box.y and box.right <= page.right and box.bottom <= page.bottom:
        return box
    return Box(x, y, min(box.right, page.right) - x, min(box.bottom, page.bottom) - y)


def _enters(
    other: SetFrame, space: Box, points: Sequence[tuple[float, float]], *, above: bool
) -> bool:
    if not other.items or not other.drawn.intersects(space):
        return False
    if not other.layers:
        return True
    inside = sum(any(layer.area.holds(p) for layer in other.layers) for p in points)
    return inside > 0 and (above or inside < len(points))
