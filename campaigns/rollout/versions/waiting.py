"""Owns when campaigns go over that wait for it: after their day, and not while they are expired."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from campaigns.rollout.versions.kinds import CARRY_JOB, CarryState
from campaigns.rollout.versions.models import VersionCarry
from portal.foundation import audit
from portal.foundation.database import session
from portal.foundation.jobs import enqueue
from regions.partners.models import Outlet


def send_over(carry: VersionCarry, occasion: str = "") -> None:
    """Have a campaign go over once its day has ended; `occasion` names one more time to do so."""
    enqueue(
        CARRY_JOB,
        {"carry_id": str(carry.id)},
        key=f"{CARRY_JOB}:{carry.id}{occasion and ':'}{occasion}",
        run_at=None if carry.old_until is None else end_of_day(carry.old_until, _zones()),
    )


def send_again(campaign_id: UUID, occasion: str) -> None:
    """Have a campaign go over that could not while it was expired, in the caller's transaction."""
    for carry in _waiting(campaign_id):
        send_over(carry, occasion)


def drop_waiting(campaign_id: UUID) -> None:
    """Have a campaign stay with its versions for good, in the caller's transaction."""
    for carry in _waiting(campaign_id):
        drop(carry)


def drop(carry: VersionCarry) -> None:
    """Have a locked carry come to nothing, and write that down."""
    carry.state = CarryState.DROPPED
    note_carry(carry, "template.carry_dropped")


def overtake(campaign_id: UUID, format_key: str) -> None:
    """Drop what one format of a campaign waited for, as a newer version takes its place."""
    for carry in _waiting(campaign_id):
        if carry.format_key == format_key:
            carry.state = CarryState.DROPPED


def _waiting(campaign_id: UUID) -> Sequence[VersionCarry]:
    statement = (
        select(VersionCarry)
        .where(VersionCarry.campaign_id == campaign_id, VersionCarry.state == CarryState.WAITING)
        .order_by(VersionCarry.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).all()


def _zones() -> Sequence[str]:
    return session().scalars(select(Outlet.time_zone).where(Outlet.open).distinct()).all()


def end_of_day(day: date, zones: Sequence[str]) -> datetime:
    """Return when a day is over in all of the zones, whatever the clocks do that night."""
    midnight = datetime.combine(day + timedelta(days=1), time())
    ends = [midnight.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for zone in zones]
    return max(ends, default=midnight.replace(tzinfo=UTC))


def note_carry(carry: VersionCarry, action: str) -> None:
    """Write down what became of a campaign that was to go over."""
    audit.append(
        action,
        actor=None,
        subject="version_carry",
        subject_id=carry.id,
        details={
            "campaign": str(carry.campaign_id),
            "format": carry.format_key,
            "to": str(carry.new_version_id),
            "localisations": carry.localisations,
            "conflicts": carry.conflicts,
        },
    )
