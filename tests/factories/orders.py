"""Owns what tests need to order: a campaign that is open, prices, and ads that fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from campaigns.localisation.service import get_or_start, save_values
from campaigns.orders.checkout import checkout
from campaigns.orders.models import Order
from campaigns.orders.price_lists import FinishingDraft, PriceListDraft, publish_price_list
from campaigns.orders.quotes import quote
from campaigns.orders.rules import FinishingTerms, LineRequest, Tier
from portal.foundation.ids import new_id
from portal.foundation.storage import MemoryFileStore
from regions.accounts.rules import Actor, Role
from tests.factories.demo_campaign import DemoCampaign, make_demo_campaign

FLYER, NEWSPAPER, POST = "flyer-a5", "anzeige-91x120", "post-1080"
SPOT = FinishingDraft(
    FinishingTerms("spot-hks65", 9_500, 400, spot=True),
    "HKS 65 K als Sonderfarbe",
    "HKS 65 K as a spot colour",
)


@dataclass(frozen=True, slots=True)
class Shop:
    """A published campaign with prices of one supplier."""

    demo: DemoCampaign
    supplier_id: UUID

    @property
    def manager(self) -> Actor:
        """The manager of the partner who orders."""
        return self.demo.partner

    @property
    def approver(self) -> Actor:
        """Who decides for the whole company."""
        return self.demo.network.actors[Role.APPROVER]

    @property
    def supplier(self) -> Actor:
        """Who signs in at the supplier."""
        return self.demo.network.actors[Role.SUPPLIER]

    def localise(
        self, values: Mapping[str, Any] | None = None, outlet: int = 0, by: Actor | None = None
    ) -> UUID:
        """Start an outlet's ad and set values; return its id."""
        actor = by or self.manager
        outlet_id = self.demo.network.outlets[outlet].id
        started = get_or_start(actor, self.demo.campaign.id, outlet_id)
        if values:
            saved = save_values(actor, started.id, values, started.row_version)
            assert not saved.problems
        return started.id

    def flyers(
        self, localisation_id: UUID, quantity: int = 2500, finishing: str | None = None
    ) -> LineRequest:
        """Return a line of flyers."""
        return LineRequest(localisation_id, FLYER, quantity, self.supplier_id, finishing)

    def post(self, localisation_id: UUID) -> LineRequest:
        """Return a line of the free channel file."""
        return LineRequest(localisation_id, POST, 1)

    def order(self, *requests: LineRequest, key: str = "", by: Actor | None = None) -> Order:
        """Order what a quote of now shows."""
        actor = by or self.manager
        seen = quote(actor, requests).digest
        return checkout(actor, requests, key or str(new_id()), seen)


@dataclass(frozen=True, slots=True)
class OriginalShop:
    """A shop as it was made: its database file and its files."""

    shop: Shop
    path: Path
    files: MemoryFileStore


def make_shop() -> Shop:
    """Publish the campaign and one supplier's prices for what is printed."""
    demo = make_demo_campaign()
    supplier = demo.network.supplier
    planner = demo.network.actors[Role.CAMPAIGN_MANAGER]
    tiers = {
        FLYER: (Tier(250, 3_900, 9_600), Tier(2500, 5_900, 3_400)),
        NEWSPAPER: (Tier(1, 0, 18_900_000),),
    }
    for format_key, steps in tiers.items():
        draft = PriceListDraft(
            supplier_id=supplier.id,
            format_key=format_key,
            valid_from=date(2026, 1, 1),
            tiers=steps,
            max_quantity=50_000,
            usual_quantity=steps[-1].from_quantity,
            days=6,
            finishings=(SPOT,) if format_key == FLYER else (),
        )
        publish_price_list(planner, draft)
    return Shop(demo, supplier.id)
