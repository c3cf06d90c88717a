"""Owns putting the ads of several outlets into their baskets at once."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from campaigns.localisation.service import get_localisation
from campaigns.orders.baskets import put_usual
from campaigns.orders.forms import SeveralForm, check_form, read_id
from campaigns.proofs.refused_places import told_places
from portal.foundation.errors import Refusal
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission
from regions.partners.service import find_outlets

blueprint = Blueprint("several", __name__)

MOST_ADS = 3000


@blueprint.post("/several")
@requires(Permission.LOCALISATION_SUBMIT)
def put_several() -> Response:
    """Put ads (as "localisation:format") into baskets, in their usual quantities.

    An outlet of which the ad cannot be ordered does not keep the others from it, and is named.
    """
    actor = current_actor()
    check_form(actor, SeveralForm())
    put, refused = 0, list[tuple[UUID, str]]()
    for localisation_id, format_keys in _chosen().items():
        localisation = get_localisation(actor, localisation_id)
        actor.require(Permission.LOCALISATION_SUBMIT, localisation.path)
        try:
            put_usual(actor, localisation.id, format_keys)
            put += len(format_keys)
        except Refusal as refusal:
            said = gettext(refusal.message, **refusal.params)
            refused.append((localisation.outlet_id, said))
    for told in told_places(_named(refused)):
        flash(told, "error")
    if put:
        flash(ngettext("%(num)s ad is in the basket.", "%(num)s ads are in the basket.", put))
    return redirect(url_for("basket.show_basket"))


def _named(refused: list[tuple[UUID, str]]) -> list[tuple[str, str]]:
    ids = [outlet_id for outlet_id, _ in refused]
    places = {one.id: one.place for one in find_outlets(current_actor(), ids=ids)} if ids else {}
    return [(places.get(outlet_id, "–"), said) for outlet_id, said in refused]


def _chosen() -> dict[UUID, list[str]]:
    """Return the formats that were chosen of each ad, each once."""
    chosen: dict[UUID, list[str]] = {}
    for ad in dict.fromkeys(request.form.getlist("ad")[:MOST_ADS]):
        localisation, _, format_key = ad.partition(":")
        chosen.setdefault(read_id(localisation), []).append(format_key)
    return chosen
