"""Owns where template versions are used, and retiring those that nothing uses any more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from campaigns.ad_templates.drafting import get_draft, versions_of
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.retiring import lock_version, retire_version
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.orders.models import OrderLine
from campaigns.orders.rules import LineNote, LineStatus
from campaigns.planning.days import day_not_over
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.rules import CampaignStatus
from campaigns.proofs.models import Proof
from campaigns.rollout.expiry.standing import may_come_back
from campaigns.rollout.versions.kinds import CarryState
from campaigns.rollout.versions.models import VersionCarry
from portal.foundation import audit
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, NotFound, NotPermitted
from regions.accounts.rules import Actor


class UseKind(StrEnum):
    """How a campaign uses a version."""

    SET_WITH = "set_with"
    GOES_OVER = "goes_over"
    AWAITS = "awaits"


@dataclass(frozen=True, slots=True)
class VersionUse:
    """One campaign that uses a version; `count` are its submissions that await a decision."""

    version_id: UUID
    campaign: Campaign
    kind: UseKind
    count: int = 0


class StillUsed(Conflict):
    """A version that cannot be retired; `uses` name the campaigns that are to be moved first."""

    code = "still_used"

    def __init__(self, uses: Sequence[VersionUse]) -> None:
        names = dict.fromkeys(use.campaign.name_de for use in uses)
        super().__init__(
            N_(
                "Still used by: %(campaigns)s. Publish a new version for them first, or close them."
            ),
            campaigns=", ".join(names),
        )
        self.uses = tuple(uses)


def uses_of(version_ids: Collection[UUID]) -> tuple[VersionUse, ...]:
    """Return which campaigns versions are used in, as far as anything could still be ordered."""
    with reading() as running:
        set_with = running.execute(
            select(CampaignFormat.template_version_id, Campaign)
            .join(Campaign, Campaign.id == CampaignFormat.campaign_id)
            .where(CampaignFormat.template_version_id.in_(version_ids), _live())
            .order_by(Campaign.order_until, Campaign.id)
        )
        goes = running.execute(
            select(VersionCarry.new_version_id, Campaign)
            .join(Campaign, Campaign.id == VersionCarry.campaign_id)
            .where(
                VersionCarry.new_version_id.in_(version_ids),
                VersionCarry.state == CarryState.WAITING,
            )
        )
        awaits = running.execute(
            select(Proof.template_version_id, Campaign, func.count(OrderLine.id))
            .join(OrderLine, OrderLine.proof_id == Proof.id)
            .join(Campaign, Campaign.id == OrderLine.campaign_id)
            .where(
                Proof.template_version_id.in_(version_ids),
                or_(OrderLine.status == LineStatus.AWAITING_DECISION, _awaits_again()),
            )
            .group_by(Proof.template_version_id, Campaign.id)
        )
        return (
            *(VersionUse(row[0], row[1], UseKind.SET_WITH) for row in set_with),
            *(VersionUse(row[0], row[1], UseKind.GOES_OVER) for row in goes),
            *(VersionUse(row[0], row[1], UseKind.AWAITS, row[2]) for row in awaits),
        )


def _live() -> ColumnElement[bool]:
    """Return the condition that a campaign can still be ordered from, or could be once more."""
    under_way = and_(
        Campaign.status == CampaignStatus.PUBLISHED, Campaign.order_until >= day_not_over()
    )
    return or_(under_way, may_come_back(), Campaign.status == CampaignStatus.DRAFT)


def _awaits_again() -> ColumnElement[bool]:
    """Return the condition that a line awaits its decision again once an expiry is taken back."""
    return and_(
        OrderLine.status == LineStatus.REJECTED,
        OrderLine.status_note == LineNote.EXPIRED,
        may_come_back(),
    )


def retire(actor: Actor, version_ids: Sequence[UUID]) -> tuple[AdTemplateVersion, ...]:
    """Retire versions that nothing uses any more; refusals name what does, and are audited."""
    try:
        with transaction():
            for version_id in sorted(version_ids):
                get_draft(actor, version_id)
                lock_version(version_id)
            uses = uses_of(version_ids)
            if uses:
                raise StillUsed(uses)
            return tuple(retire_version(actor, version_id) for version_id in version_ids)
    except (Conflict, NotFound, NotPermitted) as refusal:
        audit.audit_refusal(
            "template.retired",
            actor=actor.ref,
            subject="ad_template_version",
            subject_id=version_ids[0] if version_ids else "",
            details={"why": refusal.message},
        )
        raise


def retire_template(actor: Actor, template_id: UUID) -> tuple[AdTemplateVersion, ...]:
    """Retire all published versions of a template."""
    published = [v.id for v in versions_of(template_id) if v.status == TemplateStatus.PUBLISHED]
    if not published:
        raise Conflict(N_("No version of this template is published."))
    return retire(actor, published)
