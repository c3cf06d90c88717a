"""Owns the pages of reports: what an ad or a proof was tested for, to read, print and keep."""

from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request

from campaigns.proofs.reporting import ReportPage, report_of_ad, report_of_proof
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("proof_reports", __name__, template_folder="templates")

_LOOK = Path(__file__).parent / "templates" / "proofs" / "report_file.css"


@blueprint.get("/<uuid:localisation_id>/report")
@requires(Permission.LOCALISATION_READ)
def show_report(localisation_id: UUID) -> Response:
    """Show what an ad is tested for as it is now, in one of its formats."""
    page = report_of_ad(current_actor(), localisation_id, request.args.get("format"))
    return _answer(page)


@blueprint.get("/proofs/<uuid:proof_id>/report")
@requires(Permission.LOCALISATION_READ)
def show_proof_report(proof_id: UUID) -> Response:
    """Show what a proof was tested for when it was made."""
    return _answer(report_of_proof(current_actor(), proof_id))


def _answer(page: ReportPage) -> Response:
    """Answer with the report as a page, or as a file of its own where `download` is asked."""
    if "download" not in request.args:
        return make_response(render_template("proofs/report.html", page=page))
    look = _LOOK.read_text(encoding="utf-8")
    answer = make_response(render_template("proofs/report_file.html", page=page, look=look))
    name = f"{page.campaign.slug}-{page.outlet.number}-{page.ad_format.key}.html"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
