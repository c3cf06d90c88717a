"""Owns the pages of insight: for head office and regions, for partners, and for the planner."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import list_formats
from campaigns.insight.readings import charts, pages, service
from campaigns.insight.readings.forms import LeaderForm
from campaigns.insight.readings.labels import (
    ACROSS_ALL,
    DIRECTIONS,
    IN_YOUR_REGION,
    STANDINGS,
    VERDICTS,
)
from campaigns.insight.readings.mine import OwnOutlet
from campaigns.insight.readings.selection import periods
from campaigns.planning.service import formats_of, get_campaign
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Actor, Permission, Role

blueprint = Blueprint("insight", __name__, template_folder="../templates")

_PARTNER_ROLES = frozenset({Role.PARTNER_MANAGER, Role.PARTNER_STAFF})


@blueprint.get("/")
@requires(Permission.INSIGHT_READ)
def show_overview() -> str | Response:
    """Show what works where; partners are led to their own page."""
    actor = current_actor()
    if _is_partner(actor):
        return redirect(url_for("insight.show_mine"))
    selection = service.select_results(
        actor, request.args.get("period"), request.args.get("region"), request.args.get("format")
    )
    reading = service.get_reading(selection)
    regions = {
        region.path: region.name(_language()) for region in service.regions_in(selection.scope)
    }
    return render_template(
        "insight/overview.html",
        page=pages.draw_page(reading, _formats(), regions, _language()),
        selection=selection,
        periods=periods(clock.today()),
        regions=regions,
        formats=_formats(),
        campaigns=service.measured_campaigns(actor),
        may_export=actor.may(Permission.EXPORT_READ),
        may_import=actor.may(Permission.CHANNEL_REPORT_IMPORT),
        **_words(),
    )


@blueprint.get("/take-up")
@requires(Permission.INSIGHT_READ)
def show_take_up() -> str:
    """Show one campaign's take-up by region and format: a page, or a part that others load."""
    actor = current_actor()
    asked = request.args.get("campaign", "")
    campaigns = () if asked else service.measured_campaigns(actor)
    campaign_id = campaigns[0].id if campaigns else _campaign_id(asked) if asked else None
    whole = not request.headers.get("HX-Request")
    return render_template(
        "insight/take_up_page.html" if whole else "insight/take_up.html",
        campaign=get_campaign(actor, campaign_id) if whole and campaign_id else None,
        take_up=service.get_take_up(actor, campaign_id) if campaign_id else None,
        formats=_formats(),
        language=_language(),
    )


@blueprint.get("/mine")
@requires(Permission.INSIGHT_READ)
def show_mine() -> str:
    """Show the reader's own outlets beside the usual range of their regions."""
    actor = current_actor()
    outlets = service.get_own(actor, request.args.get("period"))
    tip = _tip_for(actor, outlets[0]) if outlets else None
    return render_template(
        "insight/mine.html",
        outlets=outlets,
        tip=tip,
        formats=_formats(),
        periods=periods(clock.today()),
        period=request.args.get("period"),
        axis_of=charts.own_axis,
        standings=STANDINGS,
        language=_language(),
    )


@blueprint.get("/ranking")
@requires(Permission.CAMPAIGN_PLAN)
def show_ranking() -> str:
    """Show what was measured of a campaign's headlines and formats, as a part of its page."""
    return _ranking(_campaign_id(request.args.get("campaign", "")))


@blueprint.post("/ranking")
@requires(Permission.CAMPAIGN_PLAN)
def choose_leader() -> str | Response:
    """Make the leading headline or format the campaign's default."""
    form = LeaderForm()
    if not form.validate_on_submit() or not (form.headline.data or form.format.data):
        raise Invalid(N_("Choose what leads the ranking."), field="headline")
    campaign_id = _campaign_id(form.campaign.data or "")
    actor = current_actor()
    before = get_campaign(actor, campaign_id).row_version
    if form.headline.data:
        service.apply_ranking(actor, campaign_id, form.headline.data)
    else:
        service.apply_format_ranking(actor, campaign_id, form.format.data or "")
    if request.headers.get("HX-Request"):
        # A plan that was out of date already must still be told so when it is saved.
        return _ranking(campaign_id, applied=request.form.get("row_version") == str(before))
    flash(gettext("It is now the default of this campaign."))
    return redirect(url_for("insight.show_ranking", campaign=campaign_id))


@blueprint.get("/method")
@requires(Permission.INSIGHT_READ)
def show_method() -> str:
    """Say how the figures are worked out, and what they cannot say."""
    return render_template("insight/method.html")


def _tip_for(actor: Actor, outlet: OwnOutlet) -> pages.Tip | None:
    """Return what is well supported in the outlet's region, else across all outlets."""
    around = (
        (outlet.region_path, IN_YOUR_REGION),
        (f"{outlet.region_path.split('/')[0]}/", ACROSS_ALL),
    )
    for path, where in around:
        tip = pages.find_tip(service.get_reading_above(actor, path), outlet.place, where)
        if tip is not None:
            return tip
    return None


def _ranking(campaign_id: UUID, *, applied: bool = False) -> str:
    actor = current_actor()
    ranking = service.get_ranking(actor, campaign_id)
    campaign = get_campaign(actor, campaign_id)
    axes = {
        "headlines": charts.percent_axis([c.ratio for c in ranking.headlines]),
        "formats": charts.percent_axis([c.ratio for c in ranking.formats]),
    }
    whole = not request.headers.get("HX-Request")
    return render_template(
        "insight/ranking_page.html" if whole else "insight/ranking.html",
        ranking=ranking,
        campaign=campaign,
        default=campaign.defaults.get("headline"),
        lead=next(iter(formats_of(campaign_id)), None),
        formats=_formats(),
        axes=axes,
        whole=whole,
        applied=applied,
        **_words(),
    )


def _words() -> dict[str, object]:
    """Return what templates need to put figures into words and pictures."""
    return {
        "language": _language(),
        "verdicts": VERDICTS,
        "directions": DIRECTIONS,
        "signed": pages.signed_percent,
        "tick": pages.percent_tick,
        "format_number": pages.plain_tick,
        "charts": charts,
    }


def _formats() -> dict[str, AdFormat]:
    return {ad_format.key: ad_format for ad_format in list_formats()}


def _language() -> str:
    locale = get_locale()
    return str(locale.language) if locale else "de"


def _is_partner(actor: Actor) -> bool:
    return set(actor.roles) <= _PARTNER_ROLES


def _campaign_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(N_("Choose a campaign first."), field="campaign") from None
