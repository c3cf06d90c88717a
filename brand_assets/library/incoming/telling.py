"""Owns what a person is shown of an upload: how far it is, and what became of each picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from brand_assets.library.access import readable
from brand_assets.library.incoming.models import Upload
from brand_assets.library.incoming.rules import (
    TakenIn,
    Told,
    UploadState,
    read_taken_in,
    read_told,
)
from brand_assets.library.incoming.sessions import uploads_of_batch
from brand_assets.library.models import Asset
from brand_assets.library.service import archive_asset
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_
from portal.foundation.jobs import find_job
from portal.foundation.jobs.models import JobState
from regions.scoping.actor import Actor, not_there

_OURS = Told(N_("Something went wrong on our side. Cancel the upload and begin it anew."), {})


@dataclass(frozen=True, slots=True)
class ToldPicture:
    """One picture of an upload: what became of it, the asset, and those that look alike."""

    taken: TakenIn
    asset: Asset | None
    alike: tuple[Asset, ...]


@dataclass(frozen=True, slots=True)
class ToldUpload:
    """An upload as its page shows it; `done` of `total` pictures are through."""

    upload: Upload
    state: UploadState
    problem: Told | None
    pictures: tuple[ToldPicture, ...]
    done: int
    total: int

    @property
    def is_under_way(self) -> bool:
        """Whether it is being taken in."""
        return self.state is UploadState.TAKING_IN

    @property
    def may_retry(self) -> bool:
        """Whether it can be tried again without being sent again."""
        return self.state is UploadState.REFUSED and self.upload.handle != ""


def tell_upload(actor: Actor, upload: Upload) -> ToldUpload:
    """Return what to show of an upload."""
    taken = [read_taken_in(row) for row in upload.results]
    assets = _assets_of(actor, taken)
    state, problem, done, total = upload.state, _problem(upload), len(taken), len(taken)
    if state is UploadState.TAKING_IN and upload.job_id is not None:
        job = find_job(upload.job_id)
        done, total = (job.done, job.total) if job else (0, 0)
        if job is not None and job.state is JobState.FAILED:
            state, problem = UploadState.REFUSED, _OURS
    pictures = tuple(
        ToldPicture(
            found,
            assets.get(found.asset_id),
            tuple(assets[other] for other in found.alike if other in assets),
        )
        for found in taken
    )
    return ToldUpload(upload, state, problem, pictures, done, total)


def _problem(upload: Upload) -> Told | None:
    return read_told(upload.problem) if upload.problem else None


def _assets_of(actor: Actor, taken: Iterable[TakenIn]) -> dict[str, Asset]:
    wanted = {UUID(key) for found in taken for key in (found.asset_id, *found.alike) if key}
    if not wanted:
        return {}
    with reading() as s:
        found = s.scalars(readable(actor).where(Asset.id.in_(wanted))).unique()
        return {str(asset.id): asset for asset in found}


def tell_batch(actor: Actor, batch_id: UUID) -> Sequence[ToldUpload]:
    """Return what to show of all uploads that belong together."""
    return [tell_upload(actor, upload) for upload in uploads_of_batch(actor, batch_id)]


def settle_alike(actor: Actor, upload_id: UUID, asset_id: str, instead: str) -> Upload:
    """Keep a new picture beside those that look alike, or take the one `instead` that was here."""
    with transaction() as s:
        row = s.get(Upload, upload_id, with_for_update=True)
        if row is None or row.account_id != actor.account_id:
            raise not_there()
        taken = [read_taken_in(result) for result in row.results]
        place = next((n for n, found in enumerate(taken) if found.asset_id == asset_id), None)
        if place is None or (instead and instead not in taken[place].alike):
            raise not_there()
        if instead:
            archive_asset(actor, UUID(asset_id))
            taken[place] = TakenIn(taken[place].name, instead, is_new=False)
        else:
            taken[place] = replace(taken[place], alike=())
        row.results = [found.as_row() for found in taken]
        return row
