"""Twenty orders at once on a fund for ten are exactly ten, by the whole checkout."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from campaigns.budgets.models import LedgerEntry
from campaigns.budgets.service import fund_balance, set_coop_fund
from campaigns.orders.checkout import checkout
from campaigns.orders.models import Order, OrderLine
from campaigns.orders.quotes import quote
from campaigns.proofs.service import make_proof
from portal.foundation.audit import AuditEntry, verify_chain
from portal.foundation.database import Database, reading
from portal.foundation.errors import Conflict
from portal.foundation.money import Money
from portal.foundation.storage import FileStore
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, Shop, make_shop


@pytest.fixture
def bare_shop(any_db: Database, file_store: FileStore) -> Shop:
    """A campaign that is open, with prices, on either database."""
    return make_shop()


def test_twenty_orders_at_once_on_a_fund_for_ten_are_exactly_ten(bare_shop: Shop) -> None:
    shop = bare_shop
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    set_coop_fund(planner, shop.demo.campaign.id, Money(72_000), 50, None)
    request = shop.flyers(shop.localise())
    seen = quote(shop.manager, [request])
    assert seen.coop == Money(7_200)
    make_proof(shop.manager, request.localisation_id, FLYER)

    def order(number: int) -> bool:
        try:
            checkout(shop.manager, [request], f"order-number-{number}", seen.digest)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(10) as pool:
        placed = list(pool.map(order, range(20)))
    assert sum(placed) == 10
    balance = fund_balance(planner, shop.demo.campaign.id)
    assert (balance.spent.held, balance.free) == (Money(72_000), Money(0))
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(Order)) == 10
        assert s.scalar(select(func.count()).select_from(OrderLine)) == 10
        assert s.scalar(select(func.count()).select_from(LedgerEntry)) == 10
        numbers = s.scalars(select(Order.number)).all()
        assert len(set(numbers)) == 10
        refused = select(func.count()).select_from(AuditEntry)
        assert s.scalar(refused.where(AuditEntry.outcome == "refused")) == 10
    assert verify_chain().is_intact
