"""Owns what a choice or an order takes from which money: head office's share, the own budget."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from campaigns.budgets.models import CoopFund, LedgerEntry
from campaigns.budgets.rules import Balance, PartnerBalance, Spent
from campaigns.budgets.service import add_up, partner_balance
from campaigns.planning.models import Campaign
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.money import Money
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet, Partner


@dataclass(frozen=True, slots=True)
class Pot:
    """One of the two kinds of money: its year's balance, and what is taken of it here.

    `spent` tells apart what is reserved and what is spent; None before anything is reserved.
    """

    balance: Balance
    taken: Money
    spent: Spent | None = None

    @property
    def left(self) -> Money | None:
        """What is free afterwards, never less than nothing; None without a limit."""
        free = self.balance.free
        if free is None or self.spent is not None:
            return free
        return Money(max(0, free.cents - self.taken.cents))

    @property
    def is_exceeded(self) -> bool:
        """Whether taking this goes above the limit."""
        return self.spent is None and self.balance.is_exceeded_by(self.taken)


@dataclass(frozen=True, slots=True)
class CoopRule:
    """What head office adds by rule in one campaign; `cap` is the most for one outlet."""

    campaign: Campaign
    percent: int
    cap: Money | None


@dataclass(frozen=True, slots=True)
class MoneyFrom:
    """Where the money of one choice or order comes from; `outlets` share the own budget."""

    year: int
    coop: Pot
    own: Pot
    rules: tuple[CoopRule, ...]
    outlets: int


def find_balance(actor: Actor, partner_id: UUID, year: int) -> PartnerBalance | None:
    """Return a partner's limits of a year with what is used of them; None for whom they are not."""
    with reading() as running:
        path = running.get_one(Partner, partner_id).path
    may_read = actor.may_at(Permission.BUDGET_READ, path)
    return partner_balance(actor, partner_id, year) if may_read else None


def money_of_choice(
    actor: Actor, outlet: Outlet, campaign_ids: Collection[UUID], coop: Money, own: Money
) -> MoneyFrom | None:
    """Return what a choice would take if it were ordered now; None for whom budgets are not."""
    with reading():
        year = clock.today().year
        balance = find_balance(actor, outlet.partner_id, year)
        if balance is None:
            return None
        pots = (Pot(balance.coop, coop), Pot(balance.own, own))
        return _money_from(outlet, year, pots, campaign_ids)


def money_of_order(
    actor: Actor, outlet: Outlet, campaign_ids: Collection[UUID], line_ids: Collection[UUID]
) -> MoneyFrom | None:
    """Return what the ledger has for the lines of an order; None for whom budgets are not."""
    with reading() as running:
        of_lines = LedgerEntry.order_line_id.in_(line_ids)
        year = running.scalar(select(func.max(LedgerEntry.year)).where(of_lines))
        balance = find_balance(actor, outlet.partner_id, year) if year else None
        if year is None or balance is None:
            return None
        coop = add_up(LedgerEntry.coop_cents, of_lines)
        own = add_up(LedgerEntry.own_cents, of_lines)
        pots = (Pot(balance.coop, coop.total, coop), Pot(balance.own, own.total, own))
        return _money_from(outlet, year, pots, campaign_ids)


def _money_from(
    outlet: Outlet, year: int, pots: tuple[Pot, Pot], campaign_ids: Collection[UUID]
) -> MoneyFrom:
    with reading() as running:
        campaigns = running.scalars(
            select(Campaign).where(Campaign.id.in_(campaign_ids)).order_by(Campaign.slug)
        ).all()
        shared = select(func.count()).select_from(Outlet)
        outlets = running.scalar(shared.where(Outlet.partner_id == outlet.partner_id)) or 1
        funds = running.scalars(select(CoopFund).where(CoopFund.campaign_id.in_(campaign_ids)))
        found = {fund.campaign_id: fund for fund in funds}
    rules = tuple(_rule(campaign, found.get(campaign.id)) for campaign in campaigns)
    return MoneyFrom(year, *pots, rules=rules, outlets=outlets)


def _rule(campaign: Campaign, fund: CoopFund | None) -> CoopRule:
    percent = fund.percent if fund else campaign.coop_percent
    cap = fund.cap_cents_per_outlet if fund else campaign.coop_cap_cents or None
    return CoopRule(campaign, percent, None if cap is None else Money(cap))
