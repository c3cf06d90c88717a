"""Owns the pages of outlets: the list, one outlet, and what partners report."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.foundation.errors import Invalid
from portal.foundation.form_errors import show_refusal
from regions.partners.csv_writing import write_outlet_rows
from regions.partners.editing import update_outlet
from regions.partners.forms import AddressForm, DecisionForm, OutletForm, ReportForm, outlet_values
from regions.partners.listing import (
    OutletQuery,
    OutletSort,
    find_listed,
    list_outlets,
    listed_regions,
)
from regions.partners.models import Outlet
from regions.partners.proposals import decide_proposal, open_proposals, propose_change
from regions.partners.service import get_outlet, list_changes
from regions.partners.words import FIELD_NAMES, shown_value
from regions.scoping.guard import current_actor, requires
from regions.scoping.permissions import Permission

blueprint = Blueprint("outlets", __name__, template_folder="templates")


@blueprint.get("/")
@requires(Permission.PARTNER_READ)
def show_outlets() -> ResponseReturnValue:
    """List the outlets in scope: searched, narrowed to a region, sorted, paged."""
    actor, query = current_actor(), _read_query()
    return render_template(
        "partners/outlets.html",
        query=query,
        found=list_outlets(actor, query),
        regions=listed_regions(actor),
        args={name: given for name, given in request.args.items() if name in _PARAMETERS},
        may_manage=actor.may(Permission.PARTNER_MANAGE),
    )


@blueprint.get("/outlets.csv")
@requires(Permission.PARTNER_READ)
def export_outlets() -> ResponseReturnValue:
    """Send the list, as it is searched and narrowed, in the columns that an import reads."""
    rows = write_outlet_rows(find_listed(current_actor(), _read_query()))
    answer = Response(rows.encode("utf-8-sig"), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="outlets.csv"'
    return answer


@blueprint.get("/<uuid:outlet_id>")
@requires(Permission.PARTNER_READ)
def show_outlet(outlet_id: UUID) -> ResponseReturnValue:
    """Show an outlet's master data, its changes, and the form that its reader may use."""
    outlet = get_outlet(current_actor(), outlet_id)
    return _outlet_page(outlet, None)


@blueprint.post("/<uuid:outlet_id>")
@requires(Permission.PARTNER_MANAGE)
def save_outlet(outlet_id: UUID) -> ResponseReturnValue:
    """Save an outlet's master data."""
    actor, form = current_actor(), OutletForm()
    outlet = get_outlet(actor, outlet_id)
    try:
        if not form.validate_on_submit():
            return _outlet_page(outlet, form), Invalid.status
        update_outlet(actor, outlet_id, form.changes(), form.version)
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _outlet_page(outlet, form), refusal.status
    flash(gettext("Saved. Ads that are made from now on show the new data."))
    return redirect(url_for("outlets.show_outlet", outlet_id=outlet_id))


@blueprint.post("/<uuid:outlet_id>/report")
@requires(Permission.PARTNER_PROPOSE)
def report_change(outlet_id: UUID) -> ResponseReturnValue:
    """Report a change of an outlet's master data to head office."""
    actor, form = current_actor(), ReportForm()
    outlet = get_outlet(actor, outlet_id)
    try:
        if not form.validate_on_submit():
            return _outlet_page(outlet, form), Invalid.status
        propose_change(actor, outlet_id, form.changes(), form.note.data or "")
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _outlet_page(outlet, form), refusal.status
    flash(gettext("Thank you. Head office checks your report."))
    return redirect(url_for("outlets.show_outlet", outlet_id=outlet_id))


@blueprint.get("/reports")
@requires(Permission.PARTNER_MANAGE)
def show_reports() -> ResponseReturnValue:
    """List the reported changes that wait for a decision."""
    return render_template(
        "partners/reports.html",
        lines=open_proposals(current_actor()),
        field_names=FIELD_NAMES,
        shown_value=shown_value,
        form=DecisionForm(formdata=None),
    )


@blueprint.post("/reports/<uuid:proposal_id>")
@requires(Permission.PARTNER_MANAGE)
def decide_report(proposal_id: UUID) -> ResponseReturnValue:
    """Take a reported change over, or decline it."""
    form = DecisionForm()
    accept = form.accept.data == "yes"
    decide_proposal(current_actor(), proposal_id, accept, form.reason.data or "")
    flash(gettext("Taken over.") if accept else gettext("Declined."))
    return redirect(url_for("outlets.show_reports"))


_PARAMETERS = ("q", "region", "sort", "direction")


def _read_query() -> OutletQuery:
    asked = request.args
    sort = asked.get("sort", "")
    return OutletQuery(
        search=asked.get("q", "")[:200],
        path=asked.get("region", "")[:240],
        sort=OutletSort(sort) if sort in set(OutletSort) else OutletSort.NAME,
        descending=asked.get("direction") == "desc",
        page=asked.get("page", 1, type=int),
    )


def _outlet_page(outlet: Outlet, given: AddressForm | None) -> str:
    actor = current_actor()
    manages = actor.may_at(Permission.PARTNER_MANAGE, outlet.path)
    if given is not None:
        manages = isinstance(given, OutletForm)
    reports = not manages and actor.may_at(Permission.PARTNER_PROPOSE, outlet.path)
    kind = OutletForm if manages else ReportForm
    form = given or (
        kind(formdata=None, data=outlet_values(outlet)) if manages or reports else None
    )
    return render_template(
        "partners/outlet.html",
        outlet=outlet,
        partner=outlet.partner,
        form=form,
        manages=manages,
        reported=open_proposals(actor, outlet.id),
        changes=list_changes(actor, outlet.id),
        field_names=FIELD_NAMES,
        shown_value=shown_value,
    )
