"""Deciding: four eyes, one decision, nothing that was not seen, and all of it audited."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.approval.models import Decision, Submission
from campaigns.approval.queue import count_awaiting, get_submission, queue
from campaigns.approval.rules import Outcome, SubmissionStatus
from campaigns.approval.service import approve_routine, decide, submit, withdraw
from campaigns.localisation.service import get_localisation, save_values
from campaigns.orders.facts import decision_facts
from campaigns.orders.reading import lines_of
from campaigns.planning.models import Campaign
from campaigns.proofs.service import make_proof, proof_findings
from portal.foundation.audit import AuditEntry, verify_chain
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.jobs.models import Job
from portal.foundation.money import Money
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Actor, Role
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.regions import make_actor

OWN_HEADLINE = {"headline": "Hier wächst Bergedorf."}


def hand_in(shop: Shop, by: Actor | None = None, **values: object) -> Submission:
    actor = by or shop.manager
    ad = shop.localise(values or OWN_HEADLINE, by=actor)
    proof = make_proof(actor, ad, FLYER)
    with reading():
        stored = get_localisation(actor, ad)
        facts = decision_facts(stored, shop.demo.campaign, proof_findings(proof), Money(14_400))
    return submit(actor, [proof.id], facts)


def people_decide(shop: Shop) -> None:
    with transaction() as s:
        s.get_one(Campaign, shop.demo.campaign.id).rule_approval = False


def test_the_approver_decides_and_a_job_tells_the_orders(shop: Shop) -> None:
    submission = hand_in(shop)
    assert count_awaiting(shop.approver) == 1
    decided = decide(shop.approver, submission.id, Outcome.APPROVED, "", submission.row_version)
    assert decided.status is SubmissionStatus.APPROVED
    assert count_awaiting(shop.approver) == 0
    with reading() as s:
        assert s.scalars(select(Job.name)).all() == ["orders.release_decided"]
        decision = s.scalars(select(Decision)).one()
        assert (decision.decided_by, decision.rule) == (shop.approver.account_id, None)
        kinds = set(s.scalars(select(UsageEvent.kind)))
        assert {"submission.handed_in", "submission.decided"} <= kinds
    assert verify_chain().is_intact


def test_nobody_decides_on_an_ad_they_had_a_hand_in(shop: Shop) -> None:
    both = make_actor(Role.APPROVER, "hg/")
    helper = Actor(
        both.account_id, both.name, both.email, "de",
        (*both.grants, *make_actor(Role.REGIONAL_MANAGER, "hg/de/nord/").grants),
    )  # fmt: skip
    own = hand_in(shop, by=helper)
    with pytest.raises(NotPermitted):
        decide(helper, own.id, Outcome.APPROVED, "", own.row_version)
    assert get_submission(helper, own.id).is_own
    with reading() as s:
        refused = s.scalars(select(AuditEntry).where(AuditEntry.outcome == "refused")).one()
        assert (refused.action, refused.account_id) == ("submission.decided", helper.account_id)
    decide(shop.approver, own.id, Outcome.APPROVED, "", own.row_version)


def test_who_only_changed_a_value_on_behalf_does_not_decide_either(shop: Shop) -> None:
    both = make_actor(Role.APPROVER, "hg/")
    helper = Actor(
        both.account_id, both.name, both.email, "de",
        (*both.grants, *make_actor(Role.REGIONAL_MANAGER, "hg/de/nord/").grants),
    )  # fmt: skip
    ad = shop.localise()
    stored = get_localisation(helper, ad)
    save_values(helper, ad, OWN_HEADLINE, stored.row_version)
    values: dict[str, Any] = {"event.titel": "Pflanztag"}
    submission = hand_in(shop, **values)
    with pytest.raises(NotPermitted):
        decide(helper, submission.id, Outcome.APPROVED, "", submission.row_version)


def test_partners_never_decide(shop: Shop) -> None:
    submission = hand_in(shop)
    other = make_actor(Role.PARTNER_MANAGER, shop.demo.network.partner.path)
    for actor in (shop.manager, other):
        with pytest.raises(NotPermitted):
            decide(actor, submission.id, Outcome.APPROVED, "", submission.row_version)


def test_approvers_of_another_region_do_not_see_it(shop: Shop) -> None:
    submission = hand_in(shop)
    south = make_actor(Role.APPROVER, "hg/de/sued/")
    assert queue(south) == ()
    with pytest.raises(NotFound):
        get_submission(south, submission.id)
    with pytest.raises(NotFound):
        decide(south, submission.id, Outcome.APPROVED, "", submission.row_version)


def test_two_deciders_at_once_make_one_decision(shop: Shop) -> None:
    submission = hand_in(shop)
    actors = [make_actor(Role.APPROVER, "hg/") for _ in range(4)]

    def attempt(actor: Actor) -> bool:
        try:
            decide(actor, submission.id, Outcome.APPROVED, "", submission.row_version)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, actors)) == 1
    with reading() as s:
        assert len(s.scalars(select(Decision)).all()) == 1


def test_what_was_not_seen_is_not_decided(shop: Shop) -> None:
    submission = hand_in(shop)
    with pytest.raises(Conflict):
        decide(shop.approver, submission.id, Outcome.APPROVED, "", submission.row_version + 1)


def test_sending_back_needs_words(shop: Shop) -> None:
    submission = hand_in(shop)
    with pytest.raises(Invalid):
        decide(shop.approver, submission.id, Outcome.REJECTED, "  ", submission.row_version)


def test_a_changed_ad_cannot_be_handed_in(shop: Shop) -> None:
    ad = shop.localise()
    proof = make_proof(shop.manager, ad, FLYER)
    stored = get_localisation(shop.manager, ad)
    facts = decision_facts(stored, shop.demo.campaign, (), Money(0))
    save_values(shop.manager, ad, OWN_HEADLINE, stored.row_version)
    with pytest.raises(Conflict):
        submit(shop.manager, [proof.id], facts)


def test_handing_in_for_a_foreign_outlet_is_not_possible(shop: Shop) -> None:
    ad = shop.localise()
    proof = make_proof(shop.manager, ad, FLYER)
    stored = get_localisation(shop.manager, ad)
    facts = decision_facts(stored, shop.demo.campaign, (), Money(0))
    foreign = make_actor(Role.PARTNER_MANAGER, shop.demo.network.sibling.path)
    with pytest.raises(NotFound):
        submit(foreign, [proof.id], facts)
    with pytest.raises(NotFound):
        submit(shop.manager, [UUID(int=1)], facts)


def test_withdrawing_ends_it_before_a_decision(shop: Shop) -> None:
    submission = hand_in(shop)
    taken = withdraw(shop.manager, submission.id, submission.row_version)
    assert taken.status is SubmissionStatus.WITHDRAWN
    with pytest.raises(Conflict):
        decide(shop.approver, submission.id, Outcome.APPROVED, "", taken.row_version)


def test_clean_ads_are_approved_together_and_the_rest_is_left(shop: Shop) -> None:
    people_decide(shop)
    price = {"angebot.preis": {"cents": 289, "starting_from": True}}
    routine = lines_of(shop.order(shop.flyers(shop.localise(price))).id)[0].submission_id
    special = lines_of(shop.order(shop.flyers(shop.localise(OWN_HEADLINE, outlet=1))).id)[
        0
    ].submission_id
    stale = (UUID(int=5), 1)
    result = approve_routine(shop.approver, {routine: 1, special: 1})
    assert (result.approved, result.left) == ((routine,), (special,))
    with pytest.raises(NotFound):
        approve_routine(shop.approver, dict([stale]))


def test_the_queue_is_sorted_by_what_is_due_first(shop: Shop) -> None:
    first, second = hand_in(shop), hand_in(shop, headline="Später dran.")
    with transaction() as s:
        s.get_one(Submission, second.id).due_at = first.due_at.replace(year=2026)
    assert [entry.submission_id for entry in queue(shop.approver)] == [second.id, first.id]
    assert queue(shop.approver)[0].changed == 1


def test_both_formats_of_one_ad_are_one_submission(shop: Shop) -> None:
    ad = shop.localise(OWN_HEADLINE)
    lines = lines_of(shop.order(shop.flyers(ad), shop.post(ad)).id)
    assert len({line.submission_id for line in lines}) == 1
    view = get_submission(shop.approver, lines[0].submission_id)
    assert {p.ad_format.key for p in view.proofs} == {FLYER, POST}
    assert [value.key for value in view.facts.changed] == ["headline"]
