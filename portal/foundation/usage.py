"""Owns usage events: append-only facts about what people and the system did, by pseudonym.

A pseudonym is an HMAC of the account under a key of that account alone. Destroying the key cuts
the link from events to the person for good; the events stay countable.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, Uuid, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation import clock
from portal.foundation.actors import ActorRef
from portal.foundation.database import Base, insert_if_absent, session
from portal.foundation.ids import new_id
from portal.foundation.usage_kinds import UsageKind


class UsageEvent(Base):
    """One fact: who (pseudonymous), what, which version, which channel, when."""

    __tablename__ = "usage_event"
    __table_args__ = (
        Index("ix_usage_event_kind_occurred_at", "kind", "occurred_at"),
        Index("ix_usage_event_region_path_occurred_at", "region_path", "occurred_at"),
    )

    event_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True, default=new_id)
    occurred_at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str | None] = mapped_column(String(64))
    actor_role: Mapped[str | None] = mapped_column(String(40))
    outlet_id: Mapped[UUID | None]
    partner_id: Mapped[UUID | None]
    region_path: Mapped[str | None] = mapped_column(String(200))
    campaign_id: Mapped[UUID | None] = mapped_column(index=True)
    template_id: Mapped[UUID | None]
    template_version: Mapped[int | None]
    format: Mapped[str | None] = mapped_column(String(60))
    channel: Mapped[str | None] = mapped_column(String(60))
    localisation_id: Mapped[UUID | None]
    proof_id: Mapped[UUID | None]
    order_line_id: Mapped[UUID | None]
    value: Mapped[float | None]
    attributes: Mapped[dict[str, Any]]


class PseudonymKey(Base):
    """The key of one account's pseudonym; when the row is deleted, the link is gone."""

    __tablename__ = "pseudonym_key"

    account_id: Mapped[UUID] = mapped_column(Uuid(), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))


class UsageContext(TypedDict, total=False):
    """What a usage event was about; every part is optional."""

    path: str | None
    partner_id: UUID | None
    outlet_id: UUID | None
    campaign_id: UUID | None
    template_id: UUID | None
    template_version: int | None
    format_key: str | None
    channel_key: str | None
    localisation_id: UUID | None
    proof_id: UUID | None
    order_line_id: UUID | None
    value: float | None
    attributes: Mapping[str, Any]
    occurred_at: datetime | None


_COLUMN_OF = {"path": "region_path", "format_key": "format", "channel_key": "channel"}


def record(kind: UsageKind, *, actor: ActorRef | None, **context: Unpack[UsageContext]) -> None:
    """Append one usage event in the caller's transaction; `actor` None is the system itself."""
    columns: dict[str, Any] = {_COLUMN_OF.get(name, name): given for name, given in context.items()}
    attributes = dict(columns.pop("attributes", {}))
    undeclared = attributes.keys() - kind.attributes.keys()
    if undeclared:
        raise ValueError(f"{kind.key} does not declare {', '.join(sorted(undeclared))}")
    occurred_at = columns.pop("occurred_at", None) or clock.now()
    session().add(
        UsageEvent(
            kind=kind.key,
            occurred_at=occurred_at,
            actor=pseudonym(actor.account_id) if actor else None,
            actor_role=actor.role if actor else None,
            attributes=attributes,
            **columns,
        )
    )


def pseudonym(account_id: UUID) -> str:
    """Return an account's pseudonym (64 hex digits), making its key at first use."""
    find_key = select(PseudonymKey.key).where(PseudonymKey.account_id == account_id)
    key = session().scalar(find_key)
    if key is None:
        insert_if_absent(PseudonymKey, account_id=account_id, key=secrets.token_bytes(32))
        key = session().scalars(find_key).one()
    return hmac.new(key, account_id.bytes, hashlib.sha256).hexdigest()


def destroy_pseudonym_key(account_id: UUID) -> None:
    """Cut the link between an account and its usage events for good."""
    session().execute(delete(PseudonymKey).where(PseudonymKey.account_id == account_id))
