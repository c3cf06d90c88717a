"""Owns which days it is now: outlets lie in several time zones, and each counts by its own."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import reading
from regions.partners.models import Outlet
from regions.scoping import Scope, within


def days_at(scope: Scope) -> tuple[date, ...]:
    """Return the days that it is at the outlets of a scope now, the earliest first.

    Mostly that is one day; around midnight there are two. Where there is no outlet, it is the
    company's own day.
    """
    statement = select(Outlet.time_zone).where(within(Outlet.path, scope)).distinct()
    with reading() as running:
        zones = running.scalars(statement).all()
    return tuple(sorted({clock.today(zone) for zone in zones or [settings().time_zone]}))


def day_not_over() -> date:
    """Return the earliest day that it still is at any outlet: what ends on it has not ended yet."""
    return days_at(Scope.everything())[0]


def day_at(outlet_id: UUID) -> date:
    """Return the day that it is now at an outlet."""
    with reading() as running:
        return clock.today(running.get_one(Outlet, outlet_id).time_zone)
