"""Owns which photos an ad may take: the campaign's pool, or what the account may see."""

from collections.abc import Mapping

from campaigns.ad_templates.fields import FieldKind, Json
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of
from portal.foundation.errors import N_, Invalid
from regions.accounts.rules import Actor


def refuse_unusable_photos(actor: Actor, campaign: Campaign, canonical: Mapping[str, Json]) -> None:
    """Raise Invalid where a photo is not in the campaign's pool, or not there for this account."""
    for entry in fields_of(campaign):
        value = canonical.get(entry.key)
        if entry.kind is not FieldKind.PHOTO or value is None:
            continue
        if entry.pool and value["sha256"] not in entry.pool:
            raise Invalid(
                N_("This picture is not one of the campaign's. Choose another."), field=entry.key
            )
