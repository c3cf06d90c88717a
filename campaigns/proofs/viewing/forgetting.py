"""Owns what is forgotten of view links in time: first names, then all that was written."""

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import delete, func, or_, select, update

from campaigns.planning.models import Campaign
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from portal.foundation import audit, clock
from portal.foundation.config import settings
from portal.foundation.database import transaction


def forget_names() -> int:
    """Delete the names at links that ended long enough ago; return at how many links."""
    now = clock.now()
    border = now - timedelta(days=settings().view_link_name_days)
    ended = or_(ViewLink.expires_at < border, ViewLink.closed_at < border)
    due = select(ViewLink).where(ViewLink.names_deleted_at.is_(None), ended)
    with transaction() as running:
        links = list(running.scalars(due))
        for link in links:
            link.recipient, link.names_deleted_at = "", now
            running.execute(
                update(ViewComment)
                .where(ViewComment.link_id == link.id)
                .values(name="", written_by=None)
            )
    return len(links)


def forget_links() -> int:
    """Delete links and comments of ads whose campaign and links ended long ago; return how many.

    All of an ad go at once, so that no comment that stays is given another number.
    """
    border = clock.today() - timedelta(days=settings().view_link_comment_days)
    over = (
        select(ViewLink.localisation_id)
        .join(Campaign, Campaign.id == ViewLink.campaign_id)
        .where(Campaign.runs_until < border)
        .group_by(ViewLink.localisation_id)
        .having(func.max(ViewLink.expires_at) < datetime.combine(border, time(), UTC))
    )
    of_ads = ViewComment.localisation_id.in_(over)
    with transaction() as running:
        links = running.scalar(select(func.count()).where(ViewLink.localisation_id.in_(over))) or 0
        if not links:
            return 0
        comments = running.scalar(select(func.count()).where(of_ads)) or 0
        running.execute(delete(ViewComment).where(of_ads))
        running.execute(delete(ViewLink).where(ViewLink.localisation_id.in_(over)))
        audit.append(
            "view_link.forgotten",
            actor=None,
            subject="view_link",
            subject_id=f"before {border}",
            details={"links": links, "comments": comments},
        )
    return links
