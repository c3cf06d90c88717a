"""Files that come in parts, on disk and on S3: put together once, resumed after a stop, let go."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest

from portal.foundation import clock
from portal.foundation.errors import NotFound
from portal.foundation.partial_files import LEAST_PART
from portal.foundation.storage import DiskFileStore, FileStore, MemoryFileStore
from portal.foundation.storage_s3 import S3FileStore

FIRST, LAST = b"a" * LEAST_PART, b"end"


def again(store: FileStore) -> FileStore:
    """Return the same store as another process opens it."""
    if isinstance(store, S3FileStore):
        return S3FileStore(store._bucket)
    assert isinstance(store, DiskFileStore)
    return DiskFileStore(store.root)


def test_parts_from_several_processes_are_one_file(any_store: FileStore) -> None:
    handle = any_store.parts.begin()
    broken = any_store.parts.write(handle, 1, b"b" * LEAST_PART)
    first = again(any_store).parts.write(handle, 1, FIRST)
    last = again(any_store).parts.write(handle, 2, LAST)
    assert first != broken
    digest, largest = hashlib.sha256(), 0
    with again(any_store).parts.open(handle, [first, last]) as file:
        while piece := file.read(100_000):
            digest.update(piece)
            largest = max(largest, len(piece))
    assert digest.digest() == hashlib.sha256(FIRST + LAST).digest()
    assert largest <= 100_000
    # A worker that was killed while it read begins again from the front.
    with any_store.parts.open(handle, [first, last]) as file:
        assert file.read(3) == b"aaa"
    any_store.parts.discard(handle)
    any_store.parts.discard(handle)
    with pytest.raises(NotFound):
        any_store.parts.open(handle, [first, last])
    with pytest.raises(NotFound):
        any_store.parts.write(handle, 1, LAST)


def test_what_was_left_behind_is_let_go(any_store: FileStore) -> None:
    handle = any_store.parts.begin()
    tag = any_store.parts.write(handle, 1, LAST)
    assert any_store.parts.discard_before(clock.now() - timedelta(hours=1)) == 0
    assert any_store.parts.write(handle, 1, LAST) == tag
    assert any_store.parts.discard_before(clock.now() + timedelta(hours=1)) == 1
    with pytest.raises(NotFound):
        any_store.parts.open(handle, [tag])


@pytest.mark.parametrize("handle", ["../../etc", "", "x", "0" * 31, "../a:b", "a/b:c"])
def test_what_is_no_handle_is_not_there(any_store: FileStore, handle: str) -> None:
    for store in (any_store, MemoryFileStore()):
        with pytest.raises(NotFound):
            store.parts.write(handle, 1, LAST)
        with pytest.raises(NotFound):
            store.parts.open(handle, ["x"])


def test_a_part_that_lies_about_itself_is_not_there(tmp_path: Path) -> None:
    store = DiskFileStore(tmp_path)
    handle = store.parts.begin()
    store.parts.write(handle, 1, LAST)
    with pytest.raises(NotFound):
        store.parts.open(handle, ["../../../etc/passwd"])
    kept = MemoryFileStore().parts
    own = kept.begin()
    assert kept.open(own, [kept.write(own, 1, LAST)]).read() == io.BytesIO(LAST).read()
