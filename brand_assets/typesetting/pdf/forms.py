"""Owns the form XObjects of one file: groups painted as one, and the pictures of soft masks."""

import re
from collections.abc import Mapping

from brand_assets.typesetting.display_list import Item
from brand_assets.typesetting.pdf.objects import PdfObjects, numbers
from brand_assets.typesetting.shapes.extents import Extent

Resources = Mapping[str, Mapping[str, int]]
"""Objects by category ("Font") and resource name ("F0")."""
_USED = re.compile(r"/([A-Z]\d+)\b")
_MARGIN = 0.01


class Forms:
    """The forms used so far; what they need is written when all resources are known."""

    def __init__(self, objects: PdfObjects) -> None:
        self._objects = objects
        self._known: dict[tuple[str, str], int] = {}
        self._names: dict[int, str] = {}
        self._of_items: dict[int, tuple[str, tuple[Item, ...]]] = {}

    @property
    def references(self) -> Mapping[str, int]:
        """The forms that pages show, by resource name."""
        return {name: reference for reference, name in self._names.items()}

    def place(self, content: str, box: Extent, space: str) -> str:
        """Return the resource name of a transparency group; equal groups are one."""
        return self.named(self.group(content, box, space))

    def named(self, reference: int) -> str:
        """Return the resource name of a form."""
        return self._names.setdefault(reference, f"A{len(self._names)}")

    def find(self, items: tuple[Item, ...]) -> str | None:
        """Return the resource name of the form of these very items, None where there is none."""
        found = self._of_items.get(id(items))
        return found[0] if found else None

    def keep(self, items: tuple[Item, ...], content: str, box: Extent) -> str:
        """Return the resource name of a form of items; it is found again by the very items."""
        entries = f"/Type /XObject /Subtype /Form /BBox [{numbers(_grown(box))}]"
        name = self.named(self._form(content, entries))
        self._of_items[id(items)] = (name, items)
        return name

    def group(self, content: str, box: Extent, space: str) -> int:
        """Return the object of a transparency group in a colour space."""
        entries = (
            f"/Type /XObject /Subtype /Form /BBox [{numbers(_grown(box))}]"
            f" /Group << /S /Transparency /CS {space} /I true /K false >>"
        )
        return self._form(content, entries)

    def _form(self, content: str, entries: str) -> int:
        key = (content, entries)
        if key not in self._known:
            self._known[key] = self._objects.reserve()
        return self._known[key]

    def write(self, resources: Resources) -> None:
        """Write all forms, each with those of the resources that it uses."""
        for (content, entries), reference in self._known.items():
            used = set(_USED.findall(content))
            own = {
                key: {name: number for name, number in group.items() if name in used}
                for key, group in resources.items()
            }
            whole = f"{entries} /Resources {resource_dictionary(own)}"
            self._objects.put_stream(reference, content.encode("ascii"), whole)


def _grown(box: Extent) -> Extent:
    """Return the box with a margin, so that soft edges are not cut."""
    left, top, right, bottom = box
    by = max(right - left, bottom - top) * _MARGIN
    return left - by, top - by, right + by, bottom + by


def resource_dictionary(resources: Resources) -> str:
    """Return a dictionary of resources; categories without entries are left out."""
    groups = (_category(key, entries) for key, entries in resources.items() if entries)
    return "<<" + "".join(groups) + " >>"


def _category(key: str, entries: Mapping[str, int]) -> str:
    rows = " ".join(f"/{resource} {reference} 0 R" for resource, reference in entries.items())
    return f" /{key} << {rows} >>"
