"""Staff hands in, head office decides, the manager orders what is approved."""

import pytest

from campaigns.approval.rules import Outcome, SubmissionStatus
from campaigns.approval.service import decide
from campaigns.orders.handing_in import hand_in
from campaigns.orders.reading import lines_of
from campaigns.orders.rules import LineStatus
from portal.foundation.errors import Conflict, NotFound
from regions.accounts.rules import Role
from tests.factories.orders import Shop
from tests.factories.regions import make_actor

OWN_HEADLINE = {"headline": "Hier wächst Bergedorf."}


def test_what_staff_handed_in_and_was_approved_is_ordered_at_once(shop: Shop) -> None:
    staff = shop.demo.network.actors[Role.PARTNER_STAFF]
    ad = shop.localise(OWN_HEADLINE, by=staff)
    (submission,) = hand_in(staff, [shop.flyers(ad), shop.post(ad)])
    assert submission.status is SubmissionStatus.AWAITING_DECISION
    with pytest.raises(Conflict):
        hand_in(staff, [shop.flyers(ad)])
    decide(shop.approver, submission.id, Outcome.APPROVED, "", submission.row_version)
    (line,) = lines_of(shop.order(shop.flyers(ad)).id)
    assert line.status is LineStatus.ORDERED
    assert line.submission_id == submission.id


def test_ordering_what_waits_waits_for_the_same_decision(shop: Shop) -> None:
    staff = shop.demo.network.actors[Role.PARTNER_STAFF]
    ad = shop.localise(OWN_HEADLINE, by=staff)
    (submission,) = hand_in(staff, [shop.flyers(ad)])
    (line,) = lines_of(shop.order(shop.flyers(ad)).id)
    assert (line.status, line.submission_id) == (LineStatus.AWAITING_DECISION, submission.id)


def test_an_ad_within_limits_needs_nobody(shop: Shop) -> None:
    (submission,) = hand_in(shop.manager, [shop.flyers(shop.localise())])
    assert submission.status is SubmissionStatus.APPROVED


def test_nobody_hands_in_for_a_foreign_outlet(shop: Shop) -> None:
    ad = shop.localise()
    foreign = make_actor(Role.PARTNER_STAFF, shop.demo.network.sibling.path)
    with pytest.raises(NotFound):
        hand_in(foreign, [shop.flyers(ad)])
