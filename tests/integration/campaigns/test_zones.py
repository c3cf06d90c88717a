"""The last second of a campaign is the outlet's own: over in Berlin, not yet on Tenerife."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.orders.baskets import put_in_basket
from campaigns.orders.quotes import quote
from campaigns.planning.days import day_not_over, days_at
from campaigns.planning.models import Campaign
from campaigns.planning.rules import Phase, phase_across
from campaigns.planning.service import load_campaign, open_campaigns
from campaigns.proofs.editor import open_editor
from campaigns.proofs.service import make_proof
from portal.foundation import clock
from portal.foundation.database import transaction
from portal.foundation.errors import Conflict
from regions.partners.models import Outlet
from regions.scoping import Scope
from tests.factories.orders import FLYER, Shop

SPRING = datetime(2027, 3, 28, tzinfo=UTC)
#: Clocks go forward in the night before: the day ends at 22:00 in Berlin, at 23:00 on Tenerife.
OVER_IN_BERLIN, OVER_ON_TENERIFE = SPRING.replace(hour=22), SPRING.replace(hour=23)
SECOND = timedelta(seconds=1)


def move(shop: Shop) -> None:
    """Move the second outlet to Tenerife, and end the campaign on the day of the change."""
    with transaction() as s:
        s.get_one(Outlet, shop.demo.network.outlets[1].id).time_zone = "Atlantic/Canary"
        campaign = s.get_one(Campaign, shop.demo.campaign.id)
        campaign.order_from = campaign.order_until = SPRING.date()


def test_baskets_and_checkout_close_with_the_outlets_own_day(shop: Shop) -> None:
    berlin, tenerife = shop.localise(), shop.localise(outlet=1)
    for ad in (berlin, tenerife):
        make_proof(shop.manager, ad, FLYER)
    move(shop)
    clock.start_at(OVER_IN_BERLIN - 30 * SECOND)
    put_in_basket(shop.manager, shop.flyers(berlin))
    clock.start_at(OVER_IN_BERLIN)
    with pytest.raises(Conflict):
        put_in_basket(shop.manager, shop.flyers(berlin))
    with pytest.raises(Conflict):
        quote(shop.manager, [shop.flyers(berlin)])
    assert open_editor(shop.manager, berlin).locked
    assert not open_editor(shop.manager, tenerife).locked
    assert [len(open_campaigns(shop.manager, shop.demo.network.outlets[n].id)) for n in (0, 1)] == [
        0,
        1,
    ]
    clock.start_at(OVER_ON_TENERIFE - 30 * SECOND)
    assert shop.order(shop.flyers(tenerife)).number
    clock.start_at(OVER_ON_TENERIFE)
    with pytest.raises(Conflict):
        shop.order(shop.flyers(tenerife))


def test_a_campaign_goes_on_for_head_office_until_the_last_outlet_is_through(shop: Shop) -> None:
    move(shop)
    clock.start_at(OVER_IN_BERLIN)
    campaign = load_campaign(shop.demo.campaign.id)
    assert len(days_at(Scope.everything())) == 2
    assert day_not_over() == SPRING.date()
    assert phase_across(campaign, days_at(Scope.everything())) is Phase.ORDERING
    clock.start_at(OVER_ON_TENERIFE)
    assert phase_across(campaign, days_at(Scope.everything())) is Phase.ORDERED
