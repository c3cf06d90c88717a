"""Owns the tables of campaigns, their audience, formats and channels."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from campaigns.planning.rules import CampaignStatus
from portal.foundation.clock import now
from portal.foundation.database import Base, WithId
from regions.scoping import TREE_PATH


class Channel(Base):
    """Where a format ends up: `kind` is print, newspaper, shop, social, web or mail."""

    __tablename__ = "channel"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_de: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))

    def name(self, language: str) -> str:
        """Return its name in `language`."""
        return self.name_en if language == "en" else self.name_de


class Campaign(WithId, Base):
    """A goal, a period, an audience, terms, and the fields that all its formats share.

    `path` is the place in the tree that planned it. `fields` holds FieldDefinition as JSON,
    `defaults` canonical values by field key, `headline_options` texts. Percent is 0 to 100.
    `law_packs` are the keys of those that its ads are checked against.
    `expiry_reason` is what partners read of an expired campaign.
    `generated` marks made-up history of the demonstration.
    """

    __tablename__ = "campaign"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name_de: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120))
    description_de: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    kpi: Mapped[str] = mapped_column(String(40))
    target_value: Mapped[float]
    target_date: Mapped[date]
    order_from: Mapped[date]
    order_until: Mapped[date]
    runs_from: Mapped[date]
    runs_until: Mapped[date]
    status: Mapped[str] = mapped_column(String(20), default=CampaignStatus.DRAFT)
    coop_percent: Mapped[int] = mapped_column(default=0)
    coop_cap_cents: Mapped[int] = mapped_column(default=0)
    coop_fund_cents: Mapped[int] = mapped_column(default=0)
    rule_approval: Mapped[bool] = mapped_column(default=False)
    target_group: Mapped[str] = mapped_column(Text, default="")
    link_target: Mapped[str] = mapped_column(String(500), default="")
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    defaults: Mapped[dict[str, Any]] = mapped_column(default=dict)
    headline_options: Mapped[list[str]] = mapped_column(default=list)
    law_packs: Mapped[list[str]] = mapped_column(default=lambda: ["de"], server_default='["de"]')
    path: Mapped[str] = mapped_column(TREE_PATH, index=True)
    row_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[UUID | None] = mapped_column(Uuid())
    published_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]
    expired_by: Mapped[UUID | None] = mapped_column(Uuid())
    expired_by_name: Mapped[str] = mapped_column(String(200), default="", server_default="")
    expiry_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    generated: Mapped[bool] = mapped_column(default=False)

    def name(self, language: str) -> str:
        """Return its name in `language`."""
        return self.name_en if language == "en" else self.name_de

    def description(self, language: str) -> str:
        """Return its description in `language`."""
        return self.description_en if language == "en" else self.description_de


class CampaignAudience(WithId, Base):
    """One part of an audience: a branch of the tree, or a tag that narrows all branches."""

    __tablename__ = "campaign_audience"

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    region_path: Mapped[str | None] = mapped_column(TREE_PATH)
    tag: Mapped[str | None] = mapped_column(String(60))


class CampaignFormat(WithId, Base):
    """One format of a campaign, the template version it is set with, and its channel."""

    __tablename__ = "campaign_format"
    __table_args__ = (UniqueConstraint("campaign_id", "format_key"),)

    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    format_key: Mapped[str] = mapped_column(ForeignKey("ad_format.key"))
    template_version_id: Mapped[UUID] = mapped_column(ForeignKey("ad_template_version.id"))
    channel_key: Mapped[str] = mapped_column(ForeignKey("channel.key"))
    position: Mapped[int] = mapped_column(default=0)
