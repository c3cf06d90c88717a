"""Owns what a kit stands behind now: templates in use, campaigns not over, ads on their way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from brand_assets.kit.models import BrandKitVersion
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import load_document, published_templates
from campaigns.delivery.models import Delivery
from campaigns.delivery.rules import DeliveryState
from campaigns.localisation.models import Localisation
from campaigns.orders.models import OrderLine
from campaigns.orders.rules import ENDED, LineStatus
from campaigns.planning.audience import audience_of, find_example, find_extremes
from campaigns.planning.days import day_not_over
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import fields_of, load_campaign
from campaigns.proofs.rules import fingerprint_of
from campaigns.rollout.rules import AdStage, Sample, stage_of
from portal.foundation.database import reading
from regions.scoping import Scope


@dataclass(frozen=True, slots=True)
class LiveFormat:
    """One format of a campaign that is planned or under way, and what it is set with."""

    campaign_id: UUID
    status: str
    format_key: str
    template_version_id: UUID

    @property
    def runs(self) -> bool:
        """Whether outlets can have ads in it; a plan has none yet."""
        return self.status == CampaignStatus.PUBLISHED


@dataclass(frozen=True, slots=True)
class Basis:
    """All that stands on any version of a kit: formats of campaigns, and templates beside them."""

    kit_id: UUID
    formats: tuple[LiveFormat, ...]
    templates: tuple[tuple[UUID, str], ...]

    @property
    def sha256(self) -> str:
        """What it comes to: another plan, template or campaign is another basis."""
        formats = [
            [str(f.campaign_id), f.status, f.format_key, str(f.template_version_id)]
            for f in self.formats
        ]
        templates = [[str(version_id), key] for version_id, key in self.templates]
        return fingerprint_of({"formats": formats, "templates": templates})

    @property
    def concerns_nobody(self) -> bool:
        """Whether nothing at all stands on the kit yet."""
        return not self.formats and not self.templates

    @property
    def running(self) -> dict[UUID, frozenset[str]]:
        """The formats of each campaign that is under way."""
        ids = dict.fromkeys(f.campaign_id for f in self.formats if f.runs)
        return {
            one: frozenset(f.format_key for f in self.formats if f.campaign_id == one)
            for one in ids
        }


@dataclass(frozen=True, slots=True)
class TemplateSubject:
    """A template with sample values of a campaign and outlet; with none it is set empty."""

    template_version_id: UUID
    format_key: str
    sample: Sample
    campaign_id: UUID | None = None
    outlet_id: UUID | None = None


def live_basis(kit_id: UUID) -> Basis:
    """Return what stands on any version of a kit as of today."""
    with reading() as running:
        versions = select(BrandKitVersion.id).where(BrandKitVersion.kit_id == kit_id)
        on_kit = set(running.scalars(versions))
        statement = (
            select(
                Campaign.id,
                Campaign.status,
                CampaignFormat.format_key,
                CampaignFormat.template_version_id,
            )
            .join(CampaignFormat, CampaignFormat.campaign_id == Campaign.id)
            .join(AdTemplateVersion, AdTemplateVersion.id == CampaignFormat.template_version_id)
            .where(AdTemplateVersion.kit_version_id.in_(on_kit), _not_over(day_not_over()))
            .order_by(Campaign.id, CampaignFormat.position)
        )
        formats = tuple(LiveFormat(*row) for row in running.execute(statement))
        templates = [
            (entry.version.id, entry.ad_format.key)
            for entry in published_templates()
            if entry.version.kit_version_id in on_kit
        ]
    return Basis(kit_id, formats, tuple(sorted(templates)))


def _not_over(day: date) -> ColumnElement[bool]:
    under_way = and_(Campaign.status == CampaignStatus.PUBLISHED, Campaign.runs_until >= day)
    return or_(under_way, Campaign.status == CampaignStatus.DRAFT)


def template_subjects(basis: Basis) -> list[TemplateSubject]:
    """Return what templates are tried with: in each campaign an example, the shortest, the longest.

    A template that no campaign uses borrows the values of one that has all of its fields; where
    none has, it is set with what stands in it alone.
    """
    found = [
        TemplateSubject(live.template_version_id, live.format_key, sample, live.campaign_id, outlet)
        for live in basis.formats
        for sample, outlet in _outlets_for(live.campaign_id)
    ]
    tried = {subject.template_version_id for subject in found}
    for version_id, format_key in basis.templates:
        if version_id not in tried:
            found += _borrowing(basis, version_id, format_key)
    return found


def _borrowing(basis: Basis, version_id: UUID, format_key: str) -> list[TemplateSubject]:
    wanted = set(load_document(version_id).fields())
    for campaign_id in dict.fromkeys(live.campaign_id for live in basis.formats):
        fields = {entry.key for entry in fields_of(load_campaign(campaign_id))}
        outlets = _outlets_for(campaign_id) if wanted <= fields else []
        if outlets:
            return [
                TemplateSubject(version_id, format_key, sample, campaign_id, outlet)
                for sample, outlet in outlets
            ]
    return [TemplateSubject(version_id, format_key, Sample.DEFAULTS)]


def _outlets_for(campaign_id: UUID) -> list[tuple[Sample, UUID]]:
    audience = audience_of(campaign_id)
    example, extremes = find_example(audience, Scope.everything()), find_extremes(audience)
    if example is None or extremes is None:
        return []
    shortest, longest = extremes
    return [
        (Sample.DEFAULTS, example.id),
        (Sample.SHORTEST, shortest),
        (Sample.LONGEST, longest),
    ]


def count_ads(basis: Basis) -> int:
    """Return how many ads there are to look at: localisations times formats."""
    formats = basis.running
    statement = (
        select(Localisation.campaign_id, func.count())
        .where(Localisation.campaign_id.in_(formats))
        .group_by(Localisation.campaign_id)
    )
    with reading() as running:
        return sum(count * len(formats[one]) for one, count in running.execute(statement))


def localisations_after(basis: Basis, last: UUID | None, limit: int) -> Sequence[Localisation]:
    """Return the next localisations of campaigns under way, in the order in which they began."""
    statement = select(Localisation).where(Localisation.campaign_id.in_(basis.running))
    if last is not None:
        statement = statement.where(Localisation.id > last)
    with reading() as running:
        return running.scalars(statement.order_by(Localisation.id).limit(limit)).all()


def stages(localisations: Sequence[Localisation]) -> dict[tuple[UUID, str], AdStage | None]:
    """Return how far ads are, by localisation and format, where anything of them was ordered."""
    counted: dict[tuple[UUID, str], list[int]] = {}
    with reading() as running:
        lines = running.execute(
            select(
                OrderLine.localisation_id, OrderLine.format_key, OrderLine.status, _handed_over()
            ).where(
                OrderLine.localisation_id.in_([one.id for one in localisations]),
                OrderLine.status.not_in(ENDED),
            )
        )
        for line in lines:
            steps = counted.setdefault((line[0], line[1]), [0, 0, 0])
            steps[_step(line[2], handed_over=line[3])] += 1
    return {key: stage_of(*steps) for key, steps in counted.items()}


def _handed_over() -> ColumnElement[bool]:
    return exists().where(
        Delivery.order_line_id == OrderLine.id, Delivery.state == DeliveryState.HANDED_OVER
    )


def _step(status: LineStatus, *, handed_over: bool) -> int:
    """Return whether a line waits for its decision (0), for its delivery (1), or is delivered."""
    if status is LineStatus.AWAITING_DECISION:
        return 0
    return 1 if status is LineStatus.ORDERED and not handed_over else 2


def orderable(campaign: Campaign) -> bool:
    """Whether a draft can still become an order: until ordering ends."""
    expired = campaign.status == CampaignStatus.EXPIRED
    return not expired and campaign.order_until >= day_not_over()


def count_decisions(basis: Basis) -> int:
    """Return how many submissions would have to be decided anew if their campaigns went over.

    These are the ones that wait, and the approved ones of which something is still to be handed
    over: another kit gives their ads another fingerprint.
    """
    waiting = OrderLine.status == LineStatus.AWAITING_DECISION
    ordered = and_(OrderLine.status == LineStatus.ORDERED, ~_handed_over())
    conditions = [
        and_(OrderLine.campaign_id == campaign_id, OrderLine.format_key.in_(formats))
        for campaign_id, formats in basis.running.items()
    ]
    if not conditions:
        return 0
    statement = select(func.count(OrderLine.submission_id.distinct()))
    with reading() as running:
        found = running.scalar(statement.where(or_(*conditions), or_(waiting, ordered)))
    return found or 0
