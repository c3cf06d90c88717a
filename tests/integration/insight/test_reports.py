"""Holds the import of channel reports: dry run, upsert, scope, and that nothing is half done."""

import pytest
from sqlalchemy import func, select

from campaigns.insight.reports.models import ChannelReport, ReportSource
from campaigns.insight.reports.rules import Column, Mapped
from campaigns.insight.reports.service import (
    check_again,
    check_report,
    import_file,
    import_report,
    known_sources,
)
from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.storage import FileStore
from portal.foundation.usage import UsageEvent
from regions.accounts.rules import Actor, Role
from tests.factories.insight import (
    make_campaign,
    make_formats,
    make_localisation,
    make_short_link,
)
from tests.factories.regions import Network, make_actor, make_network

CSV = b"Kurzlink;Datum;Auflage;Klicks;Kosten\nABCD2345;03.05.2026;2.500;17;204,50\n"


@pytest.fixture
def network(any_db: Database, file_store: FileStore) -> Network:
    with transaction() as s:
        network = make_network(s)
        campaign = make_campaign(s, make_formats(s))
        make_short_link(s, make_localisation(s, campaign, network.outlets[0]))
        foreign = make_localisation(s, campaign, network.foreign_outlet)
        make_short_link(s, foreign, "SUED2345")
    return network


@pytest.fixture
def manager(network: Network) -> Actor:
    return make_actor(Role.CAMPAIGN_MANAGER, "hg/de/nord/")


def _reports() -> list[ChannelReport]:
    with reading() as s:
        return list(s.scalars(select(ChannelReport).order_by(ChannelReport.day)))


def test_a_dry_run_changes_nothing(manager: Actor) -> None:
    checked = import_file(manager, "druckerei", CSV, dry_run=True)
    assert (checked.new, checked.changed, checked.same, checked.problems) == (1, 0, 0, ())
    assert _reports() == []


def test_a_second_import_changes_nothing(manager: Actor, network: Network) -> None:
    first = import_file(manager, "druckerei", CSV, dry_run=False)
    (before,) = _reports()
    again = import_file(manager, "druckerei", CSV, dry_run=False)
    (after,) = _reports()
    assert (first.new, again.new, again.changed, again.same) == (1, 0, 0, 1)
    assert (after.id, after.changed_at) == (before.id, before.changed_at)
    assert (after.pieces, after.clicks, after.spend_cents) == (2500, 17, 20450)
    assert after.path == network.outlets[0].path


def test_a_later_report_corrects_its_figures_and_keeps_the_others(manager: Actor) -> None:
    import_file(manager, "druckerei", CSV, dry_run=False)
    later = b"Kurzlink;Datum;Klicks\nABCD2345;03.05.2026;21\n"
    outcome = import_file(manager, "druckerei", later, dry_run=False)
    (report,) = _reports()
    assert (outcome.changed, report.clicks, report.pieces) == (1, 21, 2500)


def test_two_sources_may_speak_of_the_same_day(manager: Actor) -> None:
    import_file(manager, "druckerei", CSV, dry_run=False)
    import_file(manager, "verteiler", CSV, dry_run=False)
    assert len(_reports()) == 2
    assert known_sources() == ("druckerei", "verteiler")


def test_an_ad_outside_the_scope_is_unknown(manager: Actor) -> None:
    both = CSV + b"SUED2345;03.05.2026;100;1;1\nNOCODE22;03.05.2026;100;1;1\n"
    checked = check_report(manager, "druckerei", both)
    assert [problem.line for problem in checked.problems] == [3, 4]
    assert {problem.message for problem in checked.problems} == {checked.problems[0].message}


def test_problems_stop_the_import_unless_their_rows_are_left_out(manager: Actor) -> None:
    checked = check_report(manager, "druckerei", CSV + b"ABCD2345;gestern;1;1;1\n")
    with pytest.raises(Conflict):
        import_report(manager, checked.import_id)
    assert _reports() == []
    outcome = import_report(manager, checked.import_id, without_problem_rows=True)
    assert (outcome.new, len(outcome.problems), len(_reports())) == (1, 1, 1)


def test_chosen_columns_are_remembered_for_the_source(manager: Actor) -> None:
    odd = b"A;B;C\nABCD2345;03.05.2026;9\n"
    checked = check_report(manager, "flyerdienst", odd)
    assert [problem.column for problem in checked.problems] == ["code", "day", "figures"]
    chosen = Mapped({Column.CODE: "A", Column.DAY: "B", Column.REPLIES: "C"})
    assert check_again(manager, checked.import_id, chosen).problems == ()
    import_report(manager, checked.import_id)
    with reading() as s:
        assert s.get_one(ReportSource, "flyerdienst").mapping["headers"]["replies"] == "C"
    assert check_report(manager, "flyerdienst", odd).problems == ()


def test_only_who_checked_a_file_takes_it_over(manager: Actor) -> None:
    checked = check_report(manager, "druckerei", CSV)
    other = make_actor(Role.CAMPAIGN_MANAGER, "hg/")
    with pytest.raises(NotFound):
        import_report(other, checked.import_id)


def test_who_may_not_import_is_refused(network: Network) -> None:
    with pytest.raises(NotPermitted):
        check_report(make_actor(Role.PARTNER_MANAGER, network.partner.path), "druckerei", CSV)


def test_a_source_needs_a_plain_name(manager: Actor) -> None:
    with pytest.raises(Invalid):
        check_report(manager, "../Etwas", CSV)


def test_an_import_is_recorded_and_audited(manager: Actor) -> None:
    import_file(manager, "druckerei", CSV, dry_run=False)
    with reading() as s:
        event = s.scalars(
            select(UsageEvent).where(UsageEvent.kind == "channel_report.imported")
        ).one()
        assert (event.value, event.attributes["source"]) == (1.0, "druckerei")
        assert s.scalar(select(func.count()).select_from(AuditEntry)) == 1
