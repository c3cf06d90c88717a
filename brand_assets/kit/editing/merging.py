"""Owns how rows that somebody typed meet what somebody else has saved since."""

from collections.abc import Mapping, Sequence

from brand_assets.design_facts import Bilingual
from brand_assets.kit.editing.groups import Entry
from brand_assets.kit.editing.rows import Row, Rows, digest, flat

_GONE = Bilingual(
    "Dieser Eintrag wurde inzwischen gelöscht. Speichern Sie noch einmal, um ihn wieder anzulegen.",
    "This entry was removed meanwhile. Save once more to add it again.",
)
_CHANGED = Bilingual(
    "Dieser Eintrag wurde inzwischen geändert. Löschen Sie ihn noch einmal, falls er weg soll.",
    "This entry was changed meanwhile. Remove it once more if it is to go.",
)
_TWICE = Bilingual(
    "Diesen Eintrag gibt es schon. Ändern Sie einen der beiden.",
    "There is such an entry already. Change one of the two.",
)


def merge(rows: Rows, current: Sequence[Entry]) -> None:
    """Take up what others saved; where both changed the same, the row says both and waits."""
    group = rows.group
    stored = dict(zip(group.names(current), current, strict=True))
    kept = []
    for row in rows.rows:
        if not row.was:
            kept.append(row)
        elif row.was in stored:
            _merge_row(rows, row, stored[row.was])
            kept.append(row)
        elif _is_changed(rows, row):
            row.was = ""
            row.refuse(_GONE)
            kept.append(row)
    rows.rows = kept
    _bring_back(rows, stored)


def _merge_row(rows: Rows, row: Row, entry: Entry) -> None:
    theirs = flat(rows.group, entry)
    if rows.shown.get(row.was) == digest(entry):
        return
    for field in rows.group.fields_of(row.values):
        mine, base = row.values.get(field.key, ""), row.base.get(field.key, "")
        now = theirs.get(field.key, "")
        if field.same(now, base) or field.same(now, mine):
            continue
        if field.same(mine, base):
            row.values[field.key] = now
        else:
            row.meanwhile[field.key] = now
    row.base = theirs
    rows.shown[row.was] = digest(entry)


def _is_changed(rows: Rows, row: Row) -> bool:
    fields = rows.group.fields_of(row.values)
    return any(not f.same(row.values.get(f.key, ""), row.base.get(f.key, "")) for f in fields)


def _bring_back(rows: Rows, stored: Mapping[str, Entry]) -> None:
    """Show what was removed here and changed elsewhere again, and let it be removed again."""
    there = {row.was for row in rows.rows}
    for number, (name, seen) in enumerate(list(rows.shown.items())):
        entry = stored.get(name)
        if entry is None or name in there or digest(entry) == seen:
            continue
        values = flat(rows.group, entry)
        row = Row(f"b{number}", name, values, dict(values))
        row.refuse(_CHANGED)
        rows.rows.append(row)
        rows.shown[name] = digest(entry)


def splice(rows: Rows, current: Sequence[Entry], built: Sequence[Entry]) -> list[Entry]:
    """Return all entries of the group: those that the form showed as it says, others as they are.

    `built` are the entries of the rows. The form's order holds; where it is as before, entries
    that the form did not show keep their place in between.
    """
    names = rows.group.names(current)
    shown = [name for name in names if name in rows.shown]
    posted = [row.was for row in rows.rows if row.was]
    if not shown:
        return [*current, *built]
    if posted != [name for name in shown if name in set(posted)]:
        return _in_one_place(rows, current, names, built)
    return _in_between(rows, current, names, built)


def _in_one_place(
    rows: Rows, current: Sequence[Entry], names: Sequence[str], built: Sequence[Entry]
) -> list[Entry]:
    found: list[Entry] = []
    is_placed = False
    for name, entry in zip(names, current, strict=True):
        if name not in rows.shown:
            found.append(entry)
        elif not is_placed:
            found += built
            is_placed = True
    return found


def _in_between(
    rows: Rows, current: Sequence[Entry], names: Sequence[str], built: Sequence[Entry]
) -> list[Entry]:
    after: dict[str, list[Entry]] = {}
    own: dict[str, Entry] = {}
    last = ""
    for row, entry in zip(rows.rows, built, strict=True):
        if row.was:
            own[row.was] = entry
            last = row.was
        else:
            after.setdefault(last, []).append(entry)
    found: list[Entry] = []
    begins = next((name for name in names if name in own), "")
    for name, entry in zip(names, current, strict=True):
        if name == begins:
            found += after.pop("", [])
        if name not in rows.shown:
            found.append(entry)
        elif name in own:
            found.append(own[name])
        found += after.get(name, []) if name in own else []
    return [*found, *after.get("", [])]


def refuse_repeated(rows: Rows, current: Sequence[Entry], built: Sequence[Entry]) -> None:
    """Say in a row that its name is taken, by another row or by an entry not shown."""
    names = rows.group.names(current)
    taken = {name for name in names if name not in rows.shown}
    for row, entry in zip(rows.rows, built, strict=True):
        name = rows.group.name(entry)
        if name in taken:
            row.refuse(_TWICE, rows.group.fields[0].key)
        taken.add(name)
