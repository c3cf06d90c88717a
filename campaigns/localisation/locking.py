"""Owns the lock under which values change: the campaign stays open, the row is read afresh."""

from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import Localisation
from campaigns.localisation.recording import audit_refused
from campaigns.planning.holding import hold_open, refuse_not_open
from campaigns.planning.models import Campaign
from portal.foundation import clock
from portal.foundation.database import session
from portal.foundation.errors import Conflict
from regions.accounts.rules import Actor
from regions.partners.models import Outlet


def lock_open(localisation_id: UUID) -> tuple[Localisation, Campaign]:
    """Return a localisation under lock and its campaign, which is open there and stays as it is.

    The campaign is read afresh: its fields may have changed since it was looked at.
    """
    wanted = Localisation.id == localisation_id
    place = select(Localisation.campaign_id, Outlet.time_zone).join(
        Outlet, Outlet.id == Localisation.outlet_id
    )
    campaign_id, zone = session().execute(place.where(wanted)).one()
    campaign = hold_open(campaign_id, clock.today(zone))
    locked = select(Localisation).where(wanted).with_for_update()
    return session().scalars(locked.execution_options(populate_existing=True)).one(), campaign


def refuse_closed_ad(
    actor: Actor, campaign: Campaign, outlet: Outlet, action: str, subject_id: UUID
) -> None:
    """Refuse changes outside the days of ordering and after an expiry; refusals are audited."""
    try:
        refuse_not_open(campaign, clock.today(outlet.time_zone))
    except Conflict as refusal:
        subject = "outlet" if subject_id == outlet.id else "localisation"
        details = {"reason": refusal.code, "status": campaign.status}
        audit_refused(action, actor, subject, subject_id, details)
        raise
