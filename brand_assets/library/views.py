"""Owns the pages of the library: list, upload, one picture, and the pictures themselves."""

import io
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from brand_assets.design_facts import AssetRight
from brand_assets.library.forms import CHANNEL_NAMES, AssetForm, UploadForm, asset_form, choices
from brand_assets.library.keeping.showing import AssetKeeping, keeping_of
from brand_assets.library.models import Asset
from brand_assets.library.photos import page_picture
from brand_assets.library.rules import PAGE_WIDTHS, AssetKind, AssetMeta, days_left, title_from_name
from brand_assets.library.service import (
    AssetQuery,
    add_asset,
    archive_asset,
    asset_right,
    find_assets,
    get_asset,
    list_uses,
    may_change,
    update_asset,
)
from brand_assets.typesetting.pictures.samples import ProfileProblem
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.places import place_names
from regions.accounts.rules import Actor, Permission

blueprint = Blueprint("library", __name__, template_folder="templates")

MOST_FILES = 20
PROFILE_WORDS = {
    ProfileProblem.BROKEN: N_(
        "Its colour profile is damaged and was left aside; check the colours."
    ),
    ProfileProblem.OTHER_SPACE: N_(
        "Its colour profile belongs to other colours and was left aside; check the colours."
    ),
}
USE_WORDS = {"localisation": N_("Ads"), "campaign": N_("Campaigns")}


@dataclass(frozen=True, slots=True)
class UploadResult:
    """What became of one uploaded file: an asset, or the reason why there is none."""

    name: str
    asset: Asset | None = None
    is_new: bool = True
    had_location: bool = False
    problem: str = ""
    note: str = ""


@blueprint.get("/")
@requires(Permission.ASSET_READ)
def show_assets() -> str:
    """List the pictures that match, newest first."""
    actor, day = current_actor(), clock.today()
    query = AssetQuery(
        text=request.args.get("q", "")[:200],
        usable_on=day if request.args.get("usable") else None,
        page=request.args.get("page", 1, type=int),
        kinds=tuple(AssetKind),
    )
    found = find_assets(actor, query)
    return render_template(
        "library/list.html",
        found=found,
        query=query,
        left={asset.id: days_left(asset_right(asset), day) for asset in found.assets},
        may_upload=actor.may(Permission.ASSET_UPLOAD),
        args={k: v for k, v in request.args.items() if k in {"q", "usable"}},
    )


@blueprint.get("/upload")
@requires(Permission.ASSET_UPLOAD)
def show_upload() -> str:
    """Show the form for new pictures."""
    return render_template("library/upload.html", form=_upload_form(current_actor()), results=())


@blueprint.post("/upload")
@requires(Permission.ASSET_UPLOAD)
def upload() -> ResponseReturnValue:
    """Take pictures in; a bad one is told with its reason and the others go on."""
    actor = current_actor()
    form = _upload_form(actor)
    if not form.validate_on_submit():
        return render_template("library/upload.html", form=form, results=()), Invalid.status
    files = [file for file in request.files.getlist("files") if file.filename][:MOST_FILES]
    results = [_take_in(actor, form.place.data, file) for file in files]
    added = [result.asset for result in results if result.asset]
    if len(results) == len(added) == 1:
        flash(_added_words(results[0]))
        return redirect(url_for("library.show_asset", asset_id=added[0].id))
    status = 200 if added else Invalid.status
    fresh = _upload_form(actor, keep=False)
    return render_template("library/upload.html", form=fresh, results=results), status


def _take_in(actor: Actor, place: str, file: FileStorage) -> UploadResult:
    name = title_from_name(file.filename or "")
    try:
        own = AssetRight(str(gettext("Own picture")))
        added = add_asset(actor, place, file.stream, AssetMeta(title=name, right=own))
    except Invalid as refusal:
        return UploadResult(name, problem=gettext(refusal.message, **refusal.params))
    note = gettext(PROFILE_WORDS[added.profile_problem]) if added.profile_problem else ""
    return UploadResult(name, added.asset, added.is_new, added.had_location, note=note)


def _added_words(result: UploadResult) -> str:
    if not result.is_new:
        return str(gettext("This picture was here already."))
    words = gettext("Added.")
    if result.had_location:
        words = gettext("Added. The place where it was taken was removed from the file.")
    return f"{words} {result.note}".strip()


def _upload_form(actor: Actor, *, keep: bool = True) -> UploadForm:
    form = UploadForm() if keep else UploadForm(formdata=None)
    held = [grant for grant in actor.grants if grant.path and grant.has(Permission.ASSET_UPLOAD)]
    names = place_names(held, actor.language)
    paths = sorted({grant.path for grant in held if grant.path})
    form.place.choices = choices({path: names.get(path, path) for path in paths})
    if len(paths) == 1 and not form.place.data:
        form.place.data = paths[0]
    return form


@blueprint.get("/<uuid:asset_id>")
@requires(Permission.ASSET_READ)
def show_asset(asset_id: UUID) -> str:
    """Show one picture with its rights and where it is used."""
    return asset_page(get_asset(current_actor(), asset_id))


@blueprint.post("/<uuid:asset_id>")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def save_asset(asset_id: UUID) -> ResponseReturnValue:
    """Save what is said about a picture."""
    actor = current_actor()
    asset = get_asset(actor, asset_id)
    form = asset_form(asset, sent=True)
    if not form.validate_on_submit():
        return asset_page(asset, form), Invalid.status
    try:
        update_asset(actor, asset_id, form.asset_meta())
    except Invalid as refusal:
        _tell(form, refusal)
        return asset_page(asset, form), refusal.status
    flash(gettext("Saved."))
    return redirect(url_for("library.show_asset", asset_id=asset_id))


@blueprint.post("/<uuid:asset_id>/archive")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def archive(asset_id: UUID) -> Response:
    """Take a picture out of the library."""
    archive_asset(current_actor(), asset_id)
    flash(gettext("The picture is out of the library. Ads made with it stay as they are."))
    return redirect(url_for("library.show_assets"))


def _tell(form: AssetForm, refusal: Invalid) -> None:
    by_name = {field.name: field for field in form}
    field = by_name.get(refusal.field or "", form.title)
    field.errors = [gettext(refusal.message, **refusal.params)]


def asset_page(
    asset: Asset, form: AssetForm | None = None, keeping: AssetKeeping | None = None
) -> str:
    """Return the page of a picture, with forms as they were just sent."""
    actor, right = current_actor(), asset_right(asset)
    return render_template(
        "library/asset.html",
        asset=asset,
        right=right,
        left=days_left(right, clock.today()),
        channels=CHANNEL_NAMES,
        uses=list_uses(actor, asset.id),
        use_words=USE_WORDS,
        may_change=may_change(actor, asset),
        form=form or asset_form(asset),
        keeping=keeping or keeping_of(actor, asset),
    )


@blueprint.get("/<uuid:asset_id>/picture/<int:width>")
@requires(Permission.ASSET_READ)
def show_picture(asset_id: UUID, width: int) -> Response:
    """Return a picture for our pages; an asset's content never changes, so it may be kept."""
    asset = get_asset(current_actor(), asset_id)
    wanted = min((w for w in PAGE_WIDTHS if w >= width), default=PAGE_WIDTHS[-1])
    answer = send_file(io.BytesIO(page_picture(asset.sha256, wanted)), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
