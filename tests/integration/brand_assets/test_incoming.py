"""Uploads in parts: resumed anywhere, sent twice, damaged, scanned, unpacked, tidied away."""

import hashlib
import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from brand_assets.library.incoming import sessions, taking_in
from brand_assets.library.incoming.jobs import take_upload_in, tidy
from brand_assets.library.incoming.models import Upload
from brand_assets.library.incoming.rules import (
    PART_SIZE,
    FolderUse,
    Offer,
    UploadState,
    read_taken_in,
)
from brand_assets.library.incoming.sessions import (
    begin_upload,
    cancel_upload,
    finish_upload,
    get_upload,
    open_uploads,
    take_part,
    tidy_uploads,
)
from brand_assets.library.models import Asset, AssetCollection, AssetCollectionItem
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import (
    AddedAsset,
    add_asset,
    archive_asset,
    get_asset,
    photo_bytes,
)
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, reading, transaction
from portal.foundation.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from portal.foundation.jobs import run_due_jobs
from portal.foundation.storage import FileStore
from regions.scoping.actor import Actor
from regions.scoping.permissions import Role
from tests.factories.archives import zip_of, zip_with_password
from tests.factories.clamd import EICAR, clamd
from tests.factories.pictures import a_jpeg, phone_photo
from tests.factories.regions import make_network

PATH = "hg/de/nord/p0012/"
assert take_upload_in is not None
assert tidy is not None


def a_large_photo() -> bytes:
    """Return a photo of three parts, most of it comments that no decoder minds."""
    jpeg = a_jpeg(1200, 900)
    comments = [b"\xff\xfe\xea\x62" + os.urandom(60_000) for _ in range(185)]
    return jpeg[:2] + b"".join(comments) + jpeg[2:]


@pytest.fixture
def people(any_db: Database) -> dict[Role, Actor]:
    with transaction() as s:
        return dict(make_network(s).actors)


@pytest.fixture
def partner(db: Database, file_store: FileStore) -> Actor:
    with transaction() as s:
        return make_network(s).actors[Role.PARTNER_MANAGER]


def begin(actor: Actor, content: bytes, name: str = "Beet.jpg", **told: object) -> Upload:
    offer = Offer(name, len(content), PATH, **told)  # type: ignore[arg-type] # names of fields
    return begin_upload(actor, offer, new_id(), "Eigenes Bild")


def send(actor: Actor, upload: Upload, content: bytes, start: int = 0) -> Upload:
    for offset in range(start, len(content), PART_SIZE):
        upload = take_part(actor, upload.id, offset, content[offset : offset + PART_SIZE])
    return upload


def take(actor: Actor, content: bytes, name: str = "Beet.jpg", **told: object) -> Upload:
    upload = begin(actor, content, name, **told)
    send(actor, upload, content)
    finish_upload(actor, upload.id)
    run_due_jobs()
    return get_upload(actor, upload.id)


def killed(*_given: object) -> Upload:
    raise KeyboardInterrupt


def test_a_large_file_is_resumed_by_another_process(
    people: dict[Role, Actor], any_store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, content = people[Role.PARTNER_MANAGER], a_large_photo()
    upload = begin(actor, content)
    take_part(actor, upload.id, 0, content[:PART_SIZE])
    second = content[PART_SIZE : 2 * PART_SIZE]
    with monkeypatch.context() as dying:  # its bytes are stored, its row does not say so yet
        dying.setattr(sessions, "_locked", killed)
        with pytest.raises(KeyboardInterrupt):
            take_part(actor, upload.id, PART_SIZE, second)
    continued = open_uploads(actor)[0]
    assert (continued.id, continued.received) == (upload.id, PART_SIZE)
    with pytest.raises(Conflict, match="missing"):
        finish_upload(actor, upload.id)
    stated = hashlib.sha256(second).hexdigest()
    for _ in range(2):
        assert take_part(actor, upload.id, PART_SIZE, second, stated).received == 2 * PART_SIZE
    complete = send(actor, upload, content, 2 * PART_SIZE)
    assert len({finish_upload(actor, upload.id).job_id for _ in range(2)}) == 1

    with monkeypatch.context() as dying:  # what it made is stored, its row does not say so yet
        dying.setattr(taking_in, "_store", killed)
        with pytest.raises(KeyboardInterrupt):
            taking_in.take_in(actor, upload.id, lambda *_: None)
    run_due_jobs()
    done = get_upload(actor, upload.id)
    assert (done.state, done.handle) == (UploadState.DONE, "")
    with reading() as s:
        asset = s.scalars(select(Asset)).unique().one()
    assert asset.source_sha256 == hashlib.sha256(content).hexdigest()
    assert any_store.exists(asset.sha256)
    with pytest.raises(NotFound):
        any_store.parts.open(upload.handle, [part["tag"] for part in complete.parts])


def test_bytes_that_changed_on_the_way_are_never_taken_in(
    people: dict[Role, Actor], any_store: FileStore
) -> None:
    actor, content = people[Role.PARTNER_MANAGER], a_jpeg()
    upload = begin(actor, content)
    for data, stated in ((content, "0" * 64), (content[:-1], None), (content + b"x", None)):
        with pytest.raises(Invalid):
            take_part(actor, upload.id, 0, data, stated)
    send(actor, upload, content)
    with pytest.raises(Conflict, match="Another file"):
        take_part(actor, upload.id, 0, bytes(len(content)))
    with transaction() as s:
        row = s.get_one(Upload, upload.id)
        row.parts = [{**row.parts[0], "sha256": "0" * 64}]
    finish_upload(actor, upload.id)
    run_due_jobs()
    told = get_upload(actor, upload.id)
    assert told.state is UploadState.REFUSED
    assert told.problem is not None
    assert "lost on the way" in told.problem["message"]


def test_nobody_else_knows_of_an_upload(people: dict[Role, Actor], file_store: FileStore) -> None:
    content, owner = a_jpeg(), people[Role.PARTNER_MANAGER]
    upload = begin(owner, content)
    tried: list[Callable[[Actor], object]] = [
        lambda actor: get_upload(actor, upload.id),
        lambda actor: take_part(actor, upload.id, 0, content),
        lambda actor: finish_upload(actor, upload.id),
        lambda actor: cancel_upload(actor, upload.id),
    ]
    for role in (Role.BRAND_MANAGER, Role.PARTNER_STAFF, Role.ADMINISTRATOR):
        for attempt in tried:
            with pytest.raises(NotFound):
                attempt(people[role])
        assert open_uploads(people[role]) == []
    for path in ("hg/de/nord/p0013/", "hg/", "other/"):
        with pytest.raises((NotFound, NotPermitted)):
            begin_upload(owner, Offer("a.jpg", 10, path), new_id(), "x")
    for path in (f"{PATH}x", f"{PATH}../", PATH + "x" * 300 + "/"):
        with pytest.raises(Invalid):
            begin_upload(owner, Offer("a.jpg", 10, path), new_id(), "x")
    cancel_upload(owner, upload.id)
    with pytest.raises(NotFound):
        take_part(owner, upload.id, 0, content)


def test_unfinished_uploads_are_few_and_end(
    people: dict[Role, Actor], any_store: FileStore, settings: Settings
) -> None:
    configure(settings.model_copy(update={"uploads_open": 2}))
    actor, content = people[Role.PARTNER_MANAGER], a_jpeg()
    first, second = begin(actor, content), begin(actor, content)
    with pytest.raises(Conflict, match="2 uploads are unfinished"):
        begin(actor, content)
    cancel_upload(actor, second.id)
    assert begin(actor, content).id
    send(actor, first, content)
    clock.start_at(clock.now() + timedelta(hours=25))
    with pytest.raises(NotFound, match="Upload it again"):
        take_part(actor, first.id, 0, content)
    with pytest.raises(NotFound, match="Upload it again"):
        finish_upload(actor, first.id)
    assert begin(actor, content).id
    assert tidy_uploads() == 2
    with reading() as s:
        assert s.scalar(select(func.count(Upload.id))) == 1


def test_a_zip_is_told_picture_by_picture(people: dict[Role, Actor], any_store: FileStore) -> None:
    actor = people[Role.PARTNER_MANAGER]
    content = zip_of(
        {
            "../../Mai/Beet.jpg": phone_photo(1200, 900),
            "Mai/Balkon.jpg": a_jpeg(700, 500),
            "Mai/nochmal.jpg": a_jpeg(700, 500),
            "Mai/notes.txt": b"Liebe Redaktion",
            "Mai/kaputt.jpg": a_jpeg()[:300],
            "__MACOSX/._x.jpg": b"x",
            "inner.zip": zip_of({"a.jpg": a_jpeg()}),
        }
    )
    done = take(actor, content, "Fotos.zip", folder_use=FolderUse.COLLECTION)
    told = {found.name: found for found in map(read_taken_in, done.results)}
    assert done.state is UploadState.DONE
    assert sorted(told) == [
        *("Balkon.jpg", "Beet.jpg", "inner.zip", "kaputt.jpg", "nochmal.jpg", "notes.txt")
    ]
    assert told["Beet.jpg"].had_location
    assert told["Beet.jpg"].is_new
    assert told["nochmal.jpg"].asset_id == told["Balkon.jpg"].asset_id
    assert not told["nochmal.jpg"].is_new
    assert all(told[name].problem for name in ("inner.zip", "kaputt.jpg", "notes.txt"))
    with reading() as s:
        collection = s.scalars(select(AssetCollection)).one()
        inside = select(func.count()).select_from(AssetCollectionItem)
        assert (collection.name, collection.path, s.scalar(inside)) == ("Mai", PATH, 2)


def test_a_zip_goes_on_where_it_was_broken_off(
    partner: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = zip_of({f"Mai/{n}.jpg": a_jpeg(400 + n, 300) for n in range(4)})
    upload = begin(partner, content, "a.zip", folder_use=FolderUse.TAGS)
    send(partner, upload, content)
    finish_upload(partner, upload.id)
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taking_in.take_in(partner, upload.id, stop)
    assert len(get_upload(partner, upload.id).results) == 2
    taken: list[str] = []

    def watch(*told: Any) -> AddedAsset:
        taken.append(told[-1])
        return add_asset(*told)

    monkeypatch.setattr(taking_in, "add_asset", watch)
    assert taking_in.take_in(partner, upload.id, lambda *_: None) == 4
    assert taken == ["2.jpg", "3.jpg"]
    with reading() as s:
        assert {tuple(tags) for tags in s.scalars(select(Asset.tags))} == {("mai",)}


def test_a_virus_is_refused_before_anything_reads_it(partner: Actor, settings: Settings) -> None:
    infected = a_jpeg(comment=EICAR)
    with clamd() as server:
        configure(settings.model_copy(update={"virus_scan_url": server.url}))
        with pytest.raises(Invalid, match="EICAR"):
            add_asset(partner, PATH, infected, AssetMeta("x"), "x.jpg")
        packed = zip_of({"a.jpg": infected}, 0)
        for content, name in ((infected, "x.jpg"), (packed, "x.zip")):
            told = take(partner, content, name)
            assert told.state is UploadState.REFUSED
            assert told.handle == ""
        assert take(partner, a_jpeg(500, 400)).state is UploadState.DONE
    with reading() as s:
        audited = s.scalars(select(AuditEntry).where(AuditEntry.action == "asset.infected")).all()
        assert s.scalar(select(func.count(Asset.id))) == 1
    assert [entry.outcome for entry in audited] == ["refused"] * 3
    assert audited[-1].details == {"name": "x.zip", "virus": "Win.Test.EICAR_HDB-1"}


def test_without_its_scanner_an_upload_waits(partner: Actor, settings: Settings) -> None:
    content = zip_of({"a.jpg": a_jpeg(), "b.jpg": a_jpeg(500, 400)})
    with clamd() as server:
        url = server.url
    configure(settings.model_copy(update={"virus_scan_url": url}))
    waiting = take(partner, content, "x.zip")
    assert waiting.state is UploadState.REFUSED
    assert waiting.handle
    assert [upload.id for upload in open_uploads(partner)] == [waiting.id]
    configure(settings)
    finish_upload(partner, waiting.id)
    run_due_jobs()
    assert get_upload(partner, waiting.id).state is UploadState.DONE


def test_what_is_locked_or_empty_says_what_to_do(partner: Actor) -> None:
    locked = take(partner, zip_with_password("a.jpg"), "x.zip")
    assert "password" in str(locked.results)
    empty = take(partner, zip_of({".DS_Store": b"x"}), "x.zip")
    assert empty.problem is not None
    assert "no picture" in empty.problem["message"]
    assert take(partner, b"PK\x03\x04" + bytes(500)).state is UploadState.REFUSED


def test_a_picture_that_was_taken_out_comes_back(partner: Actor) -> None:
    asset = add_asset(partner, PATH, phone_photo(), AssetMeta("Beet")).asset
    archive_asset(partner, asset.id)
    again = add_asset(partner, PATH, phone_photo(), AssetMeta("Beet"))
    assert (again.asset.id, again.is_new) == (asset.id, False)
    assert get_asset(partner, asset.id).archived_at is None
    assert b"GPS" not in photo_bytes(asset.sha256)
