"""Owns the pages on which channel reports are uploaded, checked row by row and taken over."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from campaigns.insight.reports import service
from campaigns.insight.reports.forms import (
    COLUMN_NAMES,
    TakeOverForm,
    UploadForm,
    chosen_columns,
    columns_form,
)
from campaigns.insight.reports.rules import LARGEST_FILE, MOST_PROBLEMS_SHOWN
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("reports", __name__, template_folder="../templates")
_NOT_USABLE = 422


@blueprint.get("/")
@requires(Permission.CHANNEL_REPORT_IMPORT)
def show_upload() -> str:
    """Ask for a file and its source."""
    return _upload_page(UploadForm())


@blueprint.post("/")
@requires(Permission.CHANNEL_REPORT_IMPORT)
def check_upload() -> str | Response | tuple[str, int]:
    """Check an uploaded file; nothing is taken over yet."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form), _NOT_USABLE
    content = form.file.data.stream.read(LARGEST_FILE + 1)
    source = (form.source.data or "").strip().lower()
    checked = service.check_report(current_actor(), source, content)
    return redirect(url_for("reports.show_check", import_id=checked.import_id))


@blueprint.get("/<uuid:import_id>")
@requires(Permission.CHANNEL_REPORT_IMPORT)
def show_check(import_id: UUID) -> str:
    """Show what taking the file over would do, row by row where it cannot be done."""
    return _check_page(service.check_again(current_actor(), import_id))


@blueprint.post("/<uuid:import_id>/columns")
@requires(Permission.CHANNEL_REPORT_IMPORT)
def choose_columns(import_id: UUID) -> Response:
    """Read the file with other columns and check it again."""
    checked = service.check_again(current_actor(), import_id)
    form = columns_form(checked.headers, checked.mapping)
    if not form.validate():
        raise Invalid(N_("Choose a header of the file for each column."), field="columns")
    service.check_again(current_actor(), import_id, chosen_columns(form))
    return redirect(url_for("reports.show_check", import_id=import_id))


@blueprint.post("/<uuid:import_id>")
@requires(Permission.CHANNEL_REPORT_IMPORT)
def take_over(import_id: UUID) -> Response:
    """Take the checked file over."""
    form = TakeOverForm()
    if not form.validate_on_submit():
        raise Invalid(N_("This page was open for too long. Load it again."), field="file")
    done = service.import_report(
        current_actor(), import_id, without_problem_rows=bool(form.without_problem_rows.data)
    )
    count = done.new + done.changed
    flash(
        ngettext("%(num)s row is new or changed.", "%(num)s rows are new or changed.", count)
        if count
        else ngettext(
            "%(num)s row was known already.", "%(num)s rows were known already.", done.same
        )
    )
    return redirect(url_for("insight.show_overview"))


def _upload_page(form: UploadForm) -> str:
    return render_template(
        "insight/reports.html",
        form=form,
        sources=service.known_sources(),
        columns=COLUMN_NAMES,
        chosen=request.args.get("source", ""),
    )


def _check_page(checked: service.CheckedReport) -> str:
    return render_template(
        "insight/report_check.html",
        checked=checked,
        problems=checked.problems[:MOST_PROBLEMS_SHOWN],
        columns_form=columns_form(checked.headers, checked.mapping),
        form=TakeOverForm(),
    )
