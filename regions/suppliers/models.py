"""Owns the table of suppliers."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.columns import text_enum
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH
from regions.suppliers.rules import SupplierKind


class Supplier(WithId, Base):
    """A printer, mail house or agency that fulfils order lines; `path` is where it serves."""

    __tablename__ = "supplier"

    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[SupplierKind] = mapped_column(text_enum(SupplierKind))
    email: Mapped[str] = mapped_column(String(254))
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    contact: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    street: Mapped[str] = mapped_column(String(200), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    active: Mapped[bool] = mapped_column(default=True)
    row_version: Mapped[int] = mapped_column(default=1)
