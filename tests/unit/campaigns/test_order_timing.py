"""From whom a format is proposed, and what would come after its campaign."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.orders.price_lists import Offer
from campaigns.orders.rules import PriceTerms, Tier, delivery_day
from campaigns.orders.timing import propose
from portal.foundation.ids import new_id

TUESDAY = date(2027, 4, 13)
TERMS = PriceTerms((Tier(1, 100, 0),), 1000, ())


def offer(format_key: str, days: int) -> Offer:
    return Offer(new_id(), new_id(), f"in {days} days", format_key, TERMS, 1, days, ())


def test_the_first_supplier_that_comes_in_time_is_proposed() -> None:
    slow, quick, quicker = offer("flyer", 9), offer("flyer", 4), offer("flyer", 2)
    monday = date(2027, 4, 19)
    assert propose([slow, quick, quicker], TUESDAY, monday).offers == {"flyer": quick}
    assert propose([slow, quick], TUESDAY, monday + timedelta(days=30)).offers == {"flyer": slow}
    assert propose([slow, quick], TUESDAY, monday).late == frozenset()


def test_what_comes_a_day_after_the_end_is_late_and_proposed_from_the_quickest() -> None:
    slow, quick, banner = offer("flyer", 9), offer("flyer", 4), offer("banner", 1)
    found = propose([slow, quick, banner], TUESDAY, date(2027, 4, 18))
    assert found.offers == {"flyer": quick, "banner": banner}
    assert found.late == {"flyer"}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 15))), st.integers(0, 20))
def test_a_format_is_late_where_nobody_comes_in_time(
    asked: list[tuple[str, int]], open_days: int
) -> None:
    last = TUESDAY + timedelta(days=open_days)
    found = [offer(*one) for one in asked]
    proposed = propose(found, TUESDAY, last)
    assert set(proposed.offers) == {one.format_key for one in found}
    for key in proposed.offers:
        comes = [delivery_day(TUESDAY, one.days) <= last for one in found if one.format_key == key]
        assert (key in proposed.late) == (not any(comes))
