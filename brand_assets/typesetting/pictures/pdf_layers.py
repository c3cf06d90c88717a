"""Owns the layers of a supplied PDF: what is off when the file is opened is not placed."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pikepdf

_SHOWING = frozenset({"Tj", "TJ", "'", '"', "Do", "sh", "INLINE IMAGE", "EI"})
_PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
Instruction: TypeAlias = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage
_MARK = pikepdf.ContentStreamInstruction([pikepdf.Name("/Artwork")], pikepdf.Operator("BMC"))
_END_OF_PATH = pikepdf.ContentStreamInstruction([], pikepdf.Operator("n"))
_POLICIES: Mapping[str, Callable[[list[bool]], bool]] = {
    "/AnyOn": all,
    "/AllOn": any,
    "/AnyOff": lambda off: not any(off),
    "/AllOff": lambda off: not all(off),
}
"""When members of a layer group hide what it marks, by how many of them are off."""


class Layers:
    """The layers of a file; `any` tells whether it has some."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        properties = pdf.Root.get("/OCProperties")
        self.any = isinstance(properties, pikepdf.Dictionary)
        self._off: set[tuple[int, int]] = set()
        if isinstance(properties, pikepdf.Dictionary):
            self._off = _switched_off(properties)

    def hide(self, layer: pikepdf.Object | None) -> bool:
        """Whether a layer, as an image or form names it, is off."""
        return layer is not None and self._is_off(layer)

    def shown(self, content: bytes, resources: pikepdf.Object | None) -> bytes:
        """Return content without what is switched off."""
        if not self.any:
            return content
        holder = pikepdf.Pdf.new()
        stream = holder.make_stream(content)
        kept: list[Instruction] = []
        hidden: list[bool] = []
        for part in pikepdf.parse_content_stream(stream):
            operator = str(part.operator)
            if operator in ("BMC", "BDC"):
                hidden.append(self._hides(part, resources))
                kept.append(_MARK)
                continue
            if operator == "EMC" and hidden:
                hidden.pop()
            found = _unseen(part, operator) if any(hidden) else part
            if found is not None:
                kept.append(found)
        return pikepdf.unparse_content_stream(kept)

    def _hides(
        self,
        part: Instruction,
        resources: pikepdf.Object | None,
    ) -> bool:
        operands = list(part.operands)
        if len(operands) != 2 or str(operands[0]) != "/OC" or resources is None:  # noqa: PLR2004 # tag, layer
            return False
        properties = resources.get("/Properties")
        name = str(operands[1])
        if not isinstance(properties, pikepdf.Dictionary) or name not in properties:
            return False
        return self._is_off(properties[name])

    def _is_off(self, layer: pikepdf.Object) -> bool:
        if not isinstance(layer, pikepdf.Dictionary):
            return False
        if str(layer.get("/Type", "")) != "/OCMD":
            return layer.objgen in self._off
        groups = layer.get("/OCGs", pikepdf.Array())
        several = list(groups) if isinstance(groups, pikepdf.Array) else [groups]
        off = [one.objgen in self._off for one in several if isinstance(one, pikepdf.Dictionary)]
        return bool(off) and _POLICIES.get(str(layer.get("/P", "/AnyOn")), all)(off)


def _unseen(part: Instruction, operator: str) -> Instruction | None:
    """Return what is left of an operator where nothing is shown: paths end, the rest stays."""
    if operator in _SHOWING:
        return None
    return _END_OF_PATH if operator in _PAINTING else part


def _switched_off(properties: pikepdf.Object) -> set[tuple[int, int]]:
    """Return the layers that are off by the file's default."""
    default = properties.get("/D", pikepdf.Dictionary())
    listed = properties.get("/OCGs", pikepdf.Array())
    off = {one.objgen for one in listed} if str(default.get("/BaseState", "")) == "/OFF" else set()
    off |= {one.objgen for one in default.get("/OFF", pikepdf.Array())}
    return off - {one.objgen for one in default.get("/ON", pikepdf.Array())}
