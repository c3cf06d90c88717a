"""Owns who did what with the versions of a kit, and when, in the order of their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import KitStatus
from regions.accounts.service import names_of


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: who began and last changed it, since when it was in force, and until when."""

    version: BrandKitVersion
    begun_by: str
    changed_at: datetime | None
    changed_by: str
    published_by: str
    until: datetime | None
    until_by: str


def version_lines(versions: Sequence[BrandKitVersion]) -> tuple[VersionLine, ...]:
    """Return what is known of versions; a name is empty where the system acted."""
    people = names_of(_people(versions))

    def name(account_id: UUID | None) -> str:
        return people.get(account_id, "") if account_id else ""

    lines = []
    for version in versions:
        after = _successor(version, versions)
        lines.append(
            VersionLine(
                version,
                name(version.created_by),
                version.changed_at,
                name(version.changed_by),
                name(version.published_by),
                after.published_at if after else None,
                name(after.published_by) if after else "",
            )
        )
    return tuple(lines)


def _people(versions: Sequence[BrandKitVersion]) -> set[UUID]:
    ids = ((v.created_by, v.changed_by, v.published_by) for v in versions)
    return {one for some in ids for one in some if one is not None}


def _successor(
    version: BrandKitVersion, versions: Sequence[BrandKitVersion]
) -> BrandKitVersion | None:
    """Return the version that retired a version: the first that was published after it."""
    if version.status is not KitStatus.RETIRED or version.published_at is None:
        return None
    later = [v for v in versions if v.published_at and v.published_at > version.published_at]
    return min(later, key=lambda v: v.published_at or version.created_at, default=None)
