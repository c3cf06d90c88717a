"""How a co-op share is computed and what limits it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.budgets.rules import (
    Balance,
    Share,
    ShareLimit,
    ShareTerms,
    Spent,
    check_limit,
    check_unchanged,
    share_of,
    shares_of,
)
from portal.foundation.errors import Conflict, Invalid
from portal.foundation.money import Money

A, B = UUID(int=1), UUID(int=2)
cents = st.integers(min_value=0, max_value=10_000_000).map(Money)
limits = st.none() | cents


def test_half_of_548_euros() -> None:
    assert share_of(Money(54_800), ShareTerms(50)) == Share(Money(27_400), Money(27_400))


def test_half_a_cent_is_rounded_up_for_head_office() -> None:
    assert share_of(Money(101), ShareTerms(50)) == Share(Money(51), Money(50))


@pytest.mark.parametrize(
    ("terms", "coop", "limit"),
    [
        (ShareTerms(50, cap_left=Money(10_000)), 10_000, ShareLimit.CAP),
        (ShareTerms(50, fund_left=Money(9_000)), 9_000, ShareLimit.FUND),
        (ShareTerms(50, allowance_left=Money(8_000)), 8_000, ShareLimit.ALLOWANCE),
        (ShareTerms(50, Money(10_000), Money(9_000), Money(8_000)), 8_000, ShareLimit.ALLOWANCE),
        (ShareTerms(50, Money(7_000), Money(9_000), Money(8_000)), 7_000, ShareLimit.CAP),
        (ShareTerms(50, Money(20_000), Money(20_000), Money(20_000)), 20_000, None),
        (ShareTerms(50, fund_left=Money(0)), 0, ShareLimit.FUND),
        (ShareTerms(0, fund_left=Money(0)), 0, None),
        (ShareTerms(50, fund_left=Money(-5)), 0, ShareLimit.FUND),
    ],
)
def test_the_smallest_limit_cuts_the_share(
    terms: ShareTerms, coop: int, limit: ShareLimit | None
) -> None:
    share = share_of(Money(40_000), terms)
    assert (share.coop.cents, share.own.cents, share.limit) == (coop, 40_000 - coop, limit)


@given(cents, st.integers(0, 100), limits, limits, limits)
def test_shares_add_up_and_never_exceed_any_limit(
    net: Money, percent: int, cap: Money | None, fund: Money | None, allowance: Money | None
) -> None:
    share = share_of(net, ShareTerms(percent, cap, fund, allowance))
    assert share.net == net
    assert 0 <= share.coop.cents <= net.cents
    assert all(limit is None or share.coop <= limit for limit in (cap, fund, allowance))


@given(st.lists(st.tuples(st.sampled_from([A, B]), cents), max_size=8), cents, cents)
def test_several_lines_never_take_more_than_is_there(
    wanted: list[tuple[UUID, Money]], fund: Money, allowance: Money
) -> None:
    terms = {key: ShareTerms(50, None, fund, allowance) for key in (A, B)}
    shares = shares_of(wanted, terms)
    assert sum(share.coop.cents for share in shares) <= allowance.cents
    for key in (A, B):
        taken = sum(s.coop.cents for (c, _), s in zip(wanted, shares, strict=True) if c == key)
        assert taken <= fund.cents


def test_a_negative_price_is_a_defect() -> None:
    with pytest.raises(ValueError, match="never negative"):
        share_of(Money(-1), ShareTerms(50))


def test_only_the_share_that_was_seen_is_reserved() -> None:
    seen = Share(Money(50), Money(50))
    check_unchanged(seen, Share(Money(50), Money(50), ShareLimit.FUND))
    with pytest.raises(Conflict):
        check_unchanged(seen, Share(Money(0), Money(100)))


def test_budget_is_exceeded_only_above_its_limit() -> None:
    balance = Balance(Money(10_000), Spent(held=Money(4_000), posted=Money(3_000)))
    assert balance.free == Money(3_000)
    assert not balance.is_exceeded_by(Money(3_000))
    assert balance.is_exceeded_by(Money(3_001))
    assert not Balance(None, Spent()).is_exceeded_by(Money(10**9))


def test_what_is_overspent_leaves_nothing_free() -> None:
    assert Balance(Money(100), Spent(posted=Money(150))).free == Money(0)


def test_negative_limits_are_refused() -> None:
    with pytest.raises(Invalid):
        check_limit(-1)
