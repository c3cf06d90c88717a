"""Owns ads of running campaigns with how much waits in them, as start pages list them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, Subquery, select

from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from regions.partners.models import Outlet


@dataclass(frozen=True, slots=True)
class CountedAd:
    """An ad, and how many things in it wait for somebody."""

    localisation_id: UUID
    campaign: Campaign
    outlet: Outlet
    count: int


def counted_ads(counted: Subquery) -> Select[UUID, Campaign, Outlet, int]:
    """Return the ads of published campaigns in which something waits, for `CountedAd`.

    `counted` has them by `localisation_id`, and how much waits in each as `open`.
    """
    return (
        select(Localisation.id, Campaign, Outlet, counted.c.open)
        .join(counted, counted.c.localisation_id == Localisation.id)
        .join(Campaign, Campaign.id == Localisation.campaign_id)
        .join(Outlet, Outlet.id == Localisation.outlet_id)
        .where(Campaign.status == CampaignStatus.PUBLISHED)
    )
