"""Owns the tables of partner budgets, co-op funds and the ledger of what was taken of both."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, Uuid, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from campaigns.budgets.rules import EntryKind
from portal.foundation.clock import now
from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from portal.foundation.errors import N_, Conflict
from regions.scoping import TREE_PATH


class PartnerBudget(WithId, Base):
    """What a partner may spend of its own in one year, and the co-op share it may receive.

    Both in cents; None means no limit. The row is what a hold locks.
    """

    __tablename__ = "partner_budget"
    __table_args__ = (UniqueConstraint("partner_id", "year"),)

    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"), index=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    year: Mapped[int]
    limit_cents: Mapped[int | None]
    coop_limit_cents: Mapped[int | None]


class CoopFund(WithId, Base):
    """The money that head office adds to one campaign, and by what rule.

    `cap_cents_per_outlet` None means no cap. The row is what a hold locks.
    """

    __tablename__ = "coop_fund"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), unique=True)
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    limit_cents: Mapped[int]
    percent: Mapped[int]
    cap_cents_per_outlet: Mapped[int | None]


class LedgerEntry(WithId, Base):
    """One append-only entry: a hold, or the posting or release that closes one.

    `closes` is the hold that it closes; being unique, no hold is closed twice.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_campaign_outlet", "campaign_id", "outlet_id"),
        Index("ix_ledger_entry_partner_year", "partner_id", "year"),
    )

    kind: Mapped[EntryKind] = mapped_column(text_enum(EntryKind))
    closes: Mapped[UUID | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    order_line_id: Mapped[UUID] = mapped_column(Uuid(), index=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partner.id"))
    outlet_id: Mapped[UUID] = mapped_column(ForeignKey("outlet.id"))
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"))
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    year: Mapped[int]
    coop_cents: Mapped[int]
    own_cents: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)


@event.listens_for(LedgerEntry, "before_update")
@event.listens_for(LedgerEntry, "before_delete")
def _keep(_mapper: Mapper[LedgerEntry], _connection: Connection, _entry: LedgerEntry) -> None:
    """Refuse any change: a ledger is only ever added to."""
    raise Conflict(N_("A ledger is never changed. Add an entry that closes the one before."))
