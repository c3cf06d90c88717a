"""Owns what the page of a kit shows: its definition, its versions, and which one holds."""

from dataclasses import dataclass

from brand_assets.design_facts import contrast
from brand_assets.kit.definition import ColourPart, KitDefinition
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import KitStatus, parse_kit
from brand_assets.kit.service import list_kit_versions, list_kits
from portal.foundation.errors import N_, Invalid
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission


@dataclass(frozen=True, slots=True)
class PairView:
    """An allowed pair with the numbers to draw it."""

    front: ColourPart
    ground: ColourPart
    ratio: float
    use: str
    text_allowed: bool


@dataclass(frozen=True, slots=True)
class KitPage:
    """One version of a kit as its page shows it."""

    kit: BrandKit
    version: BrandKitVersion
    versions: tuple[BrandKitVersion, ...]
    definition: KitDefinition
    pairs: tuple[PairView, ...]
    may_publish: bool


def find_current_version(actor: Actor) -> BrandKitVersion | None:
    """Return the version to show first: what holds, else the newest that may be seen."""
    for kit in list_kits(actor):
        versions = list_kit_versions(actor, kit.id)
        published = [v for v in versions if v.status is KitStatus.PUBLISHED]
        if versions:
            return (published or versions)[0]
    return None


def show_kit(actor: Actor, version: BrandKitVersion) -> KitPage:
    """Return the page of a version that the actor may read."""
    kit = next(k for k in list_kits(actor) if k.id == version.kit_id)
    definition = parse_kit(version.definition).definition
    if definition is None:
        raise Invalid(N_("This version of the brand kit cannot be read any more."))
    return KitPage(
        kit,
        version,
        tuple(list_kit_versions(actor, kit.id)),
        definition,
        _pairs(definition, actor.language),
        actor.may_at(Permission.KIT_PUBLISH, kit.path),
    )


def _pairs(definition: KitDefinition, language: str) -> tuple[PairView, ...]:
    colours = {colour.token: colour for colour in definition.colours}
    return tuple(
        PairView(
            colours[pair.front],
            colours[pair.ground],
            contrast(colours[pair.front].rgb, colours[pair.ground].rgb),
            pair.use.bilingual().in_language(language),
            pair.text_allowed,
        )
        for pair in definition.pairs
        if pair.front in colours and pair.ground in colours
    )
