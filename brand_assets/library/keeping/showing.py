"""Owns what an asset's page shows of its keeping: rights, versions, who may take it over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from brand_assets.design_facts import AssetRight
from brand_assets.library.keeping.forms import (
    RELEASE_NAMES,
    ReplaceForm,
    RightsForm,
    TakeOverForm,
    replace_form,
    rights_form,
    take_over_form,
)
from brand_assets.library.keeping.replacing import AssetVersion, versions_of
from brand_assets.library.keeping.taking_over import places_above
from brand_assets.library.models import Asset
from brand_assets.library.rules import ReleaseState, days_left
from brand_assets.library.service import asset_right, may_change
from portal.foundation import clock
from regions.hierarchy.service import list_regions
from regions.scoping.actor import Actor

SOON = 30


@dataclass(frozen=True, slots=True)
class AssetKeeping:
    """The rights to an asset as they are and as they can be changed, and its versions.

    `left` are the days until the rights end, None without an end; `territories` the names of the
    regions that count, by path. Forms are None where the account may not use them.
    """

    right: AssetRight
    left: int | None
    today: date
    usage_terms: str
    model_release: ReleaseState
    property_release: ReleaseState
    territories: Mapping[str, str]
    versions: Sequence[AssetVersion]
    rights_form: RightsForm | None
    replace_form: ReplaceForm | None
    take_over_form: TakeOverForm | None
    release_names: Mapping[str, object]

    @property
    def is_over(self) -> bool:
        """Whether the rights have ended."""
        return self.left is not None and self.left < 0

    @property
    def ends_soon(self) -> bool:
        """Whether the rights end within a month."""
        return self.left is not None and 0 <= self.left <= SOON

    @property
    def lacks_release(self) -> bool:
        """Whether a consent is still missing."""
        return not self.right.released


class Sent(StrEnum):
    """Which of the forms a request was sent to."""

    RIGHTS = "rights"
    REPLACE = "replace"
    TAKE_OVER = "take_over"


def keeping_of(actor: Actor, asset: Asset, sent: Sent | None = None) -> AssetKeeping:
    """Return what the account sees of an asset's keeping; `sent` says whose form to read."""
    right, today = asset_right(asset), clock.today()
    names = {region.path: region.name(actor.language) for region in list_regions(actor)}
    changes, versions = may_change(actor, asset), versions_of(actor, asset)
    below = {path: name for path, name in names.items() if path.startswith(asset.path)}
    above = {path: names.get(path, path) for path in places_above(actor, asset)}
    offered = below if len(below) > 1 else {}
    return AssetKeeping(
        right=right,
        left=days_left(right, today),
        today=today,
        usage_terms=asset.rights.usage_terms,
        model_release=asset.rights.model_release,
        property_release=asset.rights.property_release,
        territories={path: names.get(path, path) for path in right.territories},
        versions=versions,
        rights_form=rights_form(asset, offered, sent=sent is Sent.RIGHTS) if changes else None,
        replace_form=replace_form(sent=sent is Sent.REPLACE)
        if changes and asset.replaced_at is None
        else None,
        take_over_form=take_over_form(above, sent=sent is Sent.TAKE_OVER) if above else None,
        release_names=RELEASE_NAMES,
    )
