"""Owns what of an earlier ad a later one can take over: by key and kind of the field (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from campaigns.ad_templates.canonical import Unusable
from campaigns.ad_templates.fields import FieldDefinition, Json, Section
from campaigns.ad_templates.rules import carried_value, same_type
from portal.foundation.errors import N_
from portal.foundation.usage_kinds import declare_kind

TAKEN_OVER = declare_kind(
    "localisation.taken_over",
    "Werte einer früheren Anzeige der Filiale wurden übernommen.",
    "Values of an earlier ad of the outlet were taken over.",
    value_unit="fields",
    attributes={"fields": "keys of the fields", "from": "short name of the earlier campaign"},
)

_GONE = N_("This campaign has no such field.")
_OTHER_KIND = N_("The field holds something else in this campaign.")
_LOCKED = N_("Head office sets this in this campaign.")
_PAST = N_("These days are over.")


class Standing(StrEnum):
    """What can be done with one value of the earlier ad."""

    OFFERED = "offered"
    SAME = "same"
    POSSIBLE = "possible"
    UNUSABLE = "unusable"


@dataclass(frozen=True, slots=True)
class Offer:
    """One value of the earlier ad: what it was, what it would become here, or why it cannot.

    One that is merely `POSSIBLE` is not chosen at first, for the reason given.
    """

    earlier: FieldDefinition
    value: Json
    standing: Standing
    now: FieldDefinition | None = None
    becomes: Json = None
    message: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The field's key."""
        return self.earlier.key

    @property
    def can_be_taken(self) -> bool:
        """Whether it may be chosen at all."""
        return self.standing in (Standing.OFFERED, Standing.POSSIBLE)


def offers_of(
    earlier: Sequence[FieldDefinition],
    values: Mapping[str, Json],
    fields: Sequence[FieldDefinition],
    current: Mapping[str, Json],
    today: date,
) -> tuple[Offer, ...]:
    """Return what of the `values` set for an earlier ad could be set here, in this ad's order.

    `current` are the values that apply here now. What head office or the outlet's data gave the
    earlier ad is no part of `values`: here it comes from there anyway.
    """
    here = {entry.key: entry for entry in fields}
    order = {entry.key: number for number, entry in enumerate(fields)}
    set_there = [entry for entry in earlier if values.get(entry.key) is not None]
    offers = (
        _offer(entry, values[entry.key], here.get(entry.key), current.get(entry.key), today)
        for entry in set_there
    )
    return tuple(sorted(offers, key=lambda offer: order.get(offer.key, len(order))))


def _offer(
    earlier: FieldDefinition, value: Json, now: FieldDefinition | None, current: Json, today: date
) -> Offer:
    reason = _refusal(earlier, now)
    if now is None or reason is not None:
        return Offer(earlier, value, Standing.UNUSABLE, now, message=reason)
    try:
        becomes = carried_value(earlier, now, value)
    except Unusable as unusable:
        message, params = unusable.message, unusable.params
        return Offer(earlier, value, Standing.UNUSABLE, now, message=message, params=params)
    if becomes == current:
        return Offer(earlier, value, Standing.SAME, now, becomes)
    if _is_over(becomes, today):
        return Offer(earlier, value, Standing.POSSIBLE, now, becomes, _PAST)
    return Offer(earlier, value, Standing.OFFERED, now, becomes)


def _refusal(earlier: FieldDefinition, now: FieldDefinition | None) -> str | None:
    if now is None:
        return _GONE
    if now.locked or now.computed or now.section is Section.FIXED:
        return _LOCKED
    return None if same_type(earlier, now) else _OTHER_KIND


def _is_over(value: Json, today: date) -> bool:
    """Whether a value names a day that has passed: an event, the end of a period or of a price."""
    return any(date.fromisoformat(day) < today for day in _last_days(value))


_LAST_DAYS = {
    frozenset({"from", "until"}): "until",
    frozenset({"day", "from", "until"}): "day",
}


def _last_days(value: Json) -> Iterator[str]:
    if not isinstance(value, Mapping):
        return
    name = _LAST_DAYS.get(frozenset(value))
    if name is not None:
        yield value[name]
    if value.get("ends"):
        yield value["ends"]
