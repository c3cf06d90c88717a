"""Owns the elements of an SVG file: parsed within limits, found by id, styled by its rules."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from brand_assets.typesetting.pictures.svg.budget import Budget
from brand_assets.typesetting.pictures.svg.refusals import (
    DEEPEST,
    LONGEST_VALUE,
    MOST_BYTES,
    MOST_ELEMENTS,
    MOST_STYLES,
    ArtworkError,
    too_complex,
)
from brand_assets.typesetting.pictures.svg.rules import Rule, declarations, read_rules
from portal.foundation.errors import N_

_SVG = "{http://www.w3.org/2000/svg}"
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
_WITHOUT_LOOK = {"title", "desc", "metadata"}
_LONG = frozenset({"class", "d", "points", "style"})
_OF_OTHERS = ("{", "aria-", "data-")
_MOST_LOOKS = 5_000_000
"""Rules of the file with what they say, looked at for every element."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An element: its attributes, what its style says (rules of the file too), its children."""

    tag: str
    attributes: Mapping[str, str]
    style: Mapping[str, str]
    children: tuple["Node", ...] = field(repr=False)

    @property
    def href(self) -> str | None:
        """The id that the element refers to, None for none; `ArtworkError` outside the file."""
        value = next((self.attributes[key] for key in _HREFS if key in self.attributes), None)
        if value is None:
            return None
        if not value.startswith("#"):
            raise ArtworkError(
                N_("The drawing refers to another file. Put everything into one file.")
            )
        return value[1:]


@dataclass(frozen=True, slots=True)
class Tree:
    """A drawing as elements, and those that others refer to by their id."""

    root: Node
    by_id: Mapping[str, Node]
    budget: Budget = field(default_factory=Budget, compare=False)

    def find(self, reference: str) -> Node:
        """Return the element of an id; `ArtworkError` where there is none."""
        if reference not in self.by_id:
            raise ArtworkError(
                N_("The drawing refers to “%(name)s”, which it does not have. Save it again."),
                name=reference[:60],
            )
        return self.by_id[reference]


def read_tree(data: bytes) -> Tree:
    """Return the elements of an SVG file; `ArtworkError` says why it cannot be read."""
    if len(data) > MOST_BYTES:
        raise too_complex()
    root = _parse(data)
    if _name(root) != "svg":
        raise ArtworkError(N_("The file is no SVG drawing. Save it as SVG again."))
    elements = sum(1 for _ in root.iter())
    if elements > MOST_ELEMENTS:
        raise too_complex()
    rules = read_rules("\n".join(_styles(root)))
    if elements * sum(1 + len(rule.says) for rule in rules) > _MOST_LOOKS:
        raise too_complex()
    by_id: dict[str, Node] = {}
    return Tree(_node(root, rules, by_id, 0), by_id)


def _parse(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise ArtworkError(
            N_("The drawing cannot be read. Save it as plain SVG without a document type.")
        ) from error
    return root


def _name(element: Element) -> str:
    """Return the name of an SVG element; nothing for comments and for what programs added."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag.startswith(_SVG):
        return tag[len(_SVG) :]
    return "" if tag.startswith("{") else tag


def _styles(root: Element) -> Iterator[str]:
    for element in root.iter():
        if _name(element) == "style":
            yield "".join(element.itertext())


def _node(element: Element, rules: tuple[Rule, ...], by_id: dict[str, Node], depth: int) -> Node:
    if depth > DEEPEST:
        raise too_complex()
    tag = _name(element)
    children = tuple(
        _node(child, rules, by_id, depth + 1)
        for child in element
        if _name(child) and _name(child) not in _WITHOUT_LOOK
    )
    node = Node(tag, dict(element.attrib), _style(element, tag, rules), children)
    key = element.get("id")
    if key:
        by_id.setdefault(key, node)
    return node


def _style(element: Element, tag: str, rules: tuple[Rule, ...]) -> dict[str, str]:
    """Return what attributes, rules and the style attribute say, the latter the strongest."""
    said = {
        key: value.strip()
        for key, value in element.attrib.items()
        if not key.startswith(_OF_OTHERS)
    }
    classes = frozenset(re.split(r"\s+", element.get("class", "").strip()))
    key = element.get("id")
    for rule in rules:
        if rule.matches(tag, key, classes):
            said.update(rule.says)
    said.update(declarations(element.get("style", "")))
    if len(said) > MOST_STYLES:
        raise too_complex()
    if any(len(value) > LONGEST_VALUE for key, value in said.items() if key not in _LONG):
        raise too_complex()
    return said
