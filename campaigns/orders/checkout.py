"""Owns placing an order: proofs, one quote under lock, the decision by rule, and one transaction.

Proofs are made before the transaction, because setting pages takes seconds and a lock must not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from sqlalchemy import delete, select

from brand_assets.design_facts import Finding, Severity
from campaigns.ad_templates.retiring import hold_usable
from campaigns.approval.rules import SubmissionStatus, refuse_blocked
from campaigns.approval.service import approval_of, refuse_changed, submit
from campaigns.budgets.rules import Hold, HoldRequest
from campaigns.budgets.service import hold
from campaigns.localisation.models import Localisation
from campaigns.orders.facts import decision_facts
from campaigns.orders.models import BasketLine, NumberSeries, Order, OrderLine
from campaigns.orders.quotes import Quote, QuoteLine, quote
from campaigns.orders.rules import (
    ORDER_PLACED,
    LineRequest,
    LineStatus,
    OrderStatus,
    check_key,
    check_same_request,
    check_seen,
    order_status,
    request_digest,
)
from campaigns.planning.holding import hold_campaigns
from campaigns.proofs.models import Proof
from campaigns.proofs.rules import read_findings
from campaigns.proofs.service import make_proof, press_file
from portal.foundation import audit, clock, usage
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from portal.foundation.jobs import enqueue
from regions.accounts.rules import Actor, Permission

DELIVER_JOB = "delivery.deliver"
FIRST_NUMBER = 10_001


@dataclass(frozen=True, slots=True)
class _Placed:
    """One line on its way into the order: what was quoted, its proof and its reserved money."""

    id: UUID
    quoted: QuoteLine
    proof: Proof
    held: Hold

    @property
    def findings(self) -> tuple[Finding, ...]:
        return read_findings(self.proof.findings)


@dataclass(frozen=True, slots=True)
class _Decided:
    """A line with the submission that decides on its proof, and where that puts it."""

    placed: _Placed
    submission_id: UUID
    status: LineStatus


def checkout(
    actor: Actor, requests: Sequence[LineRequest], idempotency_key: str, seen: str
) -> Order:
    """Order exactly what a quote showed; `seen` is its digest, the key stands for this order.

    The same key again gives the same order. What a rule approves is ordered at once, the rest
    awaits a decision with its money held. Refusals are audited.
    """
    check_key(idempotency_key)
    try:
        repeated = find_order_by_key(actor, idempotency_key)
        if repeated is not None:
            return _same(repeated, requests)
        quoted = quote(actor, requests)
        actor.require(Permission.ORDER_PLACE, quoted.outlet.path)
        check_seen(quoted.digest, seen)
        proofs = [_proof(actor, line) for line in quoted.lines]
        number = _take_number()
        with transaction():
            return _place(actor, requests, idempotency_key, seen, (number, proofs))
    except (NotPermitted, NotFound, Conflict, Invalid) as refusal:
        audit.audit_refusal(
            "order.placed",
            actor=actor.ref,
            subject="localisation",
            subject_id=requests[0].localisation_id if requests else "",
            details={"why": refusal.message},
        )
        raise


def find_order_by_key(actor: Actor, idempotency_key: str) -> Order | None:
    """Return the order that this account has placed under a key, None if there is none."""
    with reading() as running:
        return running.scalar(
            select(Order).where(
                Order.ordered_by == actor.account_id, Order.idempotency_key == idempotency_key
            )
        )


def _same(order: Order, requests: Sequence[LineRequest]) -> Order:
    check_same_request(order.request_digest, request_digest(requests))
    return order


def _proof(actor: Actor, line: QuoteLine) -> Proof:
    """Make the proof and, where the line asks for its spot colour, that press file too."""
    proof = make_proof(actor, line.localisation.id, line.request.format_key)
    refuse_blocked(read_findings(proof.findings))
    if line.price.spot:
        press_file(proof.id, spot=True)
    return proof


def _take_number() -> int:
    """Return the next order number; a refused order leaves a gap, as nothing depends on none."""
    with transaction() as running:
        insert_if_absent(NumberSeries, key="order", next_number=FIRST_NUMBER)
        statement = select(NumberSeries).where(NumberSeries.key == "order").with_for_update()
        series = running.scalars(statement.execution_options(populate_existing=True)).one()
        series.next_number += 1
        return series.next_number - 1


def _place(
    actor: Actor,
    requests: Sequence[LineRequest],
    key: str,
    seen: str,
    made: tuple[int, Sequence[Proof]],
) -> Order:
    number, proofs = made
    _hold_still(requests)
    quoted = quote(actor, requests)
    check_seen(quoted.digest, seen)
    order_id = new_id()
    is_new = insert_if_absent(
        Order,
        id=order_id,
        number=number,
        partner_id=quoted.outlet.partner_id,
        outlet_id=quoted.outlet.id,
        path=quoted.outlet.path,
        status=OrderStatus.AWAITING_DECISION,
        ordered_by=actor.account_id,
        ordered_by_name=actor.name,
        ordered_at=clock.now(),
        idempotency_key=key,
        request_digest=request_digest(requests),
    )
    if not is_new:
        # The same key was committed while this request made its proofs.
        repeated = find_order_by_key(actor, key)
        if repeated is None:
            raise Conflict(N_("The order number was taken meanwhile. Order again."))
        return _same(repeated, requests)
    order = session().get_one(Order, order_id)
    hold_usable({proof.template_version_id for proof in proofs})
    placed = [_hold(actor, line, proof) for line, proof in zip(quoted.lines, proofs, strict=True)]
    decided = _decide(actor, quoted, placed)
    _write_lines(order, decided)
    _forget_basket(quoted)
    _record(actor, order, quoted, decided)
    session().flush()
    return order


def _hold_still(requests: Sequence[LineRequest]) -> None:
    """Lock campaigns and values of what is ordered, so that nobody changes them before it is."""
    ids = {request.localisation_id for request in requests}
    of_ads = select(Localisation.campaign_id).where(Localisation.id.in_(ids)).distinct()
    hold_campaigns(session().scalars(of_ads))
    statement = select(Localisation.id).where(Localisation.id.in_(ids)).order_by(Localisation.id)
    session().execute(statement.with_for_update()).all()


def _hold(actor: Actor, line: QuoteLine, proof: Proof) -> _Placed:
    refuse_changed(proof)
    line_id = new_id()
    held = hold(
        actor,
        HoldRequest(
            order_line_id=line_id,
            partner_id=line.localisation.partner_id,
            outlet_id=line.localisation.outlet_id,
            campaign_id=line.campaign.id,
            path=line.localisation.path,
            seen=line.share,
        ),
    )
    return _Placed(line_id, line, proof, held)


def _decide(actor: Actor, quoted: Quote, placed: Sequence[_Placed]) -> list[_Decided]:
    """Hand in what has no approval yet: per ad, what a rule approves apart from the rest."""
    decided, open_lines = [], []
    for line in placed:
        standing = _standing(line, above_budget=quoted.above_budget)
        if standing is None:
            open_lines.append(line)
        else:
            decided.append(standing)
    for (_, _), group in groupby(sorted(open_lines, key=_group_key), key=_group_key):
        decided.extend(_hand_in(actor, quoted, list(group)))
    return decided


def _standing(line: _Placed, *, above_budget: bool) -> _Decided | None:
    """Return a line whose proof is approved or already handed in; money above needs a new look."""
    approval = approval_of(line.proof.id)
    if approval.submission_id is None or above_budget or approval.changed_since:
        return None
    if approval.valid:
        return _Decided(line, approval.submission_id, LineStatus.ORDERED)
    if approval.state is SubmissionStatus.AWAITING_DECISION:
        return _Decided(line, approval.submission_id, LineStatus.AWAITING_DECISION)
    return None


def _group_key(line: _Placed) -> tuple[str, bool]:
    to_look_at = any(finding.severity is not Severity.NOTE for finding in line.findings)
    return str(line.quoted.localisation.id), to_look_at


def _hand_in(actor: Actor, quoted: Quote, lines: Sequence[_Placed]) -> list[_Decided]:
    first = lines[0].quoted
    facts = decision_facts(
        first.localisation,
        first.campaign,
        [finding for line in lines for finding in line.findings],
        quoted.net,
        above_budget=quoted.above_budget,
    )
    submission = submit(actor, [line.proof.id for line in lines], facts)
    approved = submission.status is SubmissionStatus.APPROVED
    status = LineStatus.ORDERED if approved else LineStatus.AWAITING_DECISION
    return [_Decided(line, submission.id, status) for line in lines]


def _write_lines(order: Order, decided: Sequence[_Decided]) -> None:
    in_order = sorted(decided, key=_place_in_order)
    for position, line in enumerate(in_order, start=1):
        session().add(_line(order, position, line))
        if line.status is LineStatus.ORDERED:
            enqueue_delivery(line.placed.id)
    order.status = order_status([line.status for line in decided])


def _place_in_order(line: _Decided) -> tuple[str, int]:
    """Return where a line stands: by campaign, and in it as head office put its formats."""
    return line.placed.quoted.campaign.slug, line.placed.quoted.position


def _line(order: Order, position: int, decided: _Decided) -> OrderLine:
    placed, quoted = decided.placed, decided.placed.quoted
    return OrderLine(
        id=placed.id,
        order_id=order.id,
        position=position,
        reference=f"{order.number}-{position}",
        partner_id=order.partner_id,
        outlet_id=order.outlet_id,
        campaign_id=quoted.campaign.id,
        localisation_id=quoted.localisation.id,
        proof_id=placed.proof.id,
        submission_id=decided.submission_id,
        path=order.path,
        format_key=quoted.request.format_key,
        channel_key=quoted.channel_key,
        supplier_id=quoted.offer.supplier_id if quoted.offer else None,
        price_list_id=quoted.offer.price_list_id if quoted.offer else None,
        quantity=quoted.price.quantity,
        finishing_key=quoted.request.finishing_key,
        spot=quoted.price.spot,
        net_cents=quoted.price.net.cents,
        coop_cents=placed.held.share.coop.cents,
        own_cents=placed.held.share.own.cents,
        hold_id=placed.held.id,
        status=decided.status,
        delivery_by=quoted.delivery_by,
    )


def enqueue_delivery(line_id: UUID, again: str = "") -> None:
    """Have an ordered line handed over, once; `again` names an occasion to do so once more."""
    key = f"{DELIVER_JOB}:{line_id}{again and ':'}{again}"
    enqueue(DELIVER_JOB, {"order_line_id": str(line_id)}, key=key)


def _forget_basket(quoted: Quote) -> None:
    for line in quoted.lines:
        session().execute(
            delete(BasketLine).where(
                BasketLine.localisation_id == line.localisation.id,
                BasketLine.format_key == line.request.format_key,
            )
        )


def _record(actor: Actor, order: Order, quoted: Quote, decided: Sequence[_Decided]) -> None:
    awaiting = sum(line.status is LineStatus.AWAITING_DECISION for line in decided)
    for line in decided:
        placed = line.placed.quoted
        usage.record(
            ORDER_PLACED,
            actor=actor.ref_at(order.path),
            path=order.path,
            partner_id=order.partner_id,
            outlet_id=order.outlet_id,
            campaign_id=placed.campaign.id,
            localisation_id=placed.localisation.id,
            format_key=placed.request.format_key,
            channel_key=placed.channel_key,
            proof_id=line.placed.proof.id,
            order_line_id=line.placed.id,
            value=float(placed.price.net.cents),
            attributes={"lines": len(decided), "awaiting": awaiting},
        )
    audit.append(
        "order.placed",
        actor=actor.ref_at(order.path),
        subject="order",
        subject_id=order.id,
        details={
            "number": order.number,
            "net_cents": quoted.net.cents,
            "coop_cents": quoted.coop.cents,
            "awaiting": awaiting,
        },
    )
