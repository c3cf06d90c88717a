"""Values for many outlets: carried over, typed, refused where they are not one's own, undone."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from campaigns.localisation.service import find_localisation, get_or_start, history, save_values
from campaigns.planning.service import close_campaign
from campaigns.proofs.across.forms import OutletForm
from campaigns.proofs.across.jobs import ask_for_check, read_counts
from campaigns.proofs.across.rules import CellState
from campaigns.proofs.across.saving import (
    Outcome,
    OutcomeState,
    Seen,
    begin_carry_over,
    save_outlets,
)
from campaigns.proofs.across.table import open_table, rows_of
from campaigns.proofs.across.undoing import get_given, undo_all
from portal.foundation.audit import AuditEntry
from portal.foundation.database import Database, reading
from portal.foundation.errors import Conflict, NotFound, NotPermitted
from portal.foundation.jobs import run_due_jobs
from regions.accounts.rules import Actor, Role
from tests.factories.demo_campaign import DemoCampaign, make_demo_campaign

pytestmark = pytest.mark.usefixtures("file_store")


class Sending:
    """One person who gives values to outlets, as the page does."""

    def __init__(self, demo: DemoCampaign, actor: Actor, seen: Seen | None = None) -> None:
        self.actor, self.seen = actor, seen
        source_id = seen.localisation_id if seen else None
        self.given = begin_carry_over(actor, demo.campaign.id, source_id)

    def save(self, *outlets: tuple[UUID, int, dict[str, Any]]) -> list[Outcome]:
        """Save entries: outlet, row version, cells by field."""
        wanted = [
            OutletForm(outlet=o, version=v, cells=cells).as_entries() for o, v, cells in outlets
        ]
        return list(save_outlets(self.actor, self.given, self.seen, wanted))


def refusals(outlet_id: UUID) -> int:
    """Return how often the trail says that somebody was refused at an outlet."""
    statement = select(AuditEntry).where(
        AuditEntry.action == "localisation.carry_over", AuditEntry.subject_id == str(outlet_id)
    )
    with reading() as running:
        return sum(entry.outcome == "refused" for entry in running.scalars(statement))


def headline_of(demo: DemoCampaign, outlet_id: UUID) -> str | None:
    """Return what an outlet has set as its headline."""
    found = find_localisation(demo.partner, demo.campaign.id, outlet_id)
    return found.values.get("headline") if found else None


def test_values_are_given_told_apart_and_taken_back(any_db: Database) -> None:
    demo = make_demo_campaign()
    first, second = (outlet.id for outlet in demo.network.outlets)
    regional = demo.network.actors[Role.REGIONAL_MANAGER]
    source = get_or_start(demo.partner, demo.campaign.id, first)
    saved = save_values(demo.partner, source.id, {"headline": "Bergedorf blüht."}, 1)
    seen = Seen(source.id, saved.localisation.row_version)

    _carry_to_an_ad_that_nobody_started(demo, seen, second)
    _keep_own_values_unless_told_otherwise(demo, seen, second)
    _tell_who_was_faster(demo, seen, regional, second)
    _save_nothing_of_an_outlet_with_an_unreadable_cell(demo, second)
    _refuse_what_is_not_ones_own(demo, seen)
    _take_everything_back_that_nobody_changed_since(demo, regional, second)
    _refuse_a_closed_campaign(demo, second)


def _carry_to_an_ad_that_nobody_started(demo: DemoCampaign, seen: Seen, outlet_id: UUID) -> None:
    table = open_table(demo.partner, demo.campaign.id, seen.localisation_id)
    assert [outlet.id for outlet in table.outlets] == [outlet_id]
    assert [column.key for column in table.columns if column.chosen] == ["headline"]
    states = {
        cell.column.key: cell.state for cell in rows_of(demo.partner, table, table.outlets)[0].cells
    }
    assert states["headline"] is CellState.FREE
    assert states["event.titel"] is CellState.SAME

    sending = Sending(demo, demo.partner, seen)
    cells = {
        "headline": {},
        "angebot.preis": {"text": "3,49 €"},
        "event.titel": {"text": "Pflanztag mit Anfassen"},
    }
    (outcome,) = sending.save((outlet_id, 0, cells))
    assert (outcome.state, set(outcome.saved)) == (
        OutcomeState.SAVED,
        {"headline", "angebot.preis"},
    )
    found = find_localisation(demo.partner, demo.campaign.id, outlet_id)
    assert found is not None
    assert found.values["headline"] == "Bergedorf blüht."
    assert found.values["angebot.preis"]["cents"] == 349
    assert {change.step for change in history(demo.partner, found.id)} == {outcome.version}

    assert undo_all(demo.partner, sending.given).count == 1
    assert headline_of(demo, outlet_id) is None
    assert undo_all(demo.partner, sending.given).count == 0


def _keep_own_values_unless_told_otherwise(demo: DemoCampaign, seen: Seen, outlet_id: UUID) -> None:
    version = _set(demo, demo.partner, outlet_id, "Lüneburg lacht.")
    (kept,) = Sending(demo, demo.partner, seen).save((outlet_id, version, {"headline": {}}))
    assert (kept.state, kept.kept) == (OutcomeState.UNCHANGED, ("headline",))
    assert headline_of(demo, outlet_id) == "Lüneburg lacht."
    replacing = {"headline": {"replaces": True}}
    (replaced,) = Sending(demo, demo.partner, seen).save((outlet_id, version, replacing))
    assert replaced.state is OutcomeState.SAVED
    assert headline_of(demo, outlet_id) == "Bergedorf blüht."


def _tell_who_was_faster(demo: DemoCampaign, seen: Seen, regional: Actor, outlet_id: UUID) -> None:
    found = find_localisation(demo.partner, demo.campaign.id, outlet_id)
    assert found is not None
    old = found.row_version
    _set(demo, regional, outlet_id, "Nord ist schneller.")
    source_outlet = demo.network.outlets[0].id
    clash, other = Sending(demo, demo.partner).save(
        (outlet_id, old, {"headline": {"text": "Zu spät."}}),
        (source_outlet, seen.version, {"event.titel": {"text": "Pflanztag"}}),
    )
    assert (clash.state, other.state) == (OutcomeState.CLASH, OutcomeState.SAVED)
    assert "headline" in clash.problems
    assert headline_of(demo, outlet_id) == "Nord ist schneller."
    with pytest.raises(Conflict):  # the source is another one now
        Sending(demo, demo.partner, seen).save((outlet_id, old, {"headline": {}}))


def _save_nothing_of_an_outlet_with_an_unreadable_cell(demo: DemoCampaign, outlet_id: UUID) -> None:
    cells = {"headline": {"text": "Gut lesbar."}, "angebot.preis": {"text": "geschenkt"}}
    (outcome,) = Sending(demo, demo.partner).save((outlet_id, 99, cells))
    assert outcome.state is OutcomeState.UNREADABLE
    assert set(outcome.problems) == {"angebot.preis"}
    assert headline_of(demo, outlet_id) == "Nord ist schneller."
    for key in ("markt.name", "gibt.es.nicht"):
        (locked,) = Sending(demo, demo.partner).save((outlet_id, 99, {key: {"text": "Meins"}}))
        assert locked.state is OutcomeState.REFUSED
    assert refusals(outlet_id) == 2


def _refuse_what_is_not_ones_own(demo: DemoCampaign, seen: Seen) -> None:
    own, foreign = demo.network.outlets[0].id, demo.network.foreign_outlet.id
    sending = Sending(demo, demo.partner)
    cells = {"headline": {"text": "Untergeschoben."}}
    with pytest.raises(NotFound):
        sending.save((own, 99, cells), (foreign, 0, cells))
    assert refusals(foreign) == 1
    assert headline_of(demo, own) == "Bergedorf blüht."  # nothing of the request was saved
    manager = demo.network.actors[Role.CAMPAIGN_MANAGER]
    with pytest.raises(NotPermitted):  # who only looks changes nothing
        Sending(demo, manager).save((own, 99, cells))
    theirs = demo.network.actors[Role.REGIONAL_MANAGER]
    for refused in (
        lambda: get_given(theirs, sending.given),
        lambda: undo_all(theirs, sending.given),
    ):
        with pytest.raises(NotFound):
            refused()


def _take_everything_back_that_nobody_changed_since(
    demo: DemoCampaign, regional: Actor, second: UUID
) -> None:
    first = demo.network.outlets[0].id
    before = headline_of(demo, first)
    sending = Sending(demo, demo.partner)
    cells = {"headline": {"text": "Für alle."}, "event.titel": {"text": "Tag für alle"}}
    assert {one.state for one in sending.save((first, 99, cells), (second, 99, cells))} == {
        OutcomeState.SAVED
    }
    _set(demo, regional, second, "Doch anders.")
    undone = undo_all(demo.partner, sending.given)
    assert undone.count == 2
    assert [place for place, _ in undone.kept] == [demo.network.outlets[1].place]
    assert headline_of(demo, first) == before
    assert headline_of(demo, second) == "Doch anders."
    found = find_localisation(demo.partner, demo.campaign.id, second)
    assert found is not None
    assert "event.titel" not in found.values


def _refuse_a_closed_campaign(demo: DemoCampaign, outlet_id: UUID) -> None:
    sending = Sending(demo, demo.partner)
    close_campaign(demo.network.actors[Role.CAMPAIGN_MANAGER], demo.campaign.id)
    (outcome,) = sending.save((outlet_id, 99, {"headline": {"text": "Zu spät."}}))
    assert outcome.state is OutcomeState.REFUSED
    assert outcome.reason is not None


def _set(demo: DemoCampaign, actor: Actor, outlet_id: UUID, headline: str) -> int:
    started = get_or_start(actor, demo.campaign.id, outlet_id)
    version = started.row_version
    return save_values(actor, started.id, {"headline": headline}, version).localisation.row_version


def test_findings_are_told_outlet_by_outlet(db: Database) -> None:
    demo = make_demo_campaign()
    first, second = (outlet.id for outlet in demo.network.outlets)
    sending = Sending(demo, demo.partner)
    long = "Balkonkastenbepflanzungsberatung und Hochbeetbefüllungsgemeinschaft mit Nachmittag."
    sending.save(
        (first, 0, {"headline": {"text": "Kurz."}}), (second, 0, {"headline": {"text": long}})
    )
    given = get_given(demo.partner, sending.given)
    assert len(given.unchecked) == 2
    ask_for_check(given)
    ask_for_check(given)
    assert run_due_jobs() == 1
    checked = get_given(demo.partner, sending.given)
    assert not checked.unchecked
    blocked = [
        one.outlet.id
        for one in checked.outlets
        if any(found.verdict == "open" for found in read_counts(one.last.findings).values())
    ]
    assert blocked == [second]


def test_who_looks_on_is_told_and_regions_narrow_the_table(db: Database) -> None:
    demo = make_demo_campaign()
    planner = demo.network.actors[Role.CAMPAIGN_MANAGER]
    table = open_table(planner, demo.campaign.id, None)
    assert "look at the values" in (table.shut or "")
    assert open_table(demo.partner, demo.campaign.id, None).shut is None
    assert table.regions
    for region in table.regions:
        narrowed = open_table(planner, demo.campaign.id, None, region.path)
        assert 0 < narrowed.total < table.total
        assert all(outlet.path.startswith(region.path) for outlet in narrowed.outlets)
    nowhere = open_table(planner, demo.campaign.id, None, "hg/nowhere/")
    assert (nowhere.total, nowhere.shut) == (0, None)
