"""Owns what the buttons of a form do before anything is saved: add, move, remove, mix a tint."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from brand_assets.kit.editing.groups import Shape
from brand_assets.kit.editing.rows import Row, Rows, flat

_USUAL: Mapping[str, Mapping[str, Any]] = {
    "colours": {"srgb": "#808080", "tint": 100},
    "pairs": {"text_allowed": True},
    "text_styles": {"leading": 1.3, "case": "as_written", "features": ["kern", "liga"]},
    "wordings": {"language": "de", "kind": "forbidden"},
    "legal_lines": {"min_size_pt": 6},
    "rules": {"on": True},
}
_WHITE = 255
_FULL = 100.0


def act(
    groups: Sequence[Rows],
    button: str,
    given: Mapping[str, Mapping[str, Any]] | None = None,
    starts: Sequence[Mapping[str, Any]] = (),
) -> bool:
    """Do what a button says; False where it asks for saving.

    `given` is what a new entry of a part begins with, beside what is usual; `starts` are whole
    entries to begin an empty part with.
    """
    verb, _, name = button.partition(":")
    if verb == "add":
        return _add(groups, name, [(given or {}).get(name, {})])
    if verb == "start":
        return _add(groups, name, starts)
    for rows in groups:
        at = next((n for n, row in enumerate(rows.rows) if row.id == name), None)
        if at is not None and rows.group.shape is not Shape.ONE:
            return _act_on(rows, verb, at)
    return False


def _act_on(rows: Rows, verb: str, at: int) -> bool:
    there = rows.rows
    if verb == "remove":
        del there[at]
    elif verb == "up":
        there.insert(max(0, at - 1), there.pop(at))
    elif verb == "down":
        there.insert(at + 1, there.pop(at))
    elif verb == "tint":
        mix_tint(there[at], there)
    else:
        return verb == "show"
    return True


def _add(groups: Sequence[Rows], part: str, given: Sequence[Mapping[str, Any]]) -> bool:
    for rows in groups:
        if rows.group.part == part and rows.group.can_add:
            for one in given:
                rows.rows.append(new_row(rows, **one))
            return True
    return False


def new_row(rows: Rows, **given: Any) -> Row:
    """Return an empty row with what is usual in its group."""
    taken = {row.id for row in rows.rows}
    number = next(n for n in range(len(taken) + 1) if f"n{n}" not in taken)
    entry = {**_USUAL.get(rows.group.part, {}), **given}
    return Row(f"n{number}", "", flat(rows.group, entry))


def mix_tint(row: Row, others: Sequence[Row]) -> None:
    """Set the numbers of a colour to a share of the one that it is a tint of, on white paper."""
    base = next((r for r in others if row.values.get("base") in (r.was, r.values["token"])), None)
    share = _number(row.values.get("share"))
    if base is None or base is row or share is None or not 0 <= share <= _FULL:
        return
    for ink in ("cyan", "magenta", "yellow", "black"):
        percent = _number(base.values.get(ink))
        if percent is not None:
            row.values[ink] = f"{round(percent * share / _FULL)}"
    srgb = str(base.values.get("srgb", "")).lstrip("#")
    try:
        channels = bytes.fromhex(srgb)
    except ValueError:
        return
    if len(channels) == 3:  # noqa: PLR2004 - red, green, blue
        mixed = (round(_WHITE - (_WHITE - one) * share / _FULL) for one in channels)
        row.values["srgb"] = "#" + "".join(f"{one:02X}" for one in mixed)


def _number(typed: object) -> float | None:
    try:
        number = float(str(typed).replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
