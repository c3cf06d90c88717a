"""Owns what can be downloaded: packages and files in scope, by signed, short-lived links.

A link names one file and one account; it opens for that account alone, while it still has the
right to the file, and for a quarter of an hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import select

from campaigns.delivery.models import Delivery, Package
from campaigns.delivery.rules import DeliveryState
from campaigns.delivery.trimming import refuse_expired_file, trim
from campaigns.orders.models import OrderLine
from portal.foundation import audit
from portal.foundation.config import settings
from portal.foundation.database import reading
from portal.foundation.errors import N_, Conflict, NotFound, NotPermitted
from regions.accounts.rules import Actor, Permission

LIFETIME = 15 * 60
_SALT = "delivery-download"


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out: where its bytes are and what it is called."""

    sha256: str
    file_name: str
    media_type: str
    size: int


def list_packages(actor: Actor, limit: int = 50) -> Sequence[Package]:
    """Return the packages of the actor's own suppliers, the newest first."""
    mine = sorted(actor.scope_for(Permission.ORDER_LINE_FULFIL).supplier_ids)
    statement = select(Package).where(Package.supplier_id.in_(mine))
    with reading() as running:
        return running.scalars(statement.order_by(Package.id.desc()).limit(limit)).all()


def deliveries_of(actor: Actor, line_id: UUID) -> Sequence[Delivery]:
    """Return all attempts to hand over a line in scope, the newest first."""
    with reading() as running:
        line = running.get(OrderLine, line_id)
        if line is None or not _may_read(actor, line):
            raise NotFound(N_("This order line does not exist, or not for your account."))
        statement = select(Delivery).where(Delivery.order_line_id == line_id)
        return running.scalars(statement.order_by(Delivery.attempt.desc())).all()


def package_link(actor: Actor, package: Package) -> str:
    """Return the token of a link to a package."""
    return _sign(actor, "package", package.id)


def file_link(actor: Actor, delivery: Delivery) -> str:
    """Return the token of a link to the file of one delivery."""
    return _sign(actor, "delivery", delivery.id)


def open_link(actor: Actor, token: str) -> Download:
    """Return what a link opens for this account; refusals are audited."""
    try:
        kind, file_id = _read(actor, token)
        return _package(actor, file_id) if kind == "package" else _file(actor, file_id)
    except (NotFound, NotPermitted, Conflict) as refusal:
        audit.audit_refusal(
            "delivery.downloaded",
            actor=actor.ref,
            subject="link",
            subject_id=token[:40],
            details={"why": refusal.message},
        )
        raise


def _package(actor: Actor, package_id: UUID) -> Download:
    with reading() as running:
        package = running.get(Package, package_id)
    if package is None:
        raise _gone()
    actor.require_supplier(Permission.ORDER_LINE_FULFIL, package.supplier_id)
    file, name = trim(package)
    return Download(file.sha256, name, file.media_type, file.size)


def _file(actor: Actor, delivery_id: UUID) -> Download:
    with reading() as running:
        delivery = running.get(Delivery, delivery_id)
        line = running.get(OrderLine, delivery.order_line_id) if delivery else None
    if delivery is None or line is None or not _may_read(actor, line):
        raise _gone()
    if delivery.state is not DeliveryState.HANDED_OVER or delivery.sha256 is None:
        raise _gone()
    with reading():
        refuse_expired_file(line)
    return Download(delivery.sha256, delivery.file_name, delivery.media_type, delivery.size or 0)


def _may_read(actor: Actor, line: OrderLine) -> bool:
    supplied = actor.scope_for(Permission.ORDER_LINE_FULFIL).supplier_ids
    return actor.may_at(Permission.ORDER_READ, line.path) or line.supplier_id in supplied


def _sign(actor: Actor, kind: str, file_id: UUID) -> str:
    return _serializer().dumps([kind, str(file_id), str(actor.account_id)])


def _read(actor: Actor, token: str) -> tuple[str, UUID]:
    try:
        kind, file_id, account_id = _serializer().loads(token, max_age=LIFETIME)
    except SignatureExpired:
        raise NotPermitted(N_("This link is too old. Load the page again for a new one.")) from None
    except BadSignature:
        raise _gone() from None
    if account_id != str(actor.account_id):
        raise _gone()
    return kind, UUID(file_id)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=_SALT)


def _gone() -> NotFound:
    return NotFound(N_("This file does not exist, or not for your account."))
