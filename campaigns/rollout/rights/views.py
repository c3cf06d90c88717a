"""Owns the pages about picture rights: what ends soon, and which ads use a picture."""

from uuid import UUID

from flask import Blueprint, render_template

from campaigns.rollout.rights.listing import MOST_USES, list_ads_with, list_endings
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("picture_rights", __name__, template_folder="templates")


@blueprint.get("/ending/")
@requires(Permission.ASSET_READ)
def show_endings() -> str:
    """List the pictures whose rights end soon, and where they stand."""
    return render_template("rights/endings.html", endings=list_endings(current_actor()))


@blueprint.get("/<uuid:asset_id>/uses")
@requires(Permission.ASSET_READ)
def show_uses(asset_id: UUID) -> str:
    """List the ads that a picture stands in."""
    asset, uses = list_ads_with(current_actor(), asset_id)
    return render_template("rights/uses.html", asset=asset, uses=uses, most=MOST_USES)
