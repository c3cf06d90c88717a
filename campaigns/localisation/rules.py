"""Owns what may be changed, who overwrote whom, what an undo does, and codes of short links."""

import base64
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaigns.ad_templates.fields import Json
from portal.foundation.usage_kinds import declare_kind

LOCALISATION_STARTED = declare_kind(
    "localisation.started",
    "Eine Filiale hat mit ihrer Anzeige begonnen.",
    "An outlet started its ad.",
    attributes={"on_behalf": "whether a regional manager did it"},
)
VALUES_SAVED = declare_kind(
    "localisation.values_saved",
    "Werte einer Anzeige wurden gespeichert.",
    "Values of an ad were saved.",
    value_unit="fields",
    attributes={"fields": "keys of the changed fields", "on_behalf": "whether for somebody else"},
)
HEADLINE_CHOSEN = declare_kind(
    "localisation.headline_chosen",
    "Eine Überschrift wurde gewählt.",
    "A headline was chosen.",
    attributes={"option": "number among the alternatives, 0 is an own text"},
)
UNDONE = declare_kind(
    "localisation.undone",
    "Eine Änderung wurde zurückgenommen.",
    "A change was taken back.",
)
PHOTO_WITHDRAWN = declare_kind(
    "localisation.photo_withdrawn",
    "Ein Bild wurde aus einer Anzeige genommen, weil seine Rechte endeten.",
    "A picture was taken out of an ad because its rights had ended.",
    value_unit="fields",
)

CODE_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one value, as the history keeps it; some the system made by itself."""

    step: int
    field_key: str
    old: Json
    new: Json
    by: str
    at: datetime
    on_behalf: bool = False
    undoes_step: int | None = None
    by_system: bool = False


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else set meanwhile: their value and the one that was not saved."""

    field_key: str
    theirs: Json
    mine: Json
    by: str
    at: datetime


def clashes(
    changes: Mapping[str, Json], since: Iterable[Change], current: Mapping[str, Json]
) -> list[Clash]:
    """Return where `changes` would overwrite what others saved `since` the page was loaded.

    Where both set the same value there is nothing to decide.
    """
    last: dict[str, Change] = {change.field_key: change for change in since}
    return [
        Clash(key, current.get(key), mine, last[key].by, last[key].at)
        for key, mine in changes.items()
        if key in last and current.get(key) != mine
    ]


def differences(current: Mapping[str, Json], changes: Mapping[str, Json]) -> dict[str, Json]:
    """Return the changes that change something; None takes a value back to its default."""
    return {key: new for key, new in changes.items() if current.get(key) != new}


def applied(current: Mapping[str, Json], changes: Mapping[str, Json]) -> dict[str, Json]:
    """Return the values after the changes; what was set to None is no longer there."""
    merged = {**current, **changes}
    return {key: value for key, value in merged.items() if value is not None}


def undo_of(history: Sequence[Change]) -> tuple[int, dict[str, Json]] | None:
    """Return the step that an undo takes back, and the values to set; None with nothing to undo."""
    standing, _ = _stacks(history)
    return (standing[-1], _olds(history, standing[-1])) if standing else None


def redo_of(history: Sequence[Change]) -> tuple[int, dict[str, Json]] | None:
    """Return the undoing step that a redo takes back, and the values to set; None if none.

    A new change ends what could be repeated.
    """
    _, undoing = _stacks(history)
    return (undoing[-1], _olds(history, undoing[-1])) if undoing else None


def _stacks(history: Sequence[Change]) -> tuple[list[int], list[int]]:
    """Return the steps that stand, and the undoing steps that can be taken back, latest last.

    What the system did is nobody's to take back.
    """
    steps = ((c.step, c.undoes_step) for c in history if not c.by_system)
    origins = dict(sorted(steps, key=lambda step: step[0]))
    standing: list[int] = []
    undoing: list[int] = []
    for step, origin in origins.items():
        if origin is None:
            standing.append(step)
            undoing.clear()
        elif origin in standing:
            standing.remove(origin)
            undoing.append(step)
        else:
            undoing.remove(origin)
            standing.append(origins[origin] or step)
    return standing, undoing


def _olds(history: Sequence[Change], step: int) -> dict[str, Json]:
    return {change.field_key: change.old for change in history if change.step == step}


def short_code(campaign_slug: str, outlet_number: str, format_key: str) -> str:
    """Return the code of a short link: the same for the same campaign, outlet and format."""
    natural = "\n".join((campaign_slug, outlet_number, format_key))
    digest = hashlib.sha256(natural.encode()).digest()
    return base64.b32encode(digest).decode()[:CODE_LENGTH]


def changed_from_default(
    values: Mapping[str, Json], defaults: Mapping[str, Json], keys: Collection[str]
) -> frozenset[str]:
    """Return which of `keys` were set to something else than the campaign's default."""
    return frozenset(k for k in keys if k in values and values[k] != defaults.get(k))
