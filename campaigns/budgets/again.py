"""Owns reserving money again that was freed by mistake: the same amounts, if the limits allow."""

from collections.abc import Iterable, Mapping
from functools import cache
from uuid import UUID

from sqlalchemy import select

from campaigns.budgets.models import CoopFund, LedgerEntry, PartnerBudget
from campaigns.budgets.rules import EntryKind, Limits, Share, Taken, fits_again
from campaigns.budgets.service import add_up, budget_row, locked_fund, of_partner, record_entry
from portal.foundation.actors import ActorRef
from portal.foundation.database import session, transaction
from portal.foundation.money import Money


def taken_of(hold_ids: Iterable[UUID]) -> Mapping[UUID, Taken]:
    """Return by hold what is taken now of all that it counts against."""
    rows = session().scalars(select(LedgerEntry).where(LedgerEntry.id.in_(set(hold_ids)))).all()
    fund_of, outlet_of = cache(_taken_of_fund), cache(_taken_by_outlet)
    coop_of, own_of = cache(_coop_taken), cache(_own_taken)
    return {
        row.id: Taken(
            fund_of(row.campaign_id),
            outlet_of(row.campaign_id, row.outlet_id),
            coop_of(row.partner_id, row.year),
            own_of(row.partner_id, row.year),
        )
        for row in rows
    }


def hold_again(hold_id: UUID, before: Taken, actor: ActorRef | None) -> UUID | None:
    """Reserve what a freed hold had reserved; None where it does not fit any more.

    `before` is what was taken when the hold was freed. The new hold stands in the same year.
    """
    with transaction() as running:
        freed = running.get_one(LedgerEntry, hold_id)
        fund = locked_fund(freed.campaign_id)
        budget_statement = budget_row(freed.partner_id, freed.year).with_for_update()
        budget = running.scalars(budget_statement).first()
        now = taken_of([hold_id])[hold_id]
        share = Share(Money(freed.coop_cents), Money(freed.own_cents))
        if not fits_again(_limits(fund, budget), before, now, share):
            return None
        copied = ("order_line_id", "partner_id", "outlet_id", "campaign_id", "path", "year")
        entry = LedgerEntry(
            kind=EntryKind.HOLD,
            coop_cents=freed.coop_cents,
            own_cents=freed.own_cents,
            **{name: getattr(freed, name) for name in copied},
        )
        running.add(entry)
        running.flush()
        record_entry(entry, actor)
        return entry.id


def _limits(fund: CoopFund, budget: PartnerBudget | None) -> Limits:
    return Limits(
        fund.limit_cents,
        fund.cap_cents_per_outlet,
        budget.coop_limit_cents if budget else None,
        budget.limit_cents if budget else None,
    )


def _taken_of_fund(campaign_id: UUID) -> int:
    return add_up(LedgerEntry.coop_cents, LedgerEntry.campaign_id == campaign_id).total.cents


def _taken_by_outlet(campaign_id: UUID, outlet_id: UUID) -> int:
    of_outlet = (LedgerEntry.campaign_id == campaign_id, LedgerEntry.outlet_id == outlet_id)
    return add_up(LedgerEntry.coop_cents, *of_outlet).total.cents


def _coop_taken(partner_id: UUID, year: int) -> int:
    return add_up(LedgerEntry.coop_cents, *of_partner(partner_id, year)).total.cents


def _own_taken(partner_id: UUID, year: int) -> int:
    return add_up(LedgerEntry.own_cents, *of_partner(partner_id, year)).total.cents
