"""Owns what the pages of editing need: a draft that may be edited, and the rows of a section."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from brand_assets.design_facts import contrast
from brand_assets.kit.drafting import draft_problems
from brand_assets.kit.editing.groups import Entry, Group, Shape
from brand_assets.kit.editing.rows import Rows, rows_of
from brand_assets.kit.editing.sections import Section, problems_at
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import KitProblem, KitStatus
from brand_assets.kit.service import get_kit_version, list_kit_versions, list_kits
from portal.foundation.errors import N_, Conflict
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission


@dataclass(frozen=True, slots=True)
class Window:
    """Which entries of a long list are shown: those that hold a text, page by page."""

    search: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Shown:
    """One group as its page shows it: the rows, how many there are in all, and the pages."""

    rows: Rows
    total: int
    found: int
    page: int
    pages: int


def kit_of(actor: Actor, version: BrandKitVersion) -> BrandKit:
    """Return the kit of a version that the actor may read."""
    return next(kit for kit in list_kits(actor) if kit.id == version.kit_id)


def get_draft(actor: Actor, version_id: UUID) -> tuple[BrandKit, BrandKitVersion]:
    """Return a draft that the actor may edit; Conflict where the version is none any more."""
    version = get_kit_version(actor, version_id)
    kit = kit_of(actor, version)
    actor.require(Permission.KIT_PUBLISH, kit.path)
    if version.status is not KitStatus.DRAFT:
        raise Conflict(
            N_("Version %(number)s is no draft any more. Begin a new one to change something."),
            number=version.number,
        )
    return kit, version


def find_in_force(actor: Actor, kit_id: UUID) -> BrandKitVersion | None:
    """Return the version of a kit that holds now, or None."""
    versions = list_kit_versions(actor, kit_id)
    return next((v for v in versions if v.status is KitStatus.PUBLISHED), None)


def show_group(version: BrandKitVersion, group: Group, window: Window) -> Shown:
    """Return the rows of a group that a window shows, with the problems of each."""
    entries = group.load(version.definition)
    found = [at for at, entry in enumerate(entries) if _holds(entry, window.search)]
    pages = max(1, -(-len(found) // group.page_size))
    page = min(max(1, window.page), pages)
    wanted = found[(page - 1) * group.page_size : page * group.page_size]
    rows = rows_of(group, entries, wanted)
    tell_problems(version, rows)
    return Shown(rows, len(entries), len(found), page, pages)


def _holds(entry: Entry, search: str) -> bool:
    wanted = search.strip().casefold()
    return not wanted or any(wanted in text.casefold() for text in _texts(entry))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return []


def tell_problems(version: BrandKitVersion, rows: Rows) -> None:
    """Say in each row what is unsound about its entry, as the draft stands."""
    group, problems = rows.group, draft_problems(version)
    entries = group.load(version.definition)
    at = {name: number for number, name in enumerate(group.names(entries))}
    for row in rows.rows:
        if row.was in at:
            row.problems = [p.message for p in _problems_of(group, problems, row.was, at[row.was])]


def _problems_of(
    group: Group, problems: Sequence[KitProblem], name: str, number: int
) -> list[KitProblem]:
    if group.shape is Shape.ONE:
        return [p for p in problems if p.where.partition(".")[0] == group.part]
    return [
        *problems_at(problems, group.part, name),
        *problems_at(problems, group.part, str(number)),
    ]


def other_problems(
    version: BrandKitVersion, section: Section, shown: Sequence[Rows]
) -> list[KitProblem]:
    """Return the problems of a section that stand at none of the rows shown."""
    texts = {m.de for rows in shown for row in rows.rows for m in row.problems}
    return [
        p
        for p in draft_problems(version)
        if p.where.partition(".")[0] in section.all_parts and p.message.de not in texts
    ]


def ratio_of(first: str, second: str) -> float | None:
    """Return the contrast of two colours as a form has them, None where one is none."""
    try:
        one, other = (bytes.fromhex(text.lstrip("#")) for text in (first, second))
    except ValueError:
        return None
    if len(one) != 3 or len(other) != 3:  # noqa: PLR2004 - red, green, blue
        return None
    return contrast((one[0], one[1], one[2]), (other[0], other[1], other[2]))
