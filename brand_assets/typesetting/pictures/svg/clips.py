"""Owns the clips of an SVG file: what cuts an element, as outlines one inside the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import Path
from brand_assets.typesetting.pictures.svg.outlines import SHAPES, outline
from brand_assets.typesetting.pictures.svg.painting import not_true
from brand_assets.typesetting.pictures.svg.refusals import ArtworkError, too_complex, unreadable
from brand_assets.typesetting.pictures.svg.styles import Place
from brand_assets.typesetting.pictures.svg.tree import Node, Tree
from brand_assets.typesetting.shapes.paths import bounds, transform
from brand_assets.typesetting.shapes.unions import one_way
from portal.foundation.errors import N_

_REFERENCE = re.compile(r"url\(\s*['\"]?#([^'\")]+)['\"]?\s*\)")
_DEEPEST = 8
_MOST_SHAPES = 400


@dataclass(frozen=True, slots=True)
class Cut:
    """An outline in the space of the drawing, and how its inside is told."""

    path: Path
    even_odd: bool = False


def cuts_of(place: Place, box: Box, tree: Tree, depth: int = 0) -> list[Cut]:
    """Return what cuts an element with that box in its own space, the outermost first."""
    said = place.says("clip-path", "none").strip()
    if said.lower() == "none":
        return []
    match = _REFERENCE.fullmatch(said)
    if match is None:
        raise unreadable(said)
    tree.budget.take(elements=1)
    if depth > _DEEPEST:
        raise ArtworkError(N_("The drawing has a clip that cuts itself. Save it again."))
    node = tree.find(match[1])
    if node.tag != "clipPath":
        raise not_true(node.tag)
    inside = Place(place.viewport, {}, place.matrix).inside(node)
    outer = cuts_of(inside, box, tree, depth + 1)
    if node.style.get("clipPathUnits", "") == "objectBoundingBox":
        inside = inside.moved((box.w, 0.0, 0.0, box.h, box.x, box.y))
    return [*outer, *_cut(node, inside, tree, depth)]


def _cut(node: Node, place: Place, tree: Tree, depth: int) -> list[Cut]:
    """Return the union of the shapes in a clip."""
    shapes = list(_shapes(node.children, place, tree, 0))
    if len(shapes) > _MOST_SHAPES:
        raise too_complex()
    own = [cuts_of(at, _box(shape, at), tree, depth + 1) for shape, at in shapes]
    if len(shapes) == 1:
        (shape, at), *_ = shapes
        path = _outline(shape, at, tree)
        return [*own[0], Cut(path, at.says("clip-rule", "") == "evenodd")]
    if any(own):
        raise ArtworkError(
            N_("The drawing has a clip of several shapes that are clipped themselves. Merge them.")
        )
    joined = [
        one_way(_outline(shape, at, tree), even_odd=at.says("clip-rule", "") == "evenodd")
        for shape, at in shapes
    ]
    return [Cut(tuple(segment for path in joined for segment in path))]


def _outline(shape: Node, place: Place, tree: Tree) -> Path:
    path = outline(shape, place.viewport)
    tree.budget.take(segments=len(path))
    return transform(path, place.matrix)


def _box(shape: Node, place: Place) -> Box:
    return bounds(outline(shape, place.viewport))


def _shapes(
    nodes: Sequence[Node], around: Place, tree: Tree, depth: int
) -> Iterator[tuple[Node, Place]]:
    for node in nodes:
        place = around.inside(node)
        if place.says("display", "") == "none" or place.says("visibility", "") in (
            "hidden",
            "collapse",
        ):
            continue
        if node.tag in SHAPES:
            yield node, place
        elif node.tag == "use" and depth < 1 and node.href is not None:
            yield from _shapes((tree.find(node.href),), place, tree, depth + 1)
        else:
            raise not_true(f"clipPath {node.tag}")
