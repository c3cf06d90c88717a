"""Owns the clean copy of an SVG drawing: what is drawn and nothing else, safe to keep."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from brand_assets.typesetting.pictures.svg.outlines import SHAPES
from brand_assets.typesetting.pictures.svg.tree import Node, read_tree

_NAMESPACE = "http://www.w3.org/2000/svg"
_KEPT = SHAPES | {
    "a",
    "clipPath",
    "defs",
    "g",
    "linearGradient",
    "radialGradient",
    "stop",
    "svg",
    "symbol",
    "use",
}
_RENAMED = {"a": "g"}
_PROPERTIES = """
    clip-path clip-rule color display fill fill-opacity fill-rule filter marker
    marker-end marker-mid marker-start mask mask-image opacity overflow
    stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
    stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width transform
    transform-origin vector-effect visibility"""
_GEOMETRY = """
    clipPathUnits cx cy d fr fx fy gradientTransform gradientUnits height offset pathLength
    points preserveAspectRatio r rx ry spreadMethod viewBox width x x1 x2 y y1 y2"""
_KEPT_OF_STYLE = frozenset((_PROPERTIES + " " + _GEOMETRY).split())


_STYLE_ALONE = ("isolation", "mix-blend-mode", "paint-order")
"""Properties that some cleaners know in a style attribute alone."""


def clean_svg(data: bytes) -> bytes:
    """Return the drawing with style rules written out and no script, comment or link in it.

    Elements that could not be drawn are left in name alone, so that reading them says so.
    """
    root = read_tree(data).root
    clean = _copy(root)
    clean.set("xmlns", _NAMESPACE)
    return tostring(clean)


def _copy(node: Node) -> Element:
    element = Element(_RENAMED.get(node.tag, node.tag))
    if node.tag not in _KEPT:
        return element
    for name, value in _said(node):
        element.set(name, value)
    element.extend([_copy(child) for child in node.children if child.tag != "style"])
    return element


def _said(node: Node) -> Iterator[tuple[str, str]]:
    if "id" in node.attributes:
        yield "id", node.attributes["id"]
    if node.tag != "a" and node.href is not None:
        yield "href", f"#{node.href}"
    for name, value in node.style.items():
        if name in _KEPT_OF_STYLE:
            yield name, value
    style = ";".join(f"{key}:{node.style[key]}" for key in _STYLE_ALONE if key in node.style)
    if style:
        yield "style", style
