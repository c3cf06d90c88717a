"""Owns whether the pictures of an ad may still be used at the moment it leaves."""

from uuid import UUID

from campaigns.planning.days import day_at
from campaigns.proofs.gathering import gather
from campaigns.proofs.service import rights_to_photos
from portal.foundation.errors import N_, Conflict


def refuse_ended_rights(localisation_id: UUID, format_key: str) -> None:
    """Raise Conflict where a picture of the ad may not be used today, though it once could."""
    ad = gather(localisation_id, format_key)
    day = day_at(ad.localisation.outlet_id)
    for right in rights_to_photos([ad]).values():
        if right.problem(day, channel=ad.channel.kind, path=ad.localisation.path):
            raise Conflict(
                N_("A picture in this ad may not be used any more. Choose another and order again.")
            )
