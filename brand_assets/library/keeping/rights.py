"""Owns the rights to an asset as a person sets them: licence, releases, places, channels, days."""

from dataclasses import dataclass
from uuid import UUID

from brand_assets.design_facts import AssetRight
from brand_assets.library.models import Asset
from brand_assets.library.rules import ReleaseState, one_line
from brand_assets.library.service import changeable
from portal.foundation import audit
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Invalid
from regions.scoping.actor import Actor

MOST_LETTERS = 1900
"""Letters of all territories together, as the search keeps them."""


@dataclass(frozen=True, slots=True)
class RightsMeta:
    """What a person says about the rights to an asset."""

    right: AssetRight
    usage_terms: str = ""
    model_release: ReleaseState = ReleaseState.NOT_NEEDED
    property_release: ReleaseState = ReleaseState.NOT_NEEDED


def update_rights(actor: Actor, asset_id: UUID, meta: RightsMeta) -> Asset:
    """Save the rights to an asset; what was true before stays in the audit trail."""
    right, terms = meta.right, one_line(meta.usage_terms)[:500]
    licence = one_line(right.licence)[:200]
    if not licence:
        raise Invalid(N_("Say under which licence it may be used."), field="licence")
    if right.starts and right.ends and right.starts > right.ends:
        raise Invalid(N_("The rights end before they begin. Check both days."), field="ends")
    with transaction():
        asset = changeable(actor, asset_id)
        _check_territories(asset.path, right.territories)
        rights = asset.rights
        before = _told(asset)
        rights.licence, rights.usage_terms = licence, terms
        rights.starts, rights.ends = right.starts, right.ends
        rights.territories, rights.channels = list(right.territories), list(right.channels)
        rights.model_release = meta.model_release
        rights.property_release = meta.property_release
        session().flush()
        audit.append(
            "asset.rights_changed",
            actor=actor.ref,
            subject="asset",
            subject_id=asset.id,
            details={"before": before, "after": _told(asset)},
        )
        return asset


def _check_territories(path: str, territories: tuple[str, ...]) -> None:
    """Refuse territories that the asset does not reach: a partner's picture stays at home."""
    if sum(len(place) + 1 for place in territories) > MOST_LETTERS:
        raise Invalid(
            N_("These are too many regions. Choose the one that holds them."), field="territories"
        )
    if not all(place.startswith(path) for place in territories):
        raise Invalid(
            N_("A picture cannot be used in a region that it does not belong to."),
            field="territories",
        )


def _told(asset: Asset) -> dict[str, object]:
    rights = asset.rights
    return {
        "licence": rights.licence,
        "starts": rights.starts.isoformat() if rights.starts else None,
        "ends": rights.ends.isoformat() if rights.ends else None,
        "territories": list(rights.territories),
        "channels": list(rights.channels),
        "model_release": rights.model_release.value,
        "property_release": rights.property_release.value,
    }
