"""Owns the page on which a campaign is expired, seen as expired, and opened again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_wtf import FlaskForm

from campaigns.orders.words import line_words
from campaigns.planning.service import is_expired
from campaigns.rollout.expiry.forms import ExpireForm
from campaigns.rollout.expiry.rules import may_undo, undo_until
from campaigns.rollout.expiry.service import expire_campaign, find_expiry, undo_expiry
from campaigns.rollout.expiry.survey import survey
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid
from portal.foundation.money import Money
from regions.accounts.guard import current_actor, requires
from regions.accounts.rules import Permission

blueprint = Blueprint("expiry", __name__, template_folder="templates")


@blueprint.get("/<uuid:campaign_id>")
@requires(Permission.CAMPAIGN_PUBLISH)
def show(campaign_id: UUID) -> str:
    """Show what expiring a campaign would do; of an expired one what it did, and the way back."""
    return _page(campaign_id, ExpireForm(formdata=None))


@blueprint.post("/<uuid:campaign_id>")
@requires(Permission.CAMPAIGN_PUBLISH)
def expire(campaign_id: UUID) -> ResponseReturnValue:
    """Expire a campaign with the reason given, or say what is missing."""
    form = ExpireForm()
    if not form.validate_on_submit():
        return _page(campaign_id, form), Invalid.status
    expire_campaign(current_actor(), campaign_id, form.reason.data or "")
    flash(gettext("The campaign is expired."))
    return redirect(url_for("expiry.show", campaign_id=campaign_id))


@blueprint.post("/<uuid:campaign_id>/undo")
@requires(Permission.CAMPAIGN_PUBLISH)
def undo(campaign_id: UUID) -> ResponseReturnValue:
    """Take an expiry back; what could not be put back is named."""
    if not FlaskForm().validate_on_submit():
        raise Invalid(N_("This page is out of date. Load it again."))
    undone = undo_expiry(current_actor(), campaign_id)
    flash(gettext("Taken back. The campaign goes on as it was."))
    if undone.not_back:
        flash(
            ngettext(
                "%(num)s order line could not come back, its money is not there any more: "
                "%(named)s. It is in the basket again.",
                "%(num)s order lines could not come back, their money is not there any more: "
                "%(named)s. They are in the basket again.",
                len(undone.not_back),
                named=", ".join(undone.not_back),
            ),
            "error",
        )
    return redirect(url_for("planning.show_campaign", campaign_id=campaign_id))


def _page(campaign_id: UUID, form: ExpireForm) -> str:
    campaign, found = survey(current_actor(), campaign_id)
    expiry = find_expiry(campaign_id) if is_expired(campaign) else None
    return render_template(
        "expiry/expiry.html",
        campaign=campaign,
        survey=found,
        expiry=expiry,
        freed=Money(int(expiry.counts.get("freed_cents", 0))) if expiry else found.freed,
        until=undo_until(expiry.expired_at) if expiry else None,
        may_undo=expiry is not None and may_undo(expiry.expired_at, clock.now()),
        form=form,
        line_words=line_words,
    )
