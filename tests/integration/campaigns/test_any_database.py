"""Localising and proving on SQLite and on PostgreSQL, and what happens when two do it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from campaigns.localisation.models import Localisation
from campaigns.localisation.service import (
    ValuesClash,
    get_localisation,
    get_or_start,
    history,
    save_values,
    undo,
)
from campaigns.planning.service import list_campaigns, open_campaigns, set_default
from campaigns.proofs.models import Proof, ProofFile
from campaigns.proofs.service import files_of, make_proof, verify_files
from portal.foundation.audit import verify_chain
from portal.foundation.database import Database, reading
from portal.foundation.storage import FileStore
from regions.accounts.rules import Role
from tests.factories.demo_campaign import DemoCampaign, make_demo_campaign

Result = TypeVar("Result")


@pytest.fixture
def demo(any_db: Database, file_store: FileStore) -> DemoCampaign:
    """A published campaign on one of the databases."""
    return make_demo_campaign()


def at_once(*tasks: Callable[[], Result]) -> list[Result | Exception]:
    """Run the tasks at the same moment and return what each gave or raised."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], Result]) -> Result | Exception:
        barrier.wait()
        try:
            return task()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(tasks)) as threads:
        return list(threads.map(run, tasks))


def count(table: type) -> int:
    with reading() as s:
        return s.scalar(select(func.count()).select_from(table)) or 0


def test_the_flow_and_its_races(demo: DemoCampaign) -> None:
    """One test, because publishing the campaign is the slow part."""
    partner, staff = demo.partner, demo.network.actors[Role.PARTNER_STAFF]
    assert [c.id for c in open_campaigns(partner, demo.outlet_id)] == [demo.campaign.id]
    starts = at_once(
        *(lambda: get_or_start(partner, demo.campaign.id, demo.outlet_id).id for _ in range(4))
    )
    assert len(set(starts)) == count(Localisation) == 1
    (ad,) = {start for start in starts if not isinstance(start, Exception)}

    saves = at_once(
        lambda: save_values(partner, ad, {"headline": "Von Jonas."}, 1).saved,
        lambda: save_values(staff, ad, {"headline": "Von Mia."}, 1).saved,
    )
    assert sum(isinstance(save, ValuesClash) for save in saves) == 1
    assert len(history(partner, ad)) == 1
    others = at_once(
        lambda: save_values(partner, ad, {"angebot.preis": "3,49"}, 2).saved,
        lambda: save_values(staff, ad, {"event.titel": "Pflanztag"}, 2).saved,
    )
    assert others == [("angebot.preis",), ("event.titel",)]
    assert get_localisation(partner, ad).row_version == 4

    proofs = at_once(*(lambda: make_proof(partner, ad, "post-1080").id for _ in range(3)))
    assert len(set(proofs)) == count(Proof) == 1
    (proof_id,) = {proof for proof in proofs if not isinstance(proof, Exception)}
    assert count(ProofFile) == len(files_of(proof_id)) == 2
    assert all(report.intact for report in verify_files(proof_id))

    undo(partner, ad, 4)
    planner = demo.network.actors[Role.CAMPAIGN_MANAGER]
    set_default(planner, demo.campaign.id, "headline", "Hände in die Erde.", "ranking")
    assert make_proof(partner, ad, "post-1080").id == proof_id or count(Proof) == 2
    assert len(list_campaigns(demo.network.actors[Role.ANALYST])) == 1
    assert verify_chain().is_intact
