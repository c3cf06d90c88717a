"""Expiring a campaign: at once and for all, nothing slips through, and back within ten minutes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from io import BytesIO
from json import loads
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from campaigns.approval.models import Submission
from campaigns.approval.rules import Outcome, SubmissionStatus
from campaigns.approval.service import decide, find_decision
from campaigns.budgets.models import LedgerEntry
from campaigns.budgets.rules import EntryKind
from campaigns.budgets.service import fund_balance, set_coop_fund
from campaigns.delivery import jobs as delivery_jobs
from campaigns.delivery import service as packing
from campaigns.delivery.downloads import deliveries_of, file_link, open_link, package_link
from campaigns.delivery.models import Delivery, Package
from campaigns.delivery.packages import store_package
from campaigns.delivery.service import deliver_line
from campaigns.insight.links.service import find_expired
from campaigns.localisation.models import ValueChange
from campaigns.localisation.service import get_localisation, save_values, short_link
from campaigns.orders.baskets import baskets, put_in_basket
from campaigns.orders.checkout import checkout
from campaigns.orders.models import BasketLine, OrderLine
from campaigns.orders.quotes import quote
from campaigns.orders.reading import lines_of
from campaigns.orders.rules import LineNote, LineStatus
from campaigns.orders.service import release_decided
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import load_campaign
from campaigns.proofs.rules import FileKind
from campaigns.proofs.service import make_proof, preview_jpeg, read_proof_file
from campaigns.proofs.viewing.service import list_links, make_link
from campaigns.rollout.expiry import jobs as expiry_jobs
from campaigns.rollout.expiry.rules import UNDO_TIME
from campaigns.rollout.expiry.service import expire_campaign, find_expiry, undo_expiry
from campaigns.rollout.expiry.survey import kept_at_suppliers, survey
from campaigns.rollout.expiry.telling import tell_partners
from portal.foundation import clock
from portal.foundation.audit import AuditEntry, verify_chain
from portal.foundation.config import Settings, configure
from portal.foundation.database import Base, Database, reading, transaction
from portal.foundation.errors import Conflict, Invalid, NotPermitted, Refusal
from portal.foundation.ids import new_id
from portal.foundation.jobs import run_due_jobs
from portal.foundation.jobs.models import Job
from portal.foundation.money import Money
from portal.foundation.storage import FileStore, StoredFile, file_store
from regions.accounts.rules import Role
from tests.factories.campaigns import make_campaign
from tests.factories.mail_box import mail_box
from tests.factories.orders import FLYER, Shop, make_shop

OWN_HEADLINE = {"headline": "Hier wächst Bergedorf."}
REASON = "Das Motiv ist gesperrt"


def move_on(span: timedelta) -> None:
    """Move the clock on, from now."""
    clock.start_at(clock.now() + span)


def expire(shop: Shop) -> None:
    expire_campaign(shop.demo.network.actors[Role.CAMPAIGN_MANAGER], shop.demo.campaign.id, REASON)


def undo(shop: Shop) -> tuple[str, ...]:
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    return undo_expiry(planner, shop.demo.campaign.id).not_back


def held(shop: Shop) -> Money:
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    return fund_balance(planner, shop.demo.campaign.id).spent.held


def count(table: type[Base]) -> int:
    with reading() as s:
        return s.scalar(select(func.count()).select_from(table)) or 0


def status_of(line_id: UUID) -> tuple[LineStatus, LineNote]:
    with reading() as s:
        line = s.get_one(OrderLine, line_id)
        return line.status, line.status_note


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A campaign in the middle of things: an ad by its stage, and the line in the basket."""

    ad: UUID
    waiting: OrderLine
    ordered: OrderLine
    handed: OrderLine
    basket: BasketLine


@pytest.fixture
def under_way(shop: Shop) -> UnderWay:
    """One ad that waits for a decision, one that is ordered, one handed over, one in the basket."""
    ad, other = shop.localise(OWN_HEADLINE), shop.localise(outlet=1)
    (waiting,) = lines_of(shop.order(shop.flyers(ad)).id)
    (ordered,) = lines_of(shop.order(shop.flyers(other)).id)
    (handed,) = lines_of(shop.order(shop.post(other)).id)
    deliver_line(handed.id)
    basket = put_in_basket(shop.manager, shop.flyers(ad, 5000))
    return UnderWay(ad, waiting, ordered, handed, basket)


def test_everything_is_taken_away_at_once(shop: Shop, under_way: UnderWay) -> None:
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    _, seen = survey(planner, shop.demo.campaign.id)
    assert (seen.submissions, seen.basket_lines, seen.baskets) == (1, 1, 1)
    assert (seen.drafts, seen.order_lines, seen.orders, seen.delivered) == (2, 2, 2, 1)
    expire(shop)
    campaign = load_campaign(shop.demo.campaign.id)
    assert (campaign.status, campaign.expiry_reason) == (CampaignStatus.EXPIRED, REASON)
    assert status_of(under_way.waiting.id) == (LineStatus.REJECTED, LineNote.EXPIRED)
    assert status_of(under_way.ordered.id) == (LineStatus.CANCELLED, LineNote.EXPIRED)
    assert status_of(under_way.handed.id) == (LineStatus.DELIVERED, LineNote.NONE)
    assert not held(shop)
    assert count(BasketLine) == 0
    decision = find_decision(under_way.waiting.submission_id)
    assert decision is not None
    assert (decision.outcome, decision.reason) == (Outcome.REJECTED, REASON)


def test_ads_of_an_expired_campaign_are_to_be_read_only(shop: Shop, under_way: UnderWay) -> None:
    expire(shop)
    ad = under_way.ad
    with pytest.raises(Conflict, match="expired"):
        save_values(shop.manager, ad, {"headline": "Doch noch."}, 2)
    with pytest.raises(Conflict, match="expired"):
        put_in_basket(shop.manager, shop.flyers(ad))
    assert deliver_line(under_way.ordered.id) == ()
    with pytest.raises(Conflict):
        decide(shop.approver, under_way.waiting.submission_id, Outcome.APPROVED, "", 2)
    assert get_localisation(shop.manager, ad).values["headline"] == OWN_HEADLINE["headline"]


def test_an_undo_puts_everything_back(shop: Shop, under_way: UnderWay) -> None:
    before, waiting, ordered = held(shop), under_way.waiting, under_way.ordered
    expire(shop)
    assert undo(shop) == ()
    assert load_campaign(shop.demo.campaign.id).status == CampaignStatus.PUBLISHED
    assert status_of(waiting.id) == (LineStatus.AWAITING_DECISION, LineNote.NONE)
    assert status_of(ordered.id) == (LineStatus.ORDERED, LineNote.NONE)
    assert held(shop) == before
    (found,) = baskets(shop.manager)
    assert [(line.id, line.quantity) for line in found.lines] == [(under_way.basket.id, 5000)]
    decide(shop.approver, waiting.submission_id, Outcome.APPROVED, "", 3)
    release_decided(waiting.submission_id)
    assert status_of(waiting.id)[0] is LineStatus.ORDERED
    assert [d.state for d in deliver_line(ordered.id)] == ["handed_over", "handed_over"]
    assert verify_chain().is_intact


def test_what_the_supplier_has_stays_and_says_whom_to_call(shop: Shop) -> None:
    orders = [shop.order(shop.flyers(shop.localise(outlet=place))) for place in range(2)]
    lines = [line for order in orders for line in lines_of(order.id)]
    for line in lines:
        deliver_line(line.id)
    expire(shop)
    assert {status_of(line.id)[0] for line in lines} == {LineStatus.ORDERED}
    assert held(shop) == Money(14_400)
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    _, found = survey(planner, shop.demo.campaign.id)
    (kept,) = found.kept
    assert kept.supplier is not None
    assert kept.supplier.id == shop.supplier_id
    assert ([one.line.id for one in kept.lines], kept.more) == ([line.id for line in lines], 0)
    (few,) = kept_at_suppliers(shop.demo.campaign.id, most=1)
    assert ([one.line.id for one in few.lines], few.more) == ([lines[0].id], 1)


def test_a_decision_that_was_not_carried_out_yet_goes_on_after_the_undo(shop: Shop) -> None:
    (line,) = lines_of(shop.order(shop.flyers(shop.localise(OWN_HEADLINE))).id)
    decide(shop.approver, line.submission_id, Outcome.APPROVED, "", 1)
    expire(shop)
    assert release_decided(line.submission_id) == ()
    assert status_of(line.id) == (LineStatus.REJECTED, LineNote.EXPIRED)
    undo(shop)
    with reading() as s:
        names = list(s.scalars(select(Job.name)))
    assert names.count("orders.release_decided") == 2
    release_decided(line.submission_id)
    assert status_of(line.id)[0] is LineStatus.ORDERED


def test_money_that_is_gone_meanwhile_puts_the_ad_into_the_basket(shop: Shop) -> None:
    (line,) = lines_of(shop.order(shop.flyers(shop.localise())).id)
    expire(shop)
    chief = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    # Before it was freed 72 euros were taken: a fund lowered to nothing still has room for them.
    set_coop_fund(chief, shop.demo.campaign.id, Money(0), 50, None)
    assert undo(shop) == ()
    assert held(shop) == Money(7_200)

    set_coop_fund(chief, shop.demo.campaign.id, Money(10_000), 50, None)
    expire(shop)
    take_of_fund(shop, 5_000)
    assert undo(shop) == (line.reference,)
    assert status_of(line.id) == (LineStatus.CANCELLED, LineNote.EXPIRED)
    assert [b.format_key for found in baskets(shop.manager) for b in found.lines] == [FLYER]
    assert held(shop) == Money(5_000)


def take_of_fund(shop: Shop, cents: int) -> None:
    """Reserve money of the fund elsewhere, as an order of another outlet would have done."""
    outlet = shop.demo.network.sibling_outlet
    with transaction() as s:
        s.add(
            LedgerEntry(
                kind=EntryKind.HOLD,
                order_line_id=new_id(),
                partner_id=outlet.partner_id,
                outlet_id=outlet.id,
                campaign_id=shop.demo.campaign.id,
                path=outlet.path,
                year=clock.today().year,
                coop_cents=cents,
                own_cents=cents,
            )
        )


def test_who_may_not_publish_there_may_not_expire_and_it_is_audited(shop: Shop) -> None:
    campaign_id = shop.demo.campaign.id
    for actor in (shop.manager, shop.approver, shop.supplier):
        with pytest.raises(Refusal):
            expire_campaign(actor, campaign_id, REASON)
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    with pytest.raises(Invalid):
        expire_campaign(planner, campaign_id, "  \n ")
    with pytest.raises(Conflict):
        undo_expiry(planner, campaign_id)
    expire(shop)
    with pytest.raises(Conflict):
        expire(shop)
    with pytest.raises(NotPermitted):
        undo_expiry(shop.manager, campaign_id)
    with reading() as s:
        statement = select(AuditEntry.action, AuditEntry.outcome).where(
            AuditEntry.action.startswith("campaign.exp")
        )
        found = [tuple(row) for row in s.execute(statement)]
    assert found.count(("campaign.expired", "refused")) == 5
    assert found.count(("campaign.expiry_undone", "refused")) == 2
    assert found.count(("campaign.expired", "done")) == 1


def test_after_ten_minutes_it_stays_and_partners_are_told(shop: Shop) -> None:
    shop.localise()
    expire(shop)
    expiry = find_expiry(shop.demo.campaign.id)
    assert expiry is not None
    with reading() as s:
        (told,) = s.scalars(select(Job).where(Job.name == "rollout.expiry"))
    assert told.run_at - expiry.expired_at >= UNDO_TIME
    move_on(UNDO_TIME + timedelta(seconds=1))
    with pytest.raises(Conflict, match="anew"):
        undo(shop)
    # The manager and the staff of the one partner that had begun.
    assert tell_partners(expiry.id) == 2
    assert tell_partners(expiry.id) == 0


def test_what_partners_were_told_stays_though_this_clock_is_behind(shop: Shop) -> None:
    shop.localise()
    expire(shop)
    expiry = find_expiry(shop.demo.campaign.id)
    assert expiry is not None
    assert tell_partners(expiry.id) > 0
    with pytest.raises(Conflict, match="anew"):
        undo(shop)
    assert load_campaign(shop.demo.campaign.id).status == CampaignStatus.EXPIRED


def test_nobody_is_told_of_what_was_taken_back(shop: Shop) -> None:
    shop.localise()
    expire(shop)
    expiry = find_expiry(shop.demo.campaign.id)
    assert expiry is not None
    undo(shop)
    assert tell_partners(expiry.id) == 0


@pytest.fixture
def bare_shop(any_db: Database, file_store: FileStore) -> Shop:
    """A campaign that is open, with prices, on either database."""
    return make_shop()


def test_nothing_slips_through_while_it_is_expired(bare_shop: Shop) -> None:
    shop = bare_shop
    ad, other = shop.localise(), shop.localise(outlet=1)
    (ordered,) = lines_of(shop.order(shop.flyers(other)).id)
    version = get_localisation(shop.manager, ad).row_version
    requests = [shop.flyers(ad, 250 + n) for n in range(6)]
    seen = [quote(shop.manager, [request]).digest for request in requests]
    make_proof(shop.manager, ad, FLYER)
    placing: list[Callable[[], object]] = [
        partial(checkout, shop.manager, [requests[n]], f"order-number-{n}", seen[n])
        for n in range(6)
    ]
    changing = [
        partial(save_values, shop.manager, ad, {"phone": f"040 66969 40{n}"}, version)
        for n in range(2)
    ]
    putting = [partial(put_in_basket, shop.manager, shop.flyers(ad, 500 + n)) for n in range(2)]
    at_once = [placing[0], putting[0], partial(deliver_line, ordered.id), partial(expire, shop)]

    def run(step: Callable[[], object]) -> None:
        with suppress(Refusal):
            step()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(run, [*at_once, *placing[1:], *putting[1:], *changing]))
    refuse_leftovers(shop, ordered.id)


def refuse_leftovers(shop: Shop, ordered: UUID) -> None:
    """Check that nothing of an expired campaign waits, is in a basket or goes on."""
    campaign = load_campaign(shop.demo.campaign.id)
    assert campaign.status == CampaignStatus.EXPIRED
    waiting = Submission.status == SubmissionStatus.AWAITING_DECISION
    going = OrderLine.status.in_((LineStatus.ORDERED, LineStatus.AWAITING_DECISION))
    with reading() as s:
        assert s.scalars(select(BasketLine.id)).all() == []
        assert s.scalars(select(Submission.id).where(waiting)).all() == []
        assert set(s.scalars(select(OrderLine.id).where(going))) <= {ordered}
        assert (
            s.scalars(select(ValueChange).where(ValueChange.at > campaign.expired_at)).all() == []
        )
    was_handed_over = status_of(ordered)[0] is LineStatus.ORDERED
    assert held(shop) == (Money(7_200) if was_handed_over else Money(0))
    assert verify_chain().is_intact


def test_links_pictures_and_files_of_an_expired_campaign(shop: Shop, under_way: UnderWay) -> None:
    proof, line = under_way.ordered.proof_id, under_way.handed
    code = short_link(under_way.ad, FLYER, "https://halmgruen.example/").code
    read = partial(read_proof_file, shop.manager, proof)
    plain, press = read(FileKind.PREVIEW_JPEG), read(FileKind.PRESS_PDF)
    picture = partial(preview_jpeg, shop.manager, under_way.ad, FLYER, 0, 200)
    drawn = picture()
    (delivery,) = deliveries_of(shop.manager, line.id)
    token = file_link(shop.manager, delivery)
    assert open_link(shop.manager, token).sha256 == delivery.sha256
    assert find_expired(code) is None
    make_link(shop.manager, under_way.ad, [FLYER], 7)
    expire(shop)
    assert find_expired(code) is not None
    assert [link.is_open for link in list_links(shop.manager, under_way.ad)] == [False]
    with pytest.raises(Conflict):
        make_link(shop.manager, under_way.ad, [FLYER], 7)
    assert read(FileKind.PREVIEW_JPEG) != plain
    assert read(FileKind.PRESS_PDF) != press
    assert picture() != drawn
    with pytest.raises(Conflict, match=REASON):
        open_link(shop.manager, token)
    undo(shop)
    assert find_expired(code) is None
    assert [link.is_open for link in list_links(shop.manager, under_way.ad)] == [True]
    assert (read(FileKind.PREVIEW_JPEG), read(FileKind.PRESS_PDF)) == (plain, press)
    assert picture() == drawn
    assert open_link(shop.manager, token).sha256 == delivery.sha256


def test_a_package_is_fetched_without_what_was_expired_in_it(shop: Shop) -> None:
    (line,) = lines_of(shop.order(shop.flyers(shop.localise())).id)
    (delivery,) = deliver_line(line.id)
    with reading() as s:
        package = s.scalars(select(Package)).one()
    token = package_link(shop.supplier, package)
    assert open_link(shop.supplier, token).sha256 == package.sha256
    with transaction() as s:
        s.add(second_line_of(s.get_one(OrderLine, line.id), s.get_one(Delivery, delivery.id)))
    expire(shop)
    rest = open_link(shop.supplier, token)
    assert rest.sha256 != package.sha256
    assert rest.file_name.endswith("-rest.zip")
    with ZipFile(BytesIO(file_store().read(rest.sha256))) as archive:
        ticket = loads(archive.read("job_ticket.json"))
    assert [entry["reference"] for entry in ticket["lines"]] == ["99999-1"]


def second_line_of(line: OrderLine, delivery: Delivery) -> Delivery:
    """Add a line of another campaign to a package, with the same bytes; return its delivery."""
    with transaction() as s:
        other = make_campaign(s, "andere")
        copied = {c.key: getattr(line, c.key) for c in OrderLine.__table__.columns}
        copied |= {"id": new_id(), "campaign_id": other.id, "reference": "99999-1", "position": 2}
        s.add(OrderLine(**copied | {"hold_id": None}))
        s.flush()
    kept = {c.key: getattr(delivery, c.key) for c in Delivery.__table__.columns}
    return Delivery(**kept | {"id": new_id(), "order_line_id": copied["id"]})


def test_a_line_that_is_expired_while_it_is_packed_takes_no_other_with_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (gone,) = lines_of(shop.order(shop.flyers(shop.localise())).id)
    (stays,) = lines_of(shop.order(shop.flyers(shop.localise(outlet=1))).id)
    with transaction() as s:
        s.get_one(OrderLine, stays.id).campaign_id = make_campaign(s, "andere").id
    packed: list[Any] = []

    def slowly(*asked: Any) -> StoredFile:
        packed.append(asked)
        if len(packed) == 1:
            expire(shop)
        return store_package(*asked)

    monkeypatch.setattr(packing, "store_package", slowly)
    run_due_jobs()
    assert delivery_jobs.TRIES > 1
    assert len(packed) == 2
    assert status_of(gone.id) == (LineStatus.CANCELLED, LineNote.EXPIRED)
    assert [one.state for one in deliveries_of(shop.manager, stays.id)] == ["handed_over"]
    assert deliveries_of(shop.manager, gone.id) == []


def test_a_mail_says_why_and_what_became_of_which_ad(
    shop: Shop, under_way: UnderWay, tmp_path: Path
) -> None:
    assert under_way.ad
    expire(shop)
    with mail_box() as box:
        configure(Settings(demo=True, data_dir=tmp_path, mail_url=box.url))
        move_on(UNDO_TIME + timedelta(seconds=1))
        assert callable(expiry_jobs.mail)
        run_due_jobs()
        texts = list(box.texts)
    assert len(texts) == 2
    text = max((text for _, _, text in texts), key=len)
    assert f"{REASON}." in text
    assert "nicht freigegeben: 1, aus dem Warenkorb genommen: 1, Bestellungen gestoppt: 1" in text
    assert all("zurückgezogen" in subject for _, subject, _ in texts)
