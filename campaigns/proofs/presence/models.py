"""Owns the table of who looks at which ad: nothing in it outlives the minute."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base, WithId


class EditorPresence(WithId, Base):
    """An account that has the editor of an ad open, and when it was last heard of."""

    __tablename__ = "editor_presence"
    __table_args__ = (UniqueConstraint("localisation_id", "account_id"),)

    localisation_id: Mapped[UUID] = mapped_column(ForeignKey("localisation.id", ondelete="CASCADE"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    seen_at: Mapped[datetime] = mapped_column(index=True)
