"""Owns the run of a check: batches of outlets to several processes, results kept in their order.

Each batch is kept together with how far it got, so that a run that was cut off goes on after the
last one; only a few batches are in memory at a time, however many outlets there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from campaigns.rollout.apart import Apart
from campaigns.rollout.everyone.counting import count_outlets_with_errors
from campaigns.rollout.everyone.gathering import Gatherer, OutletAds
from campaigns.rollout.everyone.models import EveryoneFinding, EveryoneOutlet, EveryoneRun
from campaigns.rollout.everyone.rows import Rows
from campaigns.rollout.everyone.rules import (
    EVERYONE_CHECKED,
    CheckState,
    Verdict,
    added_notes,
    merged_tightest,
)
from campaigns.rollout.everyone.subjects import CheckSubject, load_content, outlets_after
from campaigns.rollout.everyone.trying import Found, Tried, paint, try_ads
from campaigns.rollout.in_order import work_in_order
from campaigns.rollout.items import finding_of
from campaigns.rollout.setting import Refused
from portal.foundation import clock, usage
from portal.foundation.config import settings
from portal.foundation.database import reading
from portal.foundation.errors import NotFound
from portal.foundation.jobs import RunningJob
from portal.foundation.storage import file_store
from regions.partners.models import Outlet, Partner

OUTLETS_A_BATCH = 12
PICTURE_WIDTH = 640


class Ended(Exception):
    """Somebody cancelled the run, or what it is about has changed: nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class _Batch:
    outlets: list[OutletAds]

    @property
    def last(self) -> UUID:
        return self.outlets[-1].outlet_id


def check_everyone(job: RunningJob, run_id: UUID) -> dict[str, Any]:
    """Set and check all that a run is about; goes on where an earlier attempt was cut off."""
    try:
        _begin(job, run_id).run()
    except Ended:
        _cancel(job, run_id)
        return {"ended": "cancelled"}
    return {"ended": "done"}


def _begin(job: RunningJob, run_id: UUID) -> "_Check":
    with reading() as running:
        run = running.get(EveryoneRun, run_id)
    if run is None or run.state is not CheckState.RUNNING:
        raise Ended
    try:
        content = load_content(CheckSubject(run.campaign_id, run.template_version_id))
    except NotFound as gone:
        raise Ended from gone
    if content.sha256 != run.content_sha256:
        raise Ended
    return _Check(job, run, Gatherer(content))


def _cancel(job: RunningJob, run_id: UUID) -> None:
    with job.transaction() as running:
        run = running.get(EveryoneRun, run_id)
        if run is not None and run.state is CheckState.RUNNING:
            run.state, run.finished_at = CheckState.CANCELLED, clock.now()


class _Check:
    """One run: its job, what it gathers, and the processes that it uses."""

    def __init__(self, job: RunningJob, run: EveryoneRun, gatherer: Gatherer) -> None:
        self._job, self._run, self._gatherer = job, run, gatherer
        self._apart = Apart(gatherer.library.provide, in_background=True)

    def run(self) -> None:
        """Do what is left, several batches at a time, and keep them in their order."""
        at_once = settings().render_processes
        for batch, tried in work_in_order(self._batches(), self._try, at_once):
            self._keep(batch, tried)
        self._finish(self._painted())

    def _batches(self) -> Iterator[_Batch]:
        last, audience = self._run.last_outlet_id, self._gatherer.content.audience
        # The example takes longest: nobody's ads wait with it.
        while found := outlets_after(audience, last, OUTLETS_A_BATCH if last else 1):
            outlets = self._gatherer.gather(found)
            yield _Batch(outlets if last else [_finished(outlets[0])])
            last = outlets[-1].outlet_id

    def _try(self, batch: _Batch) -> list[Tried]:
        ads = [one for outlet in batch.outlets for one in outlet.ads]
        told = tuple((one.ad, one.entry) for one in ads if one.ad is not None)
        results = iter(self._apart.run(try_ads, told))
        return [_tried(next(results) if one.ad else one.refused) for one in ads]

    def _keep(self, batch: _Batch, tried: list[Tried]) -> None:
        rows, results = Rows(), iter(tried)
        for outlet in batch.outlets:
            rows.add(self._run.id, outlet, [next(results) for _ in outlet.ads])
        with self._job.transaction() as running:
            run = self._locked(running)
            running.execute(insert(EveryoneOutlet), rows.outlets)
            if rows.findings:
                running.execute(insert(EveryoneFinding), rows.findings)
            frames = merged_tightest(run.tightest.get("frames", []), rows.tight)
            run.tightest, run.notes = {"frames": frames}, added_notes(run.notes, rows.notes)
            run.last_outlet_id = batch.last
            run.done = min(run.done + len(tried), run.total)
            done, total = run.done, run.total
        self._job.report(done, total)

    def _locked(self, running: Session) -> EveryoneRun:
        """Return the run under lock; whoever cancelled it meanwhile ends it."""
        run = running.get(EveryoneRun, self._run.id, with_for_update=True, populate_existing=True)
        if run is None or run.state is not CheckState.RUNNING:
            raise Ended
        return run

    def _painted(self) -> list[dict[str, Any]]:
        """Return the tightest frames, each with a picture of its page."""
        with reading() as running:
            run = running.get_one(EveryoneRun, self._run.id, populate_existing=True)
        return [{**one, "picture": self._picture(one)} for one in run.tightest.get("frames", [])]

    def _picture(self, one: dict[str, Any]) -> str | None:
        with reading() as running:
            outlet = running.get_one(Outlet, UUID(one["outlet"]))
            partner = running.get_one(Partner, outlet.partner_id)
            gathered = self._gatherer.gather([(outlet, partner)])[0]
        ads = {found.format_key: found.ad for found in gathered.ads}
        ad = ads[one["format"]]
        data = self._apart.run(paint, ad, one["page"], PICTURE_WIDTH) if ad else None
        return file_store().put(data, media_type="image/jpeg").sha256 if data else None

    def _finish(self, frames: list[dict[str, Any]]) -> None:
        with self._job.transaction() as running:
            run = self._locked(running)
            run.tightest = {"frames": frames}
            run.state, run.finished_at, run.done = CheckState.DONE, clock.now(), run.total
            usage.record(
                EVERYONE_CHECKED,
                actor=None,
                path=run.path,
                campaign_id=run.campaign_id,
                value=float(run.total),
                attributes={
                    "errors": count_outlets_with_errors(run.id),
                    "template": run.template_version_id is not None,
                },
            )
        self._job.report(self._run.total, self._run.total)


def _finished(outlet: OutletAds) -> OutletAds:
    """Return the first outlet as an example: of its ads, ink and codes are measured as well."""
    return replace(
        outlet,
        ads=tuple(
            replace(one, ad=replace(one.ad, finished=True)) if one.ad else one for one in outlet.ads
        ),
    )


def _tried(came: Tried | Refused | None) -> Tried:
    """Return what came of an ad; that no kit can set it, or that it lacks a photo, is an error."""
    if isinstance(came, Refused):
        return Tried((Found(finding_of(came), Verdict.ERROR),))
    return came or Tried(())
