"""Owns putting the ads of several outlets into their baskets at once."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from campaigns.localisation.service import get_localisation
from campaigns.orders.baskets import put_usual
from campaigns.orders.forms import SeveralForm, check_form, read_id
from portal.foundation.errors import Refusal
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

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
    put = 0
    for localisation_id, format_keys in _chosen().items():
        localisation = get_localisation(actor, localisation_id)
        actor.require(Permission.LOCALISATION_SUBMIT, localisation.path)
        try:
            put_usual(actor, localisation.id, format_keys)
            put += len(format_keys)
        except Refusal as refusal:
            flash(gettext(refusal.message, **refusal.params), "error")
    if put:
        flash(ngettext("%(num)s ad is in the basket.", "%(num)s ads are in the basket.", put))
    return redirect(url_for("basket.show_basket"))


def _chosen() -> dict[UUID, list[str]]:
    chosen: dict[UUID, list[str]] = {}
    for ad in request.form.getlist("ad")[:MOST_ADS]:
        localisation, _, format_key = ad.partition(":")
        chosen.setdefault(read_id(localisation), []).append(format_key)
    return chosen
