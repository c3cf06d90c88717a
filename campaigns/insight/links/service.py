"""Owns following short links, recording visits and forgetting who came."""

import secrets
from datetime import date

from sqlalchemy import delete, func, select

from campaigns.insight.links.models import ChannelEvent, VisitorSalt
from campaigns.insight.links.rules import (
    MOST_RECORDS_PER_VISITOR_AND_DAY,
    Visit,
    device_of,
    normal_code,
    visitor_hash,
    why_not_counted,
)
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from portal.foundation import clock
from portal.foundation.database import insert_if_absent, reading, session, transaction
from regions.partners.models import Outlet

# Targets are checked where they are entered; this keeps anything else from being followed.
_SCHEMES = ("https://", "http://")


def find_expired(code: str) -> Outlet | None:
    """Return whose ad a short link of an expired campaign was on; None for any other code."""
    stored = normal_code(code)
    statement = (
        select(Outlet)
        .join(Localisation, Localisation.outlet_id == Outlet.id)
        .join(ShortLink, ShortLink.localisation_id == Localisation.id)
        .join(Campaign, Campaign.id == Localisation.campaign_id)
        .where(ShortLink.code == stored, Campaign.status == CampaignStatus.EXPIRED)
    )
    with reading() as running:
        return None if stored is None else running.scalar(statement)


def find_target(code: str) -> str | None:
    """Return where a short link leads (in any case of its letters), None if there is none."""
    stored = normal_code(code)
    if stored is None:
        return None
    with reading() as running:
        link = running.get(ShortLink, stored)
        target = link.target if link is not None else ""
    return target if target.startswith(_SCHEMES) else None


def record_visit(code: str, visit: Visit) -> ChannelEvent | None:
    """Record one request for an existing link; None where one visitor asks again and again."""
    stored = code.upper()
    with transaction() as running:
        visitor = visitor_hash(_salt_of(clock.today("UTC")), visit.address, visit.agent)
        if _times_seen(stored, visitor) >= MOST_RECORDS_PER_VISITOR_AND_DAY:
            return None
        event = ChannelEvent(
            code=stored,
            occurred_at=clock.now(),
            device=device_of(visit.agent),
            visitor=visitor,
            why_not=why_not_counted(visit),
        )
        running.add(event)
        return event


def forget_visitors() -> int:
    """Throw away the salts of all days before today; return how many there were.

    Without its salt a visitor hash cannot be made again, not even from a known address.
    """
    today = clock.today("UTC")
    with transaction() as running:
        days = running.scalars(select(VisitorSalt.day).where(VisitorSalt.day < today)).all()
        running.execute(delete(VisitorSalt).where(VisitorSalt.day.in_(days)))
        return len(days)


def _salt_of(day: date) -> bytes:
    running = session()
    find_salt = select(VisitorSalt.salt).where(VisitorSalt.day == day)
    salt = running.scalar(find_salt)
    if salt is None:
        # The first visit of a day also forgets the days before, whether or not the job ran.
        running.execute(delete(VisitorSalt).where(VisitorSalt.day < day))
        insert_if_absent(VisitorSalt, day=day, salt=secrets.token_bytes(32))
        salt = running.scalars(find_salt).one()
    return salt


def _times_seen(code: str, visitor: str) -> int:
    seen = select(func.count()).where(ChannelEvent.code == code, ChannelEvent.visitor == visitor)
    return session().scalar(seen) or 0
