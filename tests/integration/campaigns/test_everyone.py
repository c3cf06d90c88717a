"""Holds the proof against everyone: run, cancel, resume, exceptions by name, and the gate."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, select

import campaigns.rollout.everyone.jobs  # noqa: F401 - registers the job
from campaigns.ad_templates.drafting import begin_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import get_template_version
from campaigns.planning.merging import imagine_with
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.plan_files import plan_from
from campaigns.planning.rules import CampaignStatus
from campaigns.planning.service import (
    fields_of,
    get_campaign,
    get_campaign_format,
    plan_campaign,
    set_default,
)
from campaigns.rollout import apart, keeping
from campaigns.rollout.everyone import running
from campaigns.rollout.everyone.excepting import (
    except_outlets,
    list_exceptions,
    withdraw_exceptions,
)
from campaigns.rollout.everyone.extremes import Datum, End
from campaigns.rollout.everyone.looking import AsWhom, Look
from campaigns.rollout.everyone.models import EveryoneFinding, EveryoneOutlet, EveryoneRun
from campaigns.rollout.everyone.publishing import publish_checked
from campaigns.rollout.everyone.results import (
    Excepted,
    OutletQuery,
    Sort,
    all_outlets,
    list_outlets,
)
from campaigns.rollout.everyone.rules import CheckState, Standing, Verdict
from campaigns.rollout.everyone.service import (
    CheckSubject,
    EveryoneCheck,
    cancel_check,
    find_check,
    start_check,
)
from campaigns.rollout.everyone.subjects import load_content
from campaigns.rollout.everyone.sums import choices_of, sums_of
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict, Ended, Invalid, NotFound, NotPermitted
from portal.foundation.jobs import queue, run_due_jobs
from portal.foundation.storage import FileStore
from regions.accounts.rules import Actor, Role
from regions.partners.models import Outlet
from tests.factories.demo_campaign import (
    DemoCampaign,
    demo_plan_file,
    make_demo_campaign,
)
from tests.factories.orders import NEWSPAPER, Shop
from tests.factories.regions import make_actor

LONG_STREET = "Straße der Vereinigung aller Gärtnerinnen und Gärtner des Landkreises 1234 a"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Work in this process, and leave out what finished pages tell: it has tests of its own.

    What is put into the list is raised at the second piece of work.
    """
    troubles: list[str] = []
    calls: list[object] = []

    def at_once(function: Callable[..., object], *args: object) -> object:
        result = function(*args)
        calls.append(function)
        if troubles and len(calls) == 2:
            raise RuntimeError(troubles.pop())
        return result

    monkeypatch.setattr(apart, "run_in_background", at_once)
    monkeypatch.setattr(keeping, "_kept", OrderedDict())
    monkeypatch.setattr(running, "_finished", lambda outlet: outlet)
    return troubles


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the pictures of the tightest frames."""
    monkeypatch.setattr(running._Check, "_picture", lambda *_: None)


def planner_of(demo: DemoCampaign) -> Actor:
    return demo.network.actors[Role.CAMPAIGN_MANAGER]


def draft_of(demo: DemoCampaign) -> Campaign:
    file = demo_plan_file().model_copy(update={"slug": "sommer-2027"})
    return plan_campaign(planner_of(demo), plan_from(file, demo.versions, demo.photos))


def checked(demo: DemoCampaign, subject: CheckSubject) -> EveryoneCheck:
    start_check(planner_of(demo), subject)
    run_due_jobs()
    return found(subject)


def found(subject: CheckSubject) -> EveryoneCheck:
    check = find_check(subject)
    assert check is not None
    return check


def lengthen(demo: DemoCampaign, place: int = 1) -> Outlet:
    """Give one outlet an address that no newspaper ad has room for."""
    with transaction() as s:
        outlet = s.get_one(Outlet, demo.network.outlets[place].id)
        outlet.street, outlet.row_version = LONG_STREET, outlet.row_version + 1
        return outlet


@pytest.mark.usefixtures("here")
def test_who_has_errors_is_excepted_by_name_before_a_campaign_is_published(
    any_db: Database, file_store: FileStore
) -> None:
    demo = make_demo_campaign()
    planner, broken = planner_of(demo), lengthen(demo)
    draft = draft_of(demo)
    subject = CheckSubject(draft.id)
    assert find_check(subject) is None
    refused(demo, draft.id, None, "Check the campaign")

    check = checked(demo, subject)
    assert (check.standing, check.done, check.run.total) == (Standing.COMPLETE, 12, 12)
    assert (check.outlets_with_errors, check.errors_without_exception) == (1, 1)
    looks_for_the_broken(planner, check, broken)
    tightest = check.run.tightest["frames"]
    assert tightest[0]["outlet"] == str(broken.id)
    assert tightest[0]["used"] > 1
    assert file_store.read(tightest[0]["picture"]).startswith(b"\xff\xd8")

    refused(demo, draft.id, check.id, "have errors")
    excepts_by_name(demo, subject, check, broken)
    refused(demo, draft.id, UUID(int=1), "newer check")
    publishes_while_an_exception_is_taken_back(planner, subject, check.id, broken)
    with pytest.raises(Ended, match="on record"):
        except_outlets(planner, subject, check.id, [broken.id], "zieht im Mai um")
    publish_checked(planner, draft.id, check.id)
    assert audited(draft.id).count(("campaign.published_checked", "done")) == 1
    few = list_exceptions(planner, draft.id, most=0)
    assert (few.listed, few.total) == ((), 1)
    (kept,) = list_exceptions(planner, draft.id).listed
    assert (kept.outlet.id, kept.exception.made_by_name) == (broken.id, planner.name)
    assert kept.said("de")
    assert set(audited(draft.id)) >= {
        ("campaign.published", "refused"),
        ("campaign.exceptions_made", "done"),
        ("campaign.exceptions_withdrawn", "done"),
        ("campaign.published_checked", "done"),
    }


def publishes_while_an_exception_is_taken_back(
    planner: Actor, subject: CheckSubject, seen: UUID, broken: Outlet
) -> None:
    """Who takes an exception back at this moment waits, and then is told that it stays."""
    with ThreadPoolExecutor(1) as pool:
        with transaction():
            published = publish_checked(planner, subject.campaign_id, seen)
            taking = pool.submit(withdraw_exceptions, planner, subject, [broken.id])
            with pytest.raises(TimeoutError):
                taking.result(timeout=0.3)
        assert published.status == CampaignStatus.PUBLISHED
        with pytest.raises(Ended, match="on record"):
            taking.result(timeout=20)
    assert found(subject).errors_without_exception == 0


def looks_for_the_broken(planner: Actor, check: EveryoneCheck, broken: Outlet) -> None:
    sums = sums_of(planner, check)
    assert (sums.outlets, sums.by_verdict[Verdict.ERROR]) == (4, 1)
    assert ("text.overflow", Verdict.ERROR, 1) in sums.by_rule
    choices = choices_of(check)
    assert "text.overflow" in choices.rules
    worst = list_outlets(planner, check, OutletQuery()).lines[0]
    assert worst.outlet.id == broken.id
    narrowed = OutletQuery(verdict=Verdict.ERROR, format_key=NEWSPAPER, sort=Sort.TIGHTEST)
    (line,) = list_outlets(planner, check, narrowed).lines
    assert {key for said in line.said for key in said.formats} == {NEWSPAPER}
    assert list_outlets(planner, check, OutletQuery(frame=choices.frames[0][0])).total
    assert list_outlets(planner, check, OutletQuery(region="hg/de/sued/")).total < 4
    assert list_outlets(planner, check, OutletQuery(search=broken.number)).total == 1


def excepts_by_name(
    demo: DemoCampaign, subject: CheckSubject, check: EveryoneCheck, broken: Outlet
) -> None:
    planner = planner_of(demo)
    with pytest.raises(Invalid, match="characters why"):
        except_outlets(planner, subject, check.id, [broken.id], "   ")
    with pytest.raises(Invalid, match="with errors"):
        except_outlets(planner, subject, check.id, [demo.outlet_id], "hat gar keinen Fehler")
    assert except_outlets(planner, subject, check.id, [broken.id], "zieht im Mai um") == 1
    listed = list_outlets(planner, check, OutletQuery(excepted=Excepted.WITH))
    assert [line.exception.reason for line in listed.lines if line.exception] == ["zieht im Mai um"]
    assert list_outlets(planner, check, OutletQuery(excepted=Excepted.WITHOUT)).total == 0
    assert withdraw_exceptions(planner, subject, [broken.id]) == 1
    refused(demo, subject.campaign_id, check.id, "have errors")
    except_outlets(planner, subject, check.id, [broken.id], "zieht im Mai um")


def refused(demo: DemoCampaign, campaign_id: UUID, seen: UUID | None, why: str) -> None:
    with pytest.raises(Conflict, match=why):
        publish_checked(planner_of(demo), campaign_id, seen)


def audited(campaign_id: UUID) -> list[tuple[str, str]]:
    with reading() as s:
        entries = s.scalars(select(AuditEntry).where(AuditEntry.subject_id == str(campaign_id)))
        return [(entry.action, entry.outcome) for entry in entries]


@pytest.mark.usefixtures("here", "unpainted")
def test_what_changes_makes_a_check_old_and_an_exception_void(shop: Shop) -> None:
    demo = shop.demo
    planner, broken = planner_of(demo), lengthen(demo)
    draft = draft_of(demo)
    subject = CheckSubject(draft.id)
    check = checked(demo, subject)
    except_outlets(planner, subject, check.id, [broken.id], "zieht im Mai um")

    set_default(planner, draft.id, "headline", "Hier blüht Ihnen was.", "plan")
    assert found(subject).standing is Standing.OTHER_CONTENT
    refused(demo, draft.id, check.id, "has changed since")
    newer = checked(demo, subject)
    assert newer.errors_without_exception == 0  # the same errors, so the exception still holds

    with transaction() as s:
        outlet = s.get_one(Outlet, broken.id)
        outlet.phone, outlet.row_version = "0" * 39, outlet.row_version + 1
        outlet.name = f"Halmgrün {LONG_STREET}"
    assert found(subject).standing is Standing.OTHER_CONTENT
    latest = checked(demo, subject)
    assert latest.errors_without_exception == 1  # other errors need another exception
    with pytest.raises(Conflict, match="latest check"):
        except_outlets(planner, subject, newer.id, [broken.id], "zieht im Mai um")


@pytest.mark.usefixtures("here", "unpainted")
def test_what_an_outlet_has_still_to_enter_is_no_error(shop: Shop) -> None:
    demo, planner = shop.demo, planner_of(shop.demo)
    draft = draft_of(demo)
    required = next(f["key"] for f in draft.fields if f["required"] and not f["locked"])
    with transaction() as s:
        campaign = s.get_one(Campaign, draft.id)
        campaign.defaults = {k: v for k, v in campaign.defaults.items() if k != required}
        campaign.fields = [
            {**f, "default": None, "source": None} if f["key"] == required else f
            for f in campaign.fields
        ]
    check = checked(demo, CheckSubject(draft.id))
    sums = sums_of(planner, check)
    assert (sums.by_verdict[Verdict.TO_ENTER], check.outlets_with_errors) == (4, 0)
    assert choices_of(check).missing == (required,)
    assert list_outlets(planner, check, OutletQuery(missing=required)).total == 4
    assert len(list(all_outlets(planner, check, OutletQuery(missing="name")))) == 0


@pytest.mark.usefixtures("unpainted")
def test_a_run_that_was_cut_off_goes_on_and_can_be_cancelled(
    shop: Shop, here: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    configure(Settings(demo=True, data_dir=tmp_path, render_processes=1))
    monkeypatch.setattr(running, "OUTLETS_A_BATCH", 1)
    monkeypatch.setattr(queue, "pause_before", lambda _attempt: timedelta())
    subject, planner = CheckSubject(shop.demo.campaign.id), planner_of(shop.demo)
    run = start_check(planner, subject).run
    assert start_check(planner, subject).id == run.id  # what runs goes on
    here.append("the machine goes down at the second batch")
    assert run_due_jobs(limit=1) == 1
    with reading() as s:
        halfway = s.get_one(EveryoneRun, run.id)
        first = s.scalars(select(Outlet.id).order_by(Outlet.id)).first()
        assert (halfway.done, halfway.last_outlet_id) == (3, first)
        assert len(s.scalars(select(EveryoneOutlet)).all()) == 1
    run_due_jobs()
    with reading() as s:
        ended = s.get_one(EveryoneRun, run.id)
        assert (ended.state, ended.done) == (CheckState.DONE, 12)
        assert len(s.scalars(select(EveryoneOutlet)).all()) == 4

    start_check(planner, subject)
    cancel_check(planner, subject)
    run_due_jobs()
    assert found(subject).standing is Standing.CANCELLED
    with pytest.raises(Conflict, match="ended already"):
        cancel_check(planner, subject)
    later = select(EveryoneFinding).where(EveryoneFinding.run_id != run.id)
    with reading() as s:
        assert s.scalars(later).all() == []


def test_who_may_not_publish_has_nothing_checked(shop: Shop) -> None:
    subject = CheckSubject(draft_of(shop.demo).id)
    for role in (Role.APPROVER, Role.REGIONAL_MANAGER, Role.PARTNER_MANAGER):
        other = shop.demo.network.actors[role]
        for act in (
            lambda: start_check(other, subject),  # noqa: B023 - called at once
            lambda: except_outlets(other, subject, UUID(int=1), [], "einfach so"),  # noqa: B023 - the same
            lambda: publish_checked(other, subject.campaign_id, None),  # noqa: B023 - the same
        ):
            with pytest.raises((NotFound, NotPermitted)):
                act()
    with pytest.raises(NotFound):
        start_check(make_actor(Role.CAMPAIGN_MANAGER, "hg/de/sued/"), subject)


def test_an_ad_is_looked_at_as_any_outlet_and_with_the_longest_values(shop: Shop) -> None:
    planner, broken = planner_of(shop.demo), lengthen(shop.demo)
    subject = CheckSubject(shop.demo.campaign.id)
    plain = Look(planner, subject, AsWhom(shop.demo.outlet_id))
    assert [one.worst for one in plain.formats() if one.worst is Verdict.ERROR] == []
    assert plain.picture(NEWSPAPER, 0, 200).startswith(b"\xff\xd8")

    longest = Look(planner, subject, AsWhom(shop.demo.outlet_id, End.LONGEST, Datum.STREET))
    (street,) = longest.replaced
    assert (street.text, street.outlet.id) == (LONG_STREET, broken.id)
    assert Verdict.ERROR in {one.worst for one in longest.formats()}
    everything = Look(planner, subject, AsWhom(end=End.SHORTEST))
    assert {one.datum for one in everything.replaced} >= {Datum.NAME, Datum.STREET, Datum.HOURS}
    assert [one.id for one in plain.search(LONG_STREET[:12])] == []  # searched by stored words
    before, after = plain.neighbours()
    assert (before, after is not None) == (None, True)
    with pytest.raises(NotFound, match="not meant"):
        Look(planner, subject, AsWhom(UUID(int=7)))
    with transaction() as s:
        formats = CampaignFormat.campaign_id == subject.campaign_id
        s.execute(delete(CampaignFormat).where(formats))
    with pytest.raises(Conflict, match="choose formats"):
        Look(planner, subject, AsWhom())


def test_a_version_is_checked_with_the_fields_that_publishing_it_leads_to(shop: Shop) -> None:
    campaign = get_campaign(planner_of(shop.demo), shop.demo.campaign.id)
    brand = shop.demo.network.actors[Role.BRAND_MANAGER]
    chosen = get_campaign_format(campaign.id, NEWSPAPER)
    old = get_template_version(chosen.template_version_id)
    given = next(f for f in campaign.fields if f["key"] == "headline")
    changed = {**given, "max_chars": 12}
    new = {**given, "key": "neu", "required": False}
    draft = begin_draft(brand, old.template_id)
    with transaction() as s:
        s.get_one(AdTemplateVersion, draft.id).fields = [changed, new]
    checked_with = load_content(CheckSubject(campaign.id, draft.id)).campaign
    fields = {entry.key: entry for entry in fields_of(checked_with)}
    assert fields["headline"].max_chars == 12
    assert "neu" in fields
    version = get_template_version(draft.id)
    assert fields_of(checked_with) == fields_of(imagine_with(campaign, version))

    # Until it is published, the campaign is what its own plan says.
    with transaction() as s:
        s.get_one(CampaignFormat, chosen.id).template_version_id = draft.id
    as_it_stands = load_content(CheckSubject(campaign.id)).campaign
    assert fields_of(as_it_stands) == fields_of(campaign)
