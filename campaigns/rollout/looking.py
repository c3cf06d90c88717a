"""Owns the look at an effect as a whole: batches to several processes, results in their order.

Each batch is kept together with how far it got, so that a run that was cut off goes on after the
last one; at most a few batches are in memory at a time.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from brand_assets.design_facts import Bilingual, Finding, KitValues, Severity
from brand_assets.kit.models import BrandKitVersion
from campaigns.proofs.rules import write_findings
from campaigns.rollout.apart import Apart
from campaigns.rollout.comparing import AdChange, FrameChange
from campaigns.rollout.examining import Examined, Refused, examine
from campaigns.rollout.gathering import (
    Library,
    Prepared,
    load_draft,
    prepare_localisations,
    prepare_template,
)
from campaigns.rollout.models import KitEffect, KitEffectItem
from campaigns.rollout.rules import (
    EffectState,
    FindingChanges,
    added_counts,
    blocks,
    weight_of,
)
from campaigns.rollout.subjects import Basis, live_basis, localisations_after, template_subjects
from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import reading
from portal.foundation.errors import NotFound
from portal.foundation.ids import new_id
from portal.foundation.jobs import RunningJob
from portal.foundation.translations import translate

OUTLETS_A_BATCH = 12
TEMPLATES_A_BATCH = 3
FRAMES = TypeAdapter(tuple[FrameChange, ...])


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
        self._library = Library((effect.content_sha256, draft))
        self._apart = Apart(self._library.provide)

    def run(self) -> None:
        """Do what is left, several batches at a time, and keep them in their order."""
        at_once = settings().render_processes + 1
        waiting: deque[tuple[_Batch, Future[list[Examined]]]] = deque()
        with ThreadPoolExecutor(settings().render_processes) as threads:
            if not self._start.templates_done:
                self._templates(threads)
            for batch in self._batches(self._start.last_localisation_id):
                waiting.append((batch, self._examine(threads, batch)))
                if len(waiting) >= at_once:
                    self._keep_first(waiting)
            while waiting:
                self._keep_first(waiting)
        with self._job.transaction() as running:
            effect = self._locked(running)
            effect.state, effect.finished_at = EffectState.DONE, clock.now()
            effect.done = effect.total
        self._job.report(effect.total, effect.total)

    def _templates(self, threads: ThreadPoolExecutor) -> None:
        """Examine all templates; they are kept together, so a cut-off run does them again."""
        subjects = template_subjects(self._basis)
        ads = [prepare_template(subject, self._library, self._path) for subject in subjects]
        batches = [
            _Batch(ads[n : n + TEMPLATES_A_BATCH], len(ads[n : n + TEMPLATES_A_BATCH]))
            for n in range(0, len(ads), TEMPLATES_A_BATCH)
        ]
        results = [self._examine(threads, batch) for batch in batches]
        examined: list[Examined] = []
        for result in results:
            examined += result.result()
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

    def _examine(self, threads: ThreadPoolExecutor, batch: _Batch) -> "Future[list[Examined]]":
        ads = tuple(prepared.ad for prepared in batch.ads if prepared.ad is not None)
        return threads.submit(self._apart.run, examine, ads, self._kit)

    def _keep_first(self, waiting: "deque[tuple[_Batch, Future[list[Examined]]]]") -> None:
        batch, future = waiting.popleft()
        examined = future.result()
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
            result = _unseen(prepared.refused) if prepared.refused else next(results)
            item = item_of(effect.id, prepared, result)
            counts = added_counts(counts, _counted(item, is_template=prepared.is_template))
            if prepared.is_template or _changes(item) or "unseen" in item.detail:
                running.add(item)
        effect.counts = counts


def _unseen(refused: Refused) -> Examined:
    """Return what is said of an ad that could not be set before, nor will be."""
    return Examined(AdChange(), FindingChanges(), refused, refused)


def _changes(item: KitEffectItem) -> bool:
    return item.look or item.press or bool(item.new_findings or item.gone_findings)


def _counted(item: KitEffectItem, *, is_template: bool) -> dict[str, int]:
    if is_template:
        return {
            "templates": 1,
            "templates_changed": int(_changes(item)),
            "templates_blocked": int(item.newly_blocked),
        }
    return {
        "ads": 1,
        "unseen": int("unseen" in item.detail),
        "look": int(item.look),
        "press": int(item.press and not item.look),
        "blocked": int(item.newly_blocked),
        "new": int(item.new_findings > 0),
        "gone": int(item.gone_findings > 0),
    }


def item_of(effect_id: UUID, prepared: Prepared, examined: Examined) -> KitEffectItem:
    """Return the row of an examined ad."""
    came, before, change = _came(examined), _before(examined), examined.change
    blocked_before, blocked_after = blocks(before), blocks((*came, *examined.findings.same))
    return KitEffectItem(
        id=new_id(),
        effect_id=effect_id,
        **prepared.row,
        look=change.look,
        press=change.press,
        share=change.share,
        blocked_before=blocked_before,
        blocked_after=blocked_after,
        new_findings=len(came),
        gone_findings=len(examined.findings.gone),
        weight=weight_of(
            newly_blocked=blocked_after and not blocked_before,
            new_findings=len(came),
            share=change.share,
        ),
        detail=_detail(examined, came),
        pictures={},
    )


def _detail(examined: Examined, came: tuple[Finding, ...]) -> dict[str, Any]:
    detail = {
        "frames": FRAMES.dump_python(examined.change.frames, mode="json"),
        "new": write_findings(came),
        "gone": write_findings(examined.findings.gone),
    }
    if examined.refused_before is not None and examined.refused_after is not None:
        detail["unseen"] = write_findings([_finding(examined.refused_before)])
    return detail


def _came(examined: Examined) -> tuple[Finding, ...]:
    if examined.refused_after is None or examined.refused_before is not None:
        return examined.findings.new
    return (_finding(examined.refused_after), *examined.findings.new)


def _before(examined: Examined) -> tuple[Finding, ...]:
    refused = examined.refused_before
    told = (_finding(refused),) if refused else ()
    return (*told, *examined.findings.gone, *examined.findings.same)


def _finding(refused: Refused) -> Finding:
    """Return the finding that an ad cannot be set at all."""
    message = Bilingual(
        translate("de", refused.message, refused.params),
        translate("en", refused.message, refused.params),
    )
    return Finding(rule="kit.lacks", severity=Severity.BLOCKS, message=message)
