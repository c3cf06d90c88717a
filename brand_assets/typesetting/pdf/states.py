"""Owns the graphics states of a file: opacity, blend mode and overprint, each named once."""

from brand_assets.typesetting.display_list import Blend
from brand_assets.typesetting.pdf.objects import PdfObjects, number

_BLEND_MODES = {
    Blend.MULTIPLY: "/Multiply",
    Blend.SCREEN: "/Screen",
    Blend.OVERLAY: "/Overlay",
    Blend.DARKEN: "/Darken",
    Blend.LIGHTEN: "/Lighten",
}


class States:
    """The states that the pages of one file use; each sets one thing and leaves the others."""

    def __init__(self) -> None:
        self._resources: dict[str, str] = {}
        self.see_through = False
        """Whether any of them lets what lies beneath show."""

    def use(
        self, opacity: float = 1.0, blend: Blend = Blend.NORMAL, mask: int | None = None
    ) -> str:
        """Return the resource of how see-through what follows is, and how it mixes.

        `mask` is the form of a group that is as light as what follows shall be opaque. Where a
        mixture or mask was set, take it back with `Q`.
        """
        self.see_through = True
        entries = f"/ca {number(opacity, 4)} /CA {number(opacity, 4)}"
        if blend is not Blend.NORMAL:
            entries += f" /BM {_BLEND_MODES[blend]}"
        if mask is not None:
            entries += f" /SMask << /Type /Mask /S /Luminosity /G {mask} 0 R >>"
        return self._resource(entries)

    def overprint(self, *, on: bool) -> str:
        """Return the resource that lets what follows print over other inks, or knock them out.

        In mode 1 an ink of which a colour has none keeps what lies beneath.
        """
        switch = "true" if on else "false"
        return self._resource(f"/OP {switch} /op {switch} /OPM 1")

    def add_to(self, objects: PdfObjects) -> dict[str, int]:
        """Add the states used so far; return their objects by resource name."""
        return {
            resource: objects.add(f"<< /Type /ExtGState {entries} >>")
            for entries, resource in self._resources.items()
        }

    def _resource(self, entries: str) -> str:
        return self._resources.setdefault(entries, f"G{len(self._resources)}")
