"""Owns the tables of accounts, what they hold, and failed sign-ins."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.accounts.rules import Role
from regions.scoping import TREE_PATH


class Account(WithId, Base):
    """A person who signs in; `session_epoch` ends every session that began under another one."""

    __tablename__ = "account"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="de")
    active: Mapped[bool] = mapped_column(default=True)
    session_epoch: Mapped[int] = mapped_column(default=0)
    invited_by: Mapped[UUID | None]
    invited_at: Mapped[datetime | None]
    last_sign_in_at: Mapped[datetime | None]


class AccountGrant(WithId, Base):
    """A role that an account holds at a place in the tree, or at a supplier."""

    __tablename__ = "account_grant"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))
    path: Mapped[str | None] = mapped_column(TREE_PATH, index=True)
    supplier_id: Mapped[UUID | None] = mapped_column(ForeignKey("supplier.id"), index=True)


class SignInFailures(Base):
    """How often in a row an address, known or not, failed to sign in; kept by its hash alone."""

    __tablename__ = "sign_in_failures"

    email_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    last_at: Mapped[datetime]
