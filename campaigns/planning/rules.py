"""Owns what a campaign may be, when it is open, and what keeps it from being published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from brand_assets.cd_rules.law_packs import find_pack
from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.ad_templates.resale_prices import fixed_prices
from campaigns.ad_templates.rules import read_raw, write_fields
from portal.foundation.errors import N_, Conflict
from portal.foundation.usage_kinds import declare_kind

CAMPAIGN_PUBLISHED = declare_kind(
    "campaign.published",
    "Die Zentrale hat eine Kampagne veröffentlicht.",
    "Head office published a campaign.",
    value_unit="outlets",
    attributes={"formats": "number of formats"},
)
CAMPAIGN_CLOSED = declare_kind(
    "campaign.closed",
    "Eine Kampagne wurde geschlossen.",
    "A campaign was closed.",
)
DEFAULT_SET = declare_kind(
    "campaign.default_set",
    "Die Zentrale hat eine Vorgabe der Kampagne gesetzt.",
    "Head office set a default of the campaign.",
    attributes={"field": "key of the field", "source": "plan or ranking"},
)


class CampaignStatus(StrEnum):
    """Where a campaign stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    EXPIRED = "expired"


def refuse_closed(status: str) -> None:
    """Refuse what can no longer be done in a closed or expired campaign; raises Conflict."""
    if status == CampaignStatus.EXPIRED:
        raise Conflict(N_("Head office has expired the campaign. Plan a new one."))
    if status == CampaignStatus.CLOSED:
        raise Conflict(N_("The campaign is closed. Plan a new one."))


class Kpi(StrEnum):
    """What a campaign is measured by."""

    OUTLETS_ORDERED = "outlets_ordered"
    SCANS = "scans"
    CLICKS = "clicks"
    REPLIES = "replies"
    SALES = "sales"


class ChannelKind(StrEnum):
    """Which sort of place a channel is."""

    PRINT = "print"
    NEWSPAPER = "newspaper"
    SHOP = "shop"
    SOCIAL = "social"
    WEB = "web"
    MAIL = "mail"


class Timed(Protocol):
    """What is needed of a campaign to say where it stands."""

    status: str
    order_from: date
    order_until: date
    runs_from: date
    runs_until: date


NOTHING_SAID = Bilingual("", "")


@dataclass(frozen=True, slots=True)
class FormatPlan:
    """One format of a plan: the template version that sets it, and where it ends up."""

    format_key: str
    template_version_id: UUID
    channel_key: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Branches of the tree, narrowed to outlets that carry one of the tags (none: all)."""

    paths: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def touches(self, path: str) -> bool:
        """Whether a branch of it lies above, at or below `path`."""
        return any(path.startswith(own) or own.startswith(path) for own in self.paths)


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """Everything that head office says about a campaign before it is published."""

    slug: str
    name: Bilingual
    path: str
    kpi: Kpi
    target_value: float
    target_date: date
    order_from: date
    order_until: date
    runs_from: date
    runs_until: date
    audience: Audience
    formats: tuple[FormatPlan, ...]
    fields: tuple[FieldDefinition, ...]
    description: Bilingual = NOTHING_SAID
    target_group: str = ""
    coop_percent: int = 0
    coop_cap_cents: int = 0
    coop_fund_cents: int = 0
    rule_approval: bool = False
    link_target: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    headline_options: tuple[str, ...] = ()
    law_packs: tuple[str, ...] = ("de",)


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """One thing that keeps a plan from being saved or published; `part` names where to mend it."""

    part: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


def is_open_on(campaign: Timed, day: date) -> bool:
    """Whether partners can localise and order on `day`."""
    published = campaign.status == CampaignStatus.PUBLISHED
    return published and campaign.order_from <= day <= campaign.order_until


class Phase(StrEnum):
    """Where a campaign stands on a day: derived, never stored."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    ORDERING = "ordering"
    ORDERED = "ordered"
    RUNNING = "running"
    ENDED = "ended"
    CLOSED = "closed"
    EXPIRED = "expired"


_PHASE_OF_STATUS = {
    CampaignStatus.DRAFT: Phase.DRAFT,
    CampaignStatus.CLOSED: Phase.CLOSED,
    CampaignStatus.EXPIRED: Phase.EXPIRED,
}


def phase_on(campaign: Timed, day: date) -> Phase:
    """Return where a campaign stands on `day`; ordering goes before running."""
    if campaign.status != CampaignStatus.PUBLISHED:
        return _PHASE_OF_STATUS[CampaignStatus(campaign.status)]
    if is_open_on(campaign, day):
        return Phase.ORDERING
    if day < campaign.order_from:
        return Phase.ANNOUNCED
    if day < campaign.runs_from:
        return Phase.ORDERED
    return Phase.RUNNING if day <= campaign.runs_until else Phase.ENDED


_FIRST_SAID = (Phase.ORDERING, Phase.RUNNING, Phase.ORDERED, Phase.ANNOUNCED, Phase.ENDED)


def phase_across(campaign: Timed, days: Iterable[date]) -> Phase:
    """Return where a campaign stands when it is several days at once, by the zones of outlets.

    It can be ordered as long as one outlet can order, and has ended once it has for all.
    """
    found = {phase_on(campaign, day) for day in days}
    return next((phase for phase in _FIRST_SAID if phase in found), next(iter(found)))


def plan_problems(plan: CampaignPlan) -> list[PlanProblem]:
    """Return what cannot be saved as it is, whatever the status."""
    problems = [*_date_problems(plan), *_money_problems(plan)]
    keys = [entry.key for entry in plan.fields]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        problems.append(
            PlanProblem("fields", N_("The field %(keys)s is defined twice."), {"keys": doubled[0]})
        )
    strange = [key for key in plan.law_packs if find_pack(key) is None]
    if strange:
        problems.append(
            PlanProblem("law_packs", N_("There is no law pack %(key)s."), {"key": strange[0]})
        )
    unknown = sorted(plan.defaults.keys() - set(keys))
    if unknown:
        problems.append(
            PlanProblem(
                "defaults",
                N_("There is a default for %(key)s, but no such field."),
                {"key": unknown[0]},
            )
        )
    return problems


def _date_problems(plan: CampaignPlan) -> Iterable[PlanProblem]:
    if plan.order_until < plan.order_from:
        yield PlanProblem("order_until", N_("Ordering ends before it begins."))
    if plan.runs_until < plan.runs_from:
        yield PlanProblem("runs_until", N_("The campaign ends before it begins."))
    if plan.order_until > plan.runs_until:
        yield PlanProblem("order_until", N_("Ordering must end before the campaign is over."))


def _money_problems(plan: CampaignPlan) -> Iterable[PlanProblem]:
    if not 0 <= plan.coop_percent <= 100:  # noqa: PLR2004 - percent
        yield PlanProblem("coop_percent", N_("The co-op share is between 0 and 100 percent."))
    if min(plan.coop_cap_cents, plan.coop_fund_cents) < 0:
        yield PlanProblem("coop_fund", N_("Amounts of the co-op fund cannot be negative."))
    if plan.target_value <= 0:
        yield PlanProblem("target_value", N_("The goal needs a value above zero."))


def plan_columns(plan: CampaignPlan) -> dict[str, Any]:
    """Return what a plan says as the columns of a campaign; values in their canonical form."""
    same = (
        *("kpi", "target_value", "target_date", "target_group", "link_target", "rule_approval"),
        *("order_from", "order_until", "runs_from", "runs_until"),
        *("coop_percent", "coop_cap_cents", "coop_fund_cents"),
    )
    defaults, _ = read_raw(plan.fields, plan.defaults)
    return {
        **{name: getattr(plan, name) for name in same},
        "name_de": plan.name.de,
        "name_en": plan.name.en,
        "description_de": plan.description.de,
        "description_en": plan.description.en,
        "fields": write_fields(plan.fields),
        "defaults": {key: value for key, value in defaults.items() if value is not None},
        "headline_options": list(plan.headline_options),
        "law_packs": sorted(plan.law_packs),
    }


@dataclass(frozen=True, slots=True)
class FormatState:
    """What publishing asks of one format: published or not, its fields, their marks."""

    format_key: str
    published: bool
    uses_fields: frozenset[str]
    shows_marks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    retired: bool = False


def retired_problem(format_key: str) -> PlanProblem:
    """Return that a format is planned with a template that was retired."""
    message = N_("The template of the format %(format)s was retired. Choose another one.")
    return PlanProblem("formats", message, {"format": format_key})


def publishing_problems(
    formats: Sequence[FormatState],
    fields: Collection[FieldDefinition],
    outlets: int,
    defaults: Mapping[str, Any] = MappingProxyType({}),
) -> list[PlanProblem]:
    """Return what keeps a campaign from being published."""
    problems = [
        PlanProblem("fields", found.message, found.params)
        for found in fixed_prices(fields, defaults)
    ]
    if not formats:
        problems.append(PlanProblem("formats", N_("Choose at least one format.")))
    if outlets == 0:
        problems.append(
            PlanProblem("audience", N_("No outlet belongs to this audience. Widen it."))
        )
    known = {entry.key for entry in fields}
    for state in formats:
        if state.retired:
            problems.append(retired_problem(state.format_key))
        elif not state.published:
            problems.append(
                PlanProblem(
                    "formats",
                    N_("The template of the format %(format)s is not published yet."),
                    {"format": state.format_key},
                )
            )
        problems.extend(
            PlanProblem(
                "fields",
                N_("The template of the format %(format)s needs the field %(key)s."),
                {"format": state.format_key, "key": key},
            )
            for key in sorted(state.uses_fields - known)
        )
        problems.extend(
            PlanProblem(
                "fields",
                N_(
                    "The template of the format %(format)s does not show the marks of the field "
                    "%(key)s: their signs would be printed."
                ),
                {"format": state.format_key, "key": entry.key},
            )
            for entry in fields
            if not state.shows_marks.get(entry.key, frozenset(entry.marks)).issuperset(entry.marks)
        )
    return problems


def headline_field(fields: Iterable[FieldDefinition]) -> FieldDefinition | None:
    """Return the field whose alternatives the campaign lists: `headline`, where it has one."""
    texts = (FieldKind.TEXT, FieldKind.MULTILINE)
    return next((f for f in fields if f.key == "headline" and f.kind in texts), None)
