"""Owns how long the effect of a kit version takes: every outlet in three formats, by both kits."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

import campaigns.rollout.jobs  # noqa: F401 - registers the job
from bench.network import COMPANY, build_network
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.rollout.service import get_subject, start_effect
from migrations.tables import import_models
from portal.foundation import clock, database
from portal.foundation.config import Settings, configure
from portal.foundation.database import Base, reading, transaction
from portal.foundation.ids import new_id
from portal.foundation.jobs import run_due_jobs
from portal.foundation.logs import set_up_logs
from portal.foundation.storage import DiskFileStore, use_file_store
from regions.accounts.rules import Actor, Grant, Role
from regions.partners.models import Outlet
from tests.factories.demo_campaign import IN_ORDER_TIME, TEMPLATES, publish_spring
from tests.factories.kit_drafts import draft_with, greener_in_print, redder, without_spring

OUTLETS = 412
GOAL_SECONDS = 60
HEADLINES = (
    "Der Frühling muss raus.",
    "Hier blüht Ihnen was.",
    "Raus aus dem Topf, rein ins Beet.",
    "Hände in die Erde.",
)


def run(*words: str) -> None:
    """Print how long the effect takes for 412 outlets (or as many as named), and its memory."""
    outlets = int(words[0]) if words else OUTLETS
    with rollout_world(outlets) as (brand, campaign_id):
        print(f"{outlets:,} outlets in three formats, campaign {campaign_id}")
        version = draft_with(brand, redder, greener_in_print, without_spring)
        start_effect(brand, version.id)
        before, start = forget_peak(), time.perf_counter()
        run_due_jobs()
        seconds = time.perf_counter() - start
        counts = get_subject(brand, version.id).effect
        found = dict(counts.counts) if counts else {}
        ads = found.get("ads", 0)
        print(f"  effect of a kit version           {seconds:7.1f} s   (goal: {GOAL_SECONDS} s)")
        print(f"  ads set and checked by two kits   {ads / seconds:7.1f} a second")
        print(f"  memory that the server added      {peak_megabytes() - before:7.1f} MB")
        print(f"  found: {found}")


@contextmanager
def rollout_world(
    outlets: int, templates: tuple[str, ...] = TEMPLATES, *, begun: bool = True
) -> Iterator[tuple[Actor, UUID]]:
    """Build a network in which every outlet has `begun` its ad, or none; removed afterwards."""
    import_models()
    with tempfile.TemporaryDirectory() as folder:
        settings = configure(Settings(demo=True, data_dir=Path(folder), log_level="ERROR"))
        set_up_logs(settings)
        connected = database.connect(f"sqlite:///{folder}/bench.sqlite")
        Base.metadata.create_all(connected.engine)
        use_file_store(DiskFileStore(Path(folder) / "files"))
        clock.start_at(IN_ORDER_TIME)
        with transaction() as s:
            build_network(s, outlets)
        brand, planner = _actor(Role.BRAND_MANAGER), _actor(Role.CAMPAIGN_MANAGER)
        campaign = publish_spring(brand, planner, templates).campaign
        if begun:
            with transaction() as s:
                _localise(s, campaign)
        yield brand, campaign.id
        connected.engine.dispose()


def _actor(role: Role) -> Actor:
    return Actor(new_id(), f"Bench {role}", f"{role}@bench.example", "de", (Grant(role, COMPANY),))


def _localise(s: Session, campaign: Campaign) -> None:
    with reading():
        found = s.execute(Outlet.__table__.select().order_by(Outlet.number)).mappings().all()
    rows = [
        {
            "id": new_id(),
            "campaign_id": campaign.id,
            "outlet_id": outlet["id"],
            "partner_id": outlet["partner_id"],
            "path": outlet["path"],
            "values": {"headline": HEADLINES[number % len(HEADLINES)]},
        }
        for number, outlet in enumerate(found)
    ]
    s.execute(insert(Localisation), rows)


def peak_megabytes() -> float:
    """Return the memory of this process in MB, as large as it has been since `forget_peak`."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def forget_peak() -> float:
    """Count the peak from now on, and return the memory of this process as it is, in MB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak_megabytes()


def run_apart(benchmark: str, *words: str) -> None:
    """Run a benchmark in a process of its own, whose memory no other one has grown."""
    sys.stdout.flush()
    program = f"from bench.{benchmark} import run; run(*{words!r})"
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own program
