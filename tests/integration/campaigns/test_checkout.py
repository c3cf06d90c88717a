"""Ordering: one quote, one order, one reservation; what a rule may approve goes on at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from campaigns.approval.models import Submission
from campaigns.approval.rules import Outcome, ReasonKey, SubmissionStatus
from campaigns.approval.service import REASONS, approval_of, decide
from campaigns.budgets.models import LedgerEntry
from campaigns.budgets.service import fund_balance, set_coop_fund, set_partner_budget
from campaigns.localisation.service import get_localisation, save_values
from campaigns.orders.baskets import baskets, put_in_basket
from campaigns.orders.checkout import checkout
from campaigns.orders.models import Order
from campaigns.orders.quotes import quote
from campaigns.orders.reading import lines_of
from campaigns.orders.rules import LineNote, LineRequest, LineStatus, OrderStatus
from campaigns.orders.service import cancel_line, release_decided
from campaigns.proofs.models import ProofFile
from campaigns.proofs.rules import FileKind
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.database import reading
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.jobs.models import Job
from portal.foundation.money import Money
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.regions import make_actor

OWN_HEADLINE = {"headline": "Hier wächst Bergedorf."}


def refusals() -> list[str]:
    with reading() as s:
        entries = select(AuditEntry.action).where(AuditEntry.outcome == "refused")
        return list(s.scalars(entries))


def test_an_ad_within_limits_is_approved_by_the_rule_and_ordered_at_once(shop: Shop) -> None:
    ad = shop.localise()
    order = shop.order(shop.flyers(ad), shop.post(ad))
    flyer, post = lines_of(order.id)
    assert order.status is OrderStatus.UNDER_WAY
    assert {flyer.status, post.status} == {LineStatus.ORDERED}
    assert (flyer.net_cents, flyer.coop_cents, flyer.own_cents) == (14_400, 7_200, 7_200)
    assert (post.net_cents, post.supplier_id) == (0, None)
    assert flyer.reference == f"{order.number}-1"
    approval = approval_of(flyer.proof_id)
    assert approval.valid
    assert approval.by_rule
    with reading() as s:
        jobs = s.scalars(select(Job.name)).all()
    assert jobs.count("delivery.deliver") == 2


def test_own_words_wait_for_a_person_with_their_money_held(shop: Shop) -> None:
    ad = shop.localise(OWN_HEADLINE)
    order = shop.order(shop.flyers(ad))
    (line,) = lines_of(order.id)
    assert line.status is LineStatus.AWAITING_DECISION
    assert order.status is OrderStatus.AWAITING_DECISION
    with reading() as s:
        submission = s.get_one(Submission, line.submission_id)
        assert [r.key for r in REASONS.validate_python(submission.reasons)] == [ReasonKey.OWN_WORDS]
    held = fund_balance(
        shop.demo.network.actors[Role.CAMPAIGN_MANAGER], shop.demo.campaign.id
    ).spent
    assert held.held == Money(7_200)

    decide(shop.approver, line.submission_id, Outcome.APPROVED, "", 1)
    release_decided(line.submission_id)
    (line,) = lines_of(order.id)
    assert line.status is LineStatus.ORDERED


def test_sending_back_frees_the_money_and_fills_the_basket_again(shop: Shop) -> None:
    ad = shop.localise(OWN_HEADLINE)
    order = shop.order(shop.flyers(ad))
    (line,) = lines_of(order.id)
    decide(shop.approver, line.submission_id, Outcome.CHANGES_REQUESTED, "Bitte kürzer", 1)
    release_decided(line.submission_id)
    release_decided(line.submission_id)
    (line,) = lines_of(order.id)
    assert (line.status, line.status_note) == (LineStatus.REJECTED, LineNote.CHANGES_REQUESTED)
    (basket,) = baskets(shop.manager)
    assert [(b.format_key, b.quantity) for b in basket.lines] == [(FLYER, 2500)]
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    assert not fund_balance(planner, shop.demo.campaign.id).spent.total


def test_what_was_sent_back_is_not_approved_by_a_rule_unchanged(shop: Shop) -> None:
    ad = shop.localise(OWN_HEADLINE)
    (line,) = lines_of(shop.order(shop.flyers(ad)).id)
    decide(shop.approver, line.submission_id, Outcome.REJECTED, "Nicht die Marke", 1)
    release_decided(line.submission_id)
    (again,) = lines_of(shop.order(shop.flyers(ad)).id)
    assert again.proof_id == line.proof_id
    assert again.status is LineStatus.AWAITING_DECISION
    with reading() as s:
        submission = s.get_one(Submission, again.submission_id)
        keys = [r.key for r in REASONS.validate_python(submission.reasons)]
    assert ReasonKey.REFUSED_BEFORE in keys


def test_changed_after_handing_in_is_neither_approved_nor_ordered(shop: Shop) -> None:
    ad = shop.localise(OWN_HEADLINE)
    order = shop.order(shop.flyers(ad))
    (line,) = lines_of(order.id)
    stored = get_localisation(shop.manager, ad)
    save_values(shop.manager, ad, {"headline": "Ganz anders."}, stored.row_version)
    assert approval_of(line.proof_id).changed_since
    with pytest.raises(Conflict):
        decide(shop.approver, line.submission_id, Outcome.APPROVED, "", 1)
    assert "submission.decided" in refusals()


def test_changed_between_approval_and_release_is_not_ordered(shop: Shop) -> None:
    ad = shop.localise(OWN_HEADLINE)
    order = shop.order(shop.flyers(ad))
    (line,) = lines_of(order.id)
    decide(shop.approver, line.submission_id, Outcome.APPROVED, "", 1)
    assert approval_of(line.proof_id).valid
    stored = get_localisation(shop.manager, ad)
    save_values(shop.manager, ad, {"headline": "Ganz anders."}, stored.row_version)
    assert not approval_of(line.proof_id).valid
    release_decided(line.submission_id)
    (line,) = lines_of(order.id)
    assert (line.status, line.status_note) == (LineStatus.REJECTED, LineNote.CHANGED_SINCE)
    assert "order_line.released" in refusals()
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    assert not fund_balance(planner, shop.demo.campaign.id).spent.total


def test_ordering_an_ad_that_changed_since_it_was_seen_is_refused(shop: Shop) -> None:
    ad = shop.localise()
    line = shop.flyers(ad)
    seen = quote(shop.manager, [line]).digest
    stored = get_localisation(shop.manager, ad)
    save_values(shop.manager, ad, {"headline": "Hände in die Erde."}, stored.row_version)
    with pytest.raises(Conflict):
        checkout(shop.manager, [line], "a-key-of-the-page", seen)
    assert refusals() == ["order.placed"]
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(Order)) == 0
        assert s.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_the_same_key_is_the_same_order(shop: Shop) -> None:
    ad = shop.localise()
    first = shop.order(shop.flyers(ad), key="one-tap-and-another")
    seen = quote(shop.manager, [shop.flyers(ad)]).digest
    again = checkout(shop.manager, [shop.flyers(ad)], "one-tap-and-another", seen)
    assert again.id == first.id
    with pytest.raises(Conflict):
        checkout(shop.manager, [shop.flyers(ad, 5000)], "one-tap-and-another", seen)
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(Order)) == 1


def test_a_key_belongs_to_its_account(shop: Shop) -> None:
    shop.order(shop.flyers(shop.localise()), key="a-key-that-is-known")
    foreign = shop.demo.network.actors[Role.REGIONAL_MANAGER]
    ad = shop.localise()
    seen = quote(foreign, [shop.flyers(ad)]).digest
    with pytest.raises(NotPermitted):
        checkout(foreign, [shop.flyers(ad)], "a-key-that-is-known", seen)


def test_order_above_the_own_budget_waits_for_head_office(shop: Shop) -> None:
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    partner = shop.demo.network.partner
    set_partner_budget(planner, partner.id, clock.today().year, Money(7_199))
    ad = shop.localise()
    assert quote(shop.manager, [shop.flyers(ad)]).above_budget
    (line,) = lines_of(shop.order(shop.flyers(ad)).id)
    assert line.status is LineStatus.AWAITING_DECISION
    with reading() as s:
        submission = s.get_one(Submission, line.submission_id)
        assert submission.status is SubmissionStatus.AWAITING_DECISION
        keys = [r.key for r in REASONS.validate_python(submission.reasons)]
    assert keys == [ReasonKey.ABOVE_BUDGET]


def test_ads_with_open_points_cannot_be_ordered(shop: Shop) -> None:
    ad = shop.localise({"headline": "Billiger blüht es nirgends."})
    with pytest.raises(Invalid) as refused:
        shop.order(shop.flyers(ad))
    assert refused.value.params["count"] == 1
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(Order)) == 0


def test_staff_fills_the_basket_and_the_manager_orders(shop: Shop) -> None:
    staff = shop.demo.network.actors[Role.PARTNER_STAFF]
    ad = shop.localise(by=staff)
    put_in_basket(staff, shop.flyers(ad))
    with pytest.raises(NotPermitted):
        shop.order(shop.flyers(ad), by=staff)
    order = shop.order(shop.flyers(ad))
    assert baskets(shop.manager) == ()
    assert order.ordered_by == shop.manager.account_id


def test_foreign_ads_do_not_exist(shop: Shop) -> None:
    ad = shop.localise()
    sibling = make_actor(Role.PARTNER_MANAGER, shop.demo.network.sibling.path)
    with pytest.raises(NotFound):
        quote(sibling, [shop.flyers(ad)])
    with pytest.raises(NotFound):
        checkout(sibling, [shop.flyers(ad)], "some-key-or-other", "")
    assert refusals() == ["order.placed"]


def test_suppliers_and_prices_are_looked_up_never_taken(shop: Shop) -> None:
    ad = shop.localise()
    with pytest.raises(Invalid):
        quote(shop.manager, [LineRequest(ad, FLYER, 2500, shop.demo.network.partner.id)])
    with pytest.raises(Invalid):
        quote(shop.manager, [LineRequest(ad, POST, 5)])
    with pytest.raises(Invalid):
        quote(shop.manager, [shop.flyers(ad), shop.flyers(ad)])


def test_spot_finishing_has_its_own_press_file(shop: Shop) -> None:
    ad = shop.localise()
    (line,) = lines_of(shop.order(shop.flyers(ad, finishing="spot-hks65")).id)
    assert line.spot
    assert line.net_cents == 14_400 + 9_500 + 1_000
    with reading() as s:
        kinds = s.scalars(select(ProofFile.kind).where(ProofFile.proof_id == line.proof_id)).all()
    assert FileKind.PRESS_PDF_SPOT in kinds


def test_cancelling_before_production_frees_the_money(shop: Shop) -> None:
    ad = shop.localise(OWN_HEADLINE)
    order = shop.order(shop.flyers(ad), shop.post(ad))
    for line in lines_of(order.id):
        cancel_line(shop.manager, line.id)
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    assert not fund_balance(planner, shop.demo.campaign.id).spent.total
    with reading() as s:
        assert s.get_one(Order, order.id).status is OrderStatus.CANCELLED
        assert s.scalars(select(Submission.status)).all() == [SubmissionStatus.WITHDRAWN]
    with pytest.raises(Conflict):
        cancel_line(shop.manager, lines_of(order.id)[0].id)


def test_a_double_tap_orders_once(shop: Shop) -> None:
    request = shop.flyers(shop.localise())
    seen = quote(shop.manager, [request]).digest

    def tap(_: int) -> object:
        return checkout(shop.manager, [request], "the-key-of-this-page", seen).id

    with ThreadPoolExecutor(4) as pool:
        orders = set(pool.map(tap, range(4)))
    assert len(orders) == 1
    with reading() as s:
        assert s.scalar(select(func.count()).select_from(LedgerEntry)) == 1


def test_when_the_fund_is_used_up_meanwhile_the_order_asks_again(shop: Shop) -> None:
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    request = shop.flyers(shop.localise())
    seen = quote(shop.manager, [request])
    assert seen.own == Money(7_200)
    set_coop_fund(planner, shop.demo.campaign.id, Money(0), 50, None)
    with pytest.raises(Conflict):
        checkout(shop.manager, [request], "the-key-of-this-page", seen.digest)
    later = quote(shop.manager, [request])
    assert later.own == Money(14_400)
    checkout(shop.manager, [request], "the-key-of-this-page", later.digest)
