"""Owns what of a supplied PDF paints: what acts, links or describes is told from it."""

from collections.abc import Mapping

import pikepdf

DESCRIBING = frozenset(
    {
        "/AF",
        "/Alternates",
        "/LastModified",
        "/Measure",
        "/Metadata",
        "/OPI",
        "/PieceInfo",
        "/PtData",
        "/Ref",
        "/StructParent",
        "/StructParents",
    }
)
"""Entries of streams that describe or link, and paint nothing."""
OF_RESOURCES = frozenset(
    {"/ColorSpace", "/ExtGState", "/Font", "/Pattern", "/ProcSet", "/Properties", "/Shading"}
    | {"/XObject"}
)
_FOREIGN_TYPES = frozenset(
    {
        "/Action",
        "/Annot",
        "/Catalog",
        "/EmbeddedFile",
        "/Filespec",
        "/Metadata",
        "/Page",
        "/Pages",
        "/Sig",
        "/StructElem",
        "/StructTreeRoot",
    }
)
_ACTIONS = frozenset(
    {
        "/GoTo",
        "/GoTo3DView",
        "/GoToE",
        "/GoToR",
        "/Hide",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Named",
        "/Rendition",
        "/ResetForm",
        "/RichMediaExecute",
        "/SetOCGState",
        "/Sound",
        "/SubmitForm",
        "/Thread",
        "/URI",
    }
)
_ENTRIES: Mapping[str, frozenset[str]] = {"/Type": _FOREIGN_TYPES, "/S": _ACTIONS}


def is_foreign(value: object) -> bool:
    """Whether a value is an action, a note, a file or a page, and nothing that paints."""
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        return False
    stated = ((value.get(key), names) for key, names in _ENTRIES.items())
    return any(isinstance(one, pikepdf.Name) and str(one) in names for one, names in stated)
