"""Owns what the pages of view links send: a new link, a comment, an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.proofs.viewing.rules import MOST_DAYS, USUAL_DAYS
from campaigns.proofs.viewing.visiting import Remark
from portal.foundation.errors import N_, Invalid

_MOST_PAGE = 99


@dataclass(frozen=True, slots=True)
class LinkForm:
    """What a new link is to show, for how long and to whom."""

    formats: tuple[str, ...]
    days: int
    recipient: str


def read_link(formats: list[str], sent: Mapping[str, str]) -> LinkForm:
    """Read what was asked of a new link; raises Invalid."""
    days = _whole(sent.get("days") or str(USUAL_DAYS), MOST_DAYS + 1)
    if days is None:
        raise Invalid(N_("Please enter the days as a whole number."), field="days")
    return LinkForm(tuple(dict.fromkeys(formats)), days, sent.get("recipient", ""))


def read_remark(sent: Mapping[str, str]) -> Remark:
    """Read a comment from outside; raises Invalid."""
    page = _whole(sent.get("page", ""), _MOST_PAGE)
    if page is None:
        raise Invalid(N_("Reload the page and try again; what you wrote is kept."), field="page")
    return Remark(
        format_key=sent.get("format", "")[:40],
        page=page,
        x=_share(sent.get("x", "")),
        y=_share(sent.get("y", "")),
        name=sent.get("name", ""),
        text=sent.get("text", ""),
    )


def _whole(text: str, most: int) -> int | None:
    """Return a number as it is typed, no larger than `most`; None where it is none."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= len(str(most)) + 1):
        return None
    return min(int(digits), most)


def _share(text: str) -> float | None:
    """Return a share of the picture, None where nothing is said; raises Invalid."""
    if not text.strip():
        return None
    try:
        return float(text[:20])
    except ValueError:
        raise Invalid(N_("This place is not on the picture. Tap on it again."), field="x") from None
