"""Owns the tables of results an ad brought and of readings that were worked out from them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.database import Base
from regions.scoping import TREE_PATH


class AdResult(Base):
    """What one ad (a localisation in a format) brought; rebuilt from events and reports.

    `outlet_no` numbers the outlets of this state of the results, for statistics alone.
    `exposure` is pieces for print and impressions for screens. `expected` are the responses
    that its campaign and format usually bring on this exposure, over the whole network: with
    it, a strong season does not pass for the effect of what was used in it.
    """

    __tablename__ = "ad_result"
    __table_args__ = (
        Index("ix_ad_result_region_path_format_key_started_on",
              "region_path", "format_key", "started_on"),
        Index("ix_ad_result_path_started_on", "path", "started_on"),
    )  # fmt: skip

    code: Mapped[str] = mapped_column(ForeignKey("short_link.code"), primary_key=True)
    localisation_id: Mapped[UUID]
    campaign_id: Mapped[UUID] = mapped_column(index=True)
    outlet_id: Mapped[UUID] = mapped_column(index=True)
    outlet_no: Mapped[int]
    partner_id: Mapped[UUID] = mapped_column(index=True)
    path: Mapped[str] = mapped_column(TREE_PATH)
    region_path: Mapped[str] = mapped_column(TREE_PATH, info={"follows_moves": True})
    format_key: Mapped[str] = mapped_column(String(40))
    channel_key: Mapped[str] = mapped_column(String(40))
    started_on: Mapped[date | None]
    headline: Mapped[str] = mapped_column(String(200))
    names_place: Mapped[bool]
    own_photo: Mapped[bool]
    own_headline: Mapped[bool]
    long_headline: Mapped[bool]
    combined: Mapped[bool]
    exposure: Mapped[int]
    responses: Mapped[int]
    expected: Mapped[float]
    replies: Mapped[int]
    spend_cents: Mapped[int]
    sales_cents: Mapped[int]


class ResultsState(Base):
    """Which state the results are in; there is one row."""

    __tablename__ = "results_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    refreshed_at: Mapped[datetime]


class StoredReading(Base):
    """A reading that was worked out from one version of the results."""

    __tablename__ = "stored_reading"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    computed_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]
