"""Owns what the page of a kit shows: its definition, its versions, and which one holds."""

from dataclasses import dataclass

from brand_assets.design_facts import contrast
from brand_assets.kit.definition import ColourPart, KitDraft
from brand_assets.kit.drafting import draft_problems
from brand_assets.kit.editing.versions import VersionLine, version_lines
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import KitStatus, parse_draft
from brand_assets.kit.service import find_readable_versions, list_kit_versions, list_kits
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
    """One version of a kit as its page shows it; `drafts` and `open_points` are for editors."""

    kit: BrandKit
    version: BrandKitVersion
    versions: tuple[VersionLine, ...]
    definition: KitDraft
    pairs: tuple[PairView, ...]
    may_publish: bool
    open_points: int = 0
    other_kits: tuple[BrandKitVersion, ...] = ()

    @property
    def drafts(self) -> tuple[BrandKitVersion, ...]:
        """The drafts of the kit, newest first."""
        return tuple(
            line.version for line in self.versions if line.version.status is KitStatus.DRAFT
        )

    @property
    def in_force(self) -> BrandKitVersion | None:
        """The version that holds now."""
        held = (line.version for line in self.versions)
        return next((one for one in held if one.status is KitStatus.PUBLISHED), None)


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
    definition = parse_draft(version.definition).draft
    if definition is None:
        raise Invalid(N_("This version of the brand kit cannot be read any more."))
    return KitPage(
        kit,
        version,
        version_lines(list_kit_versions(actor, kit.id)),
        definition,
        _pairs(definition, actor.language),
        actor.may_at(Permission.KIT_PUBLISH, kit.path),
        len(draft_problems(version)) if version.status is KitStatus.DRAFT else 0,
        tuple(v for v in find_readable_versions(actor) if v.kit_id != kit.id),
    )


def _pairs(definition: KitDraft, language: str) -> tuple[PairView, ...]:
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
