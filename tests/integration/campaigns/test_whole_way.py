"""From the order to the supplier by jobs alone, as the server runs them."""

from sqlalchemy import select

from campaigns.approval.rules import Outcome
from campaigns.approval.service import decide
from campaigns.delivery.downloads import list_packages
from campaigns.orders.models import Order
from campaigns.orders.reading import lines_of
from campaigns.orders.rules import LineStatus, OrderStatus
from campaigns.orders.service import advance_line
from portal.foundation.audit import verify_chain
from portal.foundation.database import reading
from portal.foundation.jobs import run_due_jobs
from portal.foundation.slices import import_modules
from portal.foundation.usage import UsageEvent
from tests.factories.orders import FLYER, Shop

OWN_HEADLINE = {"headline": "Hier wächst Bergedorf."}


def statuses(order: Order) -> set[LineStatus]:
    return {line.status for line in lines_of(order.id)}


def test_an_order_goes_its_whole_way(shop: Shop) -> None:
    import_modules("jobs")
    ad = shop.localise(OWN_HEADLINE)
    order = shop.order(shop.flyers(ad), shop.post(ad))
    run_due_jobs()
    assert statuses(order) == {LineStatus.AWAITING_DECISION}
    assert list_packages(shop.supplier) == []

    decide(shop.approver, lines_of(order.id)[0].submission_id, Outcome.APPROVED, "", 1)
    run_due_jobs()
    flyer, post = lines_of(order.id)
    assert (flyer.status, post.status) == (LineStatus.ORDERED, LineStatus.DELIVERED)
    assert len(list_packages(shop.supplier)) == 1

    for step in (LineStatus.IN_PRODUCTION, LineStatus.SHIPPED, LineStatus.DELIVERED):
        assert flyer.format_key == FLYER
        advance_line(shop.supplier, flyer.id, step)
    with reading() as s:
        assert s.get_one(Order, order.id).status is OrderStatus.DONE
        kinds = list(s.scalars(select(UsageEvent.kind).order_by(UsageEvent.event_id)))
    for kind in (
        "submission.handed_in",
        "budget.held",
        "order.placed",
        "submission.decided",
        "order_line.moved",
        "delivery.handed_over",
        "budget.posted",
    ):
        assert kind in kinds
    assert verify_chain().is_intact
