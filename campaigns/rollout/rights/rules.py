"""Owns when the end of a picture's rights is announced."""

from collections.abc import Collection
from datetime import date

from portal.foundation.usage_kinds import declare_kind

NOTICE_DAYS = (30, 7, 1)
"""How many days before the end people are told."""

RIGHTS_ANNOUNCED = declare_kind(
    "asset.rights_ending",
    "Das Ende der Rechte an einem Bild wurde angekündigt.",
    "The end of the rights to a picture was announced.",
    value_unit="days",
)


def notice_due(ends: date, today: date, given: Collection[int]) -> int | None:
    """Return which announcement is due today (30, 7 or 1 days), None if none is.

    `given` are those that the person had already. A night that was missed is made up for, but
    nobody gets two at once: the nearest one stands for all before it. The last day still counts.
    """
    left = (ends - today).days
    if left < 0:
        return None
    reached = [days for days in NOTICE_DAYS if left <= days]
    if not reached or any(days <= reached[-1] for days in given):
        return None
    return reached[-1]
