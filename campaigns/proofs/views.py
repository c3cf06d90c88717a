"""Owns the editor's pages and pictures, and the files of proofs."""

from dataclasses import asdict
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as Answer

from brand_assets.library.arranging.collections import list_collections
from brand_assets.library.queries import query_of
from campaigns.localisation.service import ValuesClash, history, leave_as_typed, save_values
from campaigns.localisation.typography import mended_value
from campaigns.planning.service import fields_of, load_campaign
from campaigns.proofs.answers import clash_answer, saved_answer, words
from campaigns.proofs.drawing import Wanted, draw_saved, draw_typed
from campaigns.proofs.editor import Editor, look, open_editor
from campaigns.proofs.editor_words import told_steps
from campaigns.proofs.forms import read_as_typed, read_picture, read_save
from campaigns.proofs.photo_choice import add_own_photo, advise, offered_photos, photo_picture
from campaigns.proofs.rules import FileKind
from campaigns.proofs.service import preview_of_outlet, read_press_sheet, read_proof_file
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
    editor = open_editor(current_actor(), localisation_id)
    chosen = request.args.get("format")
    keys = [ad_format.key for ad_format in editor.formats]
    return render_template(
        "proofs/editor.html",
        editor=editor,
        **_found(editor),
        selected=chosen if chosen in keys else keys[0],
        **words(editor.may_order),
    )


@blueprint.get("/<uuid:localisation_id>/fields")
@requires(Permission.LOCALISATION_READ)
def show_fields(localisation_id: UUID) -> str:
    """Show the column of fields again, after values were changed from elsewhere."""
    editor = open_editor(current_actor(), localisation_id)
    return render_template(
        "proofs/reload.html", editor=editor, **_found(editor), **words(editor.may_order)
    )


def _found(editor: Editor) -> dict[str, object]:
    """Return what a check finds, and which steps can be taken back and forth."""
    actor, localisation_id = current_actor(), editor.localisation.id
    past = () if editor.locked else history(actor, localisation_id)
    steps = told_steps(fields_of(editor.campaign), past, actor.language)
    return {"look": look(actor, localisation_id), "steps": steps}


@blueprint.post("/<uuid:localisation_id>/values")
@requires(Permission.LOCALISATION_EDIT)
def save(localisation_id: UUID) -> Response:
    """Save values as they were entered; answer with what a check of all formats finds."""
    form = read_save(request.get_json(silent=True))
    try:
        result = save_values(
            current_actor(), localisation_id, form.changes, form.row_version, form.basis
        )
    except ValuesClash as clash:
        return clash_answer(localisation_id, clash)
    return saved_answer(result, form.changes)


@blueprint.post("/<uuid:localisation_id>/as-typed")
@requires(Permission.LOCALISATION_EDIT)
def leave_signs(localisation_id: UUID) -> Response:
    """Leave the signs of a field as typed, or tell how they would be set right."""
    form = read_as_typed(request.get_json(silent=True))
    left = leave_as_typed(current_actor(), localisation_id, form.field, typed=form.typed)
    entries = {entry.key: entry for entry in fields_of(load_campaign(left.campaign_id))}
    value = None if form.typed else left.values.get(form.field)
    mended = mended_value(entries[form.field], value)
    return jsonify(as_typed=left.as_typed, mended=asdict(mended) if mended else None)


@blueprint.post("/<uuid:localisation_id>/pictures/<format_key>")
@requires(Permission.LOCALISATION_READ)
def draw(localisation_id: UUID, format_key: str) -> Response:
    """Answer with the picture of a page as typed, whether it is saved or not.

    Where it would be the one that the browser has already, there is nothing to send.
    """
    form = read_picture(request.get_json(silent=True))
    wanted = Wanted(format_key, form.page, form.width, form.known)
    drawn = draw_typed(current_actor(), localisation_id, wanted, form.changes)
    answer = Response(drawn.data, mimetype="image/jpeg")
    if drawn.data is None:
        answer.status_code = HTTPStatus.NO_CONTENT
    answer.set_etag(drawn.tag)
    return answer


@blueprint.get("/<uuid:localisation_id>/pictures/<format_key>.jpg")
@requires(Permission.LOCALISATION_READ)
def show_picture(localisation_id: UUID, format_key: str) -> Answer:
    """Answer with the picture of a page as it is saved; unchanged where the browser has it."""
    page = request.args.get("page", 0, type=int)
    width = request.args.get("width", _STRIP_WIDTH, type=int)
    known = next(iter(request.if_none_match.as_set()), "")
    drawn = draw_saved(current_actor(), localisation_id, Wanted(format_key, page, width, known))
    answer = Response(drawn.data, mimetype="image/jpeg")
    answer.set_etag(drawn.tag)
    answer.headers["Cache-Control"] = "private, no-cache"
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
        **words(),
    )


@blueprint.get("/<uuid:localisation_id>/photos/<field_key>/<sha256>.jpg")
@requires(Permission.LOCALISATION_READ)
def show_photo(localisation_id: UUID, field_key: str, sha256: str) -> Response:
    """Answer with a photo that this field may take, small, or `large` enough to crop it by."""
    actor = current_actor()
    editor = open_editor(actor, localisation_id)
    large = "large" in request.args
    data = photo_picture(editor.localisation.path, sha256, large=large)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@blueprint.get("/proofs/<uuid:proof_id>/page-<int:page>.jpg")
@requires(Permission.LOCALISATION_READ)
def show_proof_page(proof_id: UUID, page: int) -> Response:
    """Answer with the picture of a proof's page: it changes only when its campaign is expired."""
    data = read_proof_file(current_actor(), proof_id, FileKind.PREVIEW_JPEG, page)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=600"
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
