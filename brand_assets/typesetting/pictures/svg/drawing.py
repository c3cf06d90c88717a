"""Owns the walk through an SVG drawing: its elements as items of the display list."""

from collections.abc import Sequence
from dataclasses import replace

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import (
    IDENTITY,
    Blend,
    DrawGroup,
    FillGradient,
    FillPath,
    Item,
    Matrix,
    Path,
    StrokePath,
)
from brand_assets.typesetting.pictures.svg.clips import cuts_of
from brand_assets.typesetting.pictures.svg.colours import Rgb, Tokens
from brand_assets.typesetting.pictures.svg.numbers import (
    Viewport,
    fitted,
    length,
    view_box,
)
from brand_assets.typesetting.pictures.svg.outlines import SHAPES, outline
from brand_assets.typesetting.pictures.svg.painting import Brush, not_true
from brand_assets.typesetting.pictures.svg.refusals import (
    DEEPEST_GROUP,
    MOST_NUMBER,
    ArtworkError,
    too_complex,
)
from brand_assets.typesetting.pictures.svg.styles import Place
from brand_assets.typesetting.pictures.svg.tree import Node, Tree
from brand_assets.typesetting.shapes.extents import Extent, extent, path_extent
from brand_assets.typesetting.shapes.paths import bounds, rectangle, transform
from brand_assets.typesetting.shapes.placing import inverse
from portal.foundation.errors import N_

_GROUPS = frozenset({"g", "a"})
_UNSEEN = frozenset(
    {"defs", "style", "symbol", "clipPath", "linearGradient", "radialGradient", "stop", "view"}
)
_EFFECTS = ("filter", "mask", "mask-image", "transform-origin")
_TEXT = frozenset({"text", "tspan", "textPath", "flowRoot", "foreignObject"})
_OVER = 1e-3


class Walk:
    """One walk through a drawing, within its limits."""

    def __init__(self, tree: Tree, tokens: Tokens) -> None:
        self._tree = tree
        self._brush = Brush(tree, tokens)

    def whole(
        self, page: Box, box: tuple[float, float, float, float], current: Rgb | None
    ) -> tuple[Item, ...]:
        """Return what the drawing shows of its view box on a page of its size."""
        root = self._tree.root
        style = {"color": "#{:02x}{:02x}{:02x}".format(*current)} if current else {}
        place = replace(Place(Viewport(box[2], box[3]), style).inside(root), matrix=IDENTITY)
        _check_effects(place)
        how = root.style.get("preserveAspectRatio")
        inside = place.moved(fitted(box, (page.x, page.y, page.w, page.h), how))
        found = self._all(root.children, inside, 0)
        return self._finished((cut_to(found, rectangle(page)), None), place)

    def items(self, node: Node, around: Place, depth: int = 0) -> tuple[Item, ...]:
        """Return what an element paints."""
        self._tree.budget.take(elements=1)
        if depth > DEEPEST_GROUP * 3:
            raise too_complex()
        place = around.inside(node)
        if node.tag in _UNSEEN or place.says("display", "") == "none" or place.is_flat:
            return ()
        _check_effects(place)
        return self._finished(self._inner(node, place, depth), place)

    def _inner(self, node: Node, place: Place, depth: int) -> tuple[tuple[Item, ...], Box | None]:
        """Return what an element paints before it is cut, and its box in its own space."""
        if node.tag in SHAPES:
            return self._shape(node, place)
        if node.tag in _GROUPS:
            return self._all(node.children, place, depth), None
        if node.tag == "use":
            return self._used(node, place, depth), None
        if node.tag == "svg":
            return self._viewport(node, node, place, depth), None
        raise _refused(node.tag)

    def _shape(self, node: Node, place: Place) -> tuple[tuple[Item, ...], Box | None]:
        if place.says("visibility", "") in ("hidden", "collapse"):
            return (), None
        path = outline(node, place.viewport)
        self._tree.budget.take(segments=len(path))
        if not path:
            return (), None
        _bearable(path_extent(transform(path, place.matrix)))
        return self._brush.paint(path, place), bounds(path)

    def _all(self, nodes: Sequence[Node], place: Place, depth: int) -> tuple[Item, ...]:
        return tuple(item for node in nodes for item in self.items(node, place, depth + 1))

    def _used(self, node: Node, place: Place, depth: int) -> tuple[Item, ...]:
        """Return what an element paints that another one refers to."""
        key = node.href
        if key is None:
            return ()
        if key in place.used:
            raise ArtworkError(N_("The drawing has an element that repeats itself. Save it again."))
        target = self._tree.find(key)
        x = length(node.style.get("x", "0"), place.viewport.width)
        y = length(node.style.get("y", "0"), place.viewport.height)
        moved = replace(place.moved((1.0, 0.0, 0.0, 1.0, x, y)), used=(*place.used, key))
        if target.tag not in ("symbol", "svg"):
            return self.items(target, moved, depth + 1)
        inside = moved.inside(target)
        if inside.says("display", "") == "none":
            return ()
        return self._viewport(target, node, inside, depth + 1)

    def _viewport(self, node: Node, sized_by: Node, place: Place, depth: int) -> tuple[Item, ...]:
        """Return what a nested viewport shows; `sized_by` says how large it is."""
        around = place.viewport
        said = {**node.style, **{k: v for k, v in sized_by.style.items() if k in _SIZES}}
        at_origin = sized_by is not node
        x = 0.0 if at_origin else length(said.get("x", "0"), around.width)
        y = 0.0 if at_origin else length(said.get("y", "0"), around.height)
        width = length(_size(said, "width"), around.width)
        height = length(_size(said, "height"), around.height)
        if width <= 0 or height <= 0:
            return ()
        box = view_box(node.style.get("viewBox"))
        matrix: Matrix = (1.0, 0.0, 0.0, 1.0, x, y)
        inner = Viewport(width, height)
        if box is not None:
            matrix = fitted(box, (x, y, width, height), node.style.get("preserveAspectRatio"))
            inner = Viewport(box[2], box[3])
        found = self._all(node.children, place.moved(matrix, inner), depth)
        if place.says("overflow", "hidden") in ("visible", "auto"):
            return found
        return cut_to(found, transform(rectangle(Box(x, y, width, height)), place.matrix))

    def _finished(
        self, drawn: tuple[tuple[Item, ...], Box | None], place: Place
    ) -> tuple[Item, ...]:
        """Return the items of an element made see-through, mixed and cut as it says."""
        items, box = drawn
        if not items:
            return ()
        opacity, blend = place.opacity("opacity"), _blend(place)
        if opacity <= 0:
            return ()
        if opacity < 1 or blend is not Blend.NORMAL:
            items = (_see_through(items, opacity, blend),)
        elif place.says("isolation", "auto") == "isolate" and is_blended(items):
            items = (DrawGroup(items, isolated=True),)
        cuts = []
        if place.says("clip-path", "none") != "none":
            cuts = cuts_of(place, box or box_of_items(items, place.matrix), self._tree)
        for cut in reversed(cuts):
            items = (DrawGroup(items, clip=cut.path, even_odd=cut.even_odd),) if cut.path else ()
        return items


_SIZES = frozenset({"width", "height"})


def _size(said: dict[str, str], key: str) -> str:
    value = said.get(key, "100%")
    return "100%" if value == "auto" else value


def _check_effects(place: Place) -> None:
    for effect in _EFFECTS:
        if place.says(effect, "none").lower() not in ("none", ""):
            raise not_true(effect)


def _refused(tag: str) -> ArtworkError:
    if tag in _TEXT:
        return ArtworkError(
            N_("The drawing holds live text. Convert the text to outlines and save it again.")
        )
    if tag == "image":
        return ArtworkError(
            N_("The drawing holds a picture. Keep it to shapes and place the picture as a photo.")
        )
    return not_true(tag)


def _bearable(reach: Extent | None) -> None:
    if reach is not None and max(map(abs, reach)) > MOST_NUMBER:
        raise too_complex()


def _blend(place: Place) -> Blend:
    said = place.says("mix-blend-mode", "normal").lower()
    try:
        return Blend(said)
    except ValueError:
        raise not_true(f"mix-blend-mode {said}") from None


def _see_through(items: tuple[Item, ...], opacity: float, blend: Blend) -> Item:
    """Return items as one; a single shape needs no group of its own."""
    if len(items) == 1 and blend is Blend.NORMAL:
        (item,) = items
        if isinstance(item, FillPath | StrokePath | FillGradient):
            return replace(item, opacity=item.opacity * opacity)
    return DrawGroup(items, opacity=opacity, blend=blend)


def is_blended(items: Sequence[Item]) -> bool:
    """Whether an item mixes with what is around it."""
    return any(
        one.blend is not Blend.NORMAL or (one.is_plain and is_blended(one.items))
        for one in items
        if isinstance(one, DrawGroup)
    )


def cut_to(items: tuple[Item, ...], viewport: Path) -> tuple[Item, ...]:
    """Return items cut to a viewport where they leave it."""
    reach, box = extent(items), path_extent(viewport)
    if reach is None or box is None:
        return items
    room = max(box[2] - box[0], box[3] - box[1]) * _OVER
    beside = reach[0] < box[0] - room or reach[1] < box[1] - room
    if beside or reach[2] > box[2] + room or reach[3] > box[3] + room:
        return (DrawGroup(items, clip=viewport),)
    return items


def box_of_items(items: Sequence[Item], matrix: Matrix) -> Box:
    """Return the box of what items fill, in the space that a matrix maps to them."""
    back = inverse(matrix)
    boxes = [bounds(path) for path in _paths(items, back)] if back else []
    if not boxes:
        return Box(0.0, 0.0, 0.0, 0.0)
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(b.right for b in boxes) - x, max(b.bottom for b in boxes) - y)


def _paths(items: Sequence[Item], matrix: Matrix | None) -> list[Path]:
    found: list[Path] = []
    for item in items:
        if isinstance(item, DrawGroup):
            inner = _paths(item.items, item.matrix)
            found += [transform(path, matrix) if matrix else path for path in inner]
        elif isinstance(item, FillPath | FillGradient | StrokePath):
            found.append(transform(item.path, matrix) if matrix else item.path)
    return found
