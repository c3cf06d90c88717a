"""Owns the way of an upload into the library: scanned, decoded apart, stored, recorded.

It is the single way in: a form, a resumed upload, an entry of a ZIP and a photo in the editor all
end here. A file is read from disk piece by piece and never held whole by the server.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from brand_assets.library.alike import find_alike
from brand_assets.library.decoding_apart import decode_apart, upload_limits
from brand_assets.library.masters import DecodedPicture, EmbeddedMeta, PictureNote
from brand_assets.library.models import Asset, AssetRights, Rendition
from brand_assets.library.rules import (
    HEAD,
    AssetMeta,
    FocalBy,
    RenditionPurpose,
    check_size,
    checked_meta,
    folded,
    one_line,
    sniff,
    title_from_name,
)
from brand_assets.library.usage_kinds import ASSET_UPLOADED
from brand_assets.typesetting.pictures.samples import ProfileProblem
from portal.foundation import audit, clock, usage
from portal.foundation.config import settings
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.errors import N_, Invalid
from portal.foundation.ids import new_id
from portal.foundation.storage import CHUNK, as_stream, chunks, file_store
from portal.foundation.virus_scan import find_virus
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

MOST_ALIKE = 3


@dataclass(frozen=True, slots=True)
class AddedAsset:
    """What an upload gave: the asset, if it is new, and if a place was removed from it.

    `profile_problem` says why the colour profile in the file was left aside, `notes` what else
    its owner should know, `alike` which pictures of the place look nearly the same.
    """

    asset: Asset
    is_new: bool
    had_location: bool = False
    profile_problem: ProfileProblem | None = None
    notes: tuple[PictureNote, ...] = ()
    alike: tuple[Asset, ...] = ()


def add_asset(
    actor: Actor,
    path: str,
    content: IO[bytes] | bytes | Path,
    meta: AssetMeta,
    source_name: str = "",
) -> AddedAsset:
    """Add a picture to the library of a tree path; the same content again is the same asset.

    What the file says of itself is taken where `meta` says nothing; a title that is only the
    file's name counts as nothing.
    """
    actor.require(Permission.ASSET_UPLOAD, path)
    tidy = checked_meta(meta)
    with on_disk(content) as file:
        source = _hash_of(file)
        known = _find_same(path, Asset.source_sha256 == source)
        if known is not None:
            return AddedAsset(_brought_back(actor, known), is_new=False)
        _check_artwork(actor, path, file)
        refuse_infected(actor, file, source, source_name)
        decoded = decode_apart(file)
    described = _described(tidy, decoded.embedded, source_name)
    return _keep(actor, path, source, decoded, described, one_line(source_name)[:200])


@contextmanager
def on_disk(content: IO[bytes] | bytes | Path) -> Iterator[Path]:
    """Give content as a file on this machine, under a name of our own if it is none yet."""
    if isinstance(content, Path):
        yield content
        return
    with passing_folder() as folder:
        path, left = folder / "upload", upload_limits().max_bytes + 1
        stream = as_stream(content) if isinstance(content, bytes) else content
        with path.open("xb") as file:
            while left > 0 and (piece := stream.read(min(CHUNK, left))):
                left -= file.write(piece)
        yield path


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Give an empty folder in the data folder that is gone afterwards."""
    root = _passing_root()
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as folder:
        yield Path(folder)


def clear_passing_folders(before: datetime) -> None:
    """Remove what processes that were killed left behind, untouched since then."""
    for folder in _passing_root().glob("*"):
        if datetime.fromtimestamp(folder.stat().st_mtime, UTC) < before:
            shutil.rmtree(folder, ignore_errors=True)


def _passing_root() -> Path:
    return (settings().data_dir / "passing").resolve()


def refuse_infected(actor: Actor, file: Path, sha256: str, name: str) -> None:
    """Refuse a file in which the scanner finds a virus, and keep that in the audit trail."""
    virus = find_virus(file)
    if virus is None:
        return
    audit.audit_refusal(
        "asset.infected",
        actor=actor.ref,
        subject="upload",
        subject_id=sha256,
        details={"virus": virus[:200], "name": one_line(name)[:200]},
    )
    raise Invalid(
        N_("The virus scanner found %(virus)s in it. It was not kept; check your computer."),
        field="file",
        virus=virus[:100],
    )


def _hash_of(file: Path) -> str:
    check_size(file.stat().st_size, upload_limits())
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for piece in chunks(stream):
            digest.update(piece)
    return digest.hexdigest()


def _check_artwork(actor: Actor, path: str, file: Path) -> None:
    """Refuse vector artwork from those who do not keep the library of the place."""
    with file.open("rb") as stream:
        kind = sniff(stream.read(HEAD))
    if kind is None or not kind.is_artwork or actor.may_at(Permission.ASSET_MANAGE, path):
        return
    raise Invalid(
        N_("Drawings and PDFs are added by those who keep the brand. Upload a photo instead."),
        field="file",
    )


def _described(meta: AssetMeta, said: EmbeddedMeta, source_name: str) -> AssetMeta:
    named = said.title and meta.title == title_from_name(source_name)
    return checked_meta(
        replace(
            meta,
            title=said.title if named else meta.title,
            alt=meta.alt or said.alt,
            caption=meta.caption or said.caption,
            tags=(*meta.tags, *said.keywords),
            photographer=meta.photographer or said.creator,
            credit=meta.credit or said.credit,
            copyright=meta.copyright or said.copyright,
            taken_on=meta.taken_on or said.taken_on,
        )
    )


def _keep(
    actor: Actor, path: str, source: str, decoded: DecodedPicture, meta: AssetMeta, name: str
) -> AddedAsset:
    stored = file_store().put(decoded.master, media_type=decoded.media_type)
    pages = [
        (page, file_store().put(page.data, media_type="image/jpeg").sha256)
        for page in decoded.pages
    ]
    focal = meta.focal or decoded.focal
    asset = Asset(
        id=new_id(),
        path=path,
        sha256=stored.sha256,
        source_sha256=source,
        source_name=name,
        kind=decoded.kind,
        media_type=decoded.media_type.value,
        size=stored.size,
        width=decoded.width,
        height=decoded.height,
        title=meta.title,
        alt=meta.alt,
        photographer=meta.photographer,
        tags=list(meta.tags),
        search_text=folded(" ".join([meta.title, meta.alt, meta.photographer, *meta.tags])),
        caption=meta.caption,
        credit=meta.credit,
        copyright=meta.copyright,
        taken_on=meta.taken_on,
        colours=list(decoded.colours),
        phash=decoded.phash,
        focal_x=focal[0],
        focal_y=focal[1],
        focal_by=FocalBy.PERSON if meta.focal else FocalBy.COMPUTED,
        created_at=clock.now(),
        created_by=actor.account_id,
        rights=_rights(meta, decoded.embedded.usage_terms),
    )
    with transaction():
        for page, sha256 in pages:
            insert_if_absent(
                Rendition,
                source_sha256=stored.sha256,
                purpose=RenditionPurpose.PAGE,
                prepared_for="",
                max_width=page.width,
                sha256=sha256,
                width=page.width,
                height=page.height,
            )
        return _save(actor, asset, decoded)


def _rights(meta: AssetMeta, usage_terms: str) -> AssetRights:
    right = meta.right
    return AssetRights(
        licence=right.licence,
        territories=list(right.territories),
        channels=list(right.channels),
        starts=right.starts,
        ends=right.ends,
        usage_terms=usage_terms,
    )


def _save(actor: Actor, asset: Asset, decoded: DecodedPicture) -> AddedAsset:
    s = session()
    try:
        with s.begin_nested():
            s.add(asset)
    except IntegrityError:
        known = _find_same(asset.path, Asset.sha256 == asset.sha256)
        if known is None:
            raise
        return _added(_brought_back(actor, known), decoded, is_new=False)
    audit.append(
        "asset.added",
        actor=actor.ref,
        subject="asset",
        subject_id=asset.id,
        details={"path": asset.path, "sha256": asset.sha256},
    )
    usage.record(
        ASSET_UPLOADED,
        actor=actor.ref_at(asset.path),
        path=asset.path,
        value=asset.width * asset.height / 1_000_000,
        attributes={"media_type": asset.media_type, "had_location": decoded.had_location},
    )
    return _added(asset, decoded, is_new=True)


def _added(asset: Asset, decoded: DecodedPicture, *, is_new: bool) -> AddedAsset:
    told = (decoded.had_location, decoded.profile_problem, decoded.notes)
    return AddedAsset(asset, is_new, *told, _look_alike(asset) if is_new else ())


def _look_alike(asset: Asset) -> tuple[Asset, ...]:
    if asset.phash is None:
        return ()
    return find_alike(asset.path, asset.phash, asset.id)[:MOST_ALIKE]


def _brought_back(actor: Actor, known: Asset) -> Asset:
    """Return an asset that is here already, in use again if it had been taken out."""
    if known.archived_at is None:
        return known
    with transaction() as s:
        asset = s.get_one(Asset, known.id)
        asset.archived_at = None
        audit.append("asset.brought_back", actor=actor.ref, subject="asset", subject_id=asset.id)
        return asset


def _find_same(path: str, condition: object) -> Asset | None:
    with reading() as s:
        statement = select(Asset).where(Asset.path == path, condition)  # type: ignore[arg-type] # a comparison of columns
        return s.scalars(statement).unique().first()
