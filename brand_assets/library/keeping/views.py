"""Owns the pages of an asset's keeping: its rights, new versions, taking over, downloads."""

import io
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from brand_assets.library.keeping.downloads import DownloadForm, download_token, open_download
from brand_assets.library.keeping.replacing import replace_asset
from brand_assets.library.keeping.rights import update_rights
from brand_assets.library.keeping.showing import Sent, keeping_of
from brand_assets.library.keeping.taking_over import take_over
from brand_assets.library.service import get_asset
from brand_assets.library.views import asset_page
from portal.foundation.errors import N_, Invalid, NotPermitted
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission
from regions.scoping.actor import not_there

Form = TypeVar("Form", bound=FlaskForm)

blueprint = Blueprint("library_rights", __name__, template_folder="templates")


@blueprint.post("/<uuid:asset_id>/rights")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def save_rights(asset_id: UUID) -> ResponseReturnValue:
    """Save the rights to a picture."""
    actor = current_actor()
    asset = get_asset(actor, asset_id)
    keeping = keeping_of(actor, asset, Sent.RIGHTS)
    form = _offered(keeping.rights_form)
    try:
        if not form.validate_on_submit():
            return asset_page(asset, keeping=keeping), Invalid.status
        update_rights(actor, asset_id, form.rights_meta())
    except Invalid as refusal:
        _tell(form, refusal)
        return asset_page(asset, keeping=keeping), refusal.status
    flash(gettext("Saved."))
    return _to_asset(asset_id)


@blueprint.post("/<uuid:asset_id>/replace")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def replace(asset_id: UUID) -> ResponseReturnValue:
    """Put a new version in the place of a picture."""
    actor = current_actor()
    asset = get_asset(actor, asset_id)
    keeping = keeping_of(actor, asset, Sent.REPLACE)
    form = _offered(keeping.replace_form)
    try:
        if not form.validate_on_submit():
            return asset_page(asset, keeping=keeping), Invalid.status
        added = replace_asset(actor, asset_id, form.file.data.stream)
    except Invalid as refusal:
        _tell(form, refusal)
        return asset_page(asset, keeping=keeping), refusal.status
    flash(gettext("The new version is offered from now on. Ads made with the old one keep it."))
    return _to_asset(added.asset.id)


@blueprint.post("/<uuid:asset_id>/take-over")
@requires(Permission.ASSET_MANAGE)
def take(asset_id: UUID) -> ResponseReturnValue:
    """Take a partner's picture over into the library of a wider place."""
    actor = current_actor()
    asset = get_asset(actor, asset_id)
    keeping = keeping_of(actor, asset, Sent.TAKE_OVER)
    form = _offered(keeping.take_over_form)
    try:
        if not form.validate_on_submit():
            return asset_page(asset, keeping=keeping), Invalid.status
        taken = take_over(actor, asset_id, form.place.data, form.agreed.data or "")
    except Invalid as refusal:
        _tell(form, refusal)
        return asset_page(asset, keeping=keeping), refusal.status
    flash(gettext("Taken over. Its owner goes on using it."))
    return _to_asset(taken.id)


@blueprint.post("/<uuid:asset_id>/download/<form>")
@requires(Permission.ASSET_READ)
def begin_download(asset_id: UUID, form: str) -> Response:
    """Make a short-lived link to a picture, and lead there."""
    if form not in set(DownloadForm):
        raise not_there()
    token = download_token(current_actor(), asset_id, DownloadForm(form))
    return redirect(url_for("library_rights.download", token=token), code=303)


@blueprint.get("/files/<token>")
@requires(Permission.ASSET_READ)
def download(token: str) -> Response:
    """Hand out what a link names."""
    file = open_download(current_actor(), token)
    answer = send_file(
        io.BytesIO(file.data), mimetype=file.media_type, as_attachment=True, download_name=file.name
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _offered(form: Form | None) -> Form:
    """Return a form that the account may use; the page of others does not have it."""
    if form is None:
        raise NotPermitted(
            N_("This picture belongs to somebody else. Only its owner can change it.")
        )
    return form


def _tell(form: FlaskForm, refusal: Invalid) -> None:
    """Put a refusal beside the field that it is about, else the first one."""
    fields = list(form)
    field = next((field for field in fields if field.name == refusal.field), fields[0])
    field.errors = [gettext(refusal.message, **refusal.params)]


def _to_asset(asset_id: UUID) -> Response:
    return redirect(url_for("library.show_asset", asset_id=asset_id))
