"""Orders, going over and retiring at the same moment, on both databases: nothing falls between."""

import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.ad_templates.drafting import begin_draft, content_hash, publish_draft, save_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.retiring import hold_usable, lock_version, retire_version
from campaigns.approval.service import approval_of
from campaigns.localisation.models import ValueChange
from campaigns.orders.checkout import checkout
from campaigns.orders.models import OrderLine
from campaigns.orders.quotes import quote
from campaigns.planning.models import Campaign
from campaigns.planning.plan_files import plan_from
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import (
    PlanRefused,
    change_plan,
    get_campaign_format,
    plan_campaign,
    publish_campaign,
)
from campaigns.rollout.everyone.service import CheckSubject, start_check
from campaigns.rollout.versions import publishing
from campaigns.rollout.versions.carrying import carry_over
from campaigns.rollout.versions.kinds import CarryState, VersionPolicy
from campaigns.rollout.versions.models import VersionCarry
from campaigns.rollout.versions.publishing import VersionChoice, publish_version
from campaigns.rollout.versions.service import start_trial
from campaigns.rollout.versions.using import StillUsed, retire
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict
from portal.foundation.storage import FileStore
from regions.accounts.rules import Actor, Role
from tests.factories.demo_campaign import demo_plan_file
from tests.factories.orders import POST, Shop, make_shop


@pytest.fixture
def bare_shop(any_db: Database, file_store: FileStore) -> Shop:
    """A campaign that is open, with prices, on either database."""
    return make_shop()


def waiting_carry(shop: Shop, brand: Actor) -> tuple[UUID, UUID]:
    """Publish a version in which a frame has moved; return the old version and the carry."""
    chosen = get_campaign_format(shop.demo.campaign.id, POST)
    with reading() as s:
        old = s.get_one(AdTemplateVersion, chosen.template_version_id)
    draft = begin_draft(brand, old.template_id)
    document = copy.deepcopy(draft.document)
    next(f for f in document["pages"][0]["frames"] if f["id"] == "headline")["y"] += 5
    saved = save_draft(brand, draft.id, document, content_hash(draft))
    publish_draft(brand, saved.id, content_hash(saved))
    with transaction() as s:
        carry = VersionCarry(
            campaign_id=shop.demo.campaign.id,
            format_key=POST,
            template_id=old.template_id,
            old_version_id=old.id,
            new_version_id=saved.id,
            policy=VersionPolicy.AT_ONCE,
            state=CarryState.WAITING,
            decided_by=brand.account_id,
            decided_by_name=brand.name,
        )
        s.add(carry)
        s.flush()
        return old.id, carry.id


def test_orders_while_a_campaign_goes_over_are_whole_or_refused(bare_shop: Shop) -> None:
    shop, brand = bare_shop, bare_shop.demo.network.actors[Role.BRAND_MANAGER]
    old, carry_id = waiting_carry(shop, brand)
    requests = [shop.post(shop.localise()), shop.post(shop.localise(outlet=1))]
    seen = [quote(shop.manager, [request]).digest for request in requests]

    def order(number: int) -> bool:
        try:
            checkout(shop.manager, [requests[number]], f"order-key-{number}", seen[number])
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        placed = [pool.submit(order, number) for number in range(2)]
        state = pool.submit(carry_over, carry_id)
        assert state.result() is CarryState.DONE
        wholly = [one.result() for one in placed]
    with reading() as s:
        lines = s.scalars(select(OrderLine)).all()
        steps = s.scalars(select(ValueChange.field_key)).all()
    assert len(lines) == sum(wholly)
    assert all(not approval_of(line.proof_id).changed_since for line in lines)
    assert steps.count(f"@template:{POST}") == 2
    assert carry_over(carry_id) is CarryState.DONE

    _retire_after_who_orders(brand, old)
    new = get_campaign_format(shop.demo.campaign.id, POST).template_version_id
    with pytest.raises(StillUsed):
        retire(brand, [new])


def test_a_campaign_goes_over_to_nothing_that_is_retired_meanwhile(
    bare_shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop, brand = bare_shop, bare_shop.demo.network.actors[Role.BRAND_MANAGER]
    campaign_id = shop.demo.campaign.id
    old, carry_id = waiting_carry(shop, brand)
    monkeypatch.setattr(publishing, "unchecked", lambda _plan: ())
    _publish_while_another_goes_over(shop, brand, carry_id)
    carry_id = _newest_carry()
    with reading() as s:
        target = s.get_one(VersionCarry, carry_id).new_version_id
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            lock_version(target)
            carrying = pool.submit(carry_over, carry_id)
            with pytest.raises(TimeoutError):
                carrying.result(timeout=0.3)
            retire_version(brand, target)
        assert carrying.result(timeout=20) is CarryState.DROPPED
    assert get_campaign_format(campaign_id, POST).template_version_id == old


def _publish_while_another_goes_over(shop: Shop, brand: Actor, carry_id: UUID) -> None:
    """Publish the next version while the campaign is on its way: one waits for the other."""
    with reading() as s:
        template_id = s.get_one(VersionCarry, carry_id).template_id
    draft = begin_draft(brand, template_id)
    _start_twice(lambda: start_trial(brand, draft.id).id)
    _start_twice(lambda: start_check(brand, CheckSubject(shop.demo.campaign.id, draft.id)).id)
    choice = VersionChoice(VersionPolicy.AT_ONCE)
    with ThreadPoolExecutor(1) as pool:
        with transaction() as s:
            s.get_one(Campaign, shop.demo.campaign.id, with_for_update=True)
            publication = pool.submit(publish_version, brand, draft.id, choice, None)
            with pytest.raises(TimeoutError):
                publication.result(timeout=0.3)
            # Whoever carries a campaign over takes the carry after it: so must who publishes.
            s.get_one(VersionCarry, carry_id, with_for_update=True)
        assert publication.result(timeout=20).status == "published"


def _start_twice(start: Callable[[], UUID]) -> None:
    """Who starts at the same moment waits, and then is shown what runs already."""
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            first = start()
            second = pool.submit(start)
            with pytest.raises(TimeoutError):
                second.result(timeout=0.3)
        assert second.result(timeout=20) == first


def _newest_carry() -> UUID:
    newest = select(VersionCarry.id).where(VersionCarry.state == CarryState.WAITING)
    with reading() as s:
        return s.scalars(newest).one()


def _retire_after_who_orders(brand: Actor, old: UUID) -> None:
    """Retiring waits for whoever orders with the version at this moment."""
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            hold_usable([old])
            retiring = pool.submit(retire, brand, [old])
            with pytest.raises(TimeoutError):
                retiring.result(timeout=0.3)
        assert [version.status for version in retiring.result(timeout=20)] == ["retired"]
    with transaction(), pytest.raises(Conflict, match="retired"):
        hold_usable([old])


def test_nothing_is_planned_or_published_with_what_is_retired_meanwhile(bare_shop: Shop) -> None:
    demo = bare_shop.demo
    network = demo.network
    planner = network.actors[Role.CAMPAIGN_MANAGER]
    plan = plan_from(demo_plan_file(), demo.versions, demo.photos)
    plans = [replace(plan, slug=f"sommer-{number}") for number in range(3)]
    drafts = [plan_campaign(planner, one) for one in plans[:2]]
    attempts: list[Callable[[], Campaign]] = [
        lambda: change_plan(planner, drafts[0].id, plans[0], drafts[0].row_version),
        lambda: publish_campaign(planner, drafts[1].id),
        lambda: plan_campaign(planner, plans[2]),
    ]
    with ThreadPoolExecutor(len(attempts)) as pool:
        with transaction():
            version = next(iter(demo.versions.values()))
            retire_version(network.actors[Role.BRAND_MANAGER], version)
            waiting = [pool.submit(attempt) for attempt in attempts]
            assert not wait(waiting, timeout=0.5).done
        for one in waiting:
            with pytest.raises(PlanRefused, match="was retired"):
                one.result(timeout=20)
    with reading() as s:
        statuses = s.scalars(select(Campaign.status).where(Campaign.slug.startswith("sommer-")))
        assert list(statuses) == [CampaignStatus.DRAFT] * 2
