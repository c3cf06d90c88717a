"""Owns a trial as a whole: every open localisation carried over in thought, set both ways."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from brand_assets.design_facts import Bilingual, Severity
from campaigns.ad_templates.drafting import content_hash
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.localisation.models import Localisation
from campaigns.rollout.apart import Apart
from campaigns.rollout.in_order import work_in_order
from campaigns.rollout.rules import EffectState
from campaigns.rollout.versions.examining import Outcome, examine_both
from campaigns.rollout.versions.kinds import CONFLICT_WORDS, ConflictKind
from campaigns.rollout.versions.models import VersionTrial, VersionTrialItem
from campaigns.rollout.versions.preparing import Preparing, ReadyAd
from campaigns.rollout.versions.rules import Misfit
from campaigns.rollout.versions.shifting import Concerned, concerned_by
from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import reading
from portal.foundation.errors import N_
from portal.foundation.jobs import RunningJob
from portal.foundation.translations import translate

ADS_A_BATCH = 12
_CANNOT_SET = N_("With the new template, this ad cannot be set at all.")


class Ended(Exception):
    """Somebody cancelled the trial, or the draft has changed: nothing more is to be done."""


@dataclass(frozen=True, slots=True)
class _Batch:
    ads: list[ReadyAd]
    after: UUID


def try_version(job: RunningJob, trial_id: UUID) -> dict[str, Any]:
    """Try a draft with all that it concerns; goes on where an earlier attempt was cut off."""
    try:
        _begin(job, trial_id).run()
    except Ended:
        _cancel(job, trial_id)
        return {"ended": "cancelled"}
    return {"ended": "done"}


def _begin(job: RunningJob, trial_id: UUID) -> "_Trial":
    with reading() as running:
        trial = running.get(VersionTrial, trial_id)
        version = running.get(AdTemplateVersion, trial.version_id) if trial else None
        if trial is None or version is None or trial.state is not EffectState.RUNNING:
            raise Ended
        if content_hash(version) != trial.content_sha256:
            raise Ended
        return _Trial(job, trial, version)


def _cancel(job: RunningJob, trial_id: UUID) -> None:
    with job.transaction() as running:
        trial = running.get(VersionTrial, trial_id)
        if trial is not None and trial.state is EffectState.RUNNING:
            trial.state, trial.finished_at = EffectState.CANCELLED, clock.now()


class _Trial:
    """One run: its job, its trial, and the processes that it uses."""

    def __init__(self, job: RunningJob, trial: VersionTrial, version: AdTemplateVersion) -> None:
        self._job, self._trial_id = job, trial.id
        self._last, self._total = trial.last_localisation_id, trial.total
        self._concerned: Sequence[Concerned] = [one for one in concerned_by(version) if one.runs]
        self._preparing = Preparing(version, self._concerned)
        self._apart = Apart(self._preparing.library.provide, in_background=True)

    def run(self) -> None:
        """Do what is left, several batches at a time, and keep them in their order."""
        at_once = settings().render_processes
        for batch, outcomes in work_in_order(self._batches(), self._examine, at_once):
            self._keep(batch, outcomes)
        with self._job.transaction() as running:
            trial = self._locked(running)
            trial.state, trial.finished_at = EffectState.DONE, clock.now()
            trial.done = trial.total
        self._job.report(self._total, self._total)

    def _batches(self) -> Iterator[_Batch]:
        last = self._last
        while found := self._after(last):
            last = found[-1].id
            yield _Batch(self._preparing.ready(found), last)

    def _after(self, last: UUID | None) -> Sequence[Localisation]:
        ids = [one.campaign.id for one in self._concerned]
        statement = select(Localisation).where(Localisation.campaign_id.in_(ids))
        if last is not None:
            statement = statement.where(Localisation.id > last)
        with reading() as running:
            return running.scalars(statement.order_by(Localisation.id).limit(ADS_A_BATCH)).all()

    def _examine(self, batch: _Batch) -> list[Outcome]:
        pairs = tuple(ad.both for ad in batch.ads if ad.both is not None)
        return self._apart.run(examine_both, pairs) if pairs else []

    def _keep(self, batch: _Batch, outcomes: list[Outcome]) -> None:
        results = iter(outcomes)
        with self._job.transaction() as running:
            trial = self._locked(running)
            counts = dict(trial.counts)
            for ad in batch.ads:
                misfits = _misfits(ad, next(results) if ad.both else None)
                if misfits:
                    running.add(_item(trial.id, ad, misfits))
                    counts["conflicts"] = counts.get("conflicts", 0) + len(misfits)
                    counts["ads"] = counts.get("ads", 0) + 1
            trial.counts = counts
            trial.done = min(trial.done + len(batch.ads), trial.total)
            trial.last_localisation_id = batch.after
            done, total = trial.done, trial.total
        self._job.report(done, total)

    def _locked(self, running: Session) -> VersionTrial:
        """Return the trial under lock; whoever cancelled it meanwhile ends the run."""
        trial = running.get_one(
            VersionTrial, self._trial_id, with_for_update=True, populate_existing=True
        )
        version = running.get(AdTemplateVersion, trial.version_id, populate_existing=True)
        still = version is not None and content_hash(version) == trial.content_sha256
        if trial.state is not EffectState.RUNNING or not still:
            raise Ended
        return trial


def _misfits(ad: ReadyAd, outcome: Outcome | None) -> list[Misfit]:
    """Return the conflicts of values, and what else newly keeps the ad from being ordered."""
    found = list(ad.carried.conflicts)
    if outcome is None:
        return found
    if outcome.refused is not None:
        words = Bilingual(*(translate(language, _CANNOT_SET) for language in ("de", "en")))
        return [*found, Misfit(ConflictKind.BLOCKED, "", words, _CANNOT_SET, words=words)]
    told = {misfit.field_key for misfit in found}
    for finding in outcome.findings.new:
        key = finding.field or finding.rule
        if finding.severity is Severity.BLOCKS and key not in told:
            told.add(key)
            label = ad.labels.get(key, finding.message)
            message = CONFLICT_WORDS[ConflictKind.BLOCKED]
            found.append(Misfit(ConflictKind.BLOCKED, key, label, message, words=finding.message))
    return found


def _item(trial_id: UUID, ad: ReadyAd, misfits: Sequence[Misfit]) -> VersionTrialItem:
    localisation = ad.localisation
    return VersionTrialItem(
        trial_id=trial_id,
        campaign_id=localisation.campaign_id,
        localisation_id=localisation.id,
        outlet_id=localisation.outlet_id,
        format_key=ad.format_key,
        path=localisation.path,
        row_version=localisation.row_version,
        weight=float(len(misfits)),
        conflicts=[misfit.write() for misfit in misfits],
        pictures={},
    )
