"""Several people and new template versions on the same ads: nothing is lost, nothing slips through.

A machine of rules takes turns of partners, staff, approvers, head office and a supplier in any
order, with the real services on a database of its own. After each turn it is checked that every
value is kept, nobody acted outside his scope, only approved bytes were handed over, money adds
up, nothing retired was ordered, and nothing of an expired campaign goes on.

`LIFE_EXAMPLES=200 pytest tests/property/test_life_of_an_ad.py` looks for longer, each time
elsewhere; without it the same few lives are lived each time.
"""

import copy
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

import campaigns.delivery.jobs
import campaigns.orders.jobs
import campaigns.rollout.expiry.jobs
import campaigns.rollout.versions.jobs
from brand_assets.library.models import Asset, AssetRights
from campaigns.ad_templates.drafting import begin_draft, content_hash, save_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import get_template_version
from campaigns.approval.models import Decision, Submission
from campaigns.approval.rules import Outcome, SubmissionStatus
from campaigns.approval.service import approval_of, decide
from campaigns.budgets.models import LedgerEntry
from campaigns.budgets.rules import EntryKind
from campaigns.budgets.service import set_coop_fund
from campaigns.delivery.models import Delivery
from campaigns.delivery.rules import DeliveryState
from campaigns.delivery.service import deliver_line
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.localisation.service import get_or_start, redo, save_values, undo
from campaigns.orders.baskets import put_in_basket
from campaigns.orders.models import BasketLine, Order, OrderLine
from campaigns.orders.rules import ENDED, LineRequest, LineStatus
from campaigns.orders.service import advance_line, cancel_line
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import fields_of, get_campaign_format, load_campaign
from campaigns.proofs import rendering
from campaigns.proofs import service as proofs
from campaigns.proofs.models import Proof, ProofFile
from campaigns.proofs.rendering import Rendering
from campaigns.rollout.expiry.service import Undone, expire_campaign, undo_expiry
from campaigns.rollout.rights.service import withdraw_ended
from campaigns.rollout.versions import publishing
from campaigns.rollout.versions.kinds import CarryState, VersionPolicy
from campaigns.rollout.versions.models import ParkedEntry, VersionCarry
from campaigns.rollout.versions.parked import dismiss_entry
from campaigns.rollout.versions.publishing import VersionChoice, publish_version
from campaigns.rollout.versions.service import plan_rebase, start_trial
from campaigns.rollout.versions.using import retire
from portal.foundation import clock, storage
from portal.foundation import database as databases
from portal.foundation.audit import verify_chain
from portal.foundation.database import reading, transaction
from portal.foundation.errors import Conflict, Refusal
from portal.foundation.jobs import run_due_jobs
from portal.foundation.money import Money
from regions.accounts.rules import Actor, Permission, Role
from tests.factories.demo_campaign import IN_ORDER_TIME
from tests.factories.orders import NEWSPAPER, POST, OriginalShop
from tests.factories.regions import make_actor

JOBS = (
    campaigns.delivery.jobs,
    campaigns.orders.jobs,
    campaigns.rollout.expiry.jobs,
    campaigns.rollout.versions.jobs,
)
EXAMPLES = int(os.environ.get("LIFE_EXAMPLES", "0"))
VERSIONS = 2 if EXAMPLES else 1
FUND = Money(30_000)
HEADLINES = ("Es blüht.", "Der Frühling zieht in die Kästen ein.")
ADS, LINES = st.integers(0, 2), st.integers(0, 9)
#: Whose turn it is: mostly theirs who may, now and then anybody's.
WHO = st.sampled_from((None, None, None, None, 0, 1, 2, 3, 4, 5))
FORMATS = st.sampled_from((POST, NEWSPAPER))
OUTCOMES = st.sampled_from((Outcome.APPROVED, *Outcome))
GOING = (LineStatus.AWAITING_DECISION, LineStatus.ORDERED)


@contextmanager
def drawn_once() -> Iterator[None]:
    """Draw each ad once for all lives: the same inputs give the same bytes, which take a while."""
    known: dict[str, Rendering] = {}
    real = rendering.render_proof

    def render(made: Any, *rest: Any) -> Rendering:
        key = repr((made.display, rest[-1]))
        if key not in known:
            known[key] = real(made, *rest)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proofs, "render_proof", render)
        # That a version was proved against everyone has tests of its own.
        patch.setattr(publishing, "unchecked", lambda _plan: ())
        yield


class Life(RuleBasedStateMachine):
    """Three ads of two partners, from their first value to their delivery, or to their end."""

    original: OriginalShop
    files: storage.MemoryFileStore

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="life-"))
        shutil.copyfile(self.original.path, self.folder / "life.sqlite")
        self.database = databases.connect(f"sqlite:///{self.folder / 'life.sqlite'}")
        storage.use_file_store(self.files)
        clock.start_at(IN_ORDER_TIME)
        shop = self.shop = self.original.shop
        actors, network = shop.demo.network.actors, shop.demo.network
        self.campaign_id = shop.demo.campaign.id
        self.planner, self.brand = actors[Role.CAMPAIGN_MANAGER], actors[Role.BRAND_MANAGER]
        self.sibling = make_actor(Role.PARTNER_MANAGER, network.sibling.path)
        self.people = (
            shop.manager,
            actors[Role.PARTNER_STAFF],
            self.sibling,
            actors[Role.REGIONAL_MANAGER],
            shop.approver,
            shop.supplier,
        )
        self.versions = self.turns = 0
        self.line_count = self.parked_count = self.waiting_count = 0
        self.expired = self.rights_moved = False
        self.stood: dict[UUID, tuple[LineStatus, bool]] = {}
        self.seen: dict[UUID, tuple[int, dict[str, Any]]] = {}
        self.ads: list[UUID] = []

    @initialize(own=st.integers(0, 2), paper=st.integers(0, 2))
    def begin(self, own: int, paper: int) -> None:
        """Start and order three ads, with a fund for three newspaper ads.

        One of them says something of its own, so that it waits for a person; one is printed.
        """
        network = self.shop.demo.network
        outlets = (*network.outlets[:2], network.sibling_outlet)
        owners = (self.shop.manager, self.shop.manager, self.sibling)
        self.ads = [
            get_or_start(owner, self.campaign_id, outlet.id).id
            for owner, outlet in zip(owners, outlets, strict=True)
        ]
        set_coop_fund(self.planner, self.campaign_id, FUND, 50, None)
        save_values(owners[own], self.ads[own], {"headline": HEADLINES[own % 2]}, 1)
        for ad, owner in enumerate(owners):
            request = self.request(ad, NEWSPAPER if ad == paper else POST)
            self.shop.order(request, by=owner)

    def teardown(self) -> None:
        """Check the audit trail of the whole life, and leave nothing behind."""
        assert verify_chain().is_intact
        self.database.engine.dispose()
        shutil.rmtree(self.folder)

    def ad(self, number: int) -> Localisation:
        """Return an ad as it is now."""
        with reading() as s:
            return s.get_one(Localisation, self.ads[number])

    def person(self, who: int | None, ad: int) -> Actor:
        """Return somebody; None is whose ad it is."""
        owner = self.sibling if ad == len(self.ads) - 1 else self.shop.manager
        return owner if who is None else self.people[who]

    def lines(self, *statuses: LineStatus) -> list[OrderLine]:
        """Return all order lines of some statuses."""
        statement = select(OrderLine).where(OrderLine.status.in_(statuses or tuple(LineStatus)))
        with reading() as s:
            return list(s.scalars(statement.order_by(OrderLine.id)))

    def turn(
        self, actor: Actor, permission: Permission, path: str, do: Callable[[], object]
    ) -> bool:
        """Let somebody do something; it must be refused without the right to it at that place."""
        try:
            do()
        except Refusal:
            return False
        assert actor.may_at(permission, path), f"{actor.name} acted at {path}"
        return True

    @rule(who=WHO, ad=ADS, headline=st.sampled_from(HEADLINES), late=st.booleans())
    def edit(self, who: int | None, ad: int, headline: str, late: bool) -> None:
        """Save a value, perhaps on a page that is out of date."""
        actor, row = self.person(who, ad), self.ad(ad)
        version = max(row.row_version - late, 1)
        self.turn(
            actor,
            Permission.LOCALISATION_EDIT,
            row.path,
            lambda: save_values(actor, row.id, {"headline": headline}, version),
        )

    @rule(who=WHO, ad=ADS, back=st.booleans())
    def step_back(self, who: int | None, ad: int, back: bool) -> None:
        """Take a change back, or set it again."""
        actor, row = self.person(who, ad), self.ad(ad)
        step = undo if back else redo
        self.turn(
            actor,
            Permission.LOCALISATION_EDIT,
            row.path,
            lambda: step(actor, row.id, row.row_version),
        )

    def request(self, ad: int, format_key: str) -> LineRequest:
        """Return one line of an ad."""
        supplier = None if format_key == POST else self.shop.supplier_id
        return LineRequest(self.ads[ad], format_key, 1, supplier)

    @rule(who=WHO, ad=ADS, format_key=FORMATS)
    def order(self, who: int | None, ad: int, format_key: str) -> None:
        """Order an ad in one format."""
        actor, path = self.person(who, ad), self.ad(ad).path
        request = self.request(ad, format_key)
        self.turn(actor, Permission.ORDER_PLACE, path, lambda: self.shop.order(request, by=actor))

    @rule(who=WHO, ad=ADS, format_key=FORMATS)
    def fill_basket(self, who: int | None, ad: int, format_key: str) -> None:
        """Put an ad into the basket."""
        actor, path = self.person(who, ad), self.ad(ad).path
        request = self.request(ad, format_key)
        self.turn(
            actor,
            Permission.LOCALISATION_SUBMIT,
            path,
            lambda: put_in_basket(actor, request),
        )

    @precondition(lambda self: self.waiting_count)
    @rule(who=WHO, outcome=OUTCOMES, late=st.booleans())
    def decide(self, who: int | None, outcome: Outcome, late: bool) -> None:
        """Decide on what has waited longest."""
        waiting = Submission.status == SubmissionStatus.AWAITING_DECISION
        with reading() as s:
            found = s.scalars(select(Submission).where(waiting).order_by(Submission.id)).first()
        if found is not None:
            actor = self.shop.approver if who is None else self.people[who]
            version = found.row_version - late
            self.turn(
                actor,
                Permission.SUBMISSION_DECIDE,
                found.path,
                lambda: decide(actor, found.id, outcome, "Bitte anders", version),
            )

    @rule()
    def work(self) -> None:
        """Do what waits in the queue: carry decisions out, hand over, carry ads over."""
        run_due_jobs()

    @precondition(lambda self: self.line_count)
    @rule(number=LINES)
    def deliver(self, number: int) -> None:
        """Hand a line over; its proof must be approved and valid at this very moment."""
        lines = self.lines()
        if not lines:
            return
        line = lines[number % len(lines)]
        valid = {one.id for one in lines if approval_of(one.proof_id).valid}
        try:
            made = deliver_line(line.id)
        except Refusal:
            return
        handed = [one for one in made if one.state is DeliveryState.HANDED_OVER]
        assert {one.order_line_id for one in handed} <= valid

    @precondition(lambda self: self.line_count > 3)
    @rule(who=WHO, number=LINES)
    def cancel(self, who: int | None, number: int) -> None:
        """Cancel a line that is not in production yet."""
        lines = self.lines(*GOING)
        if lines:
            line = lines[number % len(lines)]
            actor = self.person(who, self.ads.index(line.localisation_id))
            self.turn(actor, Permission.ORDER_PLACE, line.path, lambda: cancel_line(actor, line.id))

    @precondition(lambda self: self.line_count)
    @rule(number=LINES)
    def produce(self, number: int) -> None:
        """Begin production as the supplier."""
        lines = [line for line in self.lines(LineStatus.ORDERED) if line.supplier_id]
        if lines:
            line = lines[number % len(lines)]
            advance_line(self.shop.supplier, line.id, LineStatus.IN_PRODUCTION)

    @precondition(lambda self: self.versions < VERSIONS and self.turns > 4)
    @rule(shorter=st.booleans())
    def publish_version(self, shorter: bool) -> None:
        """Publish the next version of the post, perhaps with room for fewer characters."""
        self.versions += 1
        chosen = get_campaign_format(self.campaign_id, POST)
        template_id = get_template_version(chosen.template_version_id).template_id
        begun = begin_draft(self.brand, template_id)
        document = copy.deepcopy(begun.document)
        document["title"] = {"de": f"Beitrag {self.versions}", "en": f"Post {self.versions}"}
        content = {"document": document, "fields": self._fields(shorter)}
        draft = save_draft(self.brand, begun.id, content, content_hash(begun))
        start_trial(self.brand, draft.id)
        run_due_jobs()
        trial = plan_rebase(self.brand, draft.id).trial
        choice = VersionChoice(VersionPolicy.AT_ONCE)
        try:
            publish_version(self.brand, draft.id, choice, trial.id if trial else None)
        except Conflict:
            return
        run_due_jobs()

    def _fields(self, shorter: bool) -> list[dict[str, Any]]:
        entries = {entry.key: entry for entry in fields_of(load_campaign(self.campaign_id))}
        headline = entries["headline"].model_dump(mode="json")
        return [headline | {"max_chars": 22}] if shorter else []

    @precondition(lambda self: self.versions)
    @rule()
    def retire_old(self) -> None:
        """Retire every version that nothing uses any more."""
        with reading() as s:
            ids = list(s.scalars(select(AdTemplateVersion.id)))
        for version_id in ids:
            try:
                retire(self.brand, [version_id])
            except Refusal:
                continue

    @precondition(lambda self: self.parked_count)
    @rule(who=WHO)
    def settle(self, who: int | None) -> None:
        """Settle the oldest entry that did not fit a new version."""
        open_ones = select(ParkedEntry).where(ParkedEntry.settled_at.is_(None))
        with reading() as s:
            entry = s.scalars(open_ones.order_by(ParkedEntry.id)).first()
        if entry is not None:
            actor = self.person(who, self.ads.index(entry.localisation_id))
            self.turn(
                actor,
                Permission.LOCALISATION_EDIT,
                entry.path,
                lambda: dismiss_entry(actor, entry.id),
            )

    @rule(days=st.sampled_from((-1, 400)))
    def change_rights(self, days: int) -> None:
        """Take the rights to a picture away, or give them again, and do what the night does."""
        self.rights_moved = True
        with transaction() as s:
            motif = select(Asset.id).where(Asset.sha256 == self.shop.demo.photos["Garden"])
            rights = s.scalars(select(AssetRights).where(AssetRights.asset_id.in_(motif)))
            for one in rights:
                one.ends = clock.today() + timedelta(days=days)
        withdraw_ended()

    @precondition(lambda self: self.line_count)
    @rule(planner=st.booleans())
    def expire(self, planner: bool) -> None:
        """Expire the campaign, or try to without the right to it."""
        actor, stood = self.planner if planner else self.shop.manager, self._standing()
        if self.turn(
            actor,
            Permission.CAMPAIGN_PUBLISH,
            "hg/",
            lambda: expire_campaign(actor, self.campaign_id, "Gesperrt"),
        ):
            self.stood, self.rights_moved = stood, False

    def _standing(self) -> dict[UUID, tuple[LineStatus, bool]]:
        """Return where the lines stand that nobody has yet, and whether their proofs hold."""
        handed = self._handed()
        return {
            line.id: (line.status, not approval_of(line.proof_id).changed_since)
            for line in self.lines(*GOING)
            if line.id not in handed
        }

    def _handed(self) -> set[UUID]:
        made = select(Delivery.order_line_id).where(Delivery.state == DeliveryState.HANDED_OVER)
        with reading() as s:
            return set(s.scalars(made))

    @precondition(lambda self: self.expired)
    @rule(works=st.booleans())
    def undo_expiry(self, works: bool) -> None:
        """Take the expiry back, where that is still possible; at times before anything is done."""
        before = load_campaign(self.campaign_id)
        back: list[Undone] = []
        self.turn(
            self.planner,
            Permission.CAMPAIGN_PUBLISH,
            "hg/",
            lambda: back.append(undo_expiry(self.planner, self.campaign_id)),
        )
        if before.expired_at and clock.now() - before.expired_at > timedelta(minutes=11):
            assert load_campaign(self.campaign_id).status == CampaignStatus.EXPIRED
        for undone in back:
            self._is_as_it_was(undone)
            if works:
                self._goes_over_now()

    def _is_as_it_was(self, undone: Undone) -> None:
        """Each line stands where it stood, on a proof that holds as it did, but for its money."""
        now = self._standing()
        with reading() as s:
            refused = select(OrderLine.id).where(OrderLine.reference.in_(undone.not_back))
            gone = set(s.scalars(refused))
        assert set(now) == set(self.stood) - gone
        for line_id, (status, held) in now.items():
            was, had_held = self.stood[line_id]
            assert status is was
            assert held or not had_held or self.rights_moved, "an approval was lost"

    def _goes_over_now(self) -> None:
        """What was published meanwhile is gone over to, and what is under way keeps its proof."""
        stood = self._standing()
        run_due_jobs()
        with reading() as s:
            carries = s.scalars(select(VersionCarry).order_by(VersionCarry.id)).all()
        done = [carry.new_version_id for carry in carries if carry.state is CarryState.DONE]
        assert CarryState.WAITING not in {carry.state for carry in carries}
        if done:
            chosen = get_campaign_format(self.campaign_id, POST)
            assert chosen.template_version_id == done[-1]
        for line_id, (_, held) in self._standing().items():
            assert held or not stood[line_id][1], "an approval was lost on the way"

    @precondition(lambda self: self.line_count and not self.expired and self.versions < VERSIONS)
    @rule(shorter=st.booleans(), works=st.booleans())
    def publish_while_expired(self, shorter: bool, works: bool) -> None:
        """Publish the next version while the campaign is expired, and take that back."""
        self.expire(planner=True)
        if load_campaign(self.campaign_id).status == CampaignStatus.EXPIRED:
            self.publish_version(shorter)
            self.undo_expiry(works)

    @precondition(lambda self: self.expired)
    @rule()
    def wait(self) -> None:
        """Let a quarter of an hour go by."""
        clock.start_at(clock.now() + timedelta(minutes=15))

    @invariant()
    def look(self) -> None:
        """Count what there is, for what can be done next."""
        self.turns += 1
        waiting = Submission.status == SubmissionStatus.AWAITING_DECISION
        with reading() as s:
            self.line_count = len(s.scalars(select(OrderLine.id)).all())
            self.waiting_count = len(s.scalars(select(Submission.id).where(waiting)).all())
            self.parked_count = len(s.scalars(select(ParkedEntry.id)).all())
            self.expired = load_campaign(self.campaign_id).status == CampaignStatus.EXPIRED

    @invariant()
    def every_value_is_kept(self) -> None:
        """The history leads to the row, goes on without gaps, and what was taken out is parked."""
        with reading() as s:
            changes = s.scalars(select(ValueChange).order_by(ValueChange.step, ValueChange.id))
            history = list(changes)
            parked = [
                (e.localisation_id, e.field_key, e.value) for e in s.scalars(select(ParkedEntry))
            ]
        for row in (self.ad(number) for number in range(len(self.ads))):
            values: dict[str, Any] = {}
            own = [c for c in history if c.localisation_id == row.id]
            for change in own:
                if change.field_key.startswith("@"):
                    continue
                assert values.get(change.field_key) == change.old, "the history has a gap"
                values[change.field_key] = change.new
                lost = change.changed_by is None and change.old is not None and change.new is None
                what = (row.id, change.field_key, change.old)
                assert (
                    not lost
                    or what in parked
                    or change.field_key in row.withdrawn
                    or (change.field_key.startswith("bild."))
                ), f"{what} is nowhere"
            assert {k: v for k, v in values.items() if v is not None} == row.values
            self._grows(row, max((c.step for c in own), default=1))

    def _grows(self, row: Localisation, last_step: int) -> None:
        version, values = self.seen.get(row.id, (0, {}))
        assert row.row_version == max(last_step, 1)
        assert row.row_version > version or row.values == values
        assert row.row_version >= version
        self.seen[row.id] = (row.row_version, dict(row.values))

    @invariant()
    def only_approved_bytes_were_handed_over(self) -> None:
        """Each file handed over is one of a proof that was approved before that."""
        statement = (
            select(Delivery, OrderLine, Submission, Decision)
            .join(OrderLine, OrderLine.id == Delivery.order_line_id)
            .join(Submission, Submission.id == OrderLine.submission_id)
            .outerjoin(Decision, Decision.submission_id == Submission.id)
            .where(Delivery.state == DeliveryState.HANDED_OVER)
        )
        with reading() as s:
            for delivery, line, submission, decision in s.execute(statement):
                kept = select(ProofFile.sha256).where(ProofFile.proof_id == line.proof_id)
                assert delivery.sha256 in set(s.scalars(kept))
                assert submission.status is SubmissionStatus.APPROVED
                assert decision is not None
                assert decision.outcome is Outcome.APPROVED
                assert decision.at <= delivery.at

    @invariant()
    def nothing_retired_was_ordered(self) -> None:
        """No line was ordered with a template version after that was retired."""
        statement = (
            select(Order.ordered_at, AdTemplateVersion.retired_at)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .join(Proof, Proof.id == OrderLine.proof_id)
            .join(AdTemplateVersion, AdTemplateVersion.id == Proof.template_version_id)
            .where(AdTemplateVersion.retired_at.is_not(None))
        )
        with reading() as s:
            rows = s.execute(statement).all()
        assert all(retired and ordered < retired for ordered, retired in rows)

    @invariant()
    def money_adds_up(self) -> None:
        """Each hold is closed once at most, lines that ended cost nothing, and the fund holds."""
        with reading() as s:
            entries = list(s.scalars(select(LedgerEntry)))
        closed = {e.closes: e.kind for e in entries if e.closes is not None}
        holds = {e.id: e for e in entries if e.kind is EntryKind.HOLD}
        taken = sum(
            e.coop_cents for e in holds.values() if closed.get(e.id) is not EntryKind.RELEASE
        )
        assert taken <= FUND.cents
        open_holds = {i for i in holds if closed.get(i) is not EntryKind.RELEASE}
        for line in self.lines():
            if line.hold_id is not None:
                assert (line.status in ENDED) == (line.hold_id not in open_holds)
        held_by_lines = {line.hold_id for line in self.lines() if line.hold_id}
        assert open_holds <= held_by_lines

    @invariant()
    def nothing_of_an_expired_campaign_goes_on(self) -> None:
        """No basket, no submission and no line that nobody has yet."""
        if load_campaign(self.campaign_id).status != CampaignStatus.EXPIRED:
            return
        waiting = Submission.status == SubmissionStatus.AWAITING_DECISION
        with reading() as s:
            assert s.scalars(select(BasketLine.id)).all() == []
            assert s.scalars(select(Submission.id).where(waiting)).all() == []
        assert {line.id for line in self.lines(*GOING)} <= self._handed()


def test_nothing_is_lost_and_nothing_slips_through(original_shop: OriginalShop) -> None:
    assert all(JOBS)
    Life.original, Life.files = original_shop, copy.deepcopy(original_shop.files)
    quick = settings(max_examples=6, stateful_step_count=24, derandomize=True, database=None)
    longer = settings(max_examples=EXAMPLES or 1, stateful_step_count=40)
    with drawn_once():
        run_state_machine_as_test(
            Life,
            settings=settings(
                longer if EXAMPLES else quick,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
