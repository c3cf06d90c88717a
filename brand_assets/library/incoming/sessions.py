"""Owns uploads in parts: begun, continued from any process, finished, cancelled, tidied away.

A part counts once its bytes are stored and its row says so; the same part again changes nothing.
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from brand_assets.library.decoding_apart import upload_limits
from brand_assets.library.incoming.models import Upload
from brand_assets.library.incoming.rules import (
    TAKE_IN_JOB,
    TIDY_JOB,
    Offer,
    OfferLimits,
    SentPart,
    UploadState,
    check_offer,
    check_part,
    folders_of,
    label_of,
    place_part,
)
from brand_assets.library.rules import MEBIBYTE
from brand_assets.library.uploads import clear_passing_folders
from portal.foundation import clock
from portal.foundation.config import settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, Invalid, Refusal
from portal.foundation.ids import new_id
from portal.foundation.jobs import enqueue
from portal.foundation.partial_files import lost
from portal.foundation.storage import file_store
from regions.accounts.models import Account
from regions.scoping import TREE_PATH
from regions.scoping.actor import Actor, not_there
from regions.scoping.permissions import Permission
from regions.scoping.rules import is_path

LONGEST = timedelta(days=6)
"""No upload is open for longer, however often it is continued."""
KEPT = timedelta(days=6)
"""How long it is told what became of an upload."""


def offer_limits() -> OfferLimits:
    """Return how large files may be."""
    return OfferLimits(upload_limits().max_bytes, settings().zip_max_megabytes * MEBIBYTE)


def begin_upload(actor: Actor, offer: Offer, batch_id: UUID, licence: str) -> Upload:
    """Begin to receive a file for the library of a tree path."""
    actor.require(Permission.ASSET_UPLOAD, offer.path)
    if not is_path(offer.path) or len(offer.path) > (TREE_PATH.length or 0):
        raise Invalid(N_("Choose one of the list."), field="place")
    check_offer(offer, offer_limits())
    parts, now = file_store().parts, clock.now()
    upload = Upload(
        id=new_id(),
        account_id=actor.account_id,
        path=offer.path,
        batch_id=batch_id,
        name=label_of(offer.name),
        folder="/".join(folders_of(offer.folder + "/"))[:500],
        folder_use=offer.folder_use,
        licence=licence[:200],
        size=offer.size,
        received=0,
        state=UploadState.RECEIVING,
        handle=parts.begin(),
        parts=[],
        results=[],
        attempt=0,
        created_at=now,
        expires_at=now + timedelta(hours=settings().upload_hours),
    )
    try:
        _store(upload)
    except Refusal:
        parts.discard(upload.handle)
        raise
    return upload


def _store(upload: Upload) -> None:
    with transaction() as s:
        s.execute(select(Account.id).where(Account.id == upload.account_id).with_for_update())
        is_open = (Upload.account_id == upload.account_id, Upload.state == UploadState.RECEIVING)
        fresh = Upload.expires_at > clock.now()
        count = s.scalar(select(func.count(Upload.id)).where(*is_open, fresh)) or 0
        if count >= settings().uploads_open:
            raise Conflict(
                N_("%(count)s uploads are unfinished. Continue or cancel some of them first."),
                count=count,
            )
        s.add(upload)
        tidy_at = upload.expires_at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        enqueue(TIDY_JOB, {}, key=f"{TIDY_JOB}:{tidy_at:%Y-%m-%dT%H}", run_at=tidy_at)


def get_upload(actor: Actor, upload_id: UUID) -> Upload:
    """Return an upload that this account began; anybody else's does not exist."""
    with reading() as s:
        upload = s.get(Upload, upload_id, populate_existing=True)
    if upload is None or upload.account_id != actor.account_id:
        raise not_there()
    if upload.expires_at <= clock.now():
        raise lost()
    return upload


def take_part(
    actor: Actor, upload_id: UUID, offset: int, content: bytes, stated: str | None = None
) -> Upload:
    """Keep one part of a file; `stated` is the SHA-256 that the sender says it has."""
    upload = _receiving(get_upload(actor, upload_id))
    part = SentPart(offset, len(content), hashlib.sha256(content).hexdigest())
    check_part(part, size=upload.size, stated=stated)
    if not _is_next(upload, part):
        return upload
    tag = file_store().parts.write(upload.handle, part.number, content)
    with transaction():
        row = _receiving(_locked(upload_id))
        if _is_next(row, part):
            row.parts = [*row.parts, {"tag": tag, "sha256": part.sha256}]
            row.received += part.size
            idle = clock.now() + timedelta(hours=settings().upload_hours)
            row.expires_at = min(idle, row.created_at + LONGEST)
        return row


def _is_next(upload: Upload, part: SentPart) -> bool:
    known = [kept["sha256"] for kept in upload.parts]
    return place_part(part, received=upload.received, known=known)


def _receiving(upload: Upload) -> Upload:
    if upload.state is not UploadState.RECEIVING:
        raise Conflict(N_("This upload is complete. Nothing more can be added to it."))
    return upload


def _locked(upload_id: UUID) -> Upload:
    with transaction() as s:
        row = s.get(Upload, upload_id, with_for_update=True, populate_existing=True)
        if row is None:
            raise lost()
        return row


def finish_upload(actor: Actor, upload_id: UUID, batch_id: UUID | None = None) -> Upload:
    """Have a file whose parts are all here taken in; asked again, it is the same work.

    One that was begun on an earlier visit joins the batch of this one.
    """
    get_upload(actor, upload_id)
    with transaction():
        row = _locked(upload_id)
        again = row.state is UploadState.REFUSED and row.handle != ""
        if row.state is not UploadState.RECEIVING and not again:
            return row
        if row.received != row.size:
            raise Conflict(
                N_("Parts of the file are missing. The upload continues where it stopped.")
            )
        row.state, row.problem = UploadState.TAKING_IN, None
        row.batch_id = batch_id or row.batch_id
        row.attempt += 1
        row.expires_at = clock.now() + KEPT
        key = f"{TAKE_IN_JOB}:{row.id}:{row.attempt}"
        payload = {"upload": str(row.id), "email": actor.email}
        row.job_id = enqueue(TAKE_IN_JOB, payload, key=key)
        return row


def cancel_upload(actor: Actor, upload_id: UUID) -> None:
    """Forget an upload with all that was sent of it."""
    get_upload(actor, upload_id)
    with transaction() as s:
        row = _locked(upload_id)
        if row.state is UploadState.TAKING_IN:
            raise Conflict(N_("This file is being taken in already. Wait for it to end."))
        handle = row.handle
        s.delete(row)
    discard_parts([handle])


def open_uploads(actor: Actor) -> list[Upload]:
    """Return the account's uploads that can be continued, or retried, the newest first."""
    retried = (Upload.state == UploadState.REFUSED) & (Upload.handle != "")
    statement = (
        select(Upload)
        .where(Upload.account_id == actor.account_id, Upload.expires_at > clock.now())
        .where((Upload.state == UploadState.RECEIVING) | retried)
        .order_by(Upload.created_at.desc())
    )
    with reading() as s:
        return list(s.scalars(statement))


def uploads_of_batch(actor: Actor, batch_id: UUID) -> list[Upload]:
    """Return the account's uploads that belong together, in the order in which they began."""
    statement = (
        select(Upload)
        .where(Upload.account_id == actor.account_id, Upload.batch_id == batch_id)
        .order_by(Upload.created_at, Upload.id)
    )
    with reading() as s:
        return list(s.scalars(statement))


def tidy_uploads() -> int:
    """Remove uploads that are too old with their parts, and parts that belong to none."""
    now = clock.now()
    with transaction() as s:
        old = list(s.scalars(select(Upload).where(Upload.expires_at <= now).with_for_update()))
        for upload in old:
            s.delete(upload)
    discard_parts(upload.handle for upload in old)
    file_store().parts.discard_before(now - LONGEST - timedelta(days=1))
    clear_passing_folders(now - timedelta(days=1))
    return len(old)


def discard_parts(handles: Iterable[str]) -> None:
    """Let go of the parts behind these handles."""
    for handle in filter(None, handles):
        file_store().parts.discard(handle)
