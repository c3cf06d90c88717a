"""Owns the form of a plan: goal, period, audience, formats, fields and their defaults."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from brand_assets.design_facts import Bilingual, PriceMode
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.rules import Audience, CampaignPlan, FormatPlan, Kpi
from portal.foundation.form_fields import FigureField

_MISSING = _("Fill this in.")
_MOST = 1_000_000_000
_NONE = Decimal(0)
_IN_RANGE = _("Enter a whole number from 1 on.")
_NOT_LESS = _("Enter an amount from 0 to 1,000,000,000.")
_WHOLE_DAY = _("Choose a date.")
_PLAIN = _("Small letters, digits and hyphens only.")
_THREE_ROWS = {"rows": 3}

KPI_NAMES = {
    Kpi.OUTLETS_ORDERED: _("Outlets with an order"),
    Kpi.SCANS: _("Scans of QR codes"),
    Kpi.CLICKS: _("Clicks"),
    Kpi.REPLIES: _("Replies"),
    Kpi.SALES: _("Sales"),
}
_KPI_CHOICES = [SelectChoice(kpi.value, name) for kpi, name in KPI_NAMES.items()]
#: What a default can be entered for in the form; the other kinds keep what they were given.
TYPED_KINDS = frozenset(
    {
        FieldKind.TEXT,
        FieldKind.MULTILINE,
        FieldKind.RICH_TEXT,
        FieldKind.NUMBER,
        FieldKind.PHONE,
        FieldKind.PRICE,
        FieldKind.QUANTITY,
        FieldKind.URL,
        FieldKind.CHOICE,
        FieldKind.PHOTO,
    }
)


class PlanForm(FlaskForm):
    """Everything of a plan that is one value; formats, locks and defaults are read beside it."""

    name_de = StringField(_("Name"), [InputRequired(_MISSING), Length(max=120)])
    name_en = StringField(_("Name in English"), [Optional(), Length(max=120)])
    slug = StringField(
        _("Short name"),
        [
            InputRequired(_MISSING),
            Regexp(r"^[a-z0-9-]{3,80}$", message=_("Small letters, digits and hyphens only.")),
        ],
    )
    description_de = TextAreaField(_("What it is about"), [Length(max=2000)], render_kw=_THREE_ROWS)
    description_en = TextAreaField(
        _("The same in English"), [Length(max=2000)], render_kw={"rows": 3}
    )
    kpi = SelectField(_("Goal"), choices=_KPI_CHOICES)
    target_value = FigureField(
        _("Target"), [InputRequired(_MISSING), NumberRange(1, _MOST, _IN_RANGE)], places=0
    )
    target_date = DateField(_("to be reached by"), [InputRequired(_WHOLE_DAY)])
    target_group = StringField(_("Target group"), [Length(max=400)])
    order_from = DateField(_("Ordering from"), [InputRequired(_WHOLE_DAY)])
    order_until = DateField(_("until"), [InputRequired(_WHOLE_DAY)])
    runs_from = DateField(_("Runs from"), [InputRequired(_WHOLE_DAY)])
    runs_until = DateField(_("until"), [InputRequired(_WHOLE_DAY)])
    paths = SelectMultipleField(_("Regions"))
    tags = SelectMultipleField(_("Only outlets with"))
    coop_percent = IntegerField(_("Co-op share in percent"), [NumberRange(0, 100)], default=0)
    coop_cap = FigureField(
        _("at most per outlet, in €"), [NumberRange(0, _MOST, _NOT_LESS)], default=_NONE, empty_is=0
    )
    coop_fund = FigureField(
        _("Fund in all, in €"), [NumberRange(0, _MOST, _NOT_LESS)], default=_NONE, empty_is=0
    )
    rule_approval = BooleanField(_("Approve by rule what has no findings"))
    link_target = StringField(_("Where links and QR codes lead"), [Length(max=300)])
    headline_options = TextAreaField(
        _("Alternatives for the headline, one a line"), [Length(max=2000)], render_kw={"rows": 4}
    )
    law_packs = SelectMultipleField(_("Check against the law of"))
    row_version = HiddenField()


def read_formats(
    sent: MultiDict[str, str], format_of: Mapping[UUID, str]
) -> tuple[FormatPlan, ...]:
    """Return the chosen formats: `use` lists template versions, `channel:ID` says where to.

    The one that `lead` names comes first.

    `format_of` are the formats of the versions that may be chosen; what is not in it is dropped.
    """
    by_name = {str(version_id): version_id for version_id in format_of}
    lead = sent.get("lead")
    chosen = sorted(dict.fromkeys(sent.getlist("use")), key=lambda raw: raw != lead)
    return tuple(
        FormatPlan(format_of[by_name[raw]], by_name[raw], sent.get(f"channel:{raw}", ""))
        for raw in chosen
        if raw in by_name
    )


def read_plan(
    form: PlanForm, formats: tuple[FormatPlan, ...], path: str, fields: tuple[FieldDefinition, ...]
) -> CampaignPlan:
    """Return the plan of a valid form."""
    data: Mapping[str, Any] = form.data
    same = (
        *("slug", "target_date", "order_from", "order_until", "runs_from", "runs_until"),
        *("coop_percent", "rule_approval"),
    )
    return CampaignPlan(
        **{name: data[name] for name in same},
        name=Bilingual(data["name_de"], data["name_en"] or data["name_de"]),
        description=Bilingual(data["description_de"] or "", data["description_en"] or ""),
        path=path,
        kpi=Kpi(data["kpi"]),
        target_value=float(data["target_value"]),
        target_group=data["target_group"] or "",
        audience=Audience(tuple(data["paths"] or ()), tuple(data["tags"] or ())),
        formats=formats,
        fields=fields,
        coop_cap_cents=round((data["coop_cap"] or 0) * 100),
        coop_fund_cents=round((data["coop_fund"] or 0) * 100),
        link_target=(data["link_target"] or "").strip(),
        headline_options=tuple(
            line.strip() for line in (data["headline_options"] or "").splitlines() if line.strip()
        ),
    )


def with_law_packs(
    plan: CampaignPlan, sent: MultiDict[str, str], kept: Sequence[str]
) -> CampaignPlan:
    """Return the plan with the law packs as ticked; a form without them keeps those it had."""
    ticked = sent.getlist("law_packs") if "has_law_packs" in sent else kept
    return replace(plan, law_packs=tuple(ticked))


def with_field_entries(
    plan: CampaignPlan, sent: MultiDict[str, str], kept: Mapping[str, Any]
) -> CampaignPlan:
    """Return the plan with locks and defaults as entered; what cannot be entered is kept."""
    if "has_fields" not in sent:
        return replace(plan, defaults=_known(plan, kept))
    locked = set(sent.getlist("lock"))
    # What a definition brings stands in the form too: from now on it is the campaign's default.
    kept = {e.key: e.default for e in plan.fields if e.default is not None} | dict(kept)
    fields = tuple(
        entry if entry.computed else entry.model_copy(update=_ticked(entry, locked, sent))
        for entry in plan.fields
    )
    defaults = dict(_known(plan, kept))
    for entry in fields:
        raw = sent.get(f"default:{entry.key}")
        if entry.kind not in TYPED_KINDS or raw is None:
            continue
        defaults[entry.key] = _raw_default(entry, raw, sent, kept.get(entry.key))
        if entry.kind is FieldKind.PRICE and defaults[entry.key]:
            defaults[entry.key] |= _mode_of_default(entry, kept.get(entry.key), plan)
    given = {key: value for key, value in defaults.items() if value not in (None, "")}
    return replace(plan, fields=fields, defaults=given)


def _ticked(
    entry: FieldDefinition, locked: Collection[str], sent: MultiDict[str, str]
) -> dict[str, Any]:
    """Return what was entered about a field itself: its lock, and the kinds its price may have."""
    ticked: dict[str, Any] = {"locked": entry.key in locked}
    if entry.kind in TYPED_KINDS and f"default:{entry.key}" in sent:
        ticked["default"] = None
    usual = sent.get(f"mode:{entry.key}")
    if entry.kind is FieldKind.PRICE and usual in list(PriceMode):
        ticked["price_modes"] = _modes(entry, PriceMode(usual), f"modes:{entry.key}" in sent)
    return ticked


def _modes(entry: FieldDefinition, usual: PriceMode, free: bool) -> tuple[PriceMode, ...]:
    """Return the kinds of price, the usual one first; free ones stay those that they were."""
    if not free:
        return (usual,)
    others = entry.price_modes if len(entry.price_modes) > 1 else tuple(PriceMode)
    return (usual, *(mode for mode in others if mode is not usual))


def _mode_of_default(entry: FieldDefinition, before: Any, plan: CampaignPlan) -> dict[str, Any]:
    """Return the kind of a default price; a promotional one ends with the campaign."""
    kept = before if isinstance(before, dict) else {}
    about: dict[str, Any] = {"mode": entry.price_mode.value}
    if entry.price_mode is PriceMode.PROMOTIONAL:
        about["ends"] = kept.get("ends") or plan.runs_until.isoformat()
    return about


def _raw_default(entry: FieldDefinition, raw: str, sent: MultiDict[str, str], before: Any) -> Any:
    if entry.kind is FieldKind.PHOTO:
        same = before if isinstance(before, dict) and before.get("sha256") == raw else None
        return same or ({"sha256": raw} if raw else None)
    if entry.kind is FieldKind.PRICE:
        starting = f"from:{entry.key}" in sent
        return {"text": raw, "starting_from": starting} if raw.strip() else None
    return raw


def _known(plan: CampaignPlan, kept: Mapping[str, Any]) -> dict[str, Any]:
    keys = {entry.key for entry in plan.fields}
    return {key: value for key, value in kept.items() if key in keys}


def plan_data(
    campaign: Campaign, audience: Audience, formats: Sequence[CampaignFormat]
) -> dict[str, Any]:
    """Return a campaign as the data of the form."""
    same = (
        *("name_de", "name_en", "slug", "description_de", "description_en", "kpi", "target_value"),
        *("target_date", "target_group", "order_from", "order_until", "runs_from", "runs_until"),
        *("coop_percent", "rule_approval", "link_target", "row_version"),
    )
    return {
        **{name: getattr(campaign, name) for name in same},
        "paths": list(audience.paths),
        "tags": list(audience.tags),
        "coop_cap": Decimal(campaign.coop_cap_cents) / 100,
        "coop_fund": Decimal(campaign.coop_fund_cents) / 100,
        "headline_options": "\n".join(campaign.headline_options),
        "law_packs": list(campaign.law_packs),
    }
