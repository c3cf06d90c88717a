"""Owns view links: their signed tokens, how long they last, and what a comment may be."""

import hashlib
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from itsdangerous import BadSignature, Signer

from portal.foundation.errors import N_, Invalid, NotFound, Refusal

LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 1, 30, 7
MOST_OPEN_LINKS = 20
MOST_COMMENTS = 200
MOST_NAME, MOST_TEXT, MOST_ANSWER = 60, 1000, 1000
_SALT = b"heimspiel.view-link"
_ADDRESS = re.compile(
    r"\S*(?:://|\bwww\.|@)\S*|\b(?!\d+\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b\S*", re.IGNORECASE
)


class ViewLinkUnknown(Refusal):
    """A token that was never ours, or was changed on its way."""

    status = 404
    code = "view_link_unknown"


class ViewLinkEnded(Refusal):
    """A link that was ours and shows nothing any more; `why` is the state that it is in."""

    status = 410
    code = "view_link_ended"


class ViewLinkForeign(NotFound):
    """A format that the link does not show, asked for by hand."""

    code = "foreign_format"


class CloseReason(StrEnum):
    """Why a link was closed before its time."""

    REVOKED = "revoked"
    CAMPAIGN = "campaign"


class LinkState(StrEnum):
    """Where a link stands."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CAMPAIGN_CLOSED = "campaign"
    MAKER_GONE = "maker"


def write_token(link_id: UUID, secret: str) -> str:
    """Return the signed token of a link: the same each time, so that it need not be stored."""
    return _signer(secret).sign(urlsafe_b64encode(link_id.bytes).rstrip(b"=")).decode()


def read_token(token: str, secret: str) -> UUID:
    """Return the link that a token names; raises ViewLinkUnknown.

    A link has one token: what reads the same but is written otherwise (the last sign of Base64
    has bits that say nothing) is none.
    """
    try:
        packed = _signer(secret).unsign(token.encode("ascii"))
        link_id = UUID(bytes=urlsafe_b64decode(packed + b"=" * (-len(packed) % 4)))
    except (BadSignature, ValueError) as error:
        raise unknown() from error
    if token != write_token(link_id, secret):
        raise unknown()
    return link_id


def unknown() -> ViewLinkUnknown:
    """Return the one answer for every token that is none."""
    return ViewLinkUnknown(
        N_("This link is not complete, or it was never valid. Ask who sent it for a new one.")
    )


def _signer(secret: str) -> Signer:
    return Signer(secret, salt=_SALT, key_derivation="django-concat", digest_method=hashlib.sha256)


def state_of(
    expires_at: datetime,
    closed: CloseReason | None,
    now: datetime,
    *,
    campaign_runs: bool,
    maker_may: bool,
) -> LinkState:
    """Return where a link stands; what a person did counts before what time did.

    `maker_may` says whether who made it may still change its ad: a link shows no more than that.
    """
    if closed is CloseReason.REVOKED:
        return LinkState.REVOKED
    if closed is CloseReason.CAMPAIGN or not campaign_runs:
        return LinkState.CAMPAIGN_CLOSED
    if now >= expires_at:
        return LinkState.EXPIRED
    return LinkState.OPEN if maker_may else LinkState.MAKER_GONE


def expiry(now: datetime, days: int) -> datetime:
    """Return when a link that is made now ends; raises Invalid."""
    if not LEAST_DAYS <= days <= MOST_DAYS:
        raise Invalid(
            N_("A link can be valid for %(least)s to %(most)s days."),
            field="days",
            least=LEAST_DAYS,
            most=MOST_DAYS,
        )
    return now + timedelta(days=days)


def chosen_formats(wanted: Sequence[str], offered: Sequence[str]) -> list[str]:
    """Return the formats that a link shows, in the campaign's order; raises Invalid."""
    chosen = [key for key in offered if key in wanted]
    if not chosen or len(chosen) != len(set(wanted)):
        raise Invalid(N_("Choose at least one format of this campaign."), field="formats")
    return chosen


@dataclass(frozen=True, slots=True)
class Pin:
    """Where on a picture something is: shares of its width and height from the top left."""

    x: float
    y: float


def pin_of(x: float | None, y: float | None) -> Pin | None:
    """Return where a comment points to, None where it means the whole page; raises Invalid."""
    if x is None or y is None:
        return None
    if not (0 <= x <= 1 and 0 <= y <= 1):
        raise Invalid(N_("This place is not on the picture. Tap on it again."), field="x")
    return Pin(round(x, 4), round(y, 4))


def words_of(text: str, most: int, field: str) -> str:
    """Return what somebody wrote as it is kept: lines trimmed, nothing unseen; raises Invalid."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    seen = ("".join(sign for sign in line if sign.isprintable()).strip() for line in lines)
    kept = "\n".join(seen).strip()
    if not kept:
        raise Invalid(
            N_("Please enter your name.") if field == "name" else N_("Please write something."),
            field=field,
        )
    if len(kept) > most:
        raise Invalid(
            N_("%(count)s characters, %(most)s are possible. Please shorten the text."),
            field=field,
            count=len(kept),
            most=most,
        )
    return kept


def quarter_of(moment: datetime) -> datetime:
    """Return the beginning of the quarter of an hour that a moment lies in."""
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)


def without_addresses(text: str, instead: str) -> str:
    """Return words of a stranger in one line for a mail: what a mail would make a link is left out.

    Nobody is to be led away by a mail of the portal with words that somebody else chose.
    """
    return _ADDRESS.sub(instead, " ".join(text.split()))
