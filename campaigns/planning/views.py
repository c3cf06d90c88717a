"""Owns the pages of campaigns: the board, one campaign, planning and publishing."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from brand_assets.cd_rules.law_packs import offered_packs, packs_named
from brand_assets.design_facts import PRICE_MODE_NAMES
from campaigns.ad_templates.kinds.texts import MARK_NAMES
from campaigns.planning.audience import count_outlets
from campaigns.planning.board import choose, make_board
from campaigns.planning.days import days_at
from campaigns.planning.field_forms import NUMBERS, with_field_limits
from campaigns.planning.forms import (
    KPI_NAMES,
    PlanForm,
    read_formats,
    read_plan,
    with_field_entries,
    with_law_packs,
)
from campaigns.planning.pages import (
    PHASE_NAMES,
    card_of,
    example_picture,
    photos_for,
    plan_choices,
)
from campaigns.planning.planner import PlanBasis, basis_of, fields_of_plan, new_basis
from campaigns.planning.rules import Audience, CampaignStatus
from campaigns.planning.service import (
    PlanRefused,
    change_plan,
    close_campaign,
    get_campaign,
    list_campaigns,
    plan_campaign,
    publishing_check,
)
from portal.foundation import clock
from portal.foundation.errors import Invalid
from portal.foundation.figures import write_figure
from portal.foundation.money import Money
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

YEARS_SHOWN = 50
_DAY_MONTH = ("d MMMM", "d. MMMM")

blueprint = Blueprint("planning", __name__, template_folder="templates")


@blueprint.get("/")
@requires(Permission.CAMPAIGN_READ)
def show_campaigns() -> str:
    """Show all campaigns as a calendar or a list, and the one that matters now."""
    actor = current_actor()
    campaigns, days = list_campaigns(actor), days_at(actor.scope)
    chosen = choose(campaigns, days)
    as_list = request.args.get("view") == "list"
    return render_template(
        "planning/campaigns.html",
        board=make_board(campaigns, days, _day(request.args.get("from"))),
        cards=[card_of(actor, campaign, days) for campaign in campaigns] if as_list else [],
        as_list=as_list,
        chosen=card_of(actor, chosen, days) if chosen else None,
        has_campaigns=bool(campaigns),
        **_words(),
    )


@blueprint.get("/<uuid:campaign_id>")
@requires(Permission.CAMPAIGN_READ)
def show_campaign(campaign_id: UUID) -> str:
    """Show one campaign: goal, period, formats, who takes part, what is still to be done."""
    actor = current_actor()
    campaign = get_campaign(actor, campaign_id)
    is_draft = campaign.status == CampaignStatus.DRAFT
    plans = actor.may_at(Permission.CAMPAIGN_PLAN, campaign.path)
    return render_template(
        "planning/campaign.html",
        card=card_of(actor, campaign, days_at(actor.scope)),
        problems=publishing_check(actor, campaign_id) if is_draft and plans else [],
        **_words(),
    )


@blueprint.get("/new")
@requires(Permission.CAMPAIGN_PLAN)
def show_new_plan() -> str:
    """Show an empty plan, or one that begins as an earlier campaign was."""
    basis = new_basis(current_actor(), _uuid(request.args.get("from")))
    return _plan_page(PlanForm(formdata=None, data=basis.data), basis)


@blueprint.post("/new")
@requires(Permission.CAMPAIGN_PLAN)
def save_new_plan() -> ResponseReturnValue:
    """Save a new draft, or say what is to be mended and keep what was entered."""
    return _save(new_basis(current_actor(), _uuid(request.args.get("from"))), None)


@blueprint.get("/<uuid:campaign_id>/edit")
@requires(Permission.CAMPAIGN_PLAN)
def show_plan(campaign_id: UUID) -> str:
    """Show the plan of a draft."""
    basis = basis_of(current_actor(), campaign_id)
    return _plan_page(PlanForm(formdata=None, data=basis.data), basis)


@blueprint.post("/<uuid:campaign_id>/edit")
@requires(Permission.CAMPAIGN_PLAN)
def save_plan(campaign_id: UUID) -> ResponseReturnValue:
    """Save the plan of a draft."""
    return _save(basis_of(current_actor(), campaign_id), campaign_id)


def _save(basis: PlanBasis, campaign_id: UUID | None) -> ResponseReturnValue:
    actor, form = current_actor(), PlanForm()
    plan_choices(actor, form)
    if not form.validate_on_submit():
        return _plan_page(form, basis), Invalid.status
    formats = read_formats(request.form, basis.format_of)
    plan = read_plan(form, formats, basis.path, fields_of_plan(actor, formats, basis))
    plan = with_law_packs(plan, request.form, basis.law_packs)
    plan = with_field_entries(plan, request.form, basis.defaults)
    plan, unread = with_field_limits(plan, request.form)
    if unread:
        return _plan_page(form, basis, PlanRefused(unread)), PlanRefused.status
    try:
        if campaign_id is None:
            campaign = plan_campaign(actor, plan)
        else:
            campaign = change_plan(actor, campaign_id, plan, _version(form))
    except PlanRefused as refusal:
        return _plan_page(form, basis, refusal), refusal.status
    flash(gettext("Saved as a draft."))
    return redirect(url_for("planning.show_plan", campaign_id=campaign.id))


def _plan_page(form: PlanForm, basis: PlanBasis, refusal: PlanRefused | None = None) -> str:
    plan_choices(current_actor(), form)
    return render_template(
        "planning/plan.html",
        form=form,
        basis=basis,
        refusal=refusal,
        count=count_outlets(_audience_of(form), current_actor().scope),
        **_words(),
    )


@blueprint.post("/audience")
@requires(Permission.CAMPAIGN_PLAN)
def count_audience() -> str:
    """Answer with how many outlets the entered audience has."""
    actor, form = current_actor(), PlanForm()
    plan_choices(actor, form)
    return render_template(
        "planning/audience.html", count=count_outlets(_audience_of(form), actor.scope)
    )


@blueprint.post("/<uuid:campaign_id>/close")
@requires(Permission.CAMPAIGN_PUBLISH)
def close(campaign_id: UUID) -> ResponseReturnValue:
    """Close a campaign."""
    close_campaign(current_actor(), campaign_id)
    flash(gettext("The campaign is closed."))
    return redirect(url_for("planning.show_campaign", campaign_id=campaign_id))


def _audience_of(form: PlanForm) -> Audience:
    return Audience(tuple(form.paths.data or ()), tuple(form.tags.data or ()))


def _version(form: PlanForm) -> int:
    try:
        return int(form.row_version.data or 0)
    except ValueError:
        return 0


def _day(raw: str | None) -> date | None:
    """Return the day that an address names, None for none and for one that no calendar reaches."""
    try:
        day = date.fromisoformat(raw or "")
    except ValueError:
        return None
    return day if abs(day.year - clock.today().year) <= YEARS_SHOWN else None


def _uuid(raw: str | None) -> UUID | None:
    try:
        return UUID(raw or "")
    except ValueError:
        return None


def _words() -> dict[str, object]:
    actor = current_actor()
    return {
        "lang": actor.language,
        "phases": PHASE_NAMES,
        "kpis": KPI_NAMES,
        "cents": Money,
        "euros": lambda cents: write_figure(Decimal(cents) / 100, actor.language),
        "decimal": lambda amount: amount if actor.language == "en" else amount.replace(".", ","),
        "month_name": lambda day: format_date(day, "LLLL"),
        "day_month": lambda day: format_date(
            day, "d. MMMM" if actor.language == "de" else "d MMMM"
        ),
        "example_of": lambda campaign: example_picture(actor, campaign),
        "photos_for": lambda entry: photos_for(actor, entry),
        "law_packs": offered_packs(),
        "packs_named": packs_named,
        "price_mode_names": PRICE_MODE_NAMES,
        "mark_names": MARK_NAMES,
        "field_numbers": NUMBERS,
    }
