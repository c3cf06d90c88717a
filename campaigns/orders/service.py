"""Owns what happens to order lines after they were placed: decisions, cancelling, fulfilment."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from campaigns.approval.models import Submission
from campaigns.approval.rules import SubmissionStatus
from campaigns.approval.service import approval_of, withdraw
from campaigns.budgets import service as budgets
from campaigns.localisation.models import Localisation
from campaigns.orders.baskets import put_back
from campaigns.orders.checkout import checkout, enqueue_delivery, find_order_by_key
from campaigns.orders.models import Order, OrderLine
from campaigns.orders.quotes import Quote, QuoteLine, quote, usual_quote
from campaigns.orders.rules import (
    BACK_TO_BASKET,
    FULFILMENT,
    LINE_MOVED,
    LineNote,
    LineRequest,
    LineStatus,
    next_status,
    order_status,
)
from portal.foundation import audit, clock, usage
from portal.foundation.actors import ActorRef
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Invalid, NotFound
from regions.accounts.rules import Actor, Permission

__all__ = [
    "LineRequest",
    "Quote",
    "QuoteLine",
    "advance_line",
    "cancel_line",
    "checkout",
    "find_order_by_key",
    "mark_delivered",
    "quote",
    "release_decided",
    "usual_quote",
]

_ENDS_AS = {
    SubmissionStatus.CHANGES_REQUESTED: (LineStatus.REJECTED, LineNote.CHANGES_REQUESTED),
    SubmissionStatus.REJECTED: (LineStatus.REJECTED, LineNote.REJECTED),
    SubmissionStatus.WITHDRAWN: (LineStatus.CANCELLED, LineNote.WITHDRAWN),
}


def release_decided(submission_id: UUID) -> tuple[OrderLine, ...]:
    """Move the lines that waited for a decision on: ordered, or ended with their money freed.

    An approved ad that has changed since is not ordered; doing this twice changes nothing.
    """
    with transaction() as running:
        submission = running.get(Submission, submission_id)
        if submission is None:
            raise NotFound(N_("This submission does not exist."))
        lines = _waiting(submission_id)
        for line in lines:
            _follow(line, submission.status)
        for order_id in {line.order_id for line in lines}:
            settle_order(order_id)
        return tuple(lines)


def _waiting(submission_id: UUID) -> Sequence[OrderLine]:
    return (
        session()
        .scalars(
            select(OrderLine)
            .where(OrderLine.submission_id == submission_id)
            .where(OrderLine.status == LineStatus.AWAITING_DECISION)
            .order_by(OrderLine.id)
            .with_for_update()
        )
        .all()
    )


def _follow(line: OrderLine, decided: SubmissionStatus) -> None:
    if decided is SubmissionStatus.APPROVED:
        if approval_of(line.proof_id).valid:
            move_line(line, LineStatus.ORDERED, None)
            enqueue_delivery(line.id)
            return
        _refuse_stale(line)
        end_line(line, LineStatus.REJECTED, LineNote.CHANGED_SINCE, None)
    elif decided in _ENDS_AS:
        status, note = _ENDS_AS[decided]
        end_line(line, status, note, None)


def _refuse_stale(line: OrderLine) -> None:
    audit.append(
        "order_line.released",
        actor=None,
        subject="order_line",
        subject_id=line.id,
        outcome="refused",
        details={"why": "changed since approval", "proof": str(line.proof_id)},
    )


def cancel_line(actor: Actor, line_id: UUID) -> OrderLine:
    """Cancel a line before its production and free its money."""
    with transaction():
        line = _locked(line_id)
        if not actor.scope.reaches(line.path):
            raise _no_line()
        actor.require(Permission.ORDER_PLACE, line.path)
        end_line(line, LineStatus.CANCELLED, LineNote.CANCELLED, actor.ref_at(line.path))
        _withdraw_if_alone(actor, line.submission_id)
        audit.append(
            "order_line.cancelled",
            actor=actor.ref_at(line.path),
            subject="order_line",
            subject_id=line.id,
        )
        settle_order(line.order_id)
        return line


def _withdraw_if_alone(actor: Actor, submission_id: UUID) -> None:
    """Take the submission back when no line waits for its decision any more."""
    submission = session().get_one(Submission, submission_id)
    if submission.status is SubmissionStatus.AWAITING_DECISION and not _waiting(submission_id):
        withdraw(actor, submission_id, submission.row_version)


def advance_line(actor: Actor, line_id: UUID, wanted: LineStatus) -> OrderLine:
    """Say as the supplier how far a line is; what is reserved is spent when production begins."""
    if wanted not in FULFILMENT:
        raise Invalid(N_("Choose in production, shipped or delivered."), field="status")
    with transaction():
        line = _locked(line_id)
        if line.supplier_id is None:
            raise _no_line()
        actor.require_supplier(Permission.ORDER_LINE_FULFIL, line.supplier_id)
        _progress(line, wanted, actor.ref)
        return line


def mark_delivered(line_id: UUID) -> OrderLine:
    """Note that a channel file that no supplier handles is there: nothing more is to be done."""
    with transaction():
        line = _locked(line_id)
        _progress(line, LineStatus.DELIVERED, None)
        return line


def _progress(line: OrderLine, wanted: LineStatus, actor: ActorRef | None) -> None:
    spent_before = line.status is not LineStatus.ORDERED
    move_line(line, wanted, actor)
    if line.hold_id is not None and not spent_before:
        budgets.post(line.hold_id, actor)
    audit.append(
        "order_line.moved",
        actor=actor,
        subject="order_line",
        subject_id=line.id,
        details={"status": wanted},
    )
    settle_order(line.order_id)


def end_line(line: OrderLine, status: LineStatus, note: LineNote, actor: ActorRef | None) -> None:
    """End a locked line before its delivery: its money is freed, some go back to the basket."""
    move_line(line, status, actor, note)
    if line.hold_id is not None:
        budgets.release(line.hold_id, actor)
    if note in BACK_TO_BASKET:
        localisation = session().get_one(Localisation, line.localisation_id)
        order = session().get_one(Order, line.order_id)
        put_back(localisation, order.ordered_by, request_of(line))


def request_of(line: OrderLine) -> LineRequest:
    """Return what a line asked for, to order it again."""
    return LineRequest(
        line.localisation_id,
        line.format_key,
        line.quantity,
        line.supplier_id,
        line.finishing_key,
    )


def move_line(
    line: OrderLine,
    wanted: LineStatus,
    actor: ActorRef | None,
    note: LineNote = LineNote.NONE,
) -> None:
    """Move a locked line to where it may go from here, and record it."""
    set_status(line, next_status(line.status, wanted), actor, note)


def set_status(
    line: OrderLine, status: LineStatus, actor: ActorRef | None, note: LineNote = LineNote.NONE
) -> None:
    """Put a locked line where the caller has made sure that it belongs, and record it."""
    line.status = status
    line.status_note = note
    line.status_at = clock.now()
    usage.record(
        LINE_MOVED,
        actor=actor,
        path=line.path,
        partner_id=line.partner_id,
        outlet_id=line.outlet_id,
        campaign_id=line.campaign_id,
        localisation_id=line.localisation_id,
        format_key=line.format_key,
        channel_key=line.channel_key,
        proof_id=line.proof_id,
        order_line_id=line.id,
        value=float(line.quantity),
        attributes={"status": status, "note": note},
    )
    session().flush()


def settle_order(order_id: UUID) -> None:
    """Derive where an order stands from its lines, under lock."""
    session().flush()
    # Locked, so that of two lines that move at once the second one sees the first.
    statement = select(Order).where(Order.id == order_id).with_for_update()
    order = session().scalars(statement.execution_options(populate_existing=True)).one()
    statuses = session().scalars(select(OrderLine.status).where(OrderLine.order_id == order_id))
    order.status = order_status(statuses.all())


def _locked(line_id: UUID) -> OrderLine:
    statement = select(OrderLine).where(OrderLine.id == line_id).with_for_update()
    line = session().scalar(statement.execution_options(populate_existing=True))
    if line is None:
        raise _no_line()
    return line


def _no_line() -> NotFound:
    return NotFound(N_("This order line does not exist, or not for your account."))
