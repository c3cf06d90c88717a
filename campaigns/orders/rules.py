"""Owns what an order line costs, how it moves from ordered to delivered, and what an order is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from campaigns.budgets.rules import Share
from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.money import Money
from portal.foundation.usage_kinds import declare_kind

SATURDAY = 5

BASKET_LINE_PUT = declare_kind(
    "basket.line_put",
    "Eine Anzeige wurde in den Warenkorb gelegt oder dort geändert.",
    "An ad was put into the basket or changed there.",
    value_unit="pieces",
)
ORDER_PLACED = declare_kind(
    "order.placed",
    "Eine Bestellung wurde aufgegeben.",
    "An order was placed.",
    value_unit="cents",
    attributes={"lines": "number of lines", "awaiting": "lines that wait for a decision"},
)
LINE_MOVED = declare_kind(
    "order_line.moved",
    "Eine Bestellposition hat ihren Stand geändert.",
    "An order line moved on.",
    value_unit="pieces",
    attributes={"status": "the new status", "note": "why, where it ended"},
)


class LineNote(StrEnum):
    """Why a line ended before its delivery."""

    NONE = ""
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    CHANGES_REQUESTED = "changes_requested"
    REJECTED = "rejected"
    CHANGED_SINCE = "changed_since"
    EXPIRED = "expired"


NOTE_WORDS = {
    LineNote.CANCELLED: N_("Cancelled"),
    LineNote.WITHDRAWN: N_("Withdrawn"),
    LineNote.CHANGES_REQUESTED: N_("Head office asks for changes"),
    LineNote.REJECTED: N_("Rejected by head office"),
    LineNote.CHANGED_SINCE: N_("The ad has changed since approval"),
    LineNote.EXPIRED: N_("Head office has expired the campaign"),
}
BACK_TO_BASKET = frozenset({LineNote.CHANGES_REQUESTED, LineNote.CHANGED_SINCE, LineNote.WITHDRAWN})


class LineStatus(StrEnum):
    """Where an order line stands."""

    AWAITING_DECISION = "awaiting_decision"
    ORDERED = "ordered"
    IN_PRODUCTION = "in_production"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class OrderStatus(StrEnum):
    """Where a whole order stands: derived from its lines."""

    AWAITING_DECISION = "awaiting_decision"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


NEXT = {
    LineStatus.AWAITING_DECISION: frozenset(
        {LineStatus.ORDERED, LineStatus.REJECTED, LineStatus.CANCELLED}
    ),
    LineStatus.ORDERED: frozenset(
        {
            LineStatus.IN_PRODUCTION,
            LineStatus.DELIVERED,
            LineStatus.CANCELLED,
            LineStatus.REJECTED,
        }
    ),
    LineStatus.IN_PRODUCTION: frozenset({LineStatus.SHIPPED, LineStatus.DELIVERED}),
    LineStatus.SHIPPED: frozenset({LineStatus.DELIVERED}),
}
FULFILMENT = (LineStatus.IN_PRODUCTION, LineStatus.SHIPPED, LineStatus.DELIVERED)
ENDED = frozenset({LineStatus.CANCELLED, LineStatus.REJECTED})
STEPS = (LineStatus.AWAITING_DECISION, LineStatus.ORDERED, *FULFILMENT)


@dataclass(frozen=True, slots=True)
class Tier:
    """From a quantity on: a fixed part and a price for a thousand pieces, both in cents."""

    from_quantity: int
    fixed_cents: int
    per_thousand_cents: int


@dataclass(frozen=True, slots=True)
class FinishingTerms:
    """An extra that a supplier offers; `spot` keeps the brand's spot colour as its own ink."""

    key: str
    fixed_cents: int
    per_thousand_cents: int
    spot: bool = False


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """One version of a price list, as it was stored."""

    tiers: tuple[Tier, ...]
    max_quantity: int
    finishings: tuple[FinishingTerms, ...] = ()


@dataclass(frozen=True, slots=True)
class Price:
    """What a quantity costs net: the tier that applied, the print and the finishing."""

    quantity: int
    tier: Tier
    base: Money
    finishing: Money
    spot: bool = False

    @property
    def net(self) -> Money:
        """The net price of the line."""
        return self.base + self.finishing


@dataclass(frozen=True, slots=True)
class LineRequest:
    """What a buyer chooses: names and a quantity, never a price."""

    localisation_id: UUID
    format_key: str
    quantity: int
    supplier_id: UUID | None = None
    finishing_key: str | None = None


def price_of(terms: PriceTerms, quantity: int, finishing_key: str | None = None) -> Price:
    """Compute the net price of a quantity, refusing what the price list does not offer."""
    tier = _tier_for(terms, quantity)
    base = _amount(tier.fixed_cents, tier.per_thousand_cents, quantity)
    if finishing_key is None:
        return Price(quantity, tier, base, Money(0))
    extra = _finishing(terms, finishing_key)
    cost = _amount(extra.fixed_cents, extra.per_thousand_cents, quantity)
    return Price(quantity, tier, base, cost, extra.spot)


def _tier_for(terms: PriceTerms, quantity: int) -> Tier:
    tiers = sorted(terms.tiers, key=lambda tier: tier.from_quantity)
    least = tiers[0].from_quantity
    if quantity < least:
        raise Invalid(
            N_("The smallest quantity is %(least)s. Choose more."), field="quantity", least=least
        )
    if quantity > terms.max_quantity:
        raise Invalid(
            N_("The largest quantity is %(most)s. Choose less or ask the supplier."),
            field="quantity",
            most=terms.max_quantity,
        )
    return next(tier for tier in reversed(tiers) if tier.from_quantity <= quantity)


def _finishing(terms: PriceTerms, key: str) -> FinishingTerms:
    for offered in terms.finishings:
        if offered.key == key:
            return offered
    raise Invalid(
        N_("This supplier does not offer that finishing. Choose another."), field="finishing"
    )


def _amount(fixed_cents: int, per_thousand_cents: int, quantity: int) -> Money:
    pieces = (Decimal(per_thousand_cents) * quantity / 1000).quantize(Decimal(1), ROUND_HALF_UP)
    return Money(fixed_cents + int(pieces))


def check_tiers(tiers: Sequence[Tier]) -> None:
    """Refuse a price list whose tiers are empty, repeated or negative."""
    starts = [tier.from_quantity for tier in tiers]
    if not starts or min(starts) < 1 or len(set(starts)) < len(starts):
        raise Invalid(N_("A price list needs tiers, each from another quantity of at least 1."))
    if any(tier.fixed_cents < 0 or tier.per_thousand_cents < 0 for tier in tiers):
        raise Invalid(N_("A price cannot be less than nothing."))


def next_status(current: LineStatus, wanted: LineStatus) -> LineStatus:
    """Return `wanted` where a line may go there from `current`; refuse otherwise."""
    if wanted not in NEXT.get(current, frozenset()):
        raise Conflict(N_("This line cannot go there any more. Load the page again."))
    return wanted


def may_cancel(status: LineStatus) -> bool:
    """Whether a line can still be cancelled: only before its production."""
    return LineStatus.CANCELLED in NEXT.get(status, frozenset())


def order_status(lines: Collection[LineStatus]) -> OrderStatus:
    """Return where an order stands; what has ended does not hold up the rest."""
    running = [status for status in lines if status not in ENDED]
    if not running:
        return OrderStatus.CANCELLED
    if LineStatus.AWAITING_DECISION in running:
        return OrderStatus.AWAITING_DECISION
    delivered = all(status is LineStatus.DELIVERED for status in running)
    return OrderStatus.DONE if delivered else OrderStatus.UNDER_WAY


def steps_done(status: LineStatus) -> int:
    """Return how many of the five steps a line has reached; 0 for one that has ended."""
    return STEPS.index(status) + 1 if status in STEPS else 0


def delivery_day(ordered: date, working_days: int) -> date:
    """Return the day by which a supplier delivers, counting Monday to Friday."""
    day, left = ordered, working_days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


@dataclass(frozen=True, slots=True)
class SeenLine:
    """What a buyer has seen of one line: the ad by its fingerprint, its price and who pays."""

    request: LineRequest
    fingerprint: str
    price: Price
    share: Share


def quote_digest(lines: Sequence[SeenLine]) -> str:
    """Return what stands for a quote that somebody saw: ads, prices and shares."""
    parts = [
        f"{line.request.localisation_id}|{line.request.format_key}|{line.request.supplier_id}"
        f"|{line.request.quantity}|{line.request.finishing_key}|{line.fingerprint}"
        f"|{line.price.net.cents}|{line.share.coop.cents}|{line.share.own.cents}"
        for line in lines
    ]
    return sha256("\n".join(parts).encode()).hexdigest()


def request_digest(requests: Sequence[LineRequest]) -> str:
    """Return what stands for a choice, so that one key never places two different orders."""
    parts = sorted(
        f"{r.localisation_id}|{r.format_key}|{r.supplier_id}|{r.quantity}|{r.finishing_key}"
        for r in requests
    )
    return sha256("\n".join(parts).encode()).hexdigest()


def check_key(idempotency_key: str) -> None:
    """Refuse an empty or overlong key: it is what keeps a double tap from ordering twice."""
    if not 8 <= len(idempotency_key) <= 80:  # noqa: PLR2004 - room for a UUID, and the column
        raise Invalid(N_("This page is out of date. Load it again and order."))


def check_seen(digest: str, seen: str) -> None:
    """Refuse to order anything but what the buyer has seen."""
    if digest != seen:
        raise Conflict(
            N_("Ad, price or share has changed since you looked. Check both and order again.")
        )


def check_same_request(stored: str, asked: str) -> None:
    """Refuse another order under a key that has been used."""
    if stored != asked:
        raise Conflict(N_("This order was placed before, with other lines. Load the page again."))
