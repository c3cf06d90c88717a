"""What a line costs, where it may go, and what an order is."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.budgets.rules import Share
from campaigns.orders.rules import (
    ENDED,
    FinishingTerms,
    LineRequest,
    LineStatus,
    OrderStatus,
    PriceTerms,
    SeenLine,
    Tier,
    check_key,
    check_same_request,
    check_seen,
    check_tiers,
    delivery_day,
    may_cancel,
    next_status,
    order_status,
    price_of,
    quote_digest,
    request_digest,
    steps_done,
)
from portal.foundation.errors import Conflict, Invalid
from portal.foundation.money import Money

S = LineStatus
TERMS = PriceTerms(
    tiers=(Tier(1000, 4_900, 3_200), Tier(250, 3_900, 6_400), Tier(2500, 5_900, 2_100)),
    max_quantity=20_000,
    finishings=(FinishingTerms("spot_hks65", 9_500, 400, spot=True),),
)


def test_the_tier_of_the_quantity_applies() -> None:
    assert price_of(TERMS, 250).net == Money(3_900 + 1_600)
    assert price_of(TERMS, 999).net == Money(3_900 + 6_394)
    assert price_of(TERMS, 1000).net == Money(4_900 + 3_200)
    assert price_of(TERMS, 2500).net == Money(5_900 + 5_250)


def test_fractions_of_a_cent_are_rounded_half_up() -> None:
    terms = PriceTerms((Tier(1, 0, 1_500),), 10)
    assert price_of(terms, 1).net == Money(2)
    assert price_of(terms, 3).net == Money(5)


def test_finishing_adds_its_price_and_asks_for_the_spot_ink() -> None:
    price = price_of(TERMS, 1000, "spot_hks65")
    assert (price.base, price.finishing, price.net) == (Money(8_100), Money(9_900), Money(18_000))
    assert price.spot
    assert not price_of(TERMS, 1000).spot


@pytest.mark.parametrize("quantity", [-1, 0, 249, 20_001])
def test_quantities_outside_the_list_are_refused(quantity: int) -> None:
    with pytest.raises(Invalid) as refused:
        price_of(TERMS, quantity)
    assert refused.value.field == "quantity"


def test_unknown_finishing_is_refused() -> None:
    with pytest.raises(Invalid):
        price_of(TERMS, 1000, "gold")


@given(st.integers(250, 20_000))
def test_a_price_is_never_negative_and_states_its_tier(quantity: int) -> None:
    price = price_of(TERMS, quantity)
    assert price.net.cents > 0
    assert price.tier.from_quantity <= quantity


@pytest.mark.parametrize(
    "tiers",
    [(), (Tier(0, 1, 1),), (Tier(5, 1, 1), Tier(5, 2, 2)), (Tier(1, -1, 1),), (Tier(1, 1, -1),)],
)
def test_unusable_tiers_are_refused(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(Invalid):
        check_tiers(tiers)


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (S.AWAITING_DECISION, S.ORDERED),
        (S.AWAITING_DECISION, S.CANCELLED),
        (S.ORDERED, S.IN_PRODUCTION),
        (S.ORDERED, S.CANCELLED),
        (S.IN_PRODUCTION, S.SHIPPED),
        (S.SHIPPED, S.DELIVERED),
    ],
)
def test_a_line_moves_on(current: LineStatus, wanted: LineStatus) -> None:
    assert next_status(current, wanted) is wanted


@pytest.mark.parametrize(
    ("current", "wanted"),
    [
        (S.AWAITING_DECISION, S.IN_PRODUCTION),
        (S.IN_PRODUCTION, S.CANCELLED),
        (S.IN_PRODUCTION, S.ORDERED),
        (S.DELIVERED, S.SHIPPED),
        (S.CANCELLED, S.ORDERED),
        (S.REJECTED, S.ORDERED),
        (S.ORDERED, S.ORDERED),
    ],
)
def test_a_line_never_goes_back_or_skips_the_decision(
    current: LineStatus, wanted: LineStatus
) -> None:
    with pytest.raises(Conflict):
        next_status(current, wanted)


def test_lines_can_be_cancelled_before_production_alone() -> None:
    assert [status for status in S if may_cancel(status)] == [S.AWAITING_DECISION, S.ORDERED]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([S.ORDERED, S.AWAITING_DECISION], OrderStatus.AWAITING_DECISION),
        ([S.ORDERED, S.DELIVERED], OrderStatus.UNDER_WAY),
        ([S.DELIVERED, S.CANCELLED], OrderStatus.DONE),
        ([S.REJECTED, S.CANCELLED], OrderStatus.CANCELLED),
    ],
)
def test_an_order_follows_from_its_lines(lines: list[LineStatus], expected: OrderStatus) -> None:
    assert order_status(lines) is expected


def test_progress_counts_the_steps_reached() -> None:
    assert [steps_done(status) for status in S if status not in ENDED] == [1, 2, 3, 4, 5]
    assert steps_done(S.CANCELLED) == 0


def test_delivery_counts_working_days() -> None:
    friday = date(2027, 4, 16)
    assert delivery_day(friday, 1) == date(2027, 4, 19)
    assert delivery_day(friday, 5) == date(2027, 4, 23)
    assert delivery_day(friday, 0) == friday


def line(quantity: int = 1000, fingerprint: str = "a", coop: int = 4_000) -> SeenLine:
    request = LineRequest(UUID(int=1), "flyer_a5", quantity, UUID(int=2))
    net = Money(8_100)
    share = Share(Money(coop), net - Money(coop))
    return SeenLine(request, fingerprint, price_of(TERMS, quantity), share)


def test_any_difference_is_another_quote() -> None:
    seen = quote_digest([line()])
    assert quote_digest([line()]) == seen
    for other in (line(quantity=1001), line(fingerprint="b"), line(coop=3_999)):
        assert quote_digest([other]) != seen


def test_ordering_something_else_than_was_seen_is_refused() -> None:
    check_seen("a", "a")
    with pytest.raises(Conflict):
        check_seen("a", "b")


def test_a_choice_is_the_same_in_any_order() -> None:
    one, two = LineRequest(UUID(int=1), "a", 1), LineRequest(UUID(int=1), "b", 1)
    assert request_digest([one, two]) == request_digest([two, one])
    with pytest.raises(Conflict):
        check_same_request(request_digest([one]), request_digest([one, two]))


@pytest.mark.parametrize("key", ["", "short", "x" * 81])
def test_unusable_idempotency_keys_are_refused(key: str) -> None:
    with pytest.raises(Invalid):
        check_key(key)
