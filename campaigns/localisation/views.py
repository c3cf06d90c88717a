"""Owns the ways into an ad: starting it for an outlet."""

from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from campaigns.localisation.service import find_localisation, get_or_start
from portal.foundation.errors import N_, Invalid, NotFound
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("localisation", __name__, template_folder="templates")


@blueprint.post("/")
@requires(Permission.LOCALISATION_EDIT)
def start() -> Response:
    """Start an outlet's ad in a campaign, or go on with it, and open the editor."""
    campaign_id, outlet_id = _id("campaign"), _id("outlet")
    localisation = get_or_start(current_actor(), campaign_id, outlet_id)
    return redirect(f"/localisations/{localisation.id}")


@blueprint.get("/of/<uuid:campaign_id>/<uuid:outlet_id>")
@requires(Permission.LOCALISATION_READ)
def find(campaign_id: UUID, outlet_id: UUID) -> Response:
    """Go to an outlet's ad in a campaign, for links that know no more than the two."""
    found = find_localisation(current_actor(), campaign_id, outlet_id)
    if found is None:
        raise NotFound(N_("This ad was not started yet. Start it on the page of the campaign."))
    return redirect(f"/localisations/{found.id}")


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise Invalid(N_("Choose a campaign and an outlet."), field=name) from None
