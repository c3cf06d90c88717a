"""Owns what may be changed, who overwrote whom, and codes of short links."""

import base64
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

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
TEMPLATE_STEP = "@template:"
"""Begins what is no field: its values are the numbers of the versions."""
_PAUSE = timedelta(minutes=2)


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
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else set meanwhile: their value and the one that was not saved.

    `by_id` is None where the system did it; it may be the same person in another window.
    """

    field_key: str
    theirs: Json
    mine: Json
    by: str
    at: datetime
    by_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What somebody who saves looked at: a row version, for some fields a later or earlier one.

    `unanswered` are values, by field, that the same window sent before and never heard of: where
    one of them arrived all the same, that is nobody else's.
    """

    row_version: int
    fields: Mapping[str, int] = field(default_factory=dict)
    unanswered: Mapping[str, Sequence[Json]] = field(default_factory=dict)
    account_id: UUID | None = None

    def has_seen(self, change: Change) -> bool:
        """Whether the change was on the screen when the value was typed."""
        return change.step <= self.fields.get(change.field_key, self.row_version)

    def is_own(self, change: Change) -> bool:
        """Whether the change is one that this window sent itself."""
        sent = self.unanswered.get(change.field_key, ())
        return change.by_id is not None and change.by_id == self.account_id and change.new in sent


def clashes(
    changes: Mapping[str, Json], since: Iterable[Change], current: Mapping[str, Json]
) -> list[Clash]:
    """Return where `changes` would overwrite what others saved `since` the page was loaded.

    Where both set the same value there is nothing to decide.
    """
    last: dict[str, Change] = {change.field_key: change for change in since}
    return [
        Clash(key, current.get(key), mine, last[key].by, last[key].at, last[key].by_id)
        for key, mine in changes.items()
        if key in last and current.get(key) != mine
    ]


def unseen(history: Iterable[Change], basis: Basis) -> list[Change]:
    """Return the changes that who saves on this basis does not know of."""
    return [c for c in history if not (basis.has_seen(c) or basis.is_own(c))]


def differences(current: Mapping[str, Json], changes: Mapping[str, Json]) -> dict[str, Json]:
    """Return the changes that change something; None takes a value back to its default."""
    return {key: new for key, new in changes.items() if current.get(key) != new}


def applied(current: Mapping[str, Json], changes: Mapping[str, Json]) -> dict[str, Json]:
    """Return the values after the changes; what was set to None is no longer there."""
    merged = {**current, **changes}
    return {key: value for key, value in merged.items() if value is not None}


def in_one_go(history: Sequence[Change]) -> list[Change]:
    """Return the history with what one person typed into one field without a pause as one change.

    Such a change has the step and the old value of the first, the new value and time of the last.
    """
    gone: list[Change] = []
    for change in history:
        last = gone[-1] if gone else None
        if last is None or not goes_on(last, change):
            gone.append(change)
        else:
            gone[-1] = replace(change, step=last.step, old=last.old)
    return [change for change in gone if change.old != change.new]


def begins_anew(last: Change, change: Change) -> bool:
    """Whether a change belongs to another save than the last one, and goes on from none."""
    return change.step != last.step and not goes_on(last, change)


def goes_on(last: Change, change: Change, pause: timedelta = _PAUSE) -> bool:
    """Whether one person went on in one field, with no longer pause; by hand, not by undoing."""
    same = (last.field_key, last.by_id) == (change.field_key, change.by_id)
    plain = last.undoes_step is None and change.undoes_step is None and not change.by_system
    return same and plain and change.at - last.at <= pause


def template_step_key(format_key: str) -> str:
    """Return under what the history tells that a format went over to another template version."""
    return f"{TEMPLATE_STEP}{format_key}"


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
