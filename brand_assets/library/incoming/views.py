"""Owns the pages on which pictures come in, and the addresses to which their parts are sent.

Parts follow the draft "Resumable Uploads for HTTP": an upload is begun by POST, continued by PATCH
with `Upload-Offset` and, for each part, a `Content-Digest`; HEAD and GET tell how far it is.
"""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from brand_assets.design_facts import AssetRight
from brand_assets.library.forms import choices
from brand_assets.library.incoming.arriving import receive_archive
from brand_assets.library.incoming.forms import (
    UploadForm,
    read_batch,
    read_offer,
    read_part,
)
from brand_assets.library.incoming.rules import PART_SIZE, FolderUse, TakenIn, Told, UploadState
from brand_assets.library.incoming.sessions import (
    begin_upload,
    cancel_upload,
    finish_upload,
    get_upload,
    offer_limits,
    open_uploads,
    take_part,
)
from brand_assets.library.incoming.taking_in import told_of
from brand_assets.library.incoming.telling import (
    ToldPicture,
    ToldUpload,
    settle_alike,
    tell_upload,
)
from brand_assets.library.rules import MEBIBYTE, AssetMeta, title_from_name
from brand_assets.library.uploads import add_asset
from portal.foundation.config import settings
from portal.foundation.errors import Invalid, NotNow
from portal.foundation.ids import new_id
from regions.accounts.guard import current_actor, requires
from regions.accounts.places import place_names
from regions.accounts.rules import Actor, Permission

blueprint = Blueprint("uploads", __name__, template_folder="templates")

MOST_FILES = 20
_CLOSED = {UploadState.DONE, UploadState.TAKING_IN}


@dataclass(frozen=True, slots=True)
class SentFile:
    """What became of a file of the plain form: a picture, a ZIP under way, or a sentence."""

    title: str
    picture: ToldPicture | None = None
    archive: ToldUpload | None = None
    problem: str = ""


@blueprint.get("/upload")
@requires(Permission.ASSET_UPLOAD)
def show_form() -> str:
    """Show where pictures come in."""
    return _page(_upload_form(current_actor()))


@blueprint.post("/upload")
@requires(Permission.ASSET_UPLOAD)
def send_form() -> ResponseReturnValue:
    """Take the files of the plain form; a bad one is told with its reason, the others go on."""
    actor = current_actor()
    form = _upload_form(actor)
    if not form.validate_on_submit():
        return _page(form), Invalid.status
    files = [file for file in request.files.getlist("files") if file.filename][:MOST_FILES]
    batch_id = new_id()
    sent = [_take(actor, form, file, batch_id) for file in files]
    pictures = [one.picture for one in sent if one.picture and one.picture.asset]
    if len(sent) == len(pictures) == 1:
        flash(_added_words(pictures[0].taken))
        return redirect(url_for("library.show_asset", asset_id=pictures[0].taken.asset_id))
    taken = pictures or any(one.archive for one in sent)
    page = _page(_upload_form(actor, keep=False), sent, batch_id)
    return page, HTTPStatus.OK if taken else Invalid.status


def _take(actor: Actor, form: UploadForm, file: FileStorage, batch_id: UUID) -> SentFile:
    name = file.filename or ""
    title, place = title_from_name(name), form.place.data
    licence = str(gettext("Own picture"))
    try:
        archive = receive_archive(
            actor, file.stream, place, FolderUse(form.folder_use.data), (name, licence, batch_id)
        )
        if archive is not None:
            return SentFile(title, archive=tell_upload(actor, archive))
        meta = AssetMeta(title=title, right=AssetRight(licence))
        added = add_asset(actor, place, file.stream, meta, name)
    except (Invalid, NotNow) as refusal:
        return SentFile(title, problem=gettext(refusal.message, **refusal.params))
    return SentFile(title, ToldPicture(told_of(added, name), added.asset, added.alike))


def _added_words(taken: TakenIn) -> str:
    if not taken.is_new:
        return str(gettext("This picture was here already."))
    words = gettext("Added.")
    if taken.had_location:
        words = gettext("Added. The place where it was taken was removed from the file.")
    return " ".join([words, *(gettext(note) for note in taken.notes)])


def _upload_form(actor: Actor, *, keep: bool = True) -> UploadForm:
    form = UploadForm() if keep else UploadForm(formdata=None)
    held = [grant for grant in actor.grants if grant.path and grant.has(Permission.ASSET_UPLOAD)]
    names = place_names(held, actor.language)
    paths = sorted({grant.path for grant in held if grant.path})
    form.place.choices = choices({path: names.get(path, path) for path in paths})
    if len(paths) == 1 and not form.place.data:
        form.place.data = paths[0]
    return form


def _page(form: UploadForm, sent: list[SentFile] | None = None, batch: UUID | None = None) -> str:
    limits = offer_limits()
    return render_template(
        "incoming/upload.html",
        form=form,
        sent=sent or [],
        batch=batch or new_id(),
        waiting=open_uploads(current_actor()),
        picture_megabytes=limits.picture_bytes // MEBIBYTE,
        archive_megabytes=limits.archive_bytes // MEBIBYTE,
        form_megabytes=settings().max_upload_bytes // MEBIBYTE,
        most_files=MOST_FILES,
        part_size=PART_SIZE,
    )


@blueprint.post("/uploads")
@requires(Permission.ASSET_UPLOAD)
def begin() -> Response:
    """Begin an upload in parts."""
    offer, batch_id = read_offer(request.get_json(silent=True))
    actor = current_actor()
    upload = begin_upload(actor, offer, batch_id, str(gettext("Own picture")))
    answer = _told(tell_upload(actor, upload))
    answer.status_code = HTTPStatus.CREATED
    answer.headers["Location"] = url_for("uploads.show", upload_id=upload.id)
    return answer


@blueprint.get("/uploads/<uuid:upload_id>")
@requires(Permission.ASSET_UPLOAD)
def show(upload_id: UUID) -> Response:
    """Tell how far an upload is and, once it was taken in, what became of it."""
    actor = current_actor()
    return _told(tell_upload(actor, get_upload(actor, upload_id)))


@blueprint.patch("/uploads/<uuid:upload_id>")
@requires(Permission.ASSET_UPLOAD)
def add_part(upload_id: UUID) -> Response:
    """Take the next part of a file, or one again that is here already."""
    actor = current_actor()
    get_upload(actor, upload_id)
    offset, digest = read_part(request.headers)
    request.max_content_length = PART_SIZE + 1
    content = request.stream.read(PART_SIZE + 1)
    upload = take_part(actor, upload_id, offset, content, digest)
    return _at(Response(status=HTTPStatus.NO_CONTENT), upload.received, upload.size, upload.state)


@blueprint.post("/uploads/<uuid:upload_id>/finish")
@requires(Permission.ASSET_UPLOAD)
def finish(upload_id: UUID) -> Response:
    """Have a file that is here wholly taken into the library."""
    actor = current_actor()
    batch_id = read_batch(request.get_json(silent=True))
    answer = _told(tell_upload(actor, finish_upload(actor, upload_id, batch_id)))
    answer.status_code = HTTPStatus.ACCEPTED
    return answer


@blueprint.delete("/uploads/<uuid:upload_id>")
@requires(Permission.ASSET_UPLOAD)
def cancel(upload_id: UUID) -> Response:
    """Forget an upload."""
    cancel_upload(current_actor(), upload_id)
    return Response(status=HTTPStatus.NO_CONTENT)


@blueprint.post("/uploads/<uuid:upload_id>/settle")
@requires(Permission.ASSET_UPLOAD)
def settle(upload_id: UUID) -> str:
    """Take a picture that was here instead of one that looks alike, or keep both."""
    actor = current_actor()
    asset_id, instead = request.form.get("asset", ""), request.form.get("instead", "")
    told = tell_upload(actor, settle_alike(actor, upload_id, asset_id, instead))
    return render_template("incoming/pictures.html", told=told)


def _told(told: ToldUpload) -> Response:
    upload = told.upload
    problem = _sentence(told.problem) if told.problem else ""
    shown = told.pictures or told.problem
    html = render_template("incoming/pictures.html", told=told) if shown else ""
    answer = jsonify(
        id=str(upload.id),
        name=upload.name,
        state=told.state,
        offset=upload.received,
        size=upload.size,
        part=PART_SIZE,
        checks=[part["sha256"] for part in upload.parts],
        done=told.done,
        total=told.total,
        problem=problem,
        retry=told.may_retry,
        assets=[found.taken.asset_id for found in told.pictures if found.asset],
        sha256=[found.asset.sha256 for found in told.pictures if found.asset],
        html=html,
    )
    return _at(answer, upload.received, upload.size, told.state)


def _sentence(told: Told) -> str:
    return str(gettext(told.message, **told.params))


def _at(answer: Response, received: int, size: int, state: UploadState) -> Response:
    answer.headers["Upload-Offset"] = str(received)
    answer.headers["Upload-Length"] = str(size)
    answer.headers["Upload-Complete"] = "?1" if state in _CLOSED else "?0"
    answer.headers["Cache-Control"] = "no-store"
    return answer
