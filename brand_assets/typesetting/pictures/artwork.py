"""Owns drawings: a supplied SVG as items of the display list in the kit's colours."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.design_facts import Box, KitValues, Logo, NearestColour
from brand_assets.typesetting.display_list import DrawGroup, Item
from brand_assets.typesetting.pictures.lab import apart
from brand_assets.typesetting.pictures.svg.colours import Rgb, Tokens
from brand_assets.typesetting.pictures.svg.drawing import Walk, is_blended
from brand_assets.typesetting.pictures.svg.numbers import length, view_box
from brand_assets.typesetting.pictures.svg.refusals import DEEPEST_GROUP, ArtworkError, too_complex
from brand_assets.typesetting.pictures.svg.tree import Node, read_tree
from portal.foundation.errors import N_

__all__ = ["Artwork", "ArtworkError", "artwork_of", "nearest_colours", "read_svg"]
_SMALL = 50.0
_ENLARGED = 1000.0


@dataclass(frozen=True, slots=True)
class Artwork:
    """Items in the drawing's own units, and its size.

    `not_exact` are literal colours that the kit has not, with the token that stands for each.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    not_exact: tuple[tuple[Rgb, str], ...] = ()


def artwork_of(logo: Logo, kit: KitValues) -> Artwork:
    """Return a logo's drawing; its literal colours become the kit's tokens."""
    return read_svg(logo.sha256, logo.svg, kit)


def nearest_colours(
    not_exact: Iterable[tuple[Rgb, str]], kit: KitValues
) -> tuple[NearestColour, ...]:
    """Return which token stands for each colour that the kit has not, and how far off it is."""
    return tuple(
        [
            NearestColour(srgb, token, round(apart(srgb, kit.colours[token].srgb), 1))
            for srgb, token in not_exact
        ]
    )


def read_svg(sha256: str, svg: bytes, kit: KitValues, colour: str | None = None) -> Artwork:
    """Return a drawing; `colour` is the token that `currentColor` stands for at the outside."""
    colours = tuple((one.srgb, one.token) for one in kit.colours.values())
    current = kit.colours[colour].srgb if colour else None
    return _read(sha256, svg, colours, current)


@lru_cache(maxsize=128)
def _read(
    _sha256: str, svg: bytes, colours: tuple[tuple[Rgb, str], ...], current: Rgb | None
) -> Artwork:
    return read_drawing(svg, Tokens(dict(reversed(colours))), current)


def read_drawing(svg: bytes, tokens: Tokens, current: Rgb | None = None) -> Artwork:
    """Return a drawing in any colours; raises `ArtworkError`."""
    tree = read_tree(svg)
    width, height, box = _size(tree.root)
    enlarged = _ENLARGED / max(width, height) if max(width, height) < _SMALL else 1.0
    width, height = width * enlarged, height * enlarged
    items = Walk(tree, tokens).whole(Box(0.0, 0.0, width, height), box, current)
    if not items:
        raise ArtworkError(
            N_("The drawing shows nothing. Turn text into shapes and make hidden layers visible.")
        )
    if is_blended(items):
        items = (DrawGroup(items, isolated=True),)
    if _depth(items) > DEEPEST_GROUP:
        raise too_complex()
    return Artwork(width, height, items, tuple(tokens.not_exact.items()))


def _size(root: Node) -> tuple[float, float, tuple[float, float, float, float]]:
    """Return width and height of a drawing, and the box of its own units that they show."""
    box = view_box(root.style.get("viewBox"))
    width, height = (_stated(root, key) for key in ("width", "height"))
    if box is None:
        if not width or not height:
            raise ArtworkError(N_("The drawing does not say its size. Save it with a viewBox."))
        return width, height, (0.0, 0.0, width, height)
    if width and height:
        return width, height, box
    if width:
        return width, width * box[3] / box[2], box
    return (height * box[2] / box[3], height, box) if height else (box[2], box[3], box)


def _stated(root: Node, key: str) -> float | None:
    """Return a size in px; None where it depends on what is around."""
    said = root.attributes.get(key, "auto").strip()
    if said == "auto" or said.endswith("%"):
        return None
    return length(said, 0.0)


def _depth(items: Iterable[Item]) -> int:
    return max((1 + _depth(one.items) for one in items if isinstance(one, DrawGroup)), default=0)
