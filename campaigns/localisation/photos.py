"""Owns which photos an ad may take: the campaign's pool, or what belongs to its outlet's place."""

from collections.abc import Mapping

from brand_assets.library.service import find_photo, record_uses
from campaigns.ad_templates.fields import FieldKind, Json
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of
from portal.foundation.errors import N_, Invalid


def refuse_unusable_photos(path: str, campaign: Campaign, canonical: Mapping[str, Json]) -> None:
    """Raise Invalid where a photo is not in the field's pool, or may not be placed at `path`."""
    for entry in fields_of(campaign):
        value = canonical.get(entry.key)
        if entry.kind is not FieldKind.PHOTO or value is None:
            continue
        foreign = entry.pool and value["sha256"] not in entry.pool
        if foreign or find_photo(path, value["sha256"]) is None:
            raise Invalid(
                N_("This picture is not among those of this campaign or outlet. Choose another."),
                field=entry.key,
            )


def remember_photos(localisation: Localisation, campaign: Campaign) -> None:
    """Tell the library in the caller's transaction which photos this ad uses now."""
    photos = [entry.key for entry in fields_of(campaign) if entry.kind is FieldKind.PHOTO]
    used = [localisation.values[key]["sha256"] for key in photos if key in localisation.values]
    record_uses("localisation", localisation.id, localisation.path, used)
