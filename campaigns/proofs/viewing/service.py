"""Owns view links from inside: making, listing and closing them, and what becomes of comments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update

from campaigns.localisation.models import Localisation
from campaigns.localisation.service import get_localisation
from campaigns.planning.holding import refuse_expired
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import formats_of, load_campaign
from campaigns.proofs.service import fingerprint_now
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from campaigns.proofs.viewing.rules import (
    MOST_ANSWER,
    MOST_NAME,
    MOST_OPEN_LINKS,
    CloseReason,
    LinkState,
    chosen_formats,
    expiry,
    state_of,
    words_of,
    write_token,
)
from portal.foundation import audit, clock
from portal.foundation.config import settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, NotFound
from regions.accounts.rules import Actor, Permission

_NO_LINK = N_("This link does not exist, or not for your account.")
_NO_COMMENT = N_("This comment does not exist, or not for your account.")


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link as its maker sees it."""

    link: ViewLink
    state: LinkState
    address: str
    comments: int

    @property
    def is_open(self) -> bool:
        """Whether it still shows anything."""
        return self.state is LinkState.OPEN


@dataclass(frozen=True, slots=True)
class Comments:
    """All comments on an ad, the open ones first and the newest first, and what is seen now."""

    open: tuple[ViewComment, ...]
    settled: tuple[ViewComment, ...]
    fingerprints: dict[str, str]
    numbers: Mapping[UUID, int]

    def is_older(self, comment: ViewComment) -> bool:
        """Whether the ad was changed since this was written."""
        return self.fingerprints.get(comment.format_key) != comment.fingerprint


def make_link(
    actor: Actor, localisation_id: UUID, formats: Sequence[str], days: int, recipient: str = ""
) -> ViewLink:
    """Make a link that shows some formats of an ad to whoever holds it."""
    localisation = _own(actor, localisation_id)
    campaign = load_campaign(localisation.campaign_id)
    refuse_expired(campaign)
    if campaign.status != CampaignStatus.PUBLISHED:
        raise Conflict(N_("This campaign is over. Its ads cannot be shown by a link any more."))
    now = clock.now()
    shown = chosen_formats(formats, [chosen.format_key for chosen in formats_of(campaign.id)])
    link = ViewLink(
        localisation_id=localisation.id,
        campaign_id=campaign.id,
        path=localisation.path,
        recipient=words_of(recipient, MOST_NAME, "recipient") if recipient.strip() else "",
        formats=shown,
        fingerprints={key: fingerprint_now(localisation.id, key) for key in shown},
        expires_at=expiry(now, days),
        created_at=now,
        created_by=actor.account_id,
        created_by_name=actor.name,
    )
    with transaction() as running:
        _refuse_too_many(localisation.id, now)
        running.add(link)
        running.flush()
        _audit("view_link.made", actor, link, days=str(days), formats=" ".join(shown))
    return link


def _refuse_too_many(localisation_id: UUID, now: datetime) -> None:
    statement = (
        select(func.count())
        .select_from(ViewLink)
        .where(
            ViewLink.localisation_id == localisation_id,
            ViewLink.expires_at > now,
            ViewLink.closed_at.is_(None),
        )
    )
    with reading() as running:
        if (running.scalar(statement) or 0) >= MOST_OPEN_LINKS:
            raise Conflict(
                N_("%(most)s links are open. Close one that is not needed any more."),
                most=MOST_OPEN_LINKS,
            )


def revoke_link(actor: Actor, localisation_id: UUID, link_id: UUID) -> ViewLink:
    """Close a link for good; who opens it is told so."""
    _own(actor, localisation_id)
    with transaction() as running:
        link = running.get(ViewLink, link_id)
        if link is None or link.localisation_id != localisation_id:
            raise NotFound(_NO_LINK)
        if link.close_reason is not CloseReason.REVOKED:
            link.closed_at = link.closed_at or clock.now()
            link.close_reason = CloseReason.REVOKED
            _audit("view_link.revoked", actor, link)
        return link


def list_links(actor: Actor, localisation_id: UUID) -> tuple[LinkView, ...]:
    """Return the links of an ad for who may make them, the newest first."""
    localisation = _own(actor, localisation_id)
    counted = (
        select(ViewComment.link_id, func.count())
        .where(ViewComment.localisation_id == localisation.id)
        .group_by(ViewComment.link_id)
    )
    statement = (
        select(ViewLink)
        .where(ViewLink.localisation_id == localisation.id)
        .order_by(ViewLink.id.desc())
    )
    runs = campaign_runs(load_campaign(localisation.campaign_id))
    with reading() as running:
        counts = {row[0]: row[1] for row in running.execute(counted)}
        return tuple(
            LinkView(link, link_state(link, runs), address_of(link), counts.get(link.id, 0))
            for link in running.scalars(statement)
        )


def address_of(link: ViewLink) -> str:
    """Return the public address of a link."""
    return f"{settings().base_url}/view/{write_token(link.id, settings().secret_key)}"


def campaign_runs(campaign: Campaign) -> bool:
    """Return whether links of a campaign show anything."""
    return campaign.status == CampaignStatus.PUBLISHED


def link_state(link: ViewLink, runs: bool) -> LinkState:
    """Return where a link stands now; `runs` says whether its campaign does."""
    return state_of(link.expires_at, link.close_reason, clock.now(), campaign_runs=runs)


def close_links_of(campaign_id: UUID, reason: str) -> int:
    """Close all open links of a campaign in the caller's transaction; return how many."""
    open_links = select(ViewLink).where(
        ViewLink.campaign_id == campaign_id, ViewLink.closed_at.is_(None)
    )
    now = clock.now()
    with transaction() as running:
        links = list(running.scalars(open_links))
        for link in links:
            link.closed_at, link.close_reason = now, CloseReason.CAMPAIGN
        audit.append(
            "view_link.closed_by_campaign",
            actor=None,
            subject="campaign",
            subject_id=campaign_id,
            details={"reason": reason, "links": len(links)},
        )
    return len(links)


def reopen_links_of(campaign_id: UUID, closed_at: datetime) -> int:
    """Open again what was closed with a campaign since `closed_at`; return how many.

    Links that a person revoked stay closed; those whose time is over meanwhile show nothing.
    """
    closed = select(ViewLink).where(
        ViewLink.campaign_id == campaign_id,
        ViewLink.close_reason == CloseReason.CAMPAIGN,
        ViewLink.closed_at >= closed_at,
    )
    with transaction() as running:
        links = list(running.scalars(closed))
        for link in links:
            link.closed_at = link.close_reason = None
    return len(links)


def comments_of(actor: Actor, localisation_id: UUID) -> Comments:
    """Return the comments on an ad that the account may read."""
    localisation = get_localisation(actor, localisation_id)
    statement = (
        select(ViewComment)
        .where(ViewComment.localisation_id == localisation.id)
        .order_by(ViewComment.id.desc())
    )
    with reading() as running:
        every = list(running.scalars(statement))
    shown = {comment.format_key for comment in every}
    return Comments(
        open=tuple(comment for comment in every if comment.settled_at is None),
        settled=tuple(comment for comment in every if comment.settled_at is not None),
        fingerprints={
            chosen.format_key: fingerprint_now(localisation.id, chosen.format_key)
            for chosen in formats_of(localisation.campaign_id)
            if chosen.format_key in shown
        },
        numbers=numbers_of(localisation.id),
    )


def numbers_of(localisation_id: UUID) -> dict[UUID, int]:
    """Return the number of each comment on an ad: the same wherever it is shown."""
    written = (
        select(ViewComment.id)
        .where(ViewComment.localisation_id == localisation_id)
        .order_by(ViewComment.id)
    )
    with reading() as running:
        return {found: number for number, found in enumerate(running.scalars(written), 1)}


def count_open(actor: Actor, localisation_id: UUID) -> int:
    """Return how many comments on an ad are not settled."""
    localisation = get_localisation(actor, localisation_id)
    statement = (
        select(func.count())
        .select_from(ViewComment)
        .where(ViewComment.localisation_id == localisation.id, ViewComment.settled_at.is_(None))
    )
    with reading() as running:
        return running.scalar(statement) or 0


def settle(actor: Actor, localisation_id: UUID, comment_id: UUID, *, done: bool) -> ViewComment:
    """Settle a comment, or open it again."""
    _own(actor, localisation_id)
    with transaction():
        comment = _comment(localisation_id, comment_id)
        comment.settled_at = clock.now() if done else None
        comment.settled_by_name = actor.name if done else ""
        return comment


def answer(actor: Actor, localisation_id: UUID, comment_id: UUID, text: str) -> ViewComment:
    """Answer a comment; who holds the link reads it there."""
    _own(actor, localisation_id)
    said = words_of(text, MOST_ANSWER, "answer")
    with transaction():
        comment = _comment(localisation_id, comment_id)
        comment.answer, comment.answered_at = said, clock.now()
        comment.answered_by_name = actor.name
        return comment


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
                update(ViewComment).where(ViewComment.link_id == link.id).values(name="")
            )
    return len(links)


def _comment(localisation_id: UUID, comment_id: UUID) -> ViewComment:
    """Return a comment on this very ad; raises NotFound."""
    with transaction() as running:
        found = running.get(ViewComment, comment_id)
    if found is None or found.localisation_id != localisation_id:
        raise NotFound(_NO_COMMENT)
    return found


def _own(actor: Actor, localisation_id: UUID) -> Localisation:
    """Return an ad that the account may change; raises NotFound, NotPermitted."""
    localisation = get_localisation(actor, localisation_id)
    actor.require(Permission.LOCALISATION_EDIT, localisation.path)
    return localisation


def _audit(action: str, actor: Actor, link: ViewLink, **details: str) -> None:
    audit.append(
        action,
        actor=actor.ref_at(link.path),
        subject="view_link",
        subject_id=link.id,
        details={"localisation": str(link.localisation_id), **details},
    )
