"""Owns which photos an ad may take: the campaign's pool, or what belongs to its outlet's place."""

from collections.abc import Mapping

from brand_assets.design_facts import AssetRight, RightsProblem
from brand_assets.library.service import asset_right, find_photo, record_uses
from campaigns.ad_templates.fields import Json, photo_of, photos_in
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of
from portal.foundation import clock
from portal.foundation.errors import N_, Invalid

_ENDED = N_("This picture may be used only until %(day)s. Choose another one.")
_NOT_YET = N_(
    "This picture may be used only from %(day)s on, after the campaign has ended. Choose another."
)
_NO_RIGHT = {
    RightsProblem.RELEASE: N_(
        "The consent of those shown in this picture is still missing. Choose another one."
    ),
    RightsProblem.TERRITORY: N_("This picture may not be used in your region. Choose another one."),
}


def refuse_unusable_photos(path: str, campaign: Campaign, canonical: Mapping[str, Json]) -> None:
    """Raise Invalid where a photo is not in the field's pool, or may not be placed at `path`.

    That its rights leave out a day of the campaign or a channel is for the check to say: another
    period or format mends that.
    """
    for entry in fields_of(campaign):
        value = canonical.get(entry.key)
        sha256 = photo_of(entry.kind, value)
        if sha256 is None:
            continue
        foreign = entry.pool and sha256 not in entry.pool
        photo = find_photo(path, sha256)
        if foreign or photo is None:
            raise Invalid(
                N_("This picture is not among those of this campaign or outlet. Choose another."),
                field=entry.key,
            )
        _refuse_without_right(asset_right(photo), campaign, path, entry.key)


def _refuse_without_right(right: AssetRight, campaign: Campaign, path: str, key: str) -> None:
    runs = campaign.runs_from, campaign.runs_until
    problem = right.placing_problem(clock.today(), *runs, path=path)
    if problem is RightsProblem.EXPIRED and right.ends:
        raise Invalid(_ENDED, field=key, day=f"{right.ends:%d.%m.%Y}")
    if problem is RightsProblem.NOT_YET and right.starts:
        raise Invalid(_NOT_YET, field=key, day=f"{right.starts:%d.%m.%Y}")
    if problem is not None:
        raise Invalid(_NO_RIGHT[problem], field=key)


def remember_photos(localisation: Localisation, campaign: Campaign) -> None:
    """Tell the library in the caller's transaction which photos this ad uses now."""
    shown = photos_in(fields_of(campaign), localisation.values)
    record_uses("localisation", localisation.id, localisation.path, list(shown.values()))
