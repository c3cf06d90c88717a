"""Owns the page on which an ad takes values over from an earlier one."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from campaigns.localisation.service import ValuesClash, get_localisation
from campaigns.proofs.earlier.service import SeenAds, earlier_ads, open_take_over, take_over
from portal.foundation.errors import N_, Invalid
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("earlier", __name__, template_folder="templates")

MOST_DIGITS = 9


@blueprint.get("/<uuid:localisation_id>/earlier")
@requires(Permission.LOCALISATION_READ)
def show_offers(localisation_id: UUID) -> str:
    """Show what an ad could take over from the outlet's last one, or from another one before."""
    actor = current_actor()
    earlier = _id(request.args.get("from", ""))
    return render_template(
        "earlier/offers.html",
        found=open_take_over(actor, localisation_id, earlier),
        lang=actor.language,
    )


@blueprint.post("/<uuid:localisation_id>/earlier")
@requires(Permission.LOCALISATION_EDIT)
def take(localisation_id: UUID) -> Response:
    """Take chosen values over as one step, and go back to the editor."""
    earlier = _id(request.form.get("from", ""))
    if earlier is None:
        raise Invalid(N_("Choose the ad to take over from."), field="from")
    seen = SeenAds(localisation_id, earlier, _number("earlier_version"))
    keys = list(dict.fromkeys(request.form.getlist("field")))
    try:
        version = max(1, _number("row_version"))
        result = take_over(current_actor(), seen, keys, row_version=version)
    except ValuesClash as clash:
        flash(gettext(clash.message, **clash.params), "error")
        return redirect(f"/localisations/{localisation_id}/earlier?from={earlier}")
    count = len(result.saved)
    flash(ngettext("%(num)s value taken over.", "%(num)s values taken over.", count))
    return redirect(f"/localisations/{localisation_id}")


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@blueprint.app_context_processor
def _ways() -> dict[str, object]:
    return {"has_earlier_ads": has_earlier_ads}


def has_earlier_ads(localisation_id: UUID) -> bool:
    """Whether the outlet had an ad before from which this one could take values."""
    actor = current_actor()
    return bool(earlier_ads(actor, get_localisation(actor, localisation_id)))
