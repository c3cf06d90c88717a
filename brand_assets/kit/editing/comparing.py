"""Owns what changed between two versions of a kit, entry by entry, in the words of the forms."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from brand_assets.design_facts import Bilingual
from brand_assets.kit.definition import KitDraft
from brand_assets.kit.editing.fields import Typed
from brand_assets.kit.editing.groups import Entry, Group
from brand_assets.kit.editing.rows import flat
from brand_assets.kit.editing.sections import SECTIONS, Section


class ChangeKind(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of an entry, before and now."""

    label: str
    told: Bilingual | None
    unit: str
    before: Typed
    now: Typed


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that is not as it was; the swatches are those of a colour, before and now."""

    kind: ChangeKind
    part: str
    name: str
    fields: tuple[FieldChange, ...]
    swatches: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class SectionChange:
    """What changed in one section."""

    section: Section
    entries: tuple[EntryChange, ...]


def compare(
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    files: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {}),
) -> tuple[SectionChange, ...]:
    """Return what changed from one written kit to another, section by section.

    `files` are the hashes of the files of both: a file of the same name may be another one.
    """
    old, new = _whole(before), _whole(now)
    found = []
    for section in SECTIONS:
        entries = [change for group in section.groups for change in _compare_group(group, old, new)]
        entries += _compare_files(section, old, new, files)
        if entries:
            found.append(SectionChange(section, tuple(entries)))
    return tuple(found)


def _whole(kit: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kit with everything that goes without saying."""
    return KitDraft.model_validate(kit).model_dump(mode="json", by_alias=True)


def _compare_group(
    group: Group, old: Mapping[str, Any], new: Mapping[str, Any]
) -> list[EntryChange]:
    was, now = _by_name(group, old), _by_name(group, new)
    found = [
        _change(group, ChangeKind.REMOVED, name, was[name], None) for name in was if name not in now
    ]
    for name, entry in now.items():
        kind = ChangeKind.CHANGED if name in was else ChangeKind.ADDED
        change = _change(group, kind, name, was.get(name), entry)
        if change.fields or kind is ChangeKind.ADDED:
            found.append(change)
    return found


def _by_name(group: Group, kit: Mapping[str, Any]) -> dict[str, Entry]:
    entries = group.load(kit)
    return dict(zip(group.names(entries), entries, strict=True))


def _change(
    group: Group, kind: ChangeKind, name: str, was: Entry | None, now: Entry | None
) -> EntryChange:
    before, after = (flat(group, entry) if entry else {} for entry in (was, now))
    fields = tuple(
        FieldChange(
            f"{one.group}|{one.label}" if one.group else one.label,
            one.told,
            one.unit,
            before.get(one.key, ""),
            after.get(one.key, ""),
        )
        for one in group.fields_of(now or was or {})
        if (before.get(one.key) or "") != (after.get(one.key) or "")
    )
    swatches = tuple(str((entry or {}).get("srgb", "")) for entry in (was, now))
    return EntryChange(kind, group.part, name, fields, (swatches[0], swatches[1]))


def _compare_files(
    section: Section,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    files: tuple[Mapping[str, str], Mapping[str, str]],
) -> list[EntryChange]:
    found = []
    was, now = (_named_files(kit, section) for kit in (old, new))
    for path in dict.fromkeys([*was, *now]):
        sides = (_hash(files[0], path, was), _hash(files[1], path, now))
        if sides[0] != sides[1]:
            found.append(EntryChange(_kind(sides), "files", path, ()))
    return found


def _hash(files: Mapping[str, str], path: str, named: list[str]) -> str | None:
    return files.get(path) if path in named else None


def _kind(sides: tuple[str | None, str | None]) -> ChangeKind:
    if sides[0] is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if sides[1] is None else ChangeKind.CHANGED


def _named_files(kit: Mapping[str, Any], section: Section) -> list[str]:
    if section.key == "profile":
        return [kit["profile"]["file"]] if kit.get("profile") else []
    if section.key in {"fonts", "logos"}:
        return [str(entry["file"]) for entry in kit.get(section.key, ())]
    return []
