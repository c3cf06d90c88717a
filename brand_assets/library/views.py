"""Owns the pages of the library: list, one picture, and the pictures themselves."""

import io
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from brand_assets.library.alike import find_alike_asset
from brand_assets.library.arranging.collections import arrangeable_collections, collections_of
from brand_assets.library.arranging.listing import COLOUR_NAMES, address, listing_of
from brand_assets.library.crops import crops_of
from brand_assets.library.describing import take_proposed_focal
from brand_assets.library.forms import CHANNEL_NAMES, AssetForm, asset_form
from brand_assets.library.keeping.showing import AssetKeeping, keeping_of
from brand_assets.library.models import Asset
from brand_assets.library.photos import page_picture
from brand_assets.library.queries import query_of
from brand_assets.library.rules import days_left, offered_width
from brand_assets.library.service import (
    archive_asset,
    asset_right,
    find_assets,
    get_asset,
    list_uses,
    may_change,
    update_asset,
)
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("library", __name__, template_folder="templates")

USE_WORDS = {"localisation": N_("Ads"), "campaign": N_("Campaigns")}


@blueprint.get("/")
@requires(Permission.ASSET_READ)
def show_assets() -> str:
    """Show the pictures that match, and what can be chosen further."""
    actor, day = current_actor(), clock.today()
    query = query_of(request.args)
    found = find_assets(actor, query)
    listing = listing_of(actor, query, found)
    changeable = {asset.id for asset in found.assets if may_change(actor, asset)}
    return render_template(
        "library/list.html",
        found=found,
        query=query,
        listing=listing,
        here=address(query),
        left={asset.id: days_left(asset_right(asset), day) for asset in found.assets},
        changeable=changeable,
        collections=arrangeable_collections(actor) if changeable else (),
        may_upload=actor.may(Permission.ASSET_UPLOAD),
        may_manage=actor.may(Permission.ASSET_MANAGE),
    )


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
        update_asset(actor, asset_id, form.asset_meta(asset))
    except Invalid as refusal:
        _tell(form, refusal)
        return asset_page(asset, form), refusal.status
    flash(gettext("Saved."))
    return redirect(url_for("library.show_asset", asset_id=asset_id))


@blueprint.post("/<uuid:asset_id>/focal")
@requires(Permission.ASSET_UPLOAD, Permission.ASSET_MANAGE)
def propose(asset_id: UUID) -> Response:
    """Put the focal point where the picture itself draws the eye."""
    take_proposed_focal(current_actor(), asset_id)
    flash(gettext("The focal point is where the picture draws the eye."))
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
        crops=list(crops_of(asset.width, asset.height, (asset.focal_x, asset.focal_y))),
        colour_names=COLOUR_NAMES,
        alike=find_alike_asset(actor, asset),
        collections=collections_of(actor, asset.id),
        may_change=may_change(actor, asset),
        form=form or asset_form(asset),
        keeping=keeping or keeping_of(actor, asset),
    )


@blueprint.get("/<uuid:asset_id>/picture/<int:width>")
@requires(Permission.ASSET_READ)
def show_picture(asset_id: UUID, width: int) -> Response:
    """Return a picture for our pages; an asset's content never changes, so it may be kept."""
    asset = get_asset(current_actor(), asset_id)
    data = page_picture(asset.sha256, offered_width(width))
    answer = send_file(io.BytesIO(data), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer
