"""Owns how an expired campaign stops order lines and empties baskets, and how both come back.

All of it runs in the caller's transaction, who holds the campaign alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from campaigns.approval.models import Submission
from campaigns.approval.rules import SubmissionStatus
from campaigns.approval.service import RELEASE_JOB
from campaigns.budgets import service as budgets
from campaigns.budgets.again import hold_again, taken_of
from campaigns.budgets.rules import Taken
from campaigns.localisation.models import Localisation
from campaigns.orders.baskets import put_back
from campaigns.orders.checkout import enqueue_delivery
from campaigns.orders.models import BasketLine, Order, OrderLine
from campaigns.orders.rules import LineNote, LineStatus
from campaigns.orders.service import request_of, set_status, settle_order
from portal.foundation.actors import ActorRef
from portal.foundation.database import session
from portal.foundation.jobs import enqueue

_ENDS_AS = {
    LineStatus.AWAITING_DECISION: LineStatus.REJECTED,
    LineStatus.ORDERED: LineStatus.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class StoppedLine:
    """An order line that was stopped: where it stood, and what was taken of which limits then."""

    line_id: UUID
    path: str
    status: LineStatus
    taken: Taken | None


def stop_lines(
    campaign_id: UUID, kept: Iterable[UUID], actor: ActorRef | None
) -> tuple[StoppedLine, ...]:
    """Stop all lines of a campaign that wait or are ordered, but for those `kept`; free money."""
    kept_ids = set(kept)
    lines = [line for line in waiting_lines(campaign_id) if line.id not in kept_ids]
    taken = taken_of(line.hold_id for line in lines if line.hold_id is not None)
    stopped = []
    for line in lines:
        held = taken[line.hold_id] if line.hold_id is not None else None
        stopped.append(StoppedLine(line.id, line.path, line.status, held))
        set_status(line, _ENDS_AS[line.status], actor, LineNote.EXPIRED)
        if line.hold_id is not None:
            budgets.release(line.hold_id, actor)
    for order_id in sorted({line.order_id for line in lines}):
        settle_order(order_id)
    return tuple(stopped)


def waiting_lines(campaign_id: UUID) -> Sequence[OrderLine]:
    """Return the lines of a campaign that wait or are ordered, under lock and read afresh."""
    statement = (
        select(OrderLine)
        .where(OrderLine.campaign_id == campaign_id, OrderLine.status.in_(tuple(_ENDS_AS)))
        .order_by(OrderLine.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).all()


def resume_line(stopped: StoppedLine, actor: ActorRef | None, occasion: str) -> bool:
    """Put a stopped line back to where it stood, with its money reserved again.

    Where the money is not there any more it goes into the basket instead, and False is returned.
    `occasion` names this one time, so that what was handed over or decided goes on once more.
    """
    statement = select(OrderLine).where(OrderLine.id == stopped.line_id).with_for_update()
    line = session().scalars(statement.execution_options(populate_existing=True)).one()
    if line.hold_id is not None and stopped.taken is not None:
        held = hold_again(line.hold_id, stopped.taken, actor)
        if held is None:
            _into_basket(line)
            return False
        line.hold_id = held
    set_status(line, stopped.status, actor)
    settle_order(line.order_id)
    _go_on(line, occasion)
    return True


def _into_basket(line: OrderLine) -> None:
    localisation = session().get_one(Localisation, line.localisation_id)
    order = session().get_one(Order, line.order_id)
    put_back(localisation, order.ordered_by, request_of(line))


def _go_on(line: OrderLine, occasion: str) -> None:
    """Have done once more what the expiry kept from being done."""
    if line.status is LineStatus.ORDERED:
        enqueue_delivery(line.id, occasion)
        return
    submission = session().get_one(Submission, line.submission_id)
    if submission.status is not SubmissionStatus.AWAITING_DECISION:
        payload = {"submission_id": str(submission.id)}
        enqueue(RELEASE_JOB, payload, key=f"{RELEASE_JOB}:{submission.id}:{occasion}")


def empty_baskets(campaign_id: UUID) -> tuple[BasketLine, ...]:
    """Take all lines of a campaign out of their baskets and return them as they were."""
    of_campaign = BasketLine.campaign_id == campaign_id
    lines = session().scalars(select(BasketLine).where(of_campaign).order_by(BasketLine.id)).all()
    for line in lines:
        session().expunge(line)
    session().execute(delete(BasketLine).where(of_campaign))
    return tuple(lines)


_KEPT = (
    *("id", "localisation_id", "campaign_id", "outlet_id", "path", "format_key", "quantity"),
    *("supplier_id", "finishing_key", "added_by"),
)


def basket_line_json(line: BasketLine) -> dict[str, Any]:
    """Return a basket line as JSON, to put it back one day."""
    plain = {name: getattr(line, name) for name in _KEPT}
    return {k: str(v) if isinstance(v, UUID) else v for k, v in plain.items()}


def put_in_again(kept: Mapping[str, Any]) -> None:
    """Put a line back into its basket as it was, unless the same ad is in there already."""
    ids = ("id", "localisation_id", "campaign_id", "outlet_id", "supplier_id", "added_by")
    values = {
        name: UUID(value) if name in ids and value is not None else value
        for name, value in kept.items()
    }
    taken = select(BasketLine.id).where(
        BasketLine.localisation_id == values["localisation_id"],
        BasketLine.format_key == values["format_key"],
    )
    if session().scalar(taken) is None:
        session().add(BasketLine(**values))
        session().flush()
