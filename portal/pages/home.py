"""Owns the start page of each role: what is due, what is under way, what it brought."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from campaigns.approval.queue import queue
from campaigns.approval.words import due_groups, reason_texts
from campaigns.insight.readings.service import get_own
from campaigns.localisation.service import get_or_start, save_values
from campaigns.orders.baskets import put_usual
from campaigns.orders.openings import look_at, openings
from campaigns.orders.reading import lines_of_supplier, lines_under_way
from campaigns.orders.rules import LineStatus
from campaigns.orders.words import late_text, limit_text, line_words
from campaigns.proofs.viewing.commenting import commented_ads
from campaigns.rollout.versions.parked import open_places
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid, NotFound
from portal.pages.home_figures import budget_bars, expired_at, greeting, running_campaigns
from regions.accounts.guard import current_actor, requires, signed_in
from regions.accounts.rules import Actor, Permission, Role
from regions.partners.models import Outlet
from regions.partners.service import find_outlets, get_outlet
from regions.scoping import Scope
from regions.scoping.permissions import PARTNER_ROLES

blueprint = Blueprint("home", __name__)

TO_FULFIL = (LineStatus.ORDERED, LineStatus.IN_PRODUCTION, LineStatus.SHIPPED)
SHOWN = 5


@blueprint.get("/")
@signed_in
def show() -> str | Response:
    """Show the start page that suits the account's roles."""
    actor = current_actor()
    roles = set(actor.roles)
    if roles & PARTNER_ROLES:
        return _partner(actor)
    if roles == {Role.SUPPLIER}:
        return _supplier(actor)
    if roles == {Role.ANALYST}:
        return redirect("/insight/")
    return _office(actor)


def _partner(actor: Actor) -> str:
    outlets = find_outlets(actor)
    if not outlets:
        raise NotFound(N_("No outlet belongs to your account yet. Ask your manager for access."))
    outlet = _chosen(outlets)
    found = openings(actor, outlet.id)
    bars = budget_bars(actor, outlet.partner_id)
    return render_template(
        "pages/home_partner.html",
        greeting=greeting(actor.name, clock.now(), outlet.time_zone),
        lead=ngettext(
            "%(num)d campaign is open for you.",
            "%(num)d campaigns are open for you.",
            sum(bool(opening.formats) for opening in found),
        ),
        outlet=outlet,
        outlets=outlets,
        openings=found,
        to_settle=open_places(actor),
        commented=commented_ads(actor),
        expired=expired_at(outlet),
        bars=bars,
        own_free=next((bar.free for bar in bars if bar.key == "own"), None),
        lines=lines_under_way(actor, Scope.at(outlet.path)),
        line_words=line_words,
        limit_text=limit_text,
        late_text=late_text,
        sees_results=actor.may_at(Permission.INSIGHT_READ, outlet.path),
    )


def _chosen(outlets: list[Outlet]) -> Outlet:
    """Return the outlet that was chosen here or before, else the first; it is kept."""
    wanted = request.args.get("outlet") or session.get("outlet")
    outlet = next((outlet for outlet in outlets if str(outlet.id) == wanted), outlets[0])
    session["outlet"] = str(outlet.id)
    return outlet


@blueprint.get("/start/look/<uuid:campaign_id>/<uuid:outlet_id>")
@requires(Permission.LOCALISATION_READ)
def show_look(campaign_id: UUID, outlet_id: UUID) -> str:
    """Return what is open in an outlet's ads and what can be done next, as a part of a card."""
    actor = current_actor()
    opening = next((o for o in openings(actor, outlet_id) if o.campaign.id == campaign_id), None)
    if opening is None:
        raise NotFound(N_("This campaign can no longer be ordered. Load the page again."))
    look = look_at(actor, opening)
    names = {entry.ad_format.key: entry.ad_format for entry in opening.formats}
    return render_template(
        "pages/home_look.html",
        opening=opening,
        look=look,
        blocked=[names[key] for key in look.blocked_formats if key in names],
        free=[key for key in look.free_formats if key in names],
        first="first" in request.args,
        may_edit=actor.may_at(Permission.LOCALISATION_EDIT, opening.outlet.path),
    )


@blueprint.post("/start/order")
@requires(Permission.LOCALISATION_SUBMIT)
def start_order() -> Response:
    """Start an outlet's ad where it was not, and put the chosen formats into the basket."""
    actor = current_actor()
    campaign_id, outlet_id = _id("campaign"), _id("outlet")
    formats = request.form.getlist("format")
    if not formats:
        raise Invalid(N_("Choose at least one format."), field="format")
    localisation = get_or_start(actor, campaign_id, outlet_id)
    put_usual(actor, localisation.id, formats)
    return redirect("/basket/")


@blueprint.post("/start/mend")
@requires(Permission.LOCALISATION_EDIT)
def take_mend() -> Response:
    """Take the proposal of a finding: one value of one ad, which is started where it was not."""
    actor = current_actor()
    campaign_id, outlet_id = _id("campaign"), _id("outlet")
    field, value = request.form.get("field", ""), request.form.get("value", "")
    localisation = get_or_start(actor, campaign_id, outlet_id)
    result = save_values(actor, localisation.id, {field: value}, localisation.row_version)
    if result.problems:
        problem = result.problems[0]
        raise Invalid(problem.message, field=problem.field, **problem.params)
    flash(gettext("Mended. The editor takes it back if you like."))
    return redirect("/")


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise Invalid(N_("Choose a campaign and an outlet."), field=name) from None


@blueprint.get("/start/result/<uuid:outlet_id>")
@requires(Permission.INSIGHT_READ)
def show_result(outlet_id: UUID) -> str:
    """Return what an outlet's ads brought lately, as a part of the start page."""
    actor = current_actor()
    outlet = get_outlet(actor, outlet_id)
    own = next((found for found in get_own(actor) if found.outlet_id == outlet.id), None)
    formats = sorted(own.formats, key=lambda entry: -entry.responses) if own else []
    return render_template("pages/home_result.html", own=own, best=next(iter(formats), None))


def _supplier(actor: Actor) -> str:
    return render_template(
        "pages/home_supplier.html",
        greeting=greeting(actor.name, clock.now(), "Europe/Berlin"),
        lines=lines_of_supplier(actor, TO_FULFIL)[:SHOWN],
        line_words=line_words,
    )


def _office(actor: Actor) -> str:
    decides = actor.may(Permission.SUBMISSION_DECIDE)
    entries = queue(actor) if decides else ()
    return render_template(
        "pages/home_office.html",
        greeting=greeting(actor.name, clock.now(), "Europe/Berlin"),
        decides=decides,
        waiting=len(entries),
        groups=due_groups(entries[:SHOWN], clock.now(), actor.language),
        reasons_of=lambda entry: reason_texts(entry.reasons, actor.language),
        campaigns=running_campaigns(actor) if actor.may(Permission.CAMPAIGN_READ) else (),
        phases={
            "ordering": gettext("Can be ordered"),
            "ordered": gettext("Ordered"),
            "running": gettext("Running now"),
        },
    )
