"""Holds new template versions under open ads: nothing lost or silent, nothing retired sold."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

import campaigns.delivery.jobs as delivery_jobs
import campaigns.orders.jobs as order_jobs
from campaigns.ad_templates.drafting import begin_draft, content_hash, save_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import get_template_version
from campaigns.approval.models import Submission
from campaigns.approval.rules import Outcome
from campaigns.approval.service import approval_of, decide
from campaigns.delivery.models import Delivery
from campaigns.localisation.models import Localisation
from campaigns.localisation.service import history, save_values, undo
from campaigns.orders.checkout import checkout
from campaigns.orders.models import OrderLine
from campaigns.orders.quotes import quote
from campaigns.orders.reading import lines_of
from campaigns.orders.rules import LineStatus
from campaigns.planning.models import CampaignFormat
from campaigns.planning.service import (
    fields_of,
    get_campaign_format,
    load_campaign,
    set_default,
)
from campaigns.proofs.models import ProofFile
from campaigns.proofs.service import make_proof
from campaigns.rollout.expiry import jobs as expiry_jobs
from campaigns.rollout.expiry.rules import UNDO_TIME
from campaigns.rollout.expiry.service import expire_campaign, undo_expiry
from campaigns.rollout.versions import jobs, publishing
from campaigns.rollout.versions.kinds import CarryState, ConflictKind, VersionPolicy
from campaigns.rollout.versions.models import ParkedEntry, VersionCarry, VersionTrialItem
from campaigns.rollout.versions.parked import dismiss_entry, open_entries, open_places, take_entry
from campaigns.rollout.versions.publishing import VersionChoice, publish_version
from campaigns.rollout.versions.service import RebasePlan, plan_rebase, start_trial
from campaigns.rollout.versions.using import StillUsed, retire
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Conflict, NotFound, NotPermitted
from portal.foundation.jobs import run_due_jobs
from portal.foundation.jobs.models import Job
from regions.accounts.rules import Actor, Role
from regions.partners.models import Outlet
from regions.scoping.permissions import PARTNER_ROLES
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.regions import make_actor

AT_ONCE = VersionChoice(VersionPolicy.AT_ONCE)
LONG, SHORT = "Hier blüht Ihnen der ganze Frühling.", "Es blüht."


@pytest.fixture
def brand(shop: Shop) -> Actor:
    return shop.demo.network.actors[Role.BRAND_MANAGER]


REGISTERED = (jobs, delivery_jobs, expiry_jobs, order_jobs)


@pytest.fixture(autouse=True)
def proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every campaign proved against everyone: that has tests of its own."""
    monkeypatch.setattr(publishing, "unchecked", lambda _plan: ())


def template_id(shop: Shop, format_key: str = POST) -> UUID:
    chosen = get_campaign_format(shop.demo.campaign.id, format_key)
    return get_template_version(chosen.template_version_id).template_id


def shorter(shop: Shop) -> dict[str, Any]:
    """A headline of at most 20 characters."""
    found = next(f for f in fields_of(load_campaign(shop.demo.campaign.id)) if f.key == "headline")
    return found.model_dump(mode="json") | {"max_chars": 20}


def draft(
    shop: Shop,
    brand: Actor,
    fields: list[dict[str, Any]],
    change: Callable[[dict[str, Any]], None] = lambda _document: None,
    format_key: str = POST,
) -> AdTemplateVersion:
    begun = begin_draft(brand, template_id(shop, format_key))
    document = copy.deepcopy(begun.document)
    document["title"] = {"de": "Beitrag, neu", "en": "Post, new"}
    change(document)
    return save_draft(
        brand, begun.id, {"document": document, "fields": fields}, content_hash(begun)
    )


def tried(brand: Actor, version_id: UUID) -> RebasePlan:
    start_trial(brand, version_id)
    run_due_jobs()
    return plan_rebase(brand, version_id)


def went_over(brand: Actor, version: AdTemplateVersion, choice: VersionChoice = AT_ONCE) -> None:
    plan = tried(brand, version.id)
    publish_version(brand, version.id, choice, plan.trial.id if plan.trial else None)
    run_due_jobs()


def ad(localisation_id: UUID) -> Localisation:
    with reading() as s:
        return s.get_one(Localisation, localisation_id)


def short_default(shop: Shop, brand: Actor) -> None:
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    set_default(planner, shop.demo.campaign.id, "headline", SHORT, "plan")


def test_three_open_ads_go_over_and_only_one_owner_is_asked(shop: Shop, brand: Actor) -> None:
    short_default(shop, brand)
    own = shop.localise({"headline": LONG})
    other = shop.localise({"headline": "Kurz und gut"}, outlet=1)
    version = draft(shop, brand, [shorter(shop)])

    plan = tried(brand, version.id)
    with reading() as s:
        items = s.scalars(select(VersionTrialItem)).all()
    assert [(i.localisation_id, i.conflicts[0]["kind"]) for i in items] == [(own, "too_long")]
    assert plan.localisations == 2
    assert plan.trial is not None
    publish_version(brand, version.id, AT_ONCE, plan.trial.id)
    run_due_jobs()

    chosen = get_campaign_format(shop.demo.campaign.id, POST)
    assert chosen.template_version_id == version.id
    assert dict(ad(other).values) == {"headline": "Kurz und gut"}
    assert "headline" not in ad(own).values
    (entry,) = open_entries(shop.manager, own)
    assert (entry.text, entry.entry.kind) == (LONG, ConflictKind.TOO_LONG)
    assert open_entries(shop.manager, other) == ()
    _asks_only_while_it_can_be_settled(shop, own)
    told = [change for change in history(shop.manager, other) if change.by_system]
    assert [(c.field_key, c.old, c.new) for c in told] == [(f"@template:{POST}", 1, 2)]
    with reading() as s:
        mails = s.scalars(select(Job).where(Job.name == "rollout.version_mail")).all()
    owners = {str(shop.demo.network.actors[role].account_id) for role in PARTNER_ROLES}
    assert {job.payload["account_id"] for job in mails} == owners

    _settle(shop, own, entry.entry.id)


def _asks_only_while_it_can_be_settled(shop: Shop, own: UUID) -> None:
    assert [place.localisation_id for place in open_places(shop.manager)] == [own]
    planner = shop.demo.network.actors[Role.CAMPAIGN_MANAGER]
    expire_campaign(planner, shop.demo.campaign.id, "Gesperrt")
    assert open_places(shop.manager) == ()
    undo_expiry(planner, shop.demo.campaign.id)
    assert [place.localisation_id for place in open_places(shop.manager)] == [own]


def _settle(shop: Shop, own: UUID, entry_id: UUID) -> None:
    """Nothing of what the system did is taken back, and the owner's text comes back shortened."""
    with pytest.raises(Conflict, match="changed something"):
        undo(shop.manager, own, 2)
    taken = take_entry(
        shop.manager, entry_id, "headline", "Der ganze Frühling", ad(own).row_version
    )
    assert taken.settled_at is not None
    assert ad(own).values["headline"] == "Der ganze Frühling"
    assert open_places(shop.manager) == ()
    with pytest.raises(Conflict, match="settled"):
        dismiss_entry(shop.manager, entry_id)


def test_what_is_approved_is_delivered_and_what_waits_is_decided_as_it_was(
    shop: Shop, brand: Actor
) -> None:
    short_default(shop, brand)
    own = shop.localise({"headline": LONG})
    order = shop.order(shop.post(own))
    with reading() as s:
        line = s.scalars(select(OrderLine).where(OrderLine.order_id == order.id)).one()
    assert line.status is LineStatus.AWAITING_DECISION
    before = approval_of(line.proof_id)
    assert before.submission_id is not None
    went_over(brand, draft(shop, brand, [shorter(shop)]))
    assert make_proof(shop.manager, own, POST).id != line.proof_id
    assert not approval_of(line.proof_id).changed_since
    decide(shop.approver, before.submission_id, Outcome.APPROVED, "", 1)
    assert approval_of(line.proof_id).valid
    run_due_jobs()
    with reading() as s:
        assert s.get_one(OrderLine, line.id).status is LineStatus.DELIVERED

    # Who changes what the proof shows has it decided anew, as ever.
    other = shop.localise({"headline": "Kurz und gut"}, outlet=1)
    again = shop.order(shop.post(other))
    assert again.id != order.id


def test_a_change_by_the_owner_voids_what_was_kept(shop: Shop, brand: Actor) -> None:
    short_default(shop, brand)
    own = shop.localise({"headline": LONG})
    shop.order(shop.post(own))
    with reading() as s:
        proof_id = s.scalars(select(OrderLine.proof_id)).one()
    went_over(brand, draft(shop, brand, [shorter(shop)]))
    assert not approval_of(proof_id).changed_since
    saved = save_values(shop.manager, own, {"headline": "Anders"}, ad(own).row_version)
    assert saved.saved == ("headline",)
    assert approval_of(proof_id).changed_since


def test_the_old_version_is_ordered_until_its_day_is_over(shop: Shop, brand: Actor) -> None:
    own = shop.localise()
    old = get_campaign_format(shop.demo.campaign.id, POST).template_version_id
    version = draft(shop, brand, [])
    last = clock.today()
    went_over(brand, version, VersionChoice(VersionPolicy.UNTIL, last))
    seen = quote(shop.manager, [shop.post(own)]).digest
    assert get_campaign_format(shop.demo.campaign.id, POST).template_version_id == old
    clock.start_at(clock.now() + timedelta(days=1))
    run_due_jobs()
    assert get_campaign_format(shop.demo.campaign.id, POST).template_version_id == version.id
    with pytest.raises(Conflict):
        shop_checkout(shop, own, seen)
    with reading() as s:
        assert s.scalars(select(VersionCarry.state)).all() == [CarryState.DONE]


def shop_checkout(shop: Shop, localisation_id: UUID, seen: str) -> None:
    checkout(shop.manager, [shop.post(localisation_id)], "k" * 20, seen)


def test_what_is_published_while_a_campaign_is_expired_waits_for_the_undo(
    shop: Shop, brand: Actor
) -> None:
    short_default(shop, brand)
    own, other = shop.localise({"headline": LONG}), shop.localise(outlet=1)
    (waiting,), (ordered,) = (lines_of(shop.order(shop.post(one)).id) for one in (own, other))
    assert (waiting.status, ordered.status) == (LineStatus.AWAITING_DECISION, LineStatus.ORDERED)
    planner, campaign_id = shop.demo.network.actors[Role.CAMPAIGN_MANAGER], shop.demo.campaign.id
    old = get_campaign_format(campaign_id, POST).template_version_id

    expire_campaign(planner, campaign_id, "Gesperrt")
    before = ad(own).row_version
    version = draft(shop, brand, [shorter(shop)])
    plan = tried(brand, version.id)
    assert plan.localisations == 2
    went_over(brand, version)
    assert get_campaign_format(campaign_id, POST).template_version_id == old
    assert (ad(own).row_version, ad(own).values) == (before, {"headline": LONG})
    with pytest.raises(StillUsed, match="Frühlingspflanztage"):
        retire(brand, [old])

    assert undo_expiry(planner, campaign_id).not_back == ()
    assert approval_of(ordered.proof_id).valid
    assert not approval_of(waiting.proof_id).changed_since
    run_due_jobs()
    assert get_campaign_format(campaign_id, POST).template_version_id == version.id
    (entry,) = open_entries(shop.manager, own)
    assert (entry.text, entry.entry.kind) == (LONG, ConflictKind.TOO_LONG)
    decide(shop.approver, waiting.submission_id, Outcome.APPROVED, "", submission(waiting))
    run_due_jobs()
    delivered_as_approved(waiting, ordered)


def delivered_as_approved(waiting: OrderLine, ordered: OrderLine) -> None:
    with reading() as s:
        reached = [s.get_one(OrderLine, line.id).status for line in (waiting, ordered)]
        sent = s.execute(select(Delivery.order_line_id, Delivery.sha256)).all()
        approved = {
            (line.id, file.sha256)
            for line in (waiting, ordered)
            for file in s.scalars(select(ProofFile).where(ProofFile.proof_id == line.proof_id))
        }
    assert reached == [LineStatus.DELIVERED] * 2
    assert {tuple(row) for row in sent} <= approved


def submission(line: OrderLine) -> int:
    with reading() as s:
        return s.get_one(Submission, line.submission_id).row_version


def test_what_awaits_a_decision_keeps_its_version_until_the_expiry_is_final(
    shop: Shop, brand: Actor
) -> None:
    short_default(shop, brand)
    own = shop.localise({"headline": LONG})
    (line,) = lines_of(shop.order(shop.post(own)).id)
    planner, campaign_id = shop.demo.network.actors[Role.CAMPAIGN_MANAGER], shop.demo.campaign.id
    first = get_campaign_format(campaign_id, POST).template_version_id
    went_over(brand, draft(shop, brand, []))
    second = get_campaign_format(campaign_id, POST).template_version_id
    expire_campaign(planner, campaign_id, "Gesperrt")
    with pytest.raises(StillUsed):  # the line awaits its decision again after an undo
        retire(brand, [first])
    undo_expiry(planner, campaign_id)
    decide(shop.approver, line.submission_id, Outcome.APPROVED, "", submission(line))
    run_due_jobs()

    expire_campaign(planner, campaign_id, "Doch gesperrt")
    third = draft(shop, brand, [shorter(shop)])
    went_over(brand, third)
    clock.start_at(clock.now() + UNDO_TIME + timedelta(minutes=1))
    run_due_jobs()
    assert get_campaign_format(campaign_id, POST).template_version_id == second
    with reading() as s:
        states = dict(s.execute(select(VersionCarry.new_version_id, VersionCarry.state)).all())
        mails = s.scalars(select(Job).where(Job.name == "rollout.version_mail")).all()
    assert states == {second: CarryState.DONE, third.id: CarryState.DROPPED}
    assert mails == []
    assert plan_rebase(brand, draft(shop, brand, []).id).localisations == 0
    assert [v.status for v in retire(brand, [first, second])] == ["retired"] * 2


def test_a_campaign_is_concerned_until_its_day_is_over_everywhere(shop: Shop, brand: Actor) -> None:
    old = get_campaign_format(shop.demo.campaign.id, POST).template_version_id
    version = draft(shop, brand, [])
    last = load_campaign(shop.demo.campaign.id).order_until
    with transaction() as s:
        s.get_one(Outlet, shop.demo.outlet_id).time_zone = "Atlantic/Canary"
    midnight = datetime.combine(last + timedelta(days=1), time(), ZoneInfo("Europe/Berlin"))
    clock.start_at(midnight.astimezone(UTC) + timedelta(minutes=30))
    assert len(plan_rebase(brand, version.id).campaigns) == 1
    with pytest.raises(StillUsed):
        retire(brand, [old])
    clock.start_at(clock.now() + timedelta(hours=1))
    assert plan_rebase(brand, version.id).campaigns == ()
    assert [one.status for one in retire(brand, [old])] == ["retired"]


def test_a_retired_version_is_neither_ordered_nor_proofed(shop: Shop, brand: Actor) -> None:
    own = shop.localise()
    old = get_campaign_format(shop.demo.campaign.id, POST).template_version_id
    with pytest.raises(StillUsed, match="Frühlingspflanztage"):
        retire(brand, [old])
    seen = quote(shop.manager, [shop.post(own)]).digest
    went_over(brand, draft(shop, brand, []))
    assert [v.status for v in retire(brand, [old])] == ["retired"]

    # As forged as can be: the campaign is set with the retired version all the same.
    with transaction() as s:
        chosen = get_campaign_format(shop.demo.campaign.id, POST)
        s.get_one(CampaignFormat, chosen.id).template_version_id = old
    with pytest.raises(Conflict, match="retired"):
        shop_checkout(shop, own, seen)
    with pytest.raises(Conflict, match="retired"):
        make_proof(shop.manager, own, POST)
    with reading() as s:
        refused = s.scalars(select(AuditEntry.action).where(AuditEntry.outcome == "refused")).all()
    assert {"order.placed", "template.retired"} <= set(refused)


def test_who_may_not_publish_gets_nowhere_and_it_is_written_down(shop: Shop, brand: Actor) -> None:
    version = draft(shop, brand, [])
    with pytest.raises((NotPermitted, NotFound)):
        publish_version(shop.manager, version.id, AT_ONCE, None)
    stranger = make_actor(Role.BRAND_MANAGER, "hx/")
    with pytest.raises(NotFound):
        plan_rebase(stranger, version.id)
    with pytest.raises(NotFound):
        save_draft(stranger, version.id, version.document, content_hash(version))
    with pytest.raises(Conflict, match="changed this draft"):
        save_draft(brand, version.id, version.document, "0" * 64)
    with reading() as s:
        refused = s.scalars(select(AuditEntry.action).where(AuditEntry.outcome == "refused")).all()
    assert "template.version_published" in refused


def test_a_field_that_goes_with_its_frame_keeps_its_text(shop: Shop, brand: Actor) -> None:
    own = shop.localise({"event.text": "Pflanztag bei uns"})

    def without_event(document: dict[str, Any]) -> None:
        for page in document["pages"]:
            page["frames"] = [frame for frame in page["frames"] if "event.text" not in str(frame)]

    went_over(brand, draft(shop, brand, [], without_event, FLYER))
    assert "event.text" not in ad(own).values
    (entry,) = open_entries(shop.manager, own)
    assert (entry.entry.kind, entry.text) == (ConflictKind.GONE, "Pflanztag bei uns")
    assert entry.targets
    dismiss_entry(shop.manager, entry.entry.id)
    assert "Pflanztag bei uns" in [c.old for c in history(shop.manager, own)]
    with reading() as s:
        assert s.scalars(select(ParkedEntry.value)).all() == ["Pflanztag bei uns"]
