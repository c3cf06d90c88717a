"""Owns who is told of new comments: the people of the ad, collected for a quarter of an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from campaigns.proofs.viewing.rules import quarter_of
from portal.foundation.database import reading, session, transaction
from portal.foundation.jobs import enqueue
from regions.accounts.models import Account
from regions.accounts.rules import Permission
from regions.accounts.service import account_ids_at, who_may
from regions.partners.models import Outlet
from regions.scoping.permissions import PARTNER_ROLES

TELL_JOB = "viewing.tell_comments"
MAIL_JOB = "viewing.mail_comments"
QUARTER = timedelta(minutes=15)
_GRACE = timedelta(minutes=1)
"""So long a comment may take to be kept and is still told with those of its own time."""
MOST_LINES, MOST_SIGNS = 12, 240


@dataclass(frozen=True, slots=True)
class ToldComment:
    """One comment as a mail tells it, shortened."""

    name: str
    ad_format: AdFormat
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told about an ad; `others` are comments beyond those listed."""

    account: Account
    localisation_id: UUID
    campaign: Campaign
    outlet: Outlet
    comments: tuple[ToldComment, ...]
    others: int


def have_told(comment: ViewComment) -> None:
    """Have an ad's people told of a comment, with all others of its quarter of an hour.

    In the caller's transaction; the first comment of a quarter sets the one job of all.
    """
    since = quarter_of(comment.at)
    payload = {"localisation_id": str(comment.localisation_id), "since": since.isoformat()}
    key = f"{TELL_JOB}:{comment.localisation_id}:{since.isoformat()}"
    enqueue(TELL_JOB, payload, key=key, run_at=since + QUARTER + _GRACE)


def tell_people(localisation_id: UUID, since: datetime) -> int:
    """Have a mail sent to each person who did not write all of it alone; return to how many."""
    with transaction():
        comments = _comments(localisation_id, since)
        people = [
            account_id
            for account_id in _people(comments)
            if any(comment.written_by != account_id for comment in comments)
        ]
        for account_id in people:
            payload = {
                "localisation_id": str(localisation_id),
                "since": since.isoformat(),
                "account_id": str(account_id),
            }
            key = f"{MAIL_JOB}:{localisation_id}:{since.isoformat()}:{account_id}"
            enqueue(MAIL_JOB, payload, key=key)
    return len(people)


def told_to(localisation_id: UUID, since: datetime, account_id: UUID) -> Told | None:
    """Return what a person is told as it stands now, None where nothing of it is left to tell."""
    with reading() as running:
        account = running.get(Account, account_id)
        if account is None or not account.active:
            return None
        every = _comments(localisation_id, since)
        comments = [comment for comment in every if comment.written_by != account_id]
        if not comments:
            return None
        localisation = running.get_one(Localisation, localisation_id)
        return Told(
            account=account,
            localisation_id=localisation_id,
            campaign=running.get_one(Campaign, localisation.campaign_id),
            outlet=running.get_one(Outlet, localisation.outlet_id),
            comments=tuple(_told(comment) for comment in comments[:MOST_LINES]),
            others=len(comments[MOST_LINES:]),
        )


def _people(comments: Sequence[ViewComment]) -> list[UUID]:
    """Return who made the links that were written through, and may still change the ad.

    Where none of them may any more, it is the people of the ad's partner.
    """
    if not comments:
        return []
    path = comments[0].path
    links = {comment.link_id for comment in comments}
    made_by = session().scalars(select(ViewLink.created_by).where(ViewLink.id.in_(links)))
    makers = who_may(Permission.LOCALISATION_EDIT, path, made_by)
    return sorted(makers or account_ids_at(PARTNER_ROLES, [path])[path])


def _comments(localisation_id: UUID, since: datetime) -> list[ViewComment]:
    """Return what was written to an ad in a quarter of an hour and still waits for somebody."""
    statement = (
        select(ViewComment)
        .where(
            ViewComment.localisation_id == localisation_id,
            ViewComment.at >= since,
            ViewComment.at < since + QUARTER,
            ViewComment.settled_at.is_(None),
            ViewComment.deleted_at.is_(None),
        )
        .order_by(ViewComment.id)
    )
    return list(session().scalars(statement))


def _told(comment: ViewComment) -> ToldComment:
    text = comment.text
    short = text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS].rstrip()} …"
    return ToldComment(comment.name, get_format(comment.format_key), comment.page, short)
