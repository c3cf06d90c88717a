"""Money is reserved before it is spent, under lock, and never twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.budgets.models import CoopFund, LedgerEntry
from campaigns.budgets.rules import EntryKind, Hold, HoldRequest, Share, ShareLimit
from campaigns.budgets.service import (
    fund_balance,
    hold,
    partner_balance,
    post,
    quote_share,
    release,
    set_coop_fund,
    set_partner_budget,
)
from campaigns.planning.models import Campaign
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict, NotFound, NotPermitted
from portal.foundation.ids import new_id
from portal.foundation.money import Money
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Role
from regions.partners.models import Outlet
from tests.factories.campaigns import make_campaign
from tests.factories.regions import Network, make_network

HUNDRED = Money(10_000)
HALF = Share(Money(5_000), Money(5_000))


@pytest.fixture
def network(any_db: Database) -> Network:
    """A small company."""
    with transaction() as s:
        return make_network(s)


@pytest.fixture
def campaign(network: Network) -> Campaign:
    """A campaign that pays half, with a fund for ten orders of 100 euros."""
    with transaction() as s:
        return make_campaign(s, coop_fund_cents=50_000)


def request_for(outlet: Outlet, campaign: Campaign, seen: Share = HALF) -> HoldRequest:
    return HoldRequest(new_id(), outlet.partner_id, outlet.id, campaign.id, outlet.path, seen)


def order(network: Network, campaign: Campaign, seen: Share = HALF) -> Hold:
    manager = network.actors[Role.PARTNER_MANAGER]
    return hold(manager, request_for(network.outlets[0], campaign, seen))


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """Run `work` in as many threads, and return results and refusals alike."""

    def attempt(number: int) -> object:
        try:
            return work(number)
        except Conflict as refusal:
            return refusal

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(attempt, range(count)))


def test_twenty_orders_at_once_on_a_fund_for_ten_are_exactly_ten(
    network: Network, campaign: Campaign
) -> None:
    results = at_once(20, lambda _: order(network, campaign))
    assert sum(isinstance(result, Hold) for result in results) == 10
    assert sum(isinstance(result, Conflict) for result in results) == 10
    balance = fund_balance(network.actors[Role.CAMPAIGN_MANAGER], campaign.id)
    assert (balance.spent.total, balance.free) == (Money(50_000), Money(0))


def test_one_reservation_is_spent_or_freed_exactly_once(
    network: Network, campaign: Campaign
) -> None:
    held = order(network, campaign)
    results = at_once(8, lambda n: post(held.id, None) if n % 2 else release(held.id, None))
    assert sum(isinstance(result, Conflict) for result in results) == 7
    with reading() as s:
        closing = select(LedgerEntry).where(LedgerEntry.closes == held.id)
        assert len(s.scalars(closing).all()) == 1


def test_a_cap_per_outlet_holds_under_concurrency(network: Network, campaign: Campaign) -> None:
    manager = network.actors[Role.CAMPAIGN_MANAGER]
    set_coop_fund(manager, campaign.id, Money(10**7), 50, Money(15_000))
    results = at_once(8, lambda _: order(network, campaign))
    assert sum(isinstance(result, Hold) for result in results) == 3


def test_freed_money_can_be_reserved_again(network: Network, campaign: Campaign) -> None:
    held = [order(network, campaign) for _ in range(10)]
    with pytest.raises(Conflict):
        order(network, campaign)
    release(held[0].id, None)
    order(network, campaign)
    post(held[1].id, None)
    with pytest.raises(Conflict):
        order(network, campaign)


def test_balance_tells_reserved_from_spent(network: Network, campaign: Campaign) -> None:
    chief, manager = network.actors[Role.CAMPAIGN_MANAGER], network.actors[Role.PARTNER_MANAGER]
    year = clock.today().year
    set_partner_budget(chief, network.partner.id, year, Money(100_000), Money(20_000))
    first, second, third = (order(network, campaign) for _ in range(3))
    post(first.id, None)
    release(second.id, None)
    balance = partner_balance(manager, network.partner.id, year)
    assert (balance.own.spent.posted, balance.own.spent.held) == (Money(5_000), Money(5_000))
    assert balance.own.free == Money(90_000)
    assert balance.coop.free == Money(10_000)
    assert third.share == HALF


def test_used_up_allowance_leaves_the_full_price_orderable(
    network: Network, campaign: Campaign
) -> None:
    chief = network.actors[Role.CAMPAIGN_MANAGER]
    partner, outlet = network.partner, network.outlets[0]
    set_partner_budget(chief, partner.id, clock.today().year, None, Money(5_000))
    order(network, campaign)
    share = quote_share(campaign.id, partner.id, outlet.id, HUNDRED)
    assert share == Share(Money(0), HUNDRED, ShareLimit.ALLOWANCE)
    with pytest.raises(Conflict):
        order(network, campaign)
    assert order(network, campaign, share).share.own == HUNDRED


def test_going_above_the_own_budget_is_said_and_not_refused(
    network: Network, campaign: Campaign
) -> None:
    chief = network.actors[Role.CAMPAIGN_MANAGER]
    set_partner_budget(chief, network.partner.id, clock.today().year, Money(9_999))
    assert not order(network, campaign).above_budget
    assert order(network, campaign).above_budget


def test_nobody_reserves_for_a_foreign_outlet(network: Network, campaign: Campaign) -> None:
    manager, staff = network.actors[Role.PARTNER_MANAGER], network.actors[Role.PARTNER_STAFF]
    with pytest.raises(NotFound):
        hold(manager, request_for(network.foreign_outlet, campaign))
    with pytest.raises(NotPermitted):
        hold(staff, request_for(network.outlets[0], campaign))


def test_partners_set_no_budget_and_see_no_other(network: Network, campaign: Campaign) -> None:
    manager, year = network.actors[Role.PARTNER_MANAGER], clock.today().year
    with pytest.raises(NotPermitted):
        set_partner_budget(manager, network.partner.id, year, Money(10**9))
    with pytest.raises(NotFound):
        set_partner_budget(manager, network.foreign.id, year, Money(10**9))
    with pytest.raises(NotFound):
        partner_balance(manager, network.sibling.id, year)


def test_a_ledger_is_only_added_to(network: Network, campaign: Campaign) -> None:
    held = order(network, campaign)
    with pytest.raises(Conflict), transaction() as s:
        s.get_one(LedgerEntry, held.id).coop_cents = 1
    with pytest.raises(Conflict), transaction() as s:
        s.delete(s.get_one(LedgerEntry, held.id))


def test_each_movement_leaves_a_usage_event_and_limits_an_audit_entry(
    network: Network, campaign: Campaign
) -> None:
    chief = network.actors[Role.CAMPAIGN_MANAGER]
    set_partner_budget(chief, network.partner.id, clock.today().year, Money(1), Money(10**6))
    set_coop_fund(chief, campaign.id, Money(50_000), 50, None)
    post(order(network, campaign).id, None)
    release(order(network, campaign).id, None)
    with reading() as s:
        kinds = s.scalars(select(UsageEvent.kind).order_by(UsageEvent.kind)).all()
        assert kinds == ["budget.held"] * 2 + ["budget.posted", "budget.released"]
        actions = s.scalars(select(AuditEntry.action)).all()
        assert {"budget.set", "coop_fund.set"} <= set(actions)


def test_the_fund_starts_as_planned(network: Network) -> None:
    with transaction() as s:
        planned = make_campaign(s, "kraeuter-2027", coop_percent=40, coop_cap_cents=2_500)
    share = quote_share(planned.id, network.partner.id, network.outlets[0].id, HUNDRED)
    assert share == Share(Money(2_500), Money(7_500), ShareLimit.CAP)
    order(network, planned, share)
    with reading() as s:
        fund = s.scalars(select(CoopFund).where(CoopFund.campaign_id == planned.id)).one()
        assert (fund.percent, fund.cap_cents_per_outlet, fund.limit_cents) == (40, 2_500, 100_000)
        kinds = s.scalars(select(LedgerEntry.kind)).all()
        assert kinds == [EntryKind.HOLD]


def test_unknown_things_are_not_there(network: Network, campaign: Campaign) -> None:
    chief = network.actors[Role.CAMPAIGN_MANAGER]
    with pytest.raises(NotFound):
        fund_balance(chief, UUID(int=7))
    with pytest.raises(NotFound):
        set_partner_budget(chief, UUID(int=7), 2027, None)
    with pytest.raises(NotFound):
        release(UUID(int=7), None)
