"""Owns ads that nobody has started yet: how a campaign would look for an outlet, nothing stored."""

from uuid import UUID

from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import resolve_values
from campaigns.planning.audience import audience_of, contains
from campaigns.planning.service import formats_of, get_campaign
from campaigns.proofs.checking import Check, judge
from campaigns.proofs.gathering import GatheredAd, gather_values
from campaigns.proofs.rendering import picture
from campaigns.proofs.sets import photo_source, rights_of, set_cached
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor
from regions.partners.models import Outlet
from regions.partners.service import get_master_data

LEAST_WIDTH, MOST_WIDTH = 80, 1200
NOT_STORED = UUID(int=0)


def check_unstarted(actor: Actor, campaign_id: UUID, outlet_id: UUID) -> tuple[Check, ...]:
    """Check all formats of a campaign as they would be for an outlet that changes nothing."""
    found = []
    for chosen in formats_of(campaign_id):
        ad = _gather(actor, campaign_id, outlet_id, chosen.format_key)
        facts = set_cached(ad.document, ad.kit, ad.inputs).facts
        found.append(judge(ad, facts, rights_of(ad.inputs.assets), clock.today()))
    return tuple(found)


def picture_unstarted(
    actor: Actor, campaign_id: UUID, outlet_id: UUID, format_key: str, width: int
) -> bytes:
    """Return the first page as it would be for an outlet that changes nothing, as a JPEG."""
    ad = _gather(actor, campaign_id, outlet_id, format_key)
    display = set_cached(ad.document, ad.kit, ad.inputs).display
    return picture(display, ad.kit, photo_source(), 0, min(max(width, LEAST_WIDTH), MOST_WIDTH))


def _gather(actor: Actor, campaign_id: UUID, outlet_id: UUID, format_key: str) -> GatheredAd:
    campaign = get_campaign(actor, campaign_id)
    with reading() as running:
        outlet = running.get(Outlet, outlet_id)
        if outlet is None or not actor.scope.reaches(outlet.path):
            raise NotFound(N_("This outlet does not exist, or not for your account."))
        if not contains(audience_of(campaign_id), outlet):
            raise NotFound(N_("This campaign is not meant for this outlet."))
        # Never added to a session: it only carries the values to the typesetter.
        planned = Localisation(
            id=NOT_STORED,
            campaign_id=campaign_id,
            outlet_id=outlet_id,
            partner_id=outlet.partner_id,
            path=outlet.path,
            values={},
        )
        resolved = resolve_values(campaign, get_master_data(outlet_id), {}, {})
        return gather_values(planned, campaign, format_key, resolved)
