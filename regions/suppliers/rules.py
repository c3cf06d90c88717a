"""Owns what a supplier can be."""

from dataclasses import dataclass
from enum import StrEnum


class SupplierKind(StrEnum):
    """What a supplier does with an order line."""

    PRINTER = "printer"
    NEWSPAPER = "newspaper"
    MAIL_HOUSE = "mail_house"
    AD_NETWORK = "ad_network"
    SOCIAL_AGENCY = "social_agency"


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """One supplier as a file names it; `path` is the part of the tree that it serves."""

    key: str
    name: str
    kind: SupplierKind
    email: str
    path: str
    contact: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
