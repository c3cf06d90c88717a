"""Owns price lists as a JSON file: reading one and publishing what it holds."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from brand_assets.design_facts import Bilingual
from campaigns.orders.models import PriceList
from campaigns.orders.price_lists import FinishingDraft, PriceListDraft, publish_price_list
from campaigns.orders.rules import FinishingTerms, Tier
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor
from regions.suppliers.models import Supplier


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TierInFile(_Read):
    """One tier: from which quantity, the fixed part and the part for a thousand pieces."""

    from_quantity: int = Field(alias="from", ge=1)
    fixed_cents: int = Field(ge=0)
    per_thousand_cents: int = Field(ge=0)


class FinishingInFile(_Read):
    """One extra of a price list."""

    key: str
    name: Bilingual
    fixed_cents: int = Field(ge=0)
    per_thousand_cents: int = Field(ge=0)
    spot: bool = False


class PriceListInFile(_Read):
    """The prices of one supplier for one format."""

    supplier: str
    format: str
    days: int = Field(ge=0)
    usual: int = Field(ge=1)
    max: int = Field(ge=1)
    position: int = 0
    tiers: tuple[TierInFile, ...] = Field(min_length=1)
    finishings: tuple[FinishingInFile, ...] = ()


class PriceListFile(_Read):
    """All price lists of a file, valid from one day on."""

    about: str = ""
    valid_from: date
    price_lists: tuple[PriceListInFile, ...]


def read_price_lists(content: str | bytes) -> PriceListFile:
    """Read price lists from JSON; raises ValueError saying where it is wrong."""
    return PriceListFile.model_validate_json(content)


def publish_price_lists(actor: Actor, file: PriceListFile) -> tuple[PriceList, ...]:
    """Publish all lists of a file; lists that are the same already change nothing."""
    with transaction():
        suppliers = {s.key: s for s in session().scalars(select(Supplier))}
        return tuple(
            publish_price_list(actor, _draft(listed, file.valid_from, suppliers))
            for listed in file.price_lists
        )


def _draft(
    listed: PriceListInFile, valid_from: date, suppliers: Mapping[str, Supplier]
) -> PriceListDraft:
    supplier = suppliers.get(listed.supplier)
    if supplier is None:
        raise NotFound(N_("There is no supplier %(key)s. Add it first."), key=listed.supplier)
    return PriceListDraft(
        supplier_id=supplier.id,
        format_key=listed.format,
        valid_from=valid_from,
        tiers=tuple(
            Tier(tier.from_quantity, tier.fixed_cents, tier.per_thousand_cents)
            for tier in listed.tiers
        ),
        max_quantity=listed.max,
        usual_quantity=listed.usual,
        days=listed.days,
        position=listed.position,
        finishings=tuple(
            FinishingDraft(
                FinishingTerms(extra.key, extra.fixed_cents, extra.per_thousand_cents, extra.spot),
                extra.name.de,
                extra.name.en,
            )
            for extra in listed.finishings
        ),
    )
