"""Owns the way of an upload into the library: read, decoded apart, stored, recorded."""

import hashlib
import io
from dataclasses import dataclass
from typing import IO

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from brand_assets.library.decoding import decode_picture
from brand_assets.library.masters import DecodedPicture
from brand_assets.library.models import Asset, AssetRights, Rendition
from brand_assets.library.rules import (
    HEAD,
    LIMITS,
    AssetMeta,
    FocalBy,
    RenditionPurpose,
    check_size,
    checked_meta,
    folded,
    sniff,
)
from brand_assets.library.usage_kinds import ASSET_UPLOADED
from brand_assets.typesetting.pictures.samples import ProfileProblem
from portal.foundation import audit, clock, usage
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.errors import N_, Invalid
from portal.foundation.ids import new_id
from portal.foundation.jobs.processes import ProcessFailed, run_in_process_within
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

DECODE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class AddedAsset:
    """What an upload gave: the asset, if it is new, and if a place was removed from it.

    `profile_problem` says why the colour profile in the file was left aside.
    """

    asset: Asset
    is_new: bool
    had_location: bool = False
    profile_problem: ProfileProblem | None = None


def add_asset(actor: Actor, path: str, content: IO[bytes] | bytes, meta: AssetMeta) -> AddedAsset:
    """Add a picture to the library of a tree path; the same content again is the same asset."""
    actor.require(Permission.ASSET_UPLOAD, path)
    tidy = checked_meta(meta)
    data = _read(content)
    source = hashlib.sha256(data).hexdigest()
    known = _find_same(path, Asset.source_sha256 == source)
    if known is not None:
        return AddedAsset(known, is_new=False)
    _check_artwork(actor, path, data)
    decoded = decode_apart(data)
    stored = file_store().put(decoded.master, media_type=decoded.media_type)
    pages = [
        (page, file_store().put(page.data, media_type="image/jpeg").sha256)
        for page in decoded.pages
    ]
    focal = tidy.focal or (0.5, 0.5)
    asset = Asset(
        id=new_id(),
        path=path,
        sha256=stored.sha256,
        source_sha256=source,
        kind=decoded.kind,
        media_type=decoded.media_type.value,
        size=stored.size,
        width=decoded.width,
        height=decoded.height,
        title=tidy.title,
        alt=tidy.alt,
        photographer=tidy.photographer,
        tags=list(tidy.tags),
        search_text=folded(" ".join([tidy.title, tidy.alt, tidy.photographer, *tidy.tags])),
        caption=tidy.caption,
        credit=tidy.credit,
        copyright=tidy.copyright,
        taken_on=tidy.taken_on,
        focal_x=focal[0],
        focal_y=focal[1],
        focal_by=FocalBy.PERSON if tidy.focal else FocalBy.COMPUTED,
        created_at=clock.now(),
        created_by=actor.account_id,
        rights=_rights(tidy),
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


def _read(content: IO[bytes] | bytes) -> bytes:
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    data = stream.read(LIMITS.max_bytes + 1)
    check_size(len(data))
    return data


def _check_artwork(actor: Actor, path: str, data: bytes) -> None:
    """Refuse vector artwork from those who do not keep the library of the place."""
    kind = sniff(data[:HEAD])
    if kind is None or not kind.is_artwork or actor.may_at(Permission.ASSET_MANAGE, path):
        return
    raise Invalid(
        N_("Drawings and PDFs are added by those who keep the brand. Upload a photo instead."),
        field="file",
    )


def decode_apart(data: bytes) -> DecodedPicture:
    """Decode a picture in a process of its own, so that no upload can harm the server."""
    try:
        return run_in_process_within(DECODE_SECONDS, decode_picture, data)
    except ProcessFailed as error:
        raise Invalid(
            N_("The picture could not be read in time. Save it smaller and upload it again."),
            field="file",
        ) from error


def _rights(meta: AssetMeta) -> AssetRights:
    right = meta.right
    return AssetRights(
        licence=right.licence,
        territories=list(right.territories),
        channels=list(right.channels),
        starts=right.starts,
        ends=right.ends,
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
        return _added(known, decoded, is_new=False)
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
    return AddedAsset(asset, is_new, decoded.had_location, decoded.profile_problem)


def _find_same(path: str, condition: object) -> Asset | None:
    with reading() as s:
        statement = select(Asset).where(Asset.path == path, condition)  # type: ignore[arg-type] # a comparison of columns
        return s.scalars(statement).unique().first()
