"""Owns how a section of a draft is saved: merged with what others saved, named anew, checked."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from brand_assets.design_facts import Bilingual
from brand_assets.kit.drafting import change_draft, open_draft
from brand_assets.kit.editing.groups import Entry, Group
from brand_assets.kit.editing.merging import merge, refuse_repeated, splice
from brand_assets.kit.editing.rows import Row, Rows, build, digest, flat
from brand_assets.kit.editing.sections import COLOURS, section_of_part
from brand_assets.kit.editing.uses import Named, Use, find_uses, rename_uses
from brand_assets.kit.models import BrandKitVersion
from portal.foundation.database import transaction
from portal.foundation.translations import translate
from regions.scoping.actor import Actor

_NAMED: Mapping[str, Named] = {COLOURS.part: Named.COLOUR}


@dataclass(frozen=True, slots=True)
class Saved:
    """What saving gave: the version, and the rows to show where something keeps it back.

    `taken_up` tells that somebody else's changes were taken up on the way.
    """

    version: BrandKitVersion
    groups: tuple[Rows, ...]
    done: bool
    taken_up: bool = False


def save_section(actor: Actor, version_id: UUID, groups: Sequence[Rows]) -> Saved:
    """Save the rows of a section; nothing is saved while one of them cannot be kept.

    Where somebody else saved since, their changes stay; a field that both changed says both
    values in its row and is saved the next time.
    """
    with transaction():
        version = open_draft(actor, version_id)
        before = version.sha256
        kit: dict[str, Any] = copy.deepcopy(version.definition)
        old = any(_is_old(rows, kit) for rows in groups)
        for rows in groups:
            merge(rows, rows.group.load(kit))
        for rows in groups:
            _put(rows, kit)
        if not all(rows.is_clean for rows in groups):
            return Saved(version, tuple(groups), done=False)
        saved = change_draft(actor, version_id, before, lambda raw: _become(raw, kit))
        return Saved(saved, tuple(groups), done=True, taken_up=old)


def _is_old(rows: Rows, kit: Mapping[str, Any]) -> bool:
    """Whether an entry that the form showed is another one by now."""
    entries = rows.group.load(kit)
    stored = dict(zip(rows.group.names(entries), entries, strict=True))
    return any(
        name not in stored or digest(stored[name]) != seen for name, seen in rows.shown.items()
    )


def _become(raw: dict[str, Any], kit: Mapping[str, Any]) -> None:
    raw.clear()
    raw.update(kit)


def _put(rows: Rows, kit: dict[str, Any]) -> None:
    """Put the rows into the kit, rename what names them, and keep what is still used."""
    group = rows.group
    current = group.load(kit)
    stored = dict(zip(group.names(current), current, strict=True))
    built = [build(group, row, stored.get(row.was)) for row in rows.rows]
    refuse_repeated(rows, current, built)
    if not rows.is_clean:
        return
    group.store(kit, splice(rows, current, built))
    named = _NAMED.get(group.part)
    if named is None:
        return
    renamed = {
        row.was: group.name(entry)
        for row, entry in zip(rows.rows, built, strict=True)
        if row.was and row.was != group.name(entry)
    }
    rename_uses(kit, named, renamed)
    _keep_used(rows, kit, named, stored)


def _keep_used(
    rows: Rows, kit: Mapping[str, Any], named: Named, stored: Mapping[str, Entry]
) -> None:
    there = {row.was for row in rows.rows}
    names = set(rows.group.names(rows.group.load(kit)))
    for number, name in enumerate(rows.shown):
        if name in there or name in names or name not in stored:
            continue
        uses = find_uses(kit, named, name)
        if uses:
            values = flat(rows.group, stored[name])
            row = Row(f"u{number}", name, values, dict(values))
            row.refuse(_still_used(uses))
            rows.rows.append(row)


def _still_used(uses: Sequence[Use]) -> Bilingual:
    return Bilingual(
        f"Wird noch verwendet: {_places(uses, 'de')}. Ändern Sie das zuerst.",
        f"Still used: {_places(uses, 'en')}. Change that first.",
    )


def _places(uses: Sequence[Use], language: str) -> str:
    return "; ".join(
        f"{translate(language, section_of_part(use.part).title)} {use.entry}" for use in uses
    )


def group_named(groups: Sequence[Group], part: str) -> Group | None:
    """Return the group of a part, None where the section has no such."""
    return next((group for group in groups if group.part == part), None)
