"""Owns what a version means for a campaign: its fields, and what its formats show, by then."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, or_, select

from brand_assets.typesetting.document import AdDocument
from campaigns.ad_templates.drafting import load_draft_document
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.localisation.prefill import prefilled
from campaigns.planning.days import day_not_over
from campaigns.planning.merging import fields_with
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import fields_of, formats_of
from campaigns.rollout.expiry.standing import may_come_back
from campaigns.rollout.versions.rules import Shift, unfit_defaults, unknown_fields
from portal.foundation.database import reading
from portal.foundation.errors import N_
from regions.partners.rules import OutletMasterData


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a campaign from going over to a version, and what to do about it."""

    message: str
    field: str


@dataclass(frozen=True, slots=True)
class Concerned:
    """One format of a campaign that uses a template, with the version that it is set with."""

    campaign: Campaign
    chosen: CampaignFormat
    version: AdTemplateVersion

    @property
    def runs(self) -> bool:
        """Whether outlets have ads in it, also where an expiry can still be taken back."""
        return self.campaign.status in (CampaignStatus.PUBLISHED, CampaignStatus.EXPIRED)


def concerned_by(version: AdTemplateVersion) -> tuple[Concerned, ...]:
    """Return the plans and the orderable campaigns that use another version of this template.

    A campaign that is expired is one of them as long as that can be taken back.
    """
    under_way = and_(
        or_(Campaign.status == CampaignStatus.PUBLISHED, may_come_back()),
        Campaign.order_until >= day_not_over(),
    )
    statement = (
        select(Campaign, CampaignFormat, AdTemplateVersion)
        .join(CampaignFormat, CampaignFormat.campaign_id == Campaign.id)
        .join(AdTemplateVersion, AdTemplateVersion.id == CampaignFormat.template_version_id)
        .where(
            AdTemplateVersion.template_id == version.template_id,
            AdTemplateVersion.id != version.id,
            or_(under_way, Campaign.status == CampaignStatus.DRAFT),
        )
        .order_by(Campaign.order_until, Campaign.id, CampaignFormat.position)
    )
    with reading() as running:
        found = running.execute(statement.execution_options(populate_existing=True))
        return tuple(Concerned(*row) for row in found)


def shift_of(
    campaign: Campaign,
    chosen: CampaignFormat,
    version: AdTemplateVersion,
    document: AdDocument | None = None,
) -> Shift:
    """Return a campaign's format between what it is set with and a version, draft or not."""
    before, after = fields_of(campaign), fields_with(campaign, version)
    new = document or load_draft_document(version.id)
    shown = {one.id: _shown(one) for one in formats_of(campaign.id)}
    others = frozenset[str]().union(*(keys for id_, keys in shown.items() if id_ != chosen.id))
    defaults = {entry.key: entry.default for entry in after if entry.default is not None}
    return Shift(
        before={entry.key: entry for entry in before},
        after={entry.key: entry for entry in after},
        shown_before=with_sources(others | shown[chosen.id], before),
        shown_after=with_sources(others | frozenset(new.fields()), after),
        given={**defaults, **campaign.defaults},
    )


def _shown(chosen: CampaignFormat) -> frozenset[str]:
    return frozenset(load_draft_document(chosen.template_version_id).fields())


def with_sources(shown: frozenset[str], fields: Sequence[FieldDefinition]) -> frozenset[str]:
    """Return what is shown together with what a shown field is computed from."""
    computed = (f for f in fields if f.key in shown and f.computed and f.source)
    return shown | {key for entry in computed for key in (entry.source or "").split("/")}


def obstacles(shift: Shift, campaign: Campaign) -> tuple[Obstacle, ...]:
    """Return what head office has to mend before a campaign can go over."""
    found = [
        Obstacle(
            N_("The campaign has no such field: let the version bring it with its definition."),
            key,
        )
        for key in unknown_fields(shift)
    ]
    found += [
        Obstacle(
            N_("What the campaign gives for this field does not fit it any more: change either."),
            key,
        )
        for key in unfit_defaults(shift, campaign.defaults)
    ]
    return (*found, *(_no_source(key) for key in _broken_sources(shift)))


def _no_source(key: str) -> Obstacle:
    return Obstacle(N_("A unit price needs a price field and a quantity field."), key)


def _broken_sources(shift: Shift) -> list[str]:
    wanted = (FieldKind.PRICE, FieldKind.QUANTITY)
    return [
        entry.key
        for entry in shift.after.values()
        if entry.computed
        and entry.source
        and any(
            (found := shift.after.get(key)) is not None and found.kind is not kind
            for key, kind in zip(entry.source.split("/"), wanted, strict=False)
        )
    ]


def elsewhere_of(shift: Shift, campaign: Campaign, outlet: OutletMasterData) -> dict[str, object]:
    """Return what an outlet's own data gives for the fields that are asked for anew."""
    return prefilled([f for f in shift.asked_anew if f.source], outlet, campaign)


def asks_outlets(shift: Shift) -> bool:
    """Whether an outlet's data decides on a conflict, so that it has to be read."""
    return any(entry.source and entry.key not in shift.given for entry in shift.asked_anew)


def place_of(campaign_id: UUID, format_key: str) -> CampaignFormat | None:
    """Return one format of a campaign, None where it has none."""
    return next((one for one in formats_of(campaign_id) if one.format_key == format_key), None)
