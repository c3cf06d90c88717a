"""Owns the editor's pages and pictures, and the files of proofs."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from flask_babel import format_time, gettext, to_user_timezone
from werkzeug.wrappers import Response as Answer

from brand_assets.design_facts import PRICE_MODE_NAMES
from brand_assets.library.arranging.collections import list_collections
from brand_assets.library.queries import query_of
from campaigns.ad_templates.fields import Json
from campaigns.localisation.rules import Clash
from campaigns.localisation.service import (
    SaveResult,
    ValuesClash,
    history,
    redo,
    save_values,
    undo,
)
from campaigns.planning.service import fields_of
from campaigns.proofs.editor import look, open_editor
from campaigns.proofs.editor_words import SECTION_TITLES, size_text, told_changes
from campaigns.proofs.forms import read_picture, read_save, read_step
from campaigns.proofs.photo_choice import add_own_photo, advise, offered_photos, photo_picture
from campaigns.proofs.rules import FileKind
from campaigns.proofs.service import (
    fingerprint_now,
    preview_jpeg,
    preview_of_outlet,
    read_press_sheet,
    read_proof_file,
)
from campaigns.proofs.value_texts import value_text
from portal.foundation.errors import N_, Invalid, NotFound
from portal.foundation.ids import new_id
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("proofs", __name__, template_folder="templates")

_STRIP_WIDTH = 240


@blueprint.get("/<uuid:localisation_id>")
@requires(Permission.LOCALISATION_READ)
def show_editor(localisation_id: UUID) -> str:
    """Show the editor: fields, the page's picture, all formats, findings."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    chosen = request.args.get("format")
    keys = [ad_format.key for ad_format in editor.formats]
    return render_template(
        "proofs/editor.html",
        editor=editor,
        look=look(actor, localisation_id),
        selected=chosen if chosen in keys else keys[0],
        **_words(editor.may_order),
    )


@blueprint.get("/<uuid:localisation_id>/fields")
@requires(Permission.LOCALISATION_READ)
def show_fields(localisation_id: UUID) -> str:
    """Show the column of fields again, after values were changed from elsewhere."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    return render_template(
        "proofs/reload.html",
        editor=editor,
        look=look(actor, localisation_id),
        **_words(editor.may_order),
    )


@blueprint.post("/<uuid:localisation_id>/values")
@requires(Permission.LOCALISATION_EDIT)
def save(localisation_id: UUID) -> Response:
    """Save values as they were entered; answer with what a check of all formats finds."""
    form = read_save(request.get_json(silent=True))
    try:
        result = save_values(current_actor(), localisation_id, form.changes, form.row_version)
    except ValuesClash as clash:
        return _clash_answer(localisation_id, clash)
    return _saved_answer(result, form.changes)


@blueprint.post("/<uuid:localisation_id>/undo")
@requires(Permission.LOCALISATION_EDIT)
def take_back(localisation_id: UUID) -> Response:
    """Take back the last save."""
    form = read_step(request.get_json(silent=True))
    return _saved_answer(undo(current_actor(), localisation_id, form.row_version), {})


@blueprint.post("/<uuid:localisation_id>/redo")
@requires(Permission.LOCALISATION_EDIT)
def set_again(localisation_id: UUID) -> Response:
    """Set again what was taken back."""
    form = read_step(request.get_json(silent=True))
    return _saved_answer(redo(current_actor(), localisation_id, form.row_version), {})


def _saved_answer(result: SaveResult, changes: Mapping[str, Json]) -> Response:
    unread = {problem.field: changes[problem.field] for problem in result.problems}
    localisation = result.localisation
    actor = current_actor()
    found = look(actor, localisation.id, unread)
    # Only an open campaign can be saved to, so the right alone says whether it can be ordered.
    may_order = actor.may_at(Permission.LOCALISATION_SUBMIT, localisation.path)
    html = render_template(
        "proofs/look.html", look=found, localisation=localisation, **_words(may_order)
    )
    return jsonify(
        row_version=localisation.row_version,
        saved_at=format_time(to_user_timezone(localisation.changed_at), "short", rebase=False),
        unread=sorted(unread),
        open_points=found.open_points,
        html=html,
    )


def _clash_answer(localisation_id: UUID, clash: ValuesClash) -> Response:
    editor = open_editor(current_actor(), localisation_id)
    path, language = editor.localisation.path, current_actor().language
    entries = {entry.key: entry for entry in fields_of(editor.campaign)}

    def told(found: Clash) -> tuple[str, str]:
        entry = entries[found.field_key]
        return (
            value_text(entry, found.theirs, path, language),
            value_text(entry, found.mine, path, language),
        )

    html = render_template(
        "proofs/clashes.html",
        clashes=[(found, entries[found.field_key], *told(found)) for found in clash.clashes],
        **_words(),
    )
    answer = jsonify(
        code=clash.code,
        detail=gettext(clash.message, **clash.params),
        row_version=clash.row_version,
        fields=[found.field_key for found in clash.clashes],
        html=html,
    )
    answer.status_code = HTTPStatus.CONFLICT
    return answer


@blueprint.post("/<uuid:localisation_id>/pictures/<format_key>")
@requires(Permission.LOCALISATION_READ)
def draw(localisation_id: UUID, format_key: str) -> Response:
    """Answer with the picture of a page as typed, whether it is saved or not."""
    form = read_picture(request.get_json(silent=True))
    actor = current_actor()
    data = preview_jpeg(actor, localisation_id, format_key, form.page, form.width, form.changes)
    return Response(data, mimetype="image/jpeg")


@blueprint.get("/<uuid:localisation_id>/pictures/<format_key>.jpg")
@requires(Permission.LOCALISATION_READ)
def show_picture(localisation_id: UUID, format_key: str) -> Answer:
    """Answer with the picture of a page as it is saved; unchanged where the browser has it."""
    page = request.args.get("page", 0, type=int)
    width = request.args.get("width", _STRIP_WIDTH, type=int)
    actor = current_actor()
    open_editor(actor, localisation_id)
    etag = f"{fingerprint_now(localisation_id, format_key)[:24]}-{page}-{width}"
    answer = Response(mimetype="image/jpeg")
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "private, no-cache"
    if not request.if_none_match.contains(etag):
        answer.set_data(preview_jpeg(actor, localisation_id, format_key, page, width))
    return answer.make_conditional(request)


@blueprint.get("/of/<uuid:campaign_id>/<uuid:outlet_id>/<format_key>.jpg")
@requires(Permission.CAMPAIGN_READ)
def show_outlet_picture(campaign_id: UUID, outlet_id: UUID, format_key: str) -> Response:
    """Answer with the picture of an outlet's ad, even if nobody has started it yet."""
    width = request.args.get("width", _STRIP_WIDTH, type=int)
    page = request.args.get("page", 0, type=int)
    data = preview_of_outlet(current_actor(), campaign_id, outlet_id, format_key, page, width)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=60"
    return answer


@blueprint.get("/<uuid:localisation_id>/history")
@requires(Permission.LOCALISATION_READ)
def show_history(localisation_id: UUID) -> str:
    """Show who changed which value, when, from what to what."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    changes = told_changes(editor, history(actor, localisation_id), actor.language)
    return render_template("proofs/history.html", changes=changes, editor=editor, **_words())


@blueprint.get("/<uuid:localisation_id>/photos/<field_key>")
@requires(Permission.LOCALISATION_READ)
def choose_photo(localisation_id: UUID, field_key: str) -> str:
    """Show the photos that a field may take; for one just `added`, how it would do."""
    return _photo_page(localisation_id, field_key, request.args.get("added"))


@blueprint.post("/<uuid:localisation_id>/photos/<field_key>")
@requires(Permission.ASSET_UPLOAD)
def upload_photo(localisation_id: UUID, field_key: str) -> str:
    """Take a photo into the outlet's own library, and show it among the others."""
    actor = current_actor()
    path = open_editor(actor, localisation_id).localisation.path
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        raise Invalid(N_("Choose a picture first."), field="photo")
    added = add_own_photo(actor, path, sent.filename, sent.stream)
    return _photo_page(localisation_id, field_key, added)


def _photo_page(localisation_id: UUID, field_key: str, added: str | None) -> str:
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    field = editor.find_field(field_key)
    if field is None:
        raise NotFound(N_("This campaign has no field “%(key)s”."), key=field_key)
    path, pool = editor.localisation.path, field.definition.pool
    wanted = query_of(request.args)
    takes = added is not None and (not pool or added in pool)
    return render_template(
        "proofs/photos.html",
        photos=offered_photos(actor, path, field.definition, wanted),
        wanted=wanted,
        collections=() if pool else list_collections(actor),
        field=field,
        editor=editor,
        advice=advise(actor, localisation_id, path, field_key, added) if added and takes else None,
        batch=new_id(),
        may_upload=actor.may_at(Permission.ASSET_UPLOAD, editor.localisation.path),
        **_words(),
    )


@blueprint.get("/<uuid:localisation_id>/photos/<field_key>/<sha256>.jpg")
@requires(Permission.LOCALISATION_READ)
def show_photo(localisation_id: UUID, field_key: str, sha256: str) -> Response:
    """Answer with a photo that this field may take, small."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    answer = Response(photo_picture(editor.localisation.path, sha256), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@blueprint.get("/proofs/<uuid:proof_id>/page-<int:page>.jpg")
@requires(Permission.LOCALISATION_READ)
def show_proof_page(proof_id: UUID, page: int) -> Response:
    """Answer with the picture of a proof's page: these bytes never change."""
    data = read_proof_file(current_actor(), proof_id, FileKind.PREVIEW_JPEG, page)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


@blueprint.get("/proofs/<uuid:proof_id>/press.pdf")
@requires(Permission.LOCALISATION_READ)
def download_press_pdf(proof_id: UUID) -> Response:
    """Answer with the press PDF of a proof as a download, with marks where `marks` is asked."""
    actor = current_actor()
    if "marks" in request.args:
        data = read_press_sheet(actor, proof_id)
    else:
        data = read_proof_file(actor, proof_id, FileKind.PRESS_PDF)
    answer = make_response(data)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{proof_id}.pdf"'
    return answer


def _words(may_order: bool = False) -> dict[str, object]:
    language = current_actor().language
    words = {"titles": SECTION_TITLES, "size_text": size_text, "lang": language}
    return words | {"may_order": may_order, "price_mode_names": PRICE_MODE_NAMES}
