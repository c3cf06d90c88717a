"""Owns how a supplied SVG becomes a logo that is safe to keep: what is drawn and nothing else."""

from collections.abc import Iterator

import py_svg_hush

from brand_assets.typesetting.artwork_pictures import drawing_itself
from brand_assets.typesetting.pictures.svg.cleaning import clean_svg
from brand_assets.typesetting.pictures.svg.tree import Node, read_tree
from portal.foundation.errors import N_, Invalid

MOST_BYTES = 1_000_000
MOST_ELEMENTS = 5_000
_DOCTYPE = b"<!doctype"


def sanitise_svg(data: bytes) -> bytes:
    """Return the artwork with what is drawn alone; `Invalid` says what keeps it from that."""
    if len(data) > MOST_BYTES:
        raise Invalid(N_("The artwork is larger than 1 MB. Simplify its paths and save it again."))
    if _DOCTYPE in data.lower():
        raise Invalid(
            N_("The artwork cannot be read. Save it as plain SVG without a document type.")
        )
    root = read_tree(data).root
    if "viewBox" not in root.attributes:
        raise Invalid(N_("The file is no SVG artwork with a viewBox. Save it as SVG again."))
    nodes = list(_all(root))
    if len(nodes) > MOST_ELEMENTS:
        raise Invalid(N_("The artwork is too complex. Simplify its paths and save it again."))
    if any(name.lower().startswith("on") for node in nodes for name in node.attributes):
        raise Invalid(N_("The artwork contains program code. Save it as plain SVG."))
    drawing = drawing_itself(data)
    clean = bytes(py_svg_hush.filter_svg(clean_svg(data)))
    if drawing_itself(clean) != drawing:
        raise Invalid(N_("The artwork loses something when it is cleaned. Save it as plain SVG."))
    return clean


def _all(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _all(child)
