"""Owns the look at an effect as a whole: batches to several processes, results in their order.

Each batch is kept together with how far it got, so that a run that was cut off goes on after the
last one; at most a few batches are in memory at a time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from brand_assets.design_facts import KitValues
from brand_assets.kit.models import BrandKitVersion
from campaigns.rollout.apart import Apart
from campaigns.rollout.examining import Examined, examine
from campaigns.rollout.gathering import (
    Library,
    Prepared,
    load_draft,
    prepare_localisations,
    prepare_template,
)
from campaigns.rollout.in_order import work_in_order
from campaigns.rollout.items import counted, is_kept, item_of, unseen
from campaigns.rollout.models import KitEffect
from campaigns.rollout.rules import (
    EffectState,
    added_counts,
)
from campaigns.rollout.subjects import Basis, live_basis, localisations_after, template_subjects
from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import reading
from portal.foundation.errors import NotFound
from portal.foundation.jobs import RunningJob

OUTLETS_A_BATCH = 12
TEMPLATES_A_BATCH = 3


class Ended(Exception):
    """Somebody cancelled the run, or the draft has changed: nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Ads that are examined together; `after` is the last localisation that is done with them."""

    ads: list[Prepared]
    covered: int
    after: UUID | None = None


def look_at_effect(job: RunningJob, effect_id: UUID) -> dict[str, Any]:
    """Examine everything that stands on the kit; goes on where an earlier attempt was cut off."""
    try:
        _begin(job, effect_id).run()
    except Ended:
        _cancel(job, effect_id)
        return {"ended": "cancelled"}
    return {"ended": "done"}


def _begin(job: RunningJob, effect_id: UUID) -> "_Look":
    with reading() as running:
        effect = running.get_one(KitEffect, effect_id)
        version = running.get(BrandKitVersion, effect.kit_version_id)
    if effect.state is not EffectState.RUNNING or version is None:
        raise Ended
    try:
        draft = load_draft(effect.kit_version_id, effect.content_sha256)
    except NotFound as gone:
        raise Ended from gone
    return _Look(job, effect, live_basis(version.kit_id), draft)


def _cancel(job: RunningJob, effect_id: UUID) -> None:
    with job.transaction() as running:
        effect = running.get_one(KitEffect, effect_id)
        if effect.state is EffectState.RUNNING:
            effect.state, effect.finished_at = EffectState.CANCELLED, clock.now()


class _Look:
    """One run: its job, its effect, and the processes that it uses."""

    def __init__(self, job: RunningJob, effect: KitEffect, basis: Basis, draft: KitValues) -> None:
        self._job, self._effect_id, self._basis = job, effect.id, basis
        self._kit, self._path = effect.content_sha256, effect.path
        self._start = effect
        self._library = Library({effect.content_sha256: draft})
        self._apart = Apart(self._library.provide, in_background=True)

    def run(self) -> None:
        """Do what is left, several batches at a time, and keep them in their order."""
        if not self._start.templates_done:
            self._templates()
        batches = self._batches(self._start.last_localisation_id)
        for batch, examined in self._examined(batches):
            self._keep(batch, examined)
        with self._job.transaction() as running:
            effect = self._locked(running)
            effect.state, effect.finished_at = EffectState.DONE, clock.now()
            effect.done = effect.total
        self._job.report(effect.total, effect.total)

    def _templates(self) -> None:
        """Examine all templates; they are kept together, so a cut-off run does them again."""
        subjects = template_subjects(self._basis)
        ads = [prepare_template(subject, self._library, self._path) for subject in subjects]
        batches = [
            _Batch(ads[n : n + TEMPLATES_A_BATCH], len(ads[n : n + TEMPLATES_A_BATCH]))
            for n in range(0, len(ads), TEMPLATES_A_BATCH)
        ]
        examined: list[Examined] = []
        for _, found in self._examined(batches):
            examined += found
            self._job.report(len(examined), self._start.total)
        with self._job.transaction() as running:
            effect = self._locked(running)
            self._add(running, effect, ads, examined)
            effect.templates_done, effect.done = True, len(ads)
        self._job.report(len(ads), self._start.total)

    def _batches(self, last: UUID | None) -> Iterator[_Batch]:
        formats = self._basis.running
        while found := localisations_after(self._basis, last, OUTLETS_A_BATCH):
            last = found[-1].id
            ads = prepare_localisations(found, self._basis, self._library)
            yield _Batch(ads, sum(len(formats[one.campaign_id]) for one in found), last)

    def _examined(self, batches: Iterable[_Batch]) -> Iterator[tuple[_Batch, list[Examined]]]:
        return work_in_order(batches, self._examine, settings().render_processes)

    def _examine(self, batch: _Batch) -> list[Examined]:
        ads = tuple(prepared.ad for prepared in batch.ads if prepared.ad is not None)
        return self._apart.run(examine, ads, self._kit)

    def _keep(self, batch: _Batch, examined: Sequence[Examined]) -> None:
        with self._job.transaction() as running:
            effect = self._locked(running)
            self._add(running, effect, batch.ads, examined)
            effect.done = min(effect.done + batch.covered, effect.total)
            effect.last_localisation_id = batch.after
            done, total = effect.done, effect.total
        self._job.report(done, total)

    def _locked(self, running: Session) -> KitEffect:
        """Return the effect under lock; whoever cancelled it meanwhile ends the run."""
        effect = running.get_one(
            KitEffect, self._effect_id, with_for_update=True, populate_existing=True
        )
        version = running.get(BrandKitVersion, effect.kit_version_id)
        still = version is not None and version.sha256 == effect.content_sha256
        if effect.state is not EffectState.RUNNING or not still:
            raise Ended
        return effect

    def _add(
        self,
        running: Session,
        effect: KitEffect,
        ads: Sequence[Prepared],
        examined: Sequence[Examined],
    ) -> None:
        counts, results = effect.counts, iter(examined)
        for prepared in ads:
            result = unseen(prepared.refused) if prepared.refused else next(results)
            item = item_of(effect.id, prepared, result)
            counts = added_counts(counts, counted(item))
            if is_kept(item):
                running.add(item)
        effect.counts = counts
