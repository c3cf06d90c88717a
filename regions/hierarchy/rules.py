"""Owns what may stand below what in the organisation tree."""

from dataclasses import dataclass
from enum import StrEnum

from portal.foundation.errors import N_, Invalid
from regions.scoping.rules import is_segment


class RegionKind(StrEnum):
    """What a node of the tree is, from the root down."""

    COMPANY = "company"
    COUNTRY = "country"
    REGION = "region"
    DISTRICT = "district"


_ORDER = tuple(RegionKind)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """One region as a file names it; `parent` is the path above, "" for the company."""

    key: str
    kind: RegionKind
    name_de: str
    name_en: str
    parent: str = ""
    position: int = 0

    @property
    def path(self) -> str:
        """Its tree path."""
        return f"{self.parent}{self.key}/"


def refuse_key(key: str) -> None:
    """Raise Invalid unless the key can stand in a tree path."""
    if not is_segment(key):
        raise Invalid(
            N_("Use small letters, digits and hyphens for the key, for example nord-ost."),
            field="key",
        )


def refuse_place(kind: RegionKind, parent: RegionKind | None) -> None:
    """Raise Invalid unless a node of this kind may stand below a node of that kind."""
    if parent is None:
        if kind is not RegionKind.COMPANY:
            raise Invalid(N_("Only the company stands at the top. Choose what it belongs to."))
        return
    if _ORDER.index(kind) <= _ORDER.index(parent):
        raise Invalid(N_("It cannot stand below this node. Choose one that is higher up."))
