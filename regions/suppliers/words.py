"""Owns what the kinds of suppliers are called on a page."""

from portal.foundation.errors import N_
from regions.suppliers.rules import SupplierKind

KIND_NAMES: dict[SupplierKind, str] = {
    SupplierKind.PRINTER: N_("Printer"),
    SupplierKind.NEWSPAPER: N_("Newspaper"),
    SupplierKind.MAIL_HOUSE: N_("Mail house"),
    SupplierKind.AD_NETWORK: N_("Online ad network"),
    SupplierKind.SOCIAL_AGENCY: N_("Social media agency"),
}
