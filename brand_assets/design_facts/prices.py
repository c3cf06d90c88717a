"""Owns what kind of price a price is: whose it is, and for how long it holds."""

from enum import StrEnum

from brand_assets.design_facts.words import Bilingual


class PriceMode(StrEnum):
    """Whose a price is: the outlet's own, recommended, the highest allowed, or for a short time.

    Head office may recommend a price or name the highest; fixing another one is resale price
    maintenance. A promotional price is the outlet's own until a day.
    """

    OWN = "own"
    RECOMMENDED = "recommended"
    MAXIMUM = "maximum"
    PROMOTIONAL = "promotional"

    @property
    def may_be_given(self) -> bool:
        """Whether head office may set it for partners without fixing their selling price."""
        return self in (PriceMode.RECOMMENDED, PriceMode.MAXIMUM)

    @property
    def is_asked(self) -> bool:
        """Whether a customer may be asked for it; a recommended price is nobody's own."""
        return self is not PriceMode.RECOMMENDED


PRICE_MODE_NAMES = {
    PriceMode.OWN: Bilingual("Eigener Preis", "Own price"),
    PriceMode.RECOMMENDED: Bilingual(
        "Unverbindliche Preisempfehlung (UVP)", "Recommended retail price (UVP)"
    ),
    PriceMode.MAXIMUM: Bilingual("Höchstpreis", "Maximum price"),
    PriceMode.PROMOTIONAL: Bilingual("Aktionspreis", "Promotional price"),
}
"""How each mode reads in forms."""
