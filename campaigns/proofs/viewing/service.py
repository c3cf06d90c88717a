"""Owns view links from inside: making, listing and closing them, and where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from campaigns.localisation.models import Localisation
from campaigns.localisation.service import get_localisation
from campaigns.planning.holding import refuse_expired
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import formats_of, load_campaign
from campaigns.proofs.service import fingerprint_now
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from campaigns.proofs.viewing.rules import (
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
from regions.accounts.service import who_may

_NO_LINK = N_("This link does not exist, or not for your account.")


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


def make_link(
    actor: Actor, localisation_id: UUID, formats: Sequence[str], days: int, recipient: str = ""
) -> ViewLink:
    """Make a link that shows some formats of an ad to whoever holds it."""
    localisation = own_ad(actor, localisation_id)
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
    own_ad(actor, localisation_id)
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
    localisation = own_ad(actor, localisation_id)
    counted = (
        select(ViewComment.link_id, func.count())
        .where(ViewComment.localisation_id == localisation.id, ViewComment.deleted_at.is_(None))
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
        links = list(running.scalars(statement))
    may = makers(links)
    return tuple(
        LinkView(
            link,
            link_state(link, runs, maker_may=link.created_by in may),
            address_of(link),
            counts.get(link.id, 0),
        )
        for link in links
    )


def address_of(link: ViewLink) -> str:
    """Return the public address of a link."""
    return f"{settings().base_url}/view/{write_token(link.id, settings().secret_key)}"


def campaign_runs(campaign: Campaign) -> bool:
    """Return whether links of a campaign show anything."""
    return campaign.status == CampaignStatus.PUBLISHED


def makers(links: Sequence[ViewLink]) -> set[UUID]:
    """Return who of the makers of an ad's links may still change it, as accounts stand now."""
    if not links:
        return set()
    made_by = {link.created_by for link in links}
    return who_may(Permission.LOCALISATION_EDIT, links[0].path, made_by)


def link_state(link: ViewLink, runs: bool, *, maker_may: bool) -> LinkState:
    """Return where a link stands now; `runs` says whether its campaign does."""
    return state_of(
        link.expires_at, link.close_reason, clock.now(), campaign_runs=runs, maker_may=maker_may
    )


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


def own_ad(actor: Actor, localisation_id: UUID) -> Localisation:
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
