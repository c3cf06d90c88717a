"""Orders, going over and retiring at the same moment, on both databases: nothing falls between."""

import copy
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.ad_templates.drafting import begin_draft, content_hash, publish_draft, save_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.retiring import hold_usable
from campaigns.approval.service import approval_of
from campaigns.localisation.models import ValueChange
from campaigns.orders.checkout import checkout
from campaigns.orders.models import OrderLine
from campaigns.orders.quotes import quote
from campaigns.planning.service import get_campaign_format
from campaigns.rollout.versions.carrying import carry_over
from campaigns.rollout.versions.kinds import CarryState, VersionPolicy
from campaigns.rollout.versions.models import VersionCarry
from campaigns.rollout.versions.using import StillUsed, retire
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict
from portal.foundation.storage import FileStore
from regions.accounts.rules import Actor, Role
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
