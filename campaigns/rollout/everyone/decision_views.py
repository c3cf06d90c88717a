"""Owns what is decided on a check: exceptions by name, and publishing."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from campaigns.planning.service import PlanRefused
from campaigns.rollout.everyone.addresses import to_check
from campaigns.rollout.everyone.excepting import (
    except_outlets,
    list_exceptions,
    withdraw_exceptions,
)
from campaigns.rollout.everyone.forms import (
    query_args,
    read_outlet_query,
    read_outlets,
    read_subject,
    read_uuid,
)
from campaigns.rollout.everyone.publishing import publish_checked
from campaigns.rollout.everyone.results import ids_without_exception
from campaigns.rollout.everyone.service import (
    CheckSubject,
    find_check,
    get_campaign_to_check,
)
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("everyone_decisions", __name__, template_folder="templates")

_MAY_DECIDE = requires(Permission.CAMPAIGN_PUBLISH, Permission.TEMPLATE_PUBLISH)


@blueprint.get("/<uuid:campaign_id>/exceptions")
@_MAY_DECIDE
def show_exceptions(campaign_id: UUID) -> str:
    """Show who was excepted when a campaign was published, as a part of its page."""
    actor = current_actor()
    get_campaign_to_check(actor, CheckSubject(campaign_id))
    found = list_exceptions(actor, campaign_id)
    return render_template("everyone/exceptions.html", exceptions=found, campaign_id=campaign_id)


@blueprint.post("/<uuid:campaign_id>/except")
@_MAY_DECIDE
def save_exceptions(campaign_id: UUID) -> Response:
    """Except the chosen outlets, or all of the list as it is narrowed, each by name."""
    actor, subject = current_actor(), read_subject(campaign_id, request.args)
    get_campaign_to_check(actor, subject)
    check = find_check(subject)
    query = read_outlet_query(request.args)
    chosen = read_outlets(request.form)
    if request.form.get("all") and check is not None:
        chosen = ids_without_exception(actor, check, query)
    seen = read_uuid(request.form.get("seen")) or UUID(int=0)
    count = except_outlets(actor, subject, seen, chosen, request.form.get("reason", ""))
    flash(ngettext("%(num)d outlet is excepted.", "%(num)d outlets are excepted.", count))
    return to_check(subject, "outlets", **query_args(query))


@blueprint.post("/<uuid:campaign_id>/withdraw")
@_MAY_DECIDE
def withdraw(campaign_id: UUID) -> Response:
    """Take back the exceptions of the chosen outlets."""
    subject = read_subject(campaign_id, request.args)
    count = withdraw_exceptions(current_actor(), subject, read_outlets(request.form))
    flash(ngettext("%(num)d exception is taken back.", "%(num)d exceptions are taken back.", count))
    return to_check(subject, "outlets", **query_args(read_outlet_query(request.args)))


@blueprint.post("/<uuid:campaign_id>/publish")
@requires(Permission.CAMPAIGN_PUBLISH)
def publish(campaign_id: UUID) -> Response:
    """Publish a campaign whose check was seen; what is missing is shown on its page."""
    try:
        publish_checked(current_actor(), campaign_id, read_uuid(request.form.get("seen")))
    except PlanRefused as refusal:
        flash(gettext(refusal.message, **refusal.params), "error")
        return to_check(CheckSubject(campaign_id))
    flash(gettext("The campaign is published."))
    return redirect(url_for("planning.show_campaign", campaign_id=campaign_id))
