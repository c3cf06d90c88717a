"""Owns how a supplied SVG becomes artwork that is safe to keep: flat shapes and nothing else."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

import py_svg_hush
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal.foundation.errors import N_, Invalid

MOST_BYTES = 1_000_000
MOST_ELEMENTS = 5_000
DEEPEST = 40
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_STRUCTURE = {"svg", "g", "defs"}
_DROPPED = {"title", "desc", "metadata"}
_GEOMETRY = {"viewBox", "width", "height", "d", "x", "y", "points", "transform", "id"}
_ROUND = {"cx", "cy", "r", "rx", "ry", "x1", "y1", "x2", "y2"}
_PAINT = {"fill", "fill-rule", "fill-opacity", "opacity"}
_ATTRIBUTES = frozenset(_GEOMETRY | _ROUND | _PAINT)
_VALUE = re.compile(r"^[\w\s.,:;#%()+\-]*$", re.ASCII)
_ACTIVE = re.compile(r"url\s*\(|javascript:|data:|expression", re.IGNORECASE)


def sanitise_svg(data: bytes) -> bytes:
    """Return the artwork with nothing but shapes in it; `Invalid` says what keeps it from that."""
    if len(data) > MOST_BYTES:
        raise Invalid(N_("The artwork is larger than 1 MB. Simplify its paths and save it again."))
    root = _parse(data)
    if _local_name(root) != "svg" or "viewBox" not in root.attrib:
        raise Invalid(N_("The file is no SVG artwork with a viewBox. Save it as SVG again."))
    clean = Element("svg", {"xmlns": _SVG})
    count = _copy(root, clean, 0)
    if not any(child.tag in _SHAPES for child in clean.iter()):
        raise Invalid(
            N_("The artwork contains no shapes. Convert text to paths and save it again.")
        )
    if count > MOST_ELEMENTS:
        raise _too_complex()
    return bytes(py_svg_hush.filter_svg(tostring(clean)))


def _parse(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise Invalid(
            N_("The artwork cannot be read. Save it as plain SVG without a document type.")
        ) from error
    return root


def _too_complex() -> Invalid:
    return Invalid(N_("The artwork is too complex. Simplify its paths and save it again."))


def _local_name(element: Element) -> str:
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, name = tag.rpartition("}")
    return name if namespace in {"", "{" + _SVG} else ""


def _copy(source: Element, target: Element, depth: int) -> int:
    """Copy what is allowed and return the number of elements; drawing programs' extras are left."""
    if depth > DEEPEST:
        raise _too_complex()
    for name, value in _attributes(source):
        target.set(name, value)
    count = 1
    for child in source:
        name = _local_name(child)
        if not name or name in _DROPPED:
            continue
        if name not in _SHAPES and name not in _STRUCTURE:
            raise Invalid(
                N_("The artwork contains “%(element)s”; only flat shapes can be printed true."),
                element=name[:40],
            )
        count += _copy(child, SubElement(target, name), depth + 1)
    return count


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in (*element.attrib.items(), *_declarations(element.get("style", ""))):
        if name.lower().startswith("on"):
            raise Invalid(N_("The artwork contains program code. Save it as plain SVG."))
        if name not in _ATTRIBUTES:
            continue
        if not _VALUE.match(value) or _ACTIVE.search(value):
            raise Invalid(
                N_("The artwork refers to something outside itself (%(name)s). Save it plain."),
                name=name,
            )
        yield name, value


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, colon, value = declaration.partition(":")
        if colon:
            yield name.strip(), value.strip()
