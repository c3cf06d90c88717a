"""Owns handing over: ordered lines go to their supplier as a package or to their channel as a file.

Files are checked and packed outside of any transaction; then one transaction writes the outcome,
and refuses to if a line has moved or was handed over meanwhile.
"""

import dataclasses
import io
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PIL import Image
from sqlalchemy import func, or_, select

from brand_assets.typesetting.preflight.inks import inks_of
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format
from campaigns.approval.service import approval_of
from campaigns.delivery.models import Delivery, Package
from campaigns.delivery.packages import PackedLine, check_stored, store_package
from campaigns.delivery.rules import (
    HANDED_OVER,
    LINES_A_PACKAGE,
    NOT_HANDED_OVER,
    DeliveryAddress,
    DeliveryKind,
    DeliveryState,
    PrintSize,
    TicketLine,
    check_pixels,
    file_name,
)
from campaigns.orders.models import Finishing, OrderLine
from campaigns.orders.rules import LineStatus
from campaigns.orders.service import mark_delivered
from campaigns.planning.holding import hold_campaigns
from campaigns.proofs.models import ProofFile
from campaigns.proofs.rights_now import refuse_ended_rights
from campaigns.proofs.service import channel_file, press_file
from portal.foundation import audit, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, NotFound, Refusal
from portal.foundation.ids import new_id
from portal.foundation.storage import StoredFile, file_store
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.suppliers.models import Supplier


class LineMoved(Conflict):
    """A line was cancelled, expired or handed over while its files were packed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one line: the file handed over, or why none was."""

    line_id: UUID
    kind: DeliveryKind
    file: StoredFile | None = None
    file_name: str = ""
    ticket: TicketLine | None = None
    problem: str = ""
    failed: bool = False

    @property
    def state(self) -> DeliveryState:
        """How the attempt ended."""
        if self.failed:
            return DeliveryState.FAILED
        return DeliveryState.REFUSED if self.file is None else DeliveryState.HANDED_OVER


def deliver_line(line_id: UUID, *, again: bool = False) -> tuple[Delivery, ...]:
    """Hand over an ordered line, together with all that its supplier is still to get.

    What has been handed over, or is no longer ordered, is left alone: a repetition does nothing.
    """
    with reading() as running:
        line = running.get(OrderLine, line_id)
        if line is None:
            raise NotFound(N_("This order line does not exist."))
        on_screen, supplier_id = get_format(line.format_key).on_screen, line.supplier_id
        open_line = line.status is LineStatus.ORDERED and not _was_handed_over(line_id)
    if on_screen:
        return deliver_to_channel(line_id)
    if supplier_id is None:
        raise Conflict(N_("This line has no supplier. Order it again from a price list."))
    return deliver_to_supplier(supplier_id, again=line_id if again and open_line else None)


def deliver_again(actor: Actor, line_id: UUID) -> tuple[Delivery, ...]:
    """Try once more to hand over a line that was refused."""
    with reading() as running:
        line = running.get(OrderLine, line_id)
        if line is None or not actor.scope.reaches(line.path):
            raise NotFound(N_("This order line does not exist, or not for your account."))
        actor.require(Permission.ORDER_PLACE, line.path)
    return deliver_line(line_id, again=True)


def deliver_to_supplier(supplier_id: UUID, again: UUID | None = None) -> tuple[Delivery, ...]:
    """Pack everything that is ordered from a supplier and was not tried yet.

    `again` names a line that was refused before and is to be tried once more.
    """
    with reading() as running:
        supplier = running.get(Supplier, supplier_id)
        if supplier is None:
            raise NotFound(N_("This supplier does not exist."))
        outcomes = [_print_outcome(line_id) for line_id in _ready(supplier_id, again)]
        name = supplier.name
    if not outcomes:
        return ()
    packed = [
        PackedLine(outcome.ticket, outcome.file.sha256)
        for outcome in outcomes
        if outcome.ticket and outcome.file
    ]
    stored = _pack(name, packed, outcomes) if packed else None
    with transaction():
        _hold_still(outcomes)
        package = _package(supplier_id, stored, len(packed)) if stored else None
        return tuple(_write(outcome, package) for outcome in outcomes)


def _pack(
    supplier_name: str, packed: Sequence[PackedLine], outcomes: Sequence[Outcome]
) -> StoredFile:
    """Store the package; where that fails, say so with each line, and let the job try again."""
    try:
        return store_package(supplier_name, packed)
    except Exception:
        with transaction():
            _hold_still(outcomes)
            for outcome in outcomes:
                if outcome.file is not None:
                    _write(dataclasses.replace(outcome, failed=True), None)
        raise


def deliver_to_channel(line_id: UUID) -> tuple[Delivery, ...]:
    """Hand a digital line's file to its channel; without a supplier that is all there is to do."""
    with reading() as running:
        line = running.get_one(OrderLine, line_id)
        if line.status is not LineStatus.ORDERED or _was_handed_over(line_id):
            return ()
        alone = line.supplier_id is None
        outcome = _channel_outcome(line_id)
    with transaction():
        _hold_still([outcome])
        delivery = _write(outcome, None)
        if delivery.state is DeliveryState.HANDED_OVER and alone:
            mark_delivered(line_id)
        return (delivery,)


def _hold_still(outcomes: Sequence[Outcome]) -> None:
    """Lock the campaigns of some lines: what is expired first is not handed over afterwards."""
    ids = [outcome.line_id for outcome in outcomes]
    campaigns = select(OrderLine.campaign_id).where(OrderLine.id.in_(ids)).distinct()
    hold_campaigns(session().scalars(campaigns))


def _ready(supplier_id: UUID, again: UUID | None) -> Sequence[UUID]:
    """Return the lines that no attempt was made for yet, and `again` whatever came of it."""
    attempted = select(Delivery.order_line_id).where(
        Delivery.state.in_((DeliveryState.HANDED_OVER, DeliveryState.REFUSED))
    )
    statement = (
        select(OrderLine.id)
        .join(AdFormat, AdFormat.key == OrderLine.format_key)
        .where(
            OrderLine.supplier_id == supplier_id,
            OrderLine.status == LineStatus.ORDERED,
            AdFormat.medium != "screen",
            or_(OrderLine.id.not_in(attempted), OrderLine.id == again),
        )
        .order_by(OrderLine.reference)
        .limit(LINES_A_PACKAGE)
    )
    return session().scalars(statement).all()


def _was_handed_over(line_id: UUID) -> bool:
    statement = select(Delivery.id).where(
        Delivery.order_line_id == line_id, Delivery.state == DeliveryState.HANDED_OVER
    )
    return session().scalar(statement.limit(1)) is not None


def _print_outcome(line_id: UUID) -> Outcome:
    kind, line = DeliveryKind.PRINT_PACKAGE, session().get_one(OrderLine, line_id)
    try:
        _refuse_invalid(line)
        found = press_file(line.proof_id, spot=line.spot)
        check_stored(found.sha256)
    except Refusal as refusal:
        return Outcome(line_id, kind, problem=_told(refusal))
    outlet = session().get_one(Outlet, line.outlet_id)
    name = file_name(line.reference, line.format_key, outlet.place, "pdf")
    ticket = ticket_of(line, outlet, found.sha256, name)
    return Outcome(line_id, kind, _stored(found), name, ticket)


def _channel_outcome(line_id: UUID) -> Outcome:
    kind, line = DeliveryKind.CHANNEL_FILE, session().get_one(OrderLine, line_id)
    try:
        _refuse_invalid(line)
        found = channel_file(line.proof_id)
        check_stored(found.sha256)
        _check_picture(found, get_format(line.format_key))
    except Refusal as refusal:
        return Outcome(line_id, kind, problem=_told(refusal))
    outlet = session().get_one(Outlet, line.outlet_id)
    extension = found.media_type.rpartition("/")[2].replace("jpeg", "jpg")
    name = file_name(line.reference, line.format_key, outlet.place, extension)
    return Outcome(line_id, kind, _stored(found), name)


def _told(refusal: Refusal) -> str:
    """Return a message that can still be translated, or with its figures where it has some."""
    return str(refusal) if refusal.params else refusal.message


def _refuse_invalid(line: OrderLine) -> None:
    if not approval_of(line.proof_id).valid:
        raise Conflict(N_("The ad has changed since approval. Order it again as it is now."))
    refuse_ended_rights(line.localisation_id, line.format_key)


def _check_picture(found: ProofFile, ad_format: AdFormat) -> None:
    content = file_store().read(found.sha256)
    with Image.open(io.BytesIO(content)) as picture:
        size = picture.size
    wanted = (ad_format.pixel_width or size[0], ad_format.pixel_height or size[1])
    check_pixels(size, wanted, len(content), ad_format.max_bytes)


def _stored(found: ProofFile) -> StoredFile:
    return StoredFile(found.sha256, found.size, found.media_type)


def ticket_of(line: OrderLine, outlet: Outlet, sha256: str, name: str) -> TicketLine:
    """Return what a supplier must know to make a line of these bytes."""
    ad_format = get_format(line.format_key)
    finishing = session().scalar(
        select(Finishing).where(
            Finishing.price_list_id == line.price_list_id, Finishing.key == line.finishing_key
        )
    )
    return TicketLine(
        reference=line.reference,
        file=name,
        sha256=sha256,
        format=ad_format.name_de,
        size=PrintSize(ad_format.width, ad_format.height, ad_format.bleed, ad_format.pages),
        quantity=line.quantity,
        finishing=finishing.name_de if finishing else None,
        colours=inks_of(file_store().read(sha256)),
        deliver_by=line.delivery_by.isoformat(),
        deliver_to=DeliveryAddress(
            outlet.name, outlet.street, outlet.postcode, outlet.city, outlet.phone
        ),
    )


def _package(supplier_id: UUID, stored: StoredFile, lines: int) -> Package:
    supplier = session().get_one(Supplier, supplier_id)
    made_before = session().scalar(
        select(func.count()).select_from(Package).where(Package.supplier_id == supplier.id)
    )
    package = Package(
        id=new_id(),
        supplier_id=supplier.id,
        sha256=stored.sha256,
        size=stored.size,
        file_name=f"{supplier.key}-{(made_before or 0) + 1:04d}.zip",
        line_count=lines,
    )
    session().add(package)
    session().flush()
    return package


def _write(outcome: Outcome, package: Package | None) -> Delivery:
    line = _still_ready(outcome.line_id)
    attempts = session().scalar(
        select(func.count()).select_from(Delivery).where(Delivery.order_line_id == line.id)
    )
    handed = None if outcome.failed else outcome.file
    delivery = Delivery(
        order_line_id=line.id,
        attempt=(attempts or 0) + 1,
        kind=outcome.kind,
        state=outcome.state,
        package_id=package.id if package and handed else None,
        sha256=handed.sha256 if handed else None,
        size=handed.size if handed else None,
        file_name=outcome.file_name,
        media_type=handed.media_type if handed else "",
        detail=outcome.problem,
    )
    session().add(delivery)
    session().flush()
    _record(line, delivery)
    return delivery


def _still_ready(line_id: UUID) -> OrderLine:
    statement = select(OrderLine).where(OrderLine.id == line_id).with_for_update()
    line = session().scalars(statement.execution_options(populate_existing=True)).one()
    if line.status is not LineStatus.ORDERED or _was_handed_over(line_id):
        raise LineMoved(N_("An order line has moved on while it was packed. It is tried again."))
    return line


def _record(line: OrderLine, delivery: Delivery) -> None:
    done = delivery.state is DeliveryState.HANDED_OVER
    attributes: dict[str, object] = {"attempt": delivery.attempt}
    usage.record(
        HANDED_OVER if done else NOT_HANDED_OVER,
        actor=None,
        path=line.path,
        partner_id=line.partner_id,
        outlet_id=line.outlet_id,
        campaign_id=line.campaign_id,
        localisation_id=line.localisation_id,
        format_key=line.format_key,
        channel_key=line.channel_key,
        proof_id=line.proof_id,
        order_line_id=line.id,
        value=float(delivery.size or 0) if done else None,
        attributes={**attributes, "kind": delivery.kind} if done else attributes,
    )
    audit.append(
        "order_line.handed_over",
        actor=None,
        subject="order_line",
        subject_id=line.id,
        outcome="done" if done else "refused",
        details={"sha256": delivery.sha256, "attempt": delivery.attempt, "why": delivery.detail},
    )
