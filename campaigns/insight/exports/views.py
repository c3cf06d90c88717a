"""Owns the page on which exports are asked for, watched and downloaded."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from campaigns.insight.exports.contract import TABLES
from campaigns.insight.exports.forms import ExportForm
from campaigns.insight.exports.orders import finished_export, list_exports, order_export
from campaigns.insight.exports.rules import VERSION, ExportFormat
from campaigns.insight.exports.service import open_export
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("exports", __name__, template_folder="../templates")


@blueprint.get("/")
@requires(Permission.EXPORT_READ)
def show_exports() -> str:
    """Show the reader's own exports and ask for a new one."""
    actor = current_actor()
    return render_template(
        "insight/exports.html",
        form=ExportForm(),
        exports=list_exports(actor),
        tables=TABLES,
        version=VERSION,
    )


@blueprint.get("/list")
@requires(Permission.EXPORT_READ)
def show_list() -> str:
    """Show how far the reader's exports are, as a part that asks again while one is made."""
    return render_template("insight/export_list.html", exports=list_exports(current_actor()))


@blueprint.post("/")
@requires(Permission.EXPORT_READ)
def ask_for_export() -> Response:
    """Ask for an export of one's scope."""
    form = ExportForm()
    if not form.validate_on_submit():
        raise Invalid(N_("Choose Parquet or CSV."), field="format")
    order_export(current_actor(), ExportFormat(form.format.data))
    flash(gettext("The export is being made. You can leave this page."))
    return redirect(url_for("exports.show_exports"))


@blueprint.get("/<uuid:export_id>/download")
@requires(Permission.EXPORT_READ)
def download(export_id: UUID) -> Response:
    """Send a finished export."""
    order, sha256 = finished_export(current_actor(), export_id)
    name = f"heimspiel-{order.ordered_at:%Y-%m-%d}-{order.format}.zip"
    answer = send_file(
        open_export(sha256), mimetype="application/zip", as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
