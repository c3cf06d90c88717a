"""Owns what happens once a file is here: checked, unpacked, taken into the library.

Each picture of a ZIP is told by itself, and what is told is stored as it goes: work that was
broken off continues behind the last picture that was told.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar
from uuid import UUID

from brand_assets.design_facts import AssetRight
from brand_assets.library.decoding_apart import upload_limits
from brand_assets.library.incoming.archives import (
    ArchiveEntry,
    ArchiveLimits,
    extract_entry,
    is_archive,
    list_archive,
)
from brand_assets.library.incoming.folders import put_into_collection
from brand_assets.library.incoming.gathering import gathered, hash_of
from brand_assets.library.incoming.models import Upload
from brand_assets.library.incoming.rules import (
    FolderUse,
    TakenIn,
    Told,
    UploadState,
    read_taken_in,
    tags_of,
)
from brand_assets.library.incoming.sessions import discard_parts
from brand_assets.library.masters import NOTE_WORDS
from brand_assets.library.rules import HEAD, MEBIBYTE, AssetMeta, title_from_name
from brand_assets.library.uploads import AddedAsset, add_asset, passing_folder, refuse_infected
from brand_assets.typesetting.pictures.samples import ProfileProblem
from portal.foundation.config import settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Invalid, NotNow, Refusal
from portal.foundation.jobs.processes import ProcessFailed, run_confined
from regions.scoping.actor import Actor

Report = Callable[[int, int], None]
Params = ParamSpec("Params")
Result = TypeVar("Result")

MOST_UNPACKED = 4
"""How many times the size of the largest ZIP its content may have."""
PROFILE_WORDS = {
    ProfileProblem.BROKEN: N_(
        "Its colour profile is damaged and was left aside; check the colours."
    ),
    ProfileProblem.OTHER_SPACE: N_(
        "Its colour profile belongs to other colours and was left aside; check the colours."
    ),
}


def take_in(actor: Actor, upload_id: UUID, report: Report) -> int:
    """Take a finished upload into the library; return how many pictures came of it."""
    with reading() as s:
        upload = s.get(Upload, upload_id)
    if upload is None or upload.state is not UploadState.TAKING_IN:
        return 0
    try:
        with gathered(upload) as file:
            results = _take_file(actor, upload, file, report)
    except Refusal as refusal:
        refuse(upload_id, refusal)
        return 0
    _store(upload_id, results, UploadState.DONE)
    _let_go(upload_id)
    return sum(1 for result in results if result.asset_id)


def refuse(upload_id: UUID, refusal: Refusal) -> None:
    """Store why nothing came of an upload; what can be tried again later keeps its parts."""
    with transaction() as s:
        row = s.get(Upload, upload_id, with_for_update=True)
        if row is not None:
            row.state = UploadState.REFUSED
            row.problem = Told(refusal.message, refusal.params).as_row()
    if not isinstance(refusal, NotNow):
        _let_go(upload_id)


def _let_go(upload_id: UUID) -> None:
    with transaction() as s:
        row = s.get(Upload, upload_id, with_for_update=True)
        handle = row.handle if row else ""
        if row is not None:
            row.handle, row.parts = "", []
    discard_parts([handle])


def _store(upload_id: UUID, results: Sequence[TakenIn], state: UploadState) -> None:
    with transaction() as s:
        row = s.get_one(Upload, upload_id)
        row.results, row.state = [result.as_row() for result in results], state


def _take_file(actor: Actor, upload: Upload, file: Path, report: Report) -> list[TakenIn]:
    with file.open("rb") as stream:
        head = stream.read(HEAD)
    if is_archive(head):
        return _unpack(actor, upload, file, report)
    folders = tuple(filter(None, upload.folder.split("/")))
    return [_take_picture(actor, upload, file, upload.name, folders)]


def _unpack(actor: Actor, upload: Upload, file: Path, report: Report) -> list[TakenIn]:
    refuse_infected(actor, file, hash_of(file), upload.name)
    limits = archive_limits()
    entries = _read_apart(list_archive, file, limits)
    results = [read_taken_in(row) for row in upload.results]
    for entry in entries[len(results) :]:
        report(len(results), len(entries))
        results.append(_take_entry(actor, upload, file, entry))
        _store(upload.id, results, UploadState.TAKING_IN)
    report(len(entries), len(entries))
    return results


def check_archive(file: Path) -> None:
    """Refuse a ZIP that cannot be unpacked, with what to do."""
    _read_apart(list_archive, file, archive_limits())


def archive_limits() -> ArchiveLimits:
    """Return what a ZIP of pictures may hold."""
    unpacked = settings().zip_max_megabytes * MEBIBYTE * MOST_UNPACKED
    return ArchiveLimits(settings().zip_max_entries, upload_limits().max_bytes, unpacked)


def _take_entry(actor: Actor, upload: Upload, file: Path, entry: ArchiveEntry) -> TakenIn:
    if entry.problem is not None:
        return TakenIn(entry.name, problem=entry.problem)
    with passing_folder() as folder:
        target = folder / "entry"
        try:
            _read_apart(extract_entry, file, entry.index, target, archive_limits())
            return _take_picture(actor, upload, target, entry.name, entry.folders)
        except Invalid as refusal:
            return TakenIn(entry.name, problem=Told(refusal.message, refusal.params))


def _read_apart(
    function: Callable[Params, Result], *args: Params.args, **kwargs: Params.kwargs
) -> Result:
    try:
        return run_confined(function, *args, **kwargs)
    except (ProcessFailed, MemoryError) as error:
        raise Invalid(
            N_("The ZIP could not be read in time. Split it and upload its parts."), field="file"
        ) from error


def _take_picture(
    actor: Actor, upload: Upload, file: Path, name: str, folders: tuple[str, ...]
) -> TakenIn:
    tags = tags_of(folders) if upload.folder_use is FolderUse.TAGS else ()
    meta = AssetMeta(title_from_name(name), tags=tags, right=AssetRight(upload.licence))
    added = add_asset(actor, upload.path, file, meta, name)
    if folders and upload.folder_use is FolderUse.COLLECTION:
        put_into_collection(actor, upload.path, " / ".join(folders), added.asset.id)
    return told_of(added, name)


def told_of(added: AddedAsset, name: str) -> TakenIn:
    """Return what a person is told of a picture that was taken in."""
    notes = [NOTE_WORDS[note] for note in added.notes]
    if added.profile_problem is not None:
        notes.append(PROFILE_WORDS[added.profile_problem])
    return TakenIn(
        name,
        str(added.asset.id),
        added.is_new,
        added.had_location,
        notes=tuple(notes),
        alike=tuple(str(asset.id) for asset in added.alike),
    )
