"""Owns how the state of orders and lines, and what limits a share, read on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date, format_decimal, get_locale, gettext, ngettext

from campaigns.ad_templates.models import AdFormat
from campaigns.budgets.rules import LIMIT_WORDS, ShareLimit
from campaigns.orders.quotes import Quote
from campaigns.orders.rules import NOTE_WORDS, LineNote, LineStatus, OrderStatus, steps_done
from portal.foundation.errors import N_, Refusal

LINE_WORDS = {
    LineStatus.AWAITING_DECISION: N_("Waits for approval"),
    LineStatus.ORDERED: N_("Ordered"),
    LineStatus.IN_PRODUCTION: N_("In production"),
    LineStatus.SHIPPED: N_("Shipped"),
    LineStatus.DELIVERED: N_("Delivered"),
    LineStatus.CANCELLED: N_("Cancelled"),
    LineStatus.REJECTED: N_("Not ordered"),
}
ORDER_WORDS = {
    OrderStatus.AWAITING_DECISION: N_("Waits for approval"),
    OrderStatus.UNDER_WAY: N_("Under way"),
    OrderStatus.DONE: N_("Done"),
    OrderStatus.CANCELLED: N_("Cancelled"),
}
_KINDS = {
    LineStatus.AWAITING_DECISION: "warn",
    LineStatus.DELIVERED: "ok",
    LineStatus.REJECTED: "crit",
}
STEP_COUNT = 4
_QUANTITIES = frozenset({"least", "most"})


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state in words, the kind of its icon, and how many of the four steps are done."""

    text: str
    kind: str
    done: int
    note: str = ""


def line_words(status: LineStatus, note: LineNote = LineNote.NONE) -> StateWords:
    """Return how the state of a line reads."""
    said = gettext(NOTE_WORDS[note]) if note in NOTE_WORDS else ""
    done = min(steps_done(status), STEP_COUNT)
    return StateWords(gettext(LINE_WORDS[status]), _KINDS.get(status, "none"), done, said)


def order_words(status: OrderStatus) -> StateWords:
    """Return how the state of an order reads."""
    kinds = {OrderStatus.AWAITING_DECISION: "warn", OrderStatus.DONE: "ok"}
    return StateWords(gettext(ORDER_WORDS[status]), kinds.get(status, "none"), 0)


def limit_words(quoted: Quote) -> list[str]:
    """Return what cut the co-op share of a quote, each reason once."""
    limits = dict.fromkeys(line.share.limit for line in quoted.lines if line.share.limit)
    return [limit_text(limit) for limit in limits if limit is not None]


def limit_text(limit: ShareLimit) -> str:
    """Return what cut a co-op share."""
    return str(gettext(LIMIT_WORDS[limit]))


def late_text(formats: Sequence[AdFormat], last: date) -> str:
    """Return which formats would come after the `last` day of a campaign, "" for none."""
    if not formats:
        return ""
    locale = get_locale()
    names = [entry.name(locale.language if locale else "de") for entry in formats]
    return str(
        ngettext(
            "%(formats)s would come after the campaign, which ends on %(day)s.",
            "Would come after the campaign, which ends on %(day)s: %(formats)s.",
            len(names),
            formats=", ".join(names),
            day=format_date(last, format="long"),
        )
    )


def refusal_text(refusal: Refusal) -> str:
    """Return what a refusal says, its quantities as its reader writes them."""
    params = {
        name: format_decimal(value) if name in _QUANTITIES else value
        for name, value in refusal.params.items()
    }
    return str(gettext(refusal.message, **params))


def percent_of(quoted: Quote) -> int | None:
    """Return the percentage of the co-op share where all lines have the same, else None."""
    percents = {line.percent for line in quoted.lines}
    return percents.pop() if len(percents) == 1 else None
