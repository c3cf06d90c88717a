"""Who looks at an ad is seen by those who may see it, gone soon after, and kept nowhere."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from campaigns.proofs.presence.models import EditorPresence
from campaigns.proofs.presence.rules import KEPT_FOR, SHOWN_FOR, WRITTEN_EVERY
from campaigns.proofs.presence.service import look_at, look_away
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import NotFound
from regions.accounts.rules import Role
from tests.factories.orders import Shop
from tests.factories.regions import make_actor
from tests.integration.campaigns.test_any_database import at_once


def _wait(time: timedelta) -> None:
    clock.start_at(clock.now() + time)


def _rows() -> int:
    with reading() as running:
        return running.scalar(select(func.count()).select_from(EditorPresence)) or 0


def test_two_people_see_each_other_until_one_leaves_or_is_not_heard_of(any_shop: Shop) -> None:
    ad, actors = any_shop.localise(), any_shop.demo.network.actors
    manager, staff = any_shop.manager, actors[Role.PARTNER_STAFF]
    assert look_at(manager, ad).others == ()
    assert look_at(staff, ad).others == (manager.name,)
    assert look_at(manager, ad).others == (staff.name,)
    look_away(staff, ad)
    assert look_at(manager, ad).others == ()
    assert look_at(staff, ad).others == (manager.name,)
    _wait(SHOWN_FOR + timedelta(seconds=1))
    assert look_at(staff, ad).others == ()
    glance = look_at(manager, ad)
    assert (glance.row_version, glance.locked) == (1, False)
    assert look_at(actors[Role.APPROVER], ad).locked


def test_who_may_not_see_the_ad_hears_of_nobody_and_is_not_noted(shop: Shop) -> None:
    ad = shop.localise()
    look_at(shop.manager, ad)
    stranger = make_actor(Role.PARTNER_MANAGER, shop.demo.network.foreign.path)
    for forbidden in (look_at, look_away):
        with pytest.raises(NotFound):
            forbidden(stranger, ad)
    assert _rows() == 1


def test_it_is_written_seldom_and_what_is_old_is_removed(any_shop: Shop) -> None:
    ad, staff = any_shop.localise(), any_shop.demo.network.actors[Role.PARTNER_STAFF]
    at_once(*(lambda: look_at(staff, ad).row_version for _ in range(3)))
    assert _rows() == 1
    with reading() as running:
        first = running.scalar(select(EditorPresence.seen_at))
        _wait(WRITTEN_EVERY / 2)
        look_at(staff, ad)
        assert running.scalar(select(EditorPresence.seen_at)) == first
    _wait(KEPT_FOR)
    look_at(any_shop.manager, ad)
    assert _rows() == 1
