"""Owns the pages of exchange: tokens and swatches into a draft, tokens and the sheet out."""

import io
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from brand_assets.kit.editing.overview import show_sections
from brand_assets.kit.editing.pages import get_draft
from brand_assets.kit.exchange.bringing import plan_import, take_import, written_plan
from brand_assets.kit.exchange.handing_out import hand_out_sheet, hand_out_tokens
from brand_assets.kit.exchange.plan import ImportPlan, State
from brand_assets.kit.exchange.to_tokens import MEDIA_TYPE
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("kit_exchange", __name__, template_folder="templates")

STATE_WORDS = {State.NEW: N_("new"), State.CHANGED: N_("changed"), State.SAME: N_("the same")}
_ROOM = 200


@blueprint.get("/versions/<uuid:version_id>/edit/import")
@requires(Permission.KIT_PUBLISH)
def show_import(version_id: UUID) -> str:
    """Ask for files with tokens or swatches."""
    return _page(version_id)


def _page(version_id: UUID, plan: ImportPlan | None = None, refusal: Invalid | None = None) -> str:
    _, version = get_draft(current_actor(), version_id)
    profile = version.definition.get("profile")
    return render_template(
        "kit_exchange/import.html",
        version=version,
        states=show_sections(version),
        plan=plan,
        written=written_plan(plan) if plan else "",
        state_words=STATE_WORDS,
        condition=profile["condition"] if profile else "",
        room=_ROOM - len(version.definition.get("colours", [])),
        refusal=refusal,
    )


@blueprint.post("/versions/<uuid:version_id>/edit/import")
@requires(Permission.KIT_PUBLISH)
def read_files(version_id: UUID) -> str | tuple[str, int]:
    """Show what the files would bring; nothing is kept yet."""
    _, version = get_draft(current_actor(), version_id)
    files = [one.read() for one in request.files.getlist("files") if one.filename]
    try:
        plan = plan_import(version, files)
    except Invalid as refusal:
        return _page(version_id, refusal=refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(version_id, plan)


@blueprint.post("/versions/<uuid:version_id>/edit/import/take")
@requires(Permission.KIT_PUBLISH)
def take_chosen(version_id: UUID) -> Response | tuple[str, int]:
    """Take what was chosen into the draft."""
    chosen = request.form.getlist("chosen")
    try:
        _, count = take_import(current_actor(), version_id, request.form.get("plan", ""), chosen)
    except Invalid as refusal:
        return _page(version_id, refusal=refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(ngettext("%(num)s entry is in the draft.", "%(num)s entries are in the draft.", count))
    return redirect(url_for("kit_editing.show_overview", version_id=version_id))


@blueprint.get("/versions/<uuid:version_id>/tokens.json")
@requires(Permission.KIT_READ)
def download_tokens(version_id: UUID) -> Response:
    """Hand out a version as design tokens."""
    file = hand_out_tokens(current_actor(), version_id)
    return _download(file.name, file.data, MEDIA_TYPE)


@blueprint.get("/versions/<uuid:version_id>/sheet.pdf")
@requires(Permission.KIT_READ)
def download_sheet(version_id: UUID) -> Response:
    """Hand out the brand sheet of a version, for the press; in one's own language if not asked."""
    language = request.args.get("language", current_actor().language)
    file = hand_out_sheet(current_actor(), version_id, "en" if language == "en" else "de")
    return _download(file.name, file.data, "application/pdf")


def _download(name: str, data: bytes, media_type: str) -> Response:
    answer = send_file(
        io.BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
