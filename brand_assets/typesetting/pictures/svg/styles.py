"""Owns what an SVG element looks like: its style with what it inherits, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from brand_assets.typesetting.display_list import IDENTITY, Matrix
from brand_assets.typesetting.pictures.svg.colours import Literal, read_colour
from brand_assets.typesetting.pictures.svg.numbers import (
    Viewport,
    bearable,
    share,
    transform_of,
)
from brand_assets.typesetting.pictures.svg.tree import Node
from brand_assets.typesetting.shapes.paths import multiply

_INHERITED = frozenset(
    {
        "clip-rule",
        "color",
        "fill",
        "fill-opacity",
        "fill-rule",
        "marker",
        "marker-end",
        "marker-mid",
        "marker-start",
        "paint-order",
        "stroke",
        "stroke-dasharray",
        "stroke-dashoffset",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-miterlimit",
        "stroke-opacity",
        "stroke-width",
        "visibility",
    }
)
BLACK = Literal((0, 0, 0))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an element is drawn: its whole style, its matrix to the drawing, its viewport.

    `used` are the ids of `use` that led here, so that none leads to itself.
    """

    viewport: Viewport
    style: Mapping[str, str]
    matrix: Matrix = IDENTITY
    used: tuple[str, ...] = ()

    def inside(self, node: Node) -> "Place":
        """Return the place of an element inside this one."""
        inherited = {key: value for key, value in self.style.items() if key in _INHERITED}
        style = {**inherited, **_said(node.style, self.style)}
        own = transform_of(style.get("transform", ""))
        return replace(self, style=style, matrix=bearable(multiply(own, self.matrix)))

    def moved(self, matrix: Matrix, viewport: Viewport | None = None) -> "Place":
        """Return the place under a further matrix, in another viewport where one begins."""
        moved = bearable(multiply(matrix, self.matrix))
        return replace(self, matrix=moved, viewport=viewport or self.viewport)

    def says(self, key: str, default: str) -> str:
        """Return what the style says of a property."""
        return self.style.get(key, default)

    def opacity(self, key: str) -> float:
        """Return an opacity of the style, 1 where it says nothing."""
        return share(self.style.get(key, "1"))

    @property
    def current_colour(self) -> Literal:
        """The colour that `currentColor` stands for."""
        said = self.style.get("color", "")
        return BLACK if said.lower() in ("", "currentcolor") else read_colour(said, BLACK)

    @property
    def is_flat(self) -> bool:
        """Whether the matrix leaves no area, so that nothing is seen."""
        a, b, c, d, _, _ = self.matrix
        return abs(a * d - b * c) < 1e-12  # noqa: PLR2004 # no area but rounding


def _said(own: Mapping[str, str], around: Mapping[str, str]) -> dict[str, str]:
    """Return an element's own style; `inherit` takes what is said around it."""
    said = {}
    for key, value in own.items():
        if value.lower() == "inherit":
            if key in around:
                said[key] = around[key]
        elif value.lower() not in ("initial", "unset"):
            said[key] = value
    return said
