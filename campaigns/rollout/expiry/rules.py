"""Owns what an expiry takes away, for how long it can be taken back, and what it must say."""

from datetime import datetime, timedelta
from enum import StrEnum

from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.usage_kinds import declare_kind

EXPIRED = declare_kind(
    "campaign.expired",
    "Die Zentrale hat eine Kampagne zurückgezogen.",
    "Head office expired a campaign.",
    value_unit="outlets",
    attributes={
        "submissions": "submissions rejected",
        "basket_lines": "basket lines taken out",
        "order_lines": "order lines stopped",
    },
)
EXPIRY_UNDONE = declare_kind(
    "campaign.expiry_undone",
    "Die Zentrale hat eine zurückgezogene Kampagne wieder geöffnet.",
    "Head office took the expiry of a campaign back.",
    value_unit="seconds",
    attributes={"not_back": "what could not be put back"},
)

UNDO_TIME = timedelta(minutes=10)
MOST_REASON = 500
LATE = N_(
    "The ten minutes are over and partners have been told. "
    "Plan the campaign anew: begin with a copy of this one."
)


class TakenKind(StrEnum):
    """What an expiry takes away and an undo puts back."""

    SUBMISSION = "submission"
    BASKET_LINE = "basket_line"
    ORDER_LINE = "order_line"


def check_reason(raw: str) -> str:
    """Return the reason that partners read, without blanks around; raises Invalid."""
    reason = " ".join(raw.split())
    if not reason:
        raise Invalid(N_("Give a reason. Partners read it."), field="reason")
    if len(reason) > MOST_REASON:
        raise Invalid(
            N_("The reason has %(count)s characters, at most %(most)s fit."),
            field="reason",
            count=len(reason),
            most=MOST_REASON,
        )
    return reason


def undo_until(expired_at: datetime) -> datetime:
    """Return until when an expiry can be taken back."""
    return expired_at + UNDO_TIME


def may_undo(expired_at: datetime, now: datetime) -> bool:
    """Whether an expiry can still be taken back."""
    return now <= undo_until(expired_at)


def refuse_late(expired_at: datetime, now: datetime) -> None:
    """Refuse to take an expiry back after its ten minutes; raises Conflict."""
    if not may_undo(expired_at, now):
        raise Conflict(LATE)
