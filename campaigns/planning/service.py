"""Owns campaigns: planning, publishing, closing and finding them."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete, select

from campaigns.ad_templates.marks_shown import marks_shown
from campaigns.ad_templates.resale_prices import fixed_price
from campaigns.ad_templates.retiring import hold_versions
from campaigns.ad_templates.rules import FieldDefinition, FieldKind, Json, read_fields, read_raw
from campaigns.ad_templates.service import get_template_version, load_document
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.planning.audience import (
    audience_of,
    audience_outlets,
    contains,
    count_outlets,
    visible_campaigns,
)
from campaigns.planning.channels import get_channel
from campaigns.planning.models import Campaign, CampaignAudience, CampaignFormat
from campaigns.planning.rules import (
    CAMPAIGN_CLOSED,
    CAMPAIGN_PUBLISHED,
    DEFAULT_SET,
    CampaignPlan,
    CampaignStatus,
    FormatState,
    PlanProblem,
    is_open_on,
    plan_columns,
    plan_problems,
    publishing_problems,
    refuse_closed,
    retired_problem,
)
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet

__all__ = [
    "PlanRefused",
    "audience_of",
    "audience_outlets",
    "change_plan",
    "close_campaign",
    "fields_of",
    "find_campaign",
    "formats_of",
    "get_campaign",
    "get_campaign_format",
    "is_expired",
    "is_open",
    "list_campaigns",
    "load_campaign",
    "open_campaigns",
    "plan_campaign",
    "publish_campaign",
    "publishing_check",
    "set_default",
]

_NO_CAMPAIGN = N_("This campaign does not exist, or not for your account.")


class PlanRefused(Invalid):
    """A plan that cannot be saved or published; `problems` say all that is to be mended."""

    def __init__(self, problems: list[PlanProblem]) -> None:
        first = problems[0]
        super().__init__(first.message, field=first.part, **first.params)
        self.problems = problems


def plan_campaign(actor: Actor, plan: CampaignPlan) -> Campaign:
    """Save a plan as a new draft."""
    actor.require(Permission.CAMPAIGN_PLAN, plan.path)
    _refuse_problems(actor, plan)
    with transaction() as running:
        _refuse_taken_slug(plan.slug)
        _hold_unretired(plan)
        campaign = Campaign(slug=plan.slug, path=plan.path, created_by=actor.account_id)
        running.add(campaign)
        _write(campaign, plan)
        audit.append(
            "campaign.planned",
            actor=actor.ref,
            subject="campaign",
            subject_id=campaign.id,
            details={"slug": plan.slug},
        )
        return campaign


def change_plan(actor: Actor, campaign_id: UUID, plan: CampaignPlan, row_version: int) -> Campaign:
    """Save a changed plan of a draft; raises Conflict where somebody else was faster."""
    with transaction():
        campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PLAN)
        if campaign.status != CampaignStatus.DRAFT:
            raise Conflict(N_("The campaign is published: formats and fields stay as they are."))
        if campaign.row_version != row_version:
            raise Conflict(
                N_("Somebody else has changed this campaign meanwhile. Load the page again.")
            )
        _refuse_problems(actor, plan)
        if campaign.slug != plan.slug:
            _refuse_taken_slug(plan.slug)
        _hold_unretired(plan)
        campaign.slug = plan.slug
        _write(campaign, plan)
        campaign.row_version += 1
        return campaign


def _refuse_taken_slug(slug: str) -> None:
    if session().scalar(select(Campaign.id).where(Campaign.slug == slug)) is not None:
        message = N_("There is a campaign with the short name %(slug)s already. Choose another.")
        raise PlanRefused([PlanProblem("slug", message, {"slug": slug})])


def _refuse_problems(actor: Actor, plan: CampaignPlan) -> None:
    problems = plan_problems(plan)
    prices = {f.key: f.default for f in plan.fields if f.kind is FieldKind.PRICE and f.default}
    _, value_problems = read_raw(plan.fields, prices | dict(plan.defaults))
    problems += [PlanProblem(f"defaults.{p.field}", p.message, p.params) for p in value_problems]
    outside = [path for path in plan.audience.paths if not actor.scope.reaches(path)]
    if outside:
        problems.append(PlanProblem("audience", N_("A region lies outside your own area.")))
    if problems:
        raise PlanRefused(problems)


def _hold_unretired(plan: CampaignPlan) -> None:
    """Keep the templates of a plan from being retired meanwhile; refuse what is retired already."""
    formats = {chosen.template_version_id: chosen.format_key for chosen in plan.formats}
    held = hold_versions(formats)
    retired = [formats[one.id] for one in held if one.status == TemplateStatus.RETIRED]
    if retired:
        raise PlanRefused([retired_problem(format_key) for format_key in sorted(retired)])


def _write(campaign: Campaign, plan: CampaignPlan) -> None:
    for name, value in plan_columns(plan).items():
        setattr(campaign, name, value)
    running = session()
    running.flush()
    running.execute(delete(CampaignAudience).where(CampaignAudience.campaign_id == campaign.id))
    running.execute(delete(CampaignFormat).where(CampaignFormat.campaign_id == campaign.id))
    paths = [CampaignAudience(campaign_id=campaign.id, region_path=p) for p in plan.audience.paths]
    tags = [CampaignAudience(campaign_id=campaign.id, tag=tag) for tag in plan.audience.tags]
    running.add_all([*paths, *tags])
    for position, chosen in enumerate(plan.formats):
        get_channel(chosen.channel_key)
        get_template_version(chosen.template_version_id)
        running.add(
            CampaignFormat(
                campaign_id=campaign.id,
                format_key=chosen.format_key,
                template_version_id=chosen.template_version_id,
                channel_key=chosen.channel_key,
                position=position,
            )
        )
    running.flush()


def publishing_check(actor: Actor, campaign_id: UUID) -> list[PlanProblem]:
    """Return what keeps a campaign from being published."""
    campaign = get_campaign(actor, campaign_id)
    states = [_state(chosen) for chosen in formats_of(campaign_id)]
    outlets = count_outlets(audience_of(campaign_id))
    return publishing_problems(states, fields_of(campaign), outlets, campaign.defaults)


def _state(chosen: CampaignFormat) -> FormatState:
    version = get_template_version(chosen.template_version_id)
    published = version.status == TemplateStatus.PUBLISHED
    if not published:
        retired = version.status == TemplateStatus.RETIRED
        return FormatState(chosen.format_key, published, frozenset(), retired=retired)
    document = load_document(version.id)
    uses = frozenset(document.fields())
    return FormatState(chosen.format_key, published, uses, marks_shown(document))


def publish_campaign(actor: Actor, campaign_id: UUID) -> Campaign:
    """Publish a draft; raises PlanRefused with everything that is still to be mended."""
    with transaction():
        campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PUBLISH)
        if campaign.status == CampaignStatus.PUBLISHED:
            return campaign
        refuse_closed(campaign.status)
        # Whoever retires a template waits until the campaign is published, and the other way round.
        hold_versions([chosen.template_version_id for chosen in formats_of(campaign_id)])
        problems = publishing_check(actor, campaign_id)
        if problems:
            raise PlanRefused(problems)
        campaign.status, campaign.published_at = CampaignStatus.PUBLISHED, clock.now()
        campaign.row_version += 1
        usage.record(
            CAMPAIGN_PUBLISHED,
            actor=actor.ref,
            path=campaign.path,
            campaign_id=campaign.id,
            value=float(count_outlets(audience_of(campaign.id))),
            attributes={"formats": len(formats_of(campaign.id))},
        )
        audit_campaign("campaign.published", actor, campaign)
        return campaign


def close_campaign(actor: Actor, campaign_id: UUID) -> Campaign:
    """Close a published campaign: nothing can be changed or ordered any more."""
    with transaction():
        campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PUBLISH)
        if campaign.status == CampaignStatus.DRAFT:
            raise Conflict(N_("The campaign is a draft. Only a published one can be closed."))
        if is_expired(campaign):
            refuse_closed(campaign.status)
        if campaign.status == CampaignStatus.PUBLISHED:
            campaign.status = CampaignStatus.CLOSED
            campaign.row_version += 1
            usage.record(
                CAMPAIGN_CLOSED, actor=actor.ref, path=campaign.path, campaign_id=campaign.id
            )
            audit_campaign("campaign.closed", actor, campaign)
        return campaign


def set_default(
    actor: Actor, campaign_id: UUID, field_key: str, value: Json, source: str
) -> Campaign:
    """Make a value the campaign's default; `source` says where it came from: plan or ranking."""
    with transaction():
        campaign = locked_campaign(actor, campaign_id, Permission.CAMPAIGN_PLAN)
        refuse_closed(campaign.status)
        entry = next((f for f in fields_of(campaign) if f.key == field_key), None)
        if entry is None:
            raise Invalid(
                N_("This campaign has no field “%(key)s”."), field=field_key, key=field_key
            )
        canonical, problems = read_raw([entry], {field_key: value})
        if problems:
            raise Invalid(problems[0].message, field=field_key, **problems[0].params)
        if found := fixed_price(entry, canonical[field_key]):
            raise Invalid(found.message, field=field_key, **found.params)
        kept = {key: own for key, own in campaign.defaults.items() if key != field_key}
        new = canonical[field_key]
        campaign.defaults = kept if new is None else {**kept, field_key: new}
        campaign.row_version += 1
        usage.record(
            DEFAULT_SET,
            actor=actor.ref,
            path=campaign.path,
            campaign_id=campaign.id,
            attributes={"field": field_key, "source": source},
        )
        audit_campaign("campaign.default_set", actor, campaign, field=field_key, source=source)
        return campaign


def audit_campaign(action: str, actor: Actor, campaign: Campaign, **details: str) -> None:
    """Write into the audit trail what was done to a campaign."""
    audit.append(
        action,
        actor=actor.ref,
        subject="campaign",
        subject_id=campaign.id,
        details={"slug": campaign.slug, **details},
    )


def locked_campaign(actor: Actor, campaign_id: UUID, permission: Permission) -> Campaign:
    """Return a campaign under lock, for one who has the permission where it lies."""
    statement = select(Campaign).where(Campaign.id == campaign_id).with_for_update()
    campaign = session().scalar(statement)
    if campaign is None or not visible_campaigns(actor.scope, [campaign]):
        raise NotFound(_NO_CAMPAIGN)
    # Who sees a campaign but did not plan it is told so, rather than that it does not exist.
    if not actor.may_at(permission, campaign.path):
        raise NotPermitted(N_("This campaign belongs to head office or to another region."))
    return campaign


def get_campaign(actor: Actor, campaign_id: UUID) -> Campaign:
    """Return a campaign that exists for this account; raises NotFound."""
    with reading() as running:
        campaign = running.get(Campaign, campaign_id)
        if campaign is None or not visible_campaigns(actor.scope, [campaign]):
            raise NotFound(_NO_CAMPAIGN)
        return campaign


def load_campaign(campaign_id: UUID) -> Campaign:
    """Return a campaign for the system itself, whoever asks; raises NotFound."""
    with reading() as running:
        campaign = running.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound(_NO_CAMPAIGN)
    return campaign


def find_campaign(actor: Actor, slug: str) -> Campaign | None:
    """Return the campaign of that short name if it exists for this account."""
    with reading() as running:
        campaign = running.scalar(select(Campaign).where(Campaign.slug == slug))
        seen = visible_campaigns(actor.scope, [campaign] if campaign else [])
        return seen[0] if seen else None


def list_campaigns(actor: Actor) -> tuple[Campaign, ...]:
    """Return the campaigns that exist for this account, the latest run first."""
    with reading() as running:
        statement = select(Campaign).order_by(Campaign.runs_from.desc(), Campaign.slug)
        return visible_campaigns(actor.scope, running.scalars(statement).all())


def open_campaigns(actor: Actor, outlet_id: UUID) -> tuple[Campaign, ...]:
    """Return the campaigns that this outlet can order from today, the nearest deadline first."""
    with reading() as running:
        outlet = running.get(Outlet, outlet_id)
        if outlet is None or not actor.scope.reaches(outlet.path):
            raise NotFound(N_("This outlet does not exist, or not for your account."))
        day = clock.today(outlet.time_zone)
        statement = select(Campaign).where(
            Campaign.status == CampaignStatus.PUBLISHED,
            Campaign.order_from <= day,
            Campaign.order_until >= day,
        )
        found = running.scalars(statement.order_by(Campaign.order_until, Campaign.slug)).all()
        return tuple(c for c in found if contains(audience_of(c.id), outlet))


def is_open(campaign: Campaign, day: date) -> bool:
    """Whether partners can localise and order on `day`, by the time zone of their outlet."""
    return is_open_on(campaign, day)


def is_expired(campaign: Campaign) -> bool:
    """Whether head office has taken the campaign back, so that nothing of it goes on."""
    return campaign.status == CampaignStatus.EXPIRED


def fields_of(campaign: Campaign) -> tuple[FieldDefinition, ...]:
    """Return a campaign's fields in the order of the editor."""
    return read_fields(campaign.fields)


def formats_of(campaign_id: UUID) -> tuple[CampaignFormat, ...]:
    """Return a campaign's formats in their order."""
    statement = select(CampaignFormat).where(CampaignFormat.campaign_id == campaign_id)
    with reading() as running:
        return tuple(running.scalars(statement.order_by(CampaignFormat.position)))


def get_campaign_format(campaign_id: UUID, format_key: str) -> CampaignFormat:
    """Return one format of a campaign; raises NotFound."""
    for chosen in formats_of(campaign_id):
        if chosen.format_key == format_key:
            return chosen
    raise NotFound(N_("This campaign has no format %(key)s."), key=format_key)
