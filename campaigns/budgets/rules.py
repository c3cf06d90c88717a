"""Owns how a co-op share is computed, what limits it, and what a ledger adds up to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.money import Money, smaller
from portal.foundation.usage_kinds import declare_kind

NOTHING = Money(0)

HELD = declare_kind(
    "budget.held",
    "Für eine Bestellposition wurde Geld vorgemerkt.",
    "Money was reserved for an order line.",
    value_unit="cents",
    attributes={"coop_cents": "co-op share in cents", "above_budget": "whether above the budget"},
)
POSTED = declare_kind(
    "budget.posted",
    "Vorgemerktes Geld einer Bestellposition wurde ausgegeben.",
    "Money reserved for an order line was spent.",
    value_unit="cents",
    attributes={"coop_cents": "co-op share in cents"},
)
RELEASED = declare_kind(
    "budget.released",
    "Vorgemerktes Geld einer Bestellposition wurde wieder frei.",
    "Money reserved for an order line was freed.",
    value_unit="cents",
    attributes={"coop_cents": "co-op share in cents"},
)


class EntryKind(StrEnum):
    """What an entry in the ledger does: reserve, spend what was reserved, or free it."""

    HOLD = "hold"
    POSTING = "posting"
    RELEASE = "release"


class ShareLimit(StrEnum):
    """What made a co-op share smaller than its percentage."""

    CAP = "cap"
    FUND = "fund"
    ALLOWANCE = "allowance"


LIMIT_WORDS = {
    ShareLimit.CAP: N_("The highest share for one outlet is reached"),
    ShareLimit.FUND: N_("The co-op fund of this campaign is used up"),
    ShareLimit.ALLOWANCE: N_("Your co-op share of this year is used up"),
}


@dataclass(frozen=True, slots=True)
class ShareTerms:
    """A campaign's percentage, and what is left of each limit (None: no such limit)."""

    percent: int
    cap_left: Money | None = None
    fund_left: Money | None = None
    allowance_left: Money | None = None

    def after(self, share: "Share") -> "ShareTerms":
        """Return what is left when `share` has been taken."""
        return ShareTerms(
            self.percent,
            _less(self.cap_left, share.coop),
            _less(self.fund_left, share.coop),
            _less(self.allowance_left, share.coop),
        )


@dataclass(frozen=True, slots=True)
class Share:
    """How a net price is divided; `limit` names what cut the co-op share, if anything did."""

    coop: Money
    own: Money
    limit: ShareLimit | None = None

    @property
    def net(self) -> Money:
        """The price that both add up to."""
        return self.coop + self.own


@dataclass(frozen=True, slots=True)
class Spent:
    """What a ledger adds up to: reserved and not yet spent, and spent."""

    held: Money = NOTHING
    posted: Money = NOTHING

    @property
    def total(self) -> Money:
        """What is no longer free."""
        return self.held + self.posted


@dataclass(frozen=True, slots=True)
class Balance:
    """A limit of one year with what is used of it; without a limit nothing runs out."""

    limit: Money | None
    spent: Spent

    @property
    def free(self) -> Money | None:
        """What is left, never less than nothing; None without a limit."""
        return None if self.limit is None else _at_least_zero(self.limit - self.spent.total)

    def is_exceeded_by(self, amount: Money) -> bool:
        """Whether spending `amount` more goes above the limit."""
        return self.limit is not None and self.spent.total + amount > self.limit


@dataclass(frozen=True, slots=True)
class PartnerBalance:
    """What a partner may spend in a year, and the co-op share it may receive."""

    year: int
    own: Balance
    coop: Balance


@dataclass(frozen=True, slots=True)
class HoldRequest:
    """Money to reserve for one order line, with the share its buyer has seen."""

    order_line_id: UUID
    partner_id: UUID
    outlet_id: UUID
    campaign_id: UUID
    path: str
    seen: Share


@dataclass(frozen=True, slots=True)
class Hold:
    """Money that is reserved; `above_budget` where it goes above what the partner may spend."""

    id: UUID
    share: Share
    above_budget: bool = False


def share_of(net: Money, terms: ShareTerms) -> Share:
    """Divide a net price by percentage, cut by the first of the limits that is reached."""
    if net.cents < 0:
        raise ValueError("A price is never negative")
    coop, limit = net.share(Decimal(terms.percent)), None
    for left, name in (
        (terms.cap_left, ShareLimit.CAP),
        (terms.fund_left, ShareLimit.FUND),
        (terms.allowance_left, ShareLimit.ALLOWANCE),
    ):
        if left is not None and _at_least_zero(left) < coop:
            coop, limit = smaller(coop, _at_least_zero(left)), name
    return Share(coop, net - coop, limit)


def shares_of(
    wanted: Sequence[tuple[UUID, Money]], terms: Mapping[UUID, ShareTerms]
) -> tuple[Share, ...]:
    """Divide several net prices of one outlet, each by its campaign, one after the other."""
    left = dict(terms)
    shares = []
    for campaign_id, net in wanted:
        share = share_of(net, left[campaign_id])
        left[campaign_id] = left[campaign_id].after(share)
        allowance = left[campaign_id].allowance_left
        left = {key: replace(own, allowance_left=allowance) for key, own in left.items()}
        shares.append(share)
    return tuple(shares)


def check_unchanged(seen: Share, now: Share) -> None:
    """Refuse to reserve anything but the share that the buyer has seen."""
    if (seen.coop, seen.own) != (now.coop, now.own):
        raise Conflict(
            N_("The co-op share has changed since you looked. Check what you pay and order again.")
        )


def check_limit(cents: int) -> int:
    """Return a limit in cents; it is never negative."""
    if cents < 0:
        raise Invalid(N_("A budget cannot be less than nothing."), field="limit")
    return cents


def _less(left: Money | None, taken: Money) -> Money | None:
    return None if left is None else _at_least_zero(left - taken)


def _at_least_zero(amount: Money) -> Money:
    return amount if amount.cents > 0 else Money(0, amount.currency)


@dataclass(frozen=True, slots=True)
class Limits:
    """The four limits that a hold counts against, in cents; None means no such limit."""

    fund: int | None
    outlet: int | None
    coop: int | None
    own: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of the fund, by the outlet, and of both limits of the partner's year."""

    fund: int
    outlet: int
    coop: int
    own: int


def fits_again(limits: Limits, before: Taken, now: Taken, share: Share) -> bool:
    """Whether money that was freed can be reserved again.

    It can up to each limit; and where more than that was taken before it was freed (a limit can
    be lowered, and a person may go above the budget), up to what was taken then.
    """
    coop, own = share.coop.cents, share.own.cents
    checks = (
        (limits.fund, before.fund, now.fund + coop),
        (limits.outlet, before.outlet, now.outlet + coop),
        (limits.coop, before.coop, now.coop + coop),
        (limits.own, before.own, now.own + own),
    )
    return all(limit is None or after <= max(limit, was) for limit, was, after in checks)
