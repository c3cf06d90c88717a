"""Owns view links from outside: what a stranger who holds one sees and may write."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select, update

from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.planning.service import load_campaign
from campaigns.proofs.gathering import gather
from campaigns.proofs.service import fingerprint_now, set_of
from campaigns.proofs.viewing.commenting import numbers_of
from campaigns.proofs.viewing.models import ViewComment, ViewLink
from campaigns.proofs.viewing.pictures import marked_picture
from campaigns.proofs.viewing.rules import (
    MOST_COMMENTS,
    MOST_NAME,
    MOST_TEXT,
    LinkState,
    ViewLinkEnded,
    ViewLinkForeign,
    pin_of,
    read_token,
    unknown,
    words_of,
)
from campaigns.proofs.viewing.service import campaign_runs, link_state, makers
from campaigns.proofs.viewing.telling import have_told
from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, NotFound
from regions.accounts.rules import Permission
from regions.accounts.service import who_may
from regions.partners.models import Outlet

_ENDED = {
    LinkState.EXPIRED: N_("This link has expired. Ask who sent it for a new one."),
    LinkState.REVOKED: N_("This link was closed by who sent it. Ask them for a new one."),
    LinkState.CAMPAIGN_CLOSED: N_(
        "The campaign of this ad is over, so it is not shown any more. Ask who sent you the link."
    ),
    LinkState.MAKER_GONE: N_(
        "This link is closed, as who sent it does not look after this ad any more. Ask the outlet "
        "for a new one."
    ),
}
_NO_PAGE = N_("This link does not show such a page.")


@dataclass(frozen=True, slots=True)
class ShownFormat:
    """One format that a link shows, and how many pages it has."""

    ad_format: AdFormat
    pages: int
    fingerprint: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """All that the public page shows; nothing else of the outlet or its campaign leaves."""

    link: ViewLink
    campaign: Campaign
    outlet: Outlet
    formats: tuple[ShownFormat, ...]
    comments: tuple[ViewComment, ...]
    numbers: Mapping[UUID, int]

    @property
    def is_changed(self) -> bool:
        """Whether the ad was changed since the link was made."""
        return any(shown.is_changed for shown in self.formats)

    def on(self, format_key: str, page: int) -> tuple[ViewComment, ...]:
        """Return the comments on one page, in the order in which they were written."""
        return tuple(c for c in self.comments if (c.format_key, c.page) == (format_key, page))


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody writes to a page, as it was sent."""

    format_key: str
    page: int
    x: float | None
    y: float | None
    name: str
    text: str


def visit(token: str) -> Visit:
    """Return what a link shows; raises ViewLinkUnknown, ViewLinkEnded."""
    link = open_link(token)
    written = (
        select(ViewComment)
        .where(ViewComment.link_id == link.id, ViewComment.deleted_at.is_(None))
        .order_by(ViewComment.id)
    )
    with reading() as running:
        localisation = running.get_one(Localisation, link.localisation_id)
        return Visit(
            link=link,
            campaign=load_campaign(link.campaign_id),
            outlet=running.get_one(Outlet, localisation.outlet_id),
            formats=tuple(_shown(link, key) for key in link.formats),
            comments=tuple(running.scalars(written)),
            numbers=numbers_of(localisation.id),
        )


def open_link(token: str) -> ViewLink:
    """Return the link of a token while it is open; raises ViewLinkUnknown, ViewLinkEnded."""
    link_id = read_token(token, settings().secret_key)
    with reading() as running:
        link = running.get(ViewLink, link_id)
    if link is None:
        raise unknown()
    _refuse_ended(link)
    return link


def _refuse_ended(link: ViewLink) -> None:
    runs = campaign_runs(load_campaign(link.campaign_id))
    state = link_state(link, runs, maker_may=bool(makers([link])))
    if state is not LinkState.OPEN:
        raise ViewLinkEnded(_ENDED[state], why=state.value)


def count_visit(link_id: UUID) -> None:
    """Count that a link was opened: how often and when last, nothing about who."""
    with transaction() as running:
        running.execute(
            update(ViewLink)
            .where(ViewLink.id == link_id)
            .values(views=ViewLink.views + 1, last_viewed_at=clock.now())
        )


def picture_of(token: str, format_key: str, page: int, language: str) -> tuple[bytes, str]:
    """Return a marked picture of a page, and what it is the picture of."""
    link = open_link(token)
    _refuse_foreign(link, format_key)
    ad = gather(link.localisation_id, format_key)
    return marked_picture(ad, page, language), f"{ad.inputs.fingerprint[:24]}-{page}-{language}"


def write_comment(token: str, remark: Remark, written_by: UUID | None = None) -> ViewComment:
    """Keep what somebody wrote to a page that their link shows, and have the ad's people told.

    `written_by` is the account of who is signed in. It is kept of the ad's own people alone, so
    that they are not told of their own words.
    """
    link = open_link(token)
    _refuse_foreign(link, remark.format_key)
    ad = gather(link.localisation_id, remark.format_key)
    if not 0 <= remark.page < len(set_of(ad).display.pages):
        raise NotFound(_NO_PAGE)
    pin = pin_of(remark.x, remark.y)
    comment = ViewComment(
        link_id=link.id,
        localisation_id=link.localisation_id,
        path=link.path,
        format_key=remark.format_key,
        page=remark.page,
        x=pin.x if pin else None,
        y=pin.y if pin else None,
        name=words_of(remark.name, MOST_NAME, "name"),
        text=words_of(remark.text, MOST_TEXT, "text"),
        fingerprint=ad.inputs.fingerprint,
        written_by=written_by if written_by and _is_own(link, written_by) else None,
        at=clock.now(),
    )
    with transaction() as running:
        # What was checked before the page was looked up is true until this is kept.
        locked = select(ViewLink).where(ViewLink.id == link.id).with_for_update()
        _refuse_ended(running.scalars(locked).one())
        written = select(func.count()).where(ViewComment.link_id == link.id)
        if (running.scalar(written) or 0) >= MOST_COMMENTS:
            raise Conflict(
                N_("There are %(most)s comments already. Please call who sent you the link."),
                most=MOST_COMMENTS,
            )
        running.add(comment)
        running.flush()
        have_told(comment)
    return comment


def _refuse_foreign(link: ViewLink, format_key: str) -> None:
    """Refuse a format that this link does not show, though its ad may have it."""
    if format_key not in link.formats:
        raise ViewLinkForeign(_NO_PAGE)


def _is_own(link: ViewLink, account_id: UUID) -> bool:
    return bool(who_may(Permission.LOCALISATION_EDIT, link.path, [account_id]))


def _shown(link: ViewLink, key: str) -> ShownFormat:
    ad_format, now = get_format(key), fingerprint_now(link.localisation_id, key)
    return ShownFormat(ad_format, ad_format.pages, now, now != link.fingerprints.get(key))
