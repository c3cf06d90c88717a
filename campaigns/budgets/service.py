"""Owns what is spent: limits, co-op shares, and the ledger that reserves before it spends.

Whoever reserves first locks the campaign's fund and then the partner's budget, always in this
order, so that two orders never both take the last of either and never wait for each other.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from campaigns.budgets.models import CoopFund, LedgerEntry, PartnerBudget
from campaigns.budgets.rules import (
    HELD,
    POSTED,
    RELEASED,
    Balance,
    EntryKind,
    Hold,
    HoldRequest,
    PartnerBalance,
    Share,
    ShareTerms,
    Spent,
    check_limit,
    check_unchanged,
    share_of,
)
from campaigns.planning.models import Campaign
from portal.foundation import audit, clock, usage
from portal.foundation.actors import ActorRef
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.errors import N_, Conflict, NotFound
from portal.foundation.money import Money
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Partner


def set_partner_budget(
    actor: Actor, partner_id: UUID, year: int, limit: Money | None, coop_limit: Money | None = None
) -> None:
    """Set what a partner may spend in a year and receive as co-op share; None sets no limit."""
    with transaction() as running:
        path = _partner_path(partner_id)
        actor.require(Permission.BUDGET_MANAGE, path)
        insert_if_absent(PartnerBudget, partner_id=partner_id, path=path, year=year)
        budget = running.scalars(budget_row(partner_id, year).with_for_update()).one()
        budget.limit_cents = None if limit is None else check_limit(limit.cents)
        budget.coop_limit_cents = None if coop_limit is None else check_limit(coop_limit.cents)
        audit.append(
            "budget.set",
            actor=actor.ref_at(path),
            subject="partner",
            subject_id=partner_id,
            details={
                "year": year,
                "limit_cents": budget.limit_cents,
                "coop_limit_cents": budget.coop_limit_cents,
            },
        )


def set_coop_fund(
    actor: Actor, campaign_id: UUID, limit: Money, percent: int, cap_per_outlet: Money | None
) -> None:
    """Change a campaign's co-op fund; what is already reserved stays reserved."""
    with transaction():
        fund = locked_fund(campaign_id)
        actor.require(Permission.BUDGET_MANAGE, fund.path)
        fund.limit_cents = check_limit(limit.cents)
        fund.percent = min(max(percent, 0), 100)
        cap = None if cap_per_outlet is None else check_limit(cap_per_outlet.cents)
        fund.cap_cents_per_outlet = cap
        audit.append(
            "coop_fund.set",
            actor=actor.ref_at(fund.path),
            subject="campaign",
            subject_id=campaign_id,
            details={"limit_cents": limit.cents, "percent": fund.percent, "cap_cents": cap},
        )


def share_terms(campaign_id: UUID, partner_id: UUID, outlet_id: UUID) -> ShareTerms:
    """Return a campaign's percentage and what is left of each limit, as of now."""
    with reading():
        fund = session().scalar(select(CoopFund).where(CoopFund.campaign_id == campaign_id))
        return _terms(fund or _planned_fund(campaign_id), partner_id, outlet_id)


def quote_share(campaign_id: UUID, partner_id: UUID, outlet_id: UUID, net: Money) -> Share:
    """Return how a net price would be divided if it were ordered now."""
    return share_of(net, share_terms(campaign_id, partner_id, outlet_id))


def own_balance(partner_id: UUID) -> Balance:
    """Return what a partner may spend of its own this year and what it has spent."""
    with reading():
        return _own_balance(partner_id, clock.today().year)


def hold(actor: Actor, request: HoldRequest) -> Hold:
    """Reserve the money of one order line under lock, exactly as its buyer has seen it.

    Raises Conflict where the share is another one by now. Going above the partner's own budget
    is no refusal: it is said, and head office decides.
    """
    actor.require(Permission.ORDER_PLACE, request.path)
    with transaction() as running:
        fund = locked_fund(request.campaign_id)
        year = clock.today().year
        running.scalars(budget_row(request.partner_id, year).with_for_update()).first()
        share = share_of(request.seen.net, _terms(fund, request.partner_id, request.outlet_id))
        check_unchanged(request.seen, share)
        above = _own_balance(request.partner_id, year).is_exceeded_by(share.own)
        entry = LedgerEntry(
            kind=EntryKind.HOLD,
            order_line_id=request.order_line_id,
            partner_id=request.partner_id,
            outlet_id=request.outlet_id,
            campaign_id=request.campaign_id,
            path=request.path,
            year=year,
            coop_cents=share.coop.cents,
            own_cents=share.own.cents,
        )
        running.add(entry)
        running.flush()
        record_entry(entry, actor.ref_at(request.path), above_budget=above)
        return Hold(entry.id, share, above)


def post(hold_id: UUID, actor: ActorRef | None) -> None:
    """Spend what a hold has reserved; Conflict if it has been spent or freed before."""
    _close(hold_id, EntryKind.POSTING, actor)


def release(hold_id: UUID, actor: ActorRef | None) -> None:
    """Free what a hold has reserved; Conflict if it has been spent or freed before."""
    _close(hold_id, EntryKind.RELEASE, actor)


def _close(hold_id: UUID, kind: EntryKind, actor: ActorRef | None) -> None:
    with transaction() as running:
        held = running.get(LedgerEntry, hold_id)
        if held is None or held.kind is not EntryKind.HOLD:
            raise NotFound(N_("There is no such reservation."))
        copied = ("order_line_id", "partner_id", "outlet_id", "campaign_id", "path", "year")
        closed = insert_if_absent(
            LedgerEntry,
            kind=kind,
            closes=hold_id,
            coop_cents=held.coop_cents,
            own_cents=held.own_cents,
            at=clock.now(),
            **{name: getattr(held, name) for name in copied},
        )
        if not closed:
            raise Conflict(N_("This reservation has been spent or freed before."))
        record_entry(held, actor, closed_as=kind)


def partner_balance(actor: Actor, partner_id: UUID, year: int) -> PartnerBalance:
    """Return a partner's own budget and co-op share of a year, with what is used of both."""
    with reading():
        path = _partner_path(partner_id)
        actor.require(Permission.BUDGET_READ, path)
        return PartnerBalance(year, _own_balance(partner_id, year), _coop_balance(partner_id, year))


def fund_balance(actor: Actor, campaign_id: UUID) -> Balance:
    """Return a campaign's co-op fund with what is used of it."""
    with reading():
        fund = session().scalar(select(CoopFund).where(CoopFund.campaign_id == campaign_id))
        fund = fund or _planned_fund(campaign_id)
        actor.require(Permission.BUDGET_READ, fund.path)
        spent = add_up(LedgerEntry.coop_cents, LedgerEntry.campaign_id == campaign_id)
        return Balance(Money(fund.limit_cents), spent)


def _terms(fund: CoopFund, partner_id: UUID, outlet_id: UUID) -> ShareTerms:
    of_campaign = LedgerEntry.campaign_id == fund.campaign_id
    of_outlet = LedgerEntry.outlet_id == outlet_id
    cap = fund.cap_cents_per_outlet
    capped = Balance(
        None if cap is None else Money(cap),
        add_up(LedgerEntry.coop_cents, of_campaign, of_outlet),
    )
    funded = Balance(Money(fund.limit_cents), add_up(LedgerEntry.coop_cents, of_campaign))
    allowed = _coop_balance(partner_id, clock.today().year)
    return ShareTerms(fund.percent, capped.free, funded.free, allowed.free)


def _own_balance(partner_id: UUID, year: int) -> Balance:
    budget = session().scalar(budget_row(partner_id, year))
    limit = None if budget is None else budget.limit_cents
    return Balance(
        None if limit is None else Money(limit),
        add_up(LedgerEntry.own_cents, *of_partner(partner_id, year)),
    )


def _coop_balance(partner_id: UUID, year: int) -> Balance:
    budget = session().scalar(budget_row(partner_id, year))
    limit = None if budget is None else budget.coop_limit_cents
    return Balance(
        None if limit is None else Money(limit),
        add_up(LedgerEntry.coop_cents, *of_partner(partner_id, year)),
    )


def of_partner(partner_id: UUID, year: int) -> tuple[ColumnElement[bool], ...]:
    """Return what narrows the ledger to a partner's year."""
    return LedgerEntry.partner_id == partner_id, LedgerEntry.year == year


def add_up(cents: InstrumentedAttribute[int], *conditions: ColumnElement[bool]) -> Spent:
    """Add up the ledger: what was reserved and not freed is taken, what was posted is spent."""
    taken = case(
        (LedgerEntry.kind == EntryKind.HOLD, cents),
        (LedgerEntry.kind == EntryKind.RELEASE, -cents),
        else_=0,
    )
    posted = case((LedgerEntry.kind == EntryKind.POSTING, cents), else_=0)
    statement = select(func.coalesce(func.sum(taken), 0), func.coalesce(func.sum(posted), 0)).where(
        *conditions
    )
    total, spent = session().execute(statement).one()
    return Spent(Money(int(total) - int(spent)), Money(int(spent)))


def budget_row(partner_id: UUID, year: int) -> Select[PartnerBudget]:
    """Return the statement that finds a partner's limits of a year."""
    return select(PartnerBudget).where(
        PartnerBudget.partner_id == partner_id, PartnerBudget.year == year
    )


def locked_fund(campaign_id: UUID) -> CoopFund:
    """Return a campaign's fund under lock; a hold takes this lock before its partner's budget."""
    planned = _planned_fund(campaign_id)
    insert_if_absent(
        CoopFund,
        campaign_id=campaign_id,
        path=planned.path,
        limit_cents=planned.limit_cents,
        percent=planned.percent,
        cap_cents_per_outlet=planned.cap_cents_per_outlet,
    )
    statement = select(CoopFund).where(CoopFund.campaign_id == campaign_id)
    # What another order changed while this one waited for the lock must be read afresh.
    locked = statement.with_for_update().execution_options(populate_existing=True)
    return session().scalars(locked).one()


def _planned_fund(campaign_id: UUID) -> CoopFund:
    """Return the fund as the campaign was planned; a cap of 0 cents means no cap."""
    campaign = session().get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound(N_("This campaign does not exist."))
    return CoopFund(
        campaign_id=campaign.id,
        path=campaign.path,
        limit_cents=campaign.coop_fund_cents,
        percent=campaign.coop_percent,
        cap_cents_per_outlet=campaign.coop_cap_cents or None,
    )


def _partner_path(partner_id: UUID) -> str:
    path = session().scalar(select(Partner.path).where(Partner.id == partner_id))
    if path is None:
        raise NotFound(N_("This partner does not exist, or not for your account."))
    return path


def record_entry(
    entry: LedgerEntry,
    actor: ActorRef | None,
    *,
    closed_as: EntryKind | None = None,
    above_budget: bool = False,
) -> None:
    """Record that money was reserved, spent or freed."""
    kinds = {None: HELD, EntryKind.POSTING: POSTED, EntryKind.RELEASE: RELEASED}
    attributes: dict[str, object] = {"coop_cents": entry.coop_cents}
    if closed_as is None:
        attributes["above_budget"] = above_budget
    usage.record(
        kinds[closed_as],
        actor=actor,
        path=entry.path,
        partner_id=entry.partner_id,
        outlet_id=entry.outlet_id,
        campaign_id=entry.campaign_id,
        order_line_id=entry.order_line_id,
        value=float(entry.coop_cents + entry.own_cents),
        attributes=attributes,
    )
