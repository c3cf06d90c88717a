"""Owns expiring a campaign in one transaction, and taking that back within ten minutes.

The campaign's lock is taken alone and first. Whoever adds to a campaign, orders or hands over
takes it too (together with others), so nothing slips through while this runs.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from campaigns.approval.taking_back import reject_waiting, reopen_submission
from campaigns.budgets.rules import Taken
from campaigns.orders.models import OrderLine
from campaigns.orders.rules import LineStatus
from campaigns.orders.stopping import (
    StoppedLine,
    basket_line_json,
    empty_baskets,
    put_in_again,
    resume_line,
    stop_lines,
)
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import audit_campaign, is_expired, locked_campaign
from campaigns.proofs.viewing.service import close_links_of, reopen_links_of
from campaigns.rollout.expiry.models import CampaignExpiry, TakenAway
from campaigns.rollout.expiry.rules import (
    EXPIRED,
    EXPIRY_UNDONE,
    LATE,
    TakenKind,
    check_reason,
    refuse_late,
    undo_until,
)
from campaigns.rollout.expiry.survey import Survey, kept_ids, take_survey
from campaigns.rollout.versions.waiting import send_again
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.jobs import enqueue
from regions.accounts.rules import Actor, Permission

TELL_JOB = "rollout.expiry"
NO_MONEY = N_("The money is not there any more. The ad is in the basket again.")


@dataclass(frozen=True, slots=True)
class Undone:
    """An expiry that was taken back, and the references of order lines that did not come back."""

    expiry: CampaignExpiry
    not_back: tuple[str, ...]


def expire_campaign(actor: Actor, campaign_id: UUID, reason: str) -> CampaignExpiry:
    """Expire a campaign at once, with a reason that partners read; refusals are audited.

    What waits for a decision is rejected, baskets are emptied, order lines that no supplier has
    yet are stopped and their money is freed. Ads stay, to be read only.
    """
    with _audited(actor, "campaign.expired", campaign_id), transaction() as running:
        said = check_reason(reason)
        campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PUBLISH)
        _refuse_not_going(campaign)
        found = take_survey(campaign_id)
        expiry = CampaignExpiry(
            campaign_id=campaign_id,
            path=campaign.path,
            reason=said,
            expired_at=clock.now(),
            expired_by=actor.account_id,
            expired_by_name=actor.name,
            counts=_counts(found) | {"status": campaign.status},
        )
        running.add(expiry)
        running.flush()
        _take_away(actor, expiry, kept_ids(campaign_id))
        closed = close_links_of(campaign_id, said)
        expiry.counts = {**expiry.counts, "view_links": closed}
        _mark(campaign, expiry)
        _record_expiry(actor, campaign, found)
        key = f"{TELL_JOB}:{expiry.id}"
        enqueue(TELL_JOB, {"expiry_id": str(expiry.id)}, key=key, run_at=undo_until(clock.now()))
        running.flush()
        return expiry


def undo_expiry(actor: Actor, campaign_id: UUID) -> Undone:
    """Take an expiry back within ten minutes: all is as it was, but for what money is gone for."""
    with _audited(actor, "campaign.expiry_undone", campaign_id), transaction() as running:
        campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PUBLISH)
        expiry = find_expiry(campaign_id)
        if expiry is None or not is_expired(campaign):
            raise Conflict(N_("This campaign is not expired. Load the page again."))
        now = clock.now()
        _refuse_told(expiry)
        refuse_late(expiry.expired_at, now)
        expiry.undone_at, expiry.undone_by = now, actor.account_id
        expiry.undone_by_name = actor.name
        _unmark(campaign, CampaignStatus(expiry.counts["status"]))
        running.flush()
        not_back = _put_back(actor, expiry)
        reopen_links_of(campaign_id, expiry.expired_at)
        send_again(campaign_id, str(expiry.id))
        usage.record(
            EXPIRY_UNDONE,
            actor=actor.ref,
            path=campaign.path,
            campaign_id=campaign.id,
            value=(now - expiry.expired_at).total_seconds(),
            attributes={"not_back": len(not_back)},
        )
        audit_campaign("campaign.expiry_undone", actor, campaign, not_back=", ".join(not_back))
        running.flush()
        return Undone(expiry, not_back)


def find_expiry(campaign_id: UUID) -> CampaignExpiry | None:
    """Return the expiry that holds a campaign now, None where there is none."""
    statement = select(CampaignExpiry).where(
        CampaignExpiry.campaign_id == campaign_id, CampaignExpiry.undone_at.is_(None)
    )
    with reading() as running:
        return running.scalar(statement.order_by(CampaignExpiry.id.desc()).limit(1))


@contextmanager
def _audited(actor: Actor, action: str, campaign_id: UUID) -> Iterator[None]:
    try:
        yield
    except (NotFound, NotPermitted, Conflict, Invalid) as refusal:
        audit.audit_refusal(
            action,
            actor=actor.ref,
            subject="campaign",
            subject_id=campaign_id,
            details={"why": refusal.message},
        )
        raise


def _refuse_told(expiry: CampaignExpiry) -> None:
    """Refuse what partners have been told of already, whatever the clock of this server says."""
    session().refresh(expiry, with_for_update=True)
    if expiry.told_at is not None:
        raise Conflict(LATE)


def _refuse_not_going(campaign: Campaign) -> None:
    if is_expired(campaign):
        raise Conflict(N_("This campaign is expired already. Load the page again."))
    if campaign.status == CampaignStatus.DRAFT:
        raise Conflict(N_("The campaign is a draft: nobody sees it yet. Change or keep it."))


def _take_away(actor: Actor, expiry: CampaignExpiry, kept: Iterable[UUID]) -> None:
    """Take order lines, submissions and basket lines away, in this order, and write each down.

    Lines go first: whoever moves one of them holds it, and may touch its submission after that.
    """
    campaign_id = expiry.campaign_id
    for stopped in stop_lines(campaign_id, kept, actor.ref):
        before = {"status": stopped.status, "taken": asdict(stopped.taken) if stopped.taken else {}}
        _note(expiry, TakenKind.ORDER_LINE, stopped.line_id, stopped.path, before)
    for submission in reject_waiting(actor, campaign_id, expiry.reason):
        _note(expiry, TakenKind.SUBMISSION, submission.id, submission.path, {})
    for line in empty_baskets(campaign_id):
        _note(expiry, TakenKind.BASKET_LINE, line.id, line.path, basket_line_json(line))


def _note(
    expiry: CampaignExpiry,
    kind: TakenKind,
    subject_id: UUID,
    path: str,
    before: Mapping[str, object],
) -> None:
    session().add(
        TakenAway(
            expiry_id=expiry.id, kind=kind, subject_id=subject_id, path=path, before=dict(before)
        )
    )


def _put_back(actor: Actor, expiry: CampaignExpiry) -> tuple[str, ...]:
    taken = _taken_away(expiry.id)
    for item in taken:
        if item.kind is TakenKind.SUBMISSION:
            reopen_submission(actor, item.subject_id)
    for item in taken:
        if item.kind is TakenKind.BASKET_LINE:
            put_in_again(item.before)
    lines = [item for item in taken if item.kind is TakenKind.ORDER_LINE]
    for item in lines:
        if not resume_line(_stopped_line(item), actor.ref, str(expiry.id)):
            item.problem = NO_MONEY
    gone = [item.subject_id for item in lines if item.problem]
    statement = select(OrderLine.reference).where(OrderLine.id.in_(gone))
    return tuple(session().scalars(statement.order_by(OrderLine.reference)))


def _stopped_line(item: TakenAway) -> StoppedLine:
    taken = item.before["taken"]
    status = LineStatus(item.before["status"])
    return StoppedLine(item.subject_id, item.path, status, Taken(**taken) if taken else None)


def _taken_away(expiry_id: UUID) -> list[TakenAway]:
    statement = select(TakenAway).where(TakenAway.expiry_id == expiry_id).order_by(TakenAway.id)
    return list(session().scalars(statement))


def _mark(campaign: Campaign, expiry: CampaignExpiry) -> None:
    campaign.status = CampaignStatus.EXPIRED
    campaign.expired_at, campaign.expired_by = expiry.expired_at, expiry.expired_by
    campaign.expired_by_name, campaign.expiry_reason = expiry.expired_by_name, expiry.reason
    campaign.row_version += 1


def _unmark(campaign: Campaign, status: CampaignStatus) -> None:
    campaign.status = status
    campaign.expired_at = campaign.expired_by = None
    campaign.expired_by_name = campaign.expiry_reason = ""
    campaign.row_version += 1


def _counts(found: Survey) -> dict[str, object]:
    plain = {name: getattr(found, name) for name in Survey.__slots__ if name not in _NOT_PLAIN}
    return plain | {"freed_cents": found.freed.cents, "kept": found.kept_count}


_NOT_PLAIN = frozenset({"freed", "kept"})


def _record_expiry(actor: Actor, campaign: Campaign, found: Survey) -> None:
    usage.record(
        EXPIRED,
        actor=actor.ref,
        path=campaign.path,
        campaign_id=campaign.id,
        value=float(found.drafts),
        attributes={
            "submissions": found.submissions,
            "basket_lines": found.basket_lines,
            "order_lines": found.order_lines,
        },
    )
    audit_campaign(
        "campaign.expired",
        actor,
        campaign,
        reason=campaign.expiry_reason,
        submissions=str(found.submissions),
        basket_lines=str(found.basket_lines),
        order_lines=str(found.order_lines),
        kept=str(found.kept_count),
    )
