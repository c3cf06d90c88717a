"""File stores on disk and on S3 behave alike: streamed, content-addressed, whole or not at all."""

import hashlib
import io
import urllib.error
import urllib.request

import pytest

from portal.foundation.errors import Misconfigured, NotFound
from portal.foundation.storage import FileStore, MemoryFileStore
from portal.foundation.storage_s3 import Bucket, S3FileStore, read_bucket

LARGE = 20 * 1024 * 1024


class _Zeros(io.RawIOBase):
    """A stream that never holds more than was asked for, and may break in the middle."""

    def __init__(self, size: int, *, breaks: bool = False) -> None:
        self.left, self.largest, self.breaks = size, 0, breaks

    def read(self, count: int = -1) -> bytes:
        assert count > 0, "content is streamed, never read at once"
        self.largest = max(self.largest, count)
        if self.breaks and self.left < LARGE // 2:
            raise OSError("the line broke")
        piece = bytes(min(count, self.left))
        self.left -= len(piece)
        return piece


def test_content_is_kept_under_its_hash(any_store: FileStore) -> None:
    content = b"press file"
    stored = any_store.put(content, media_type="application/pdf")
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.size, any_store.read(stored.sha256)) == (len(content), content)
    with any_store.open(stored.sha256) as file:
        assert file.read(5) == b"press"
    assert any_store.put(content, media_type="application/pdf") == stored
    any_store.delete(stored.sha256)
    any_store.delete(stored.sha256)
    assert not any_store.exists(stored.sha256)


def test_large_content_is_streamed(any_store: FileStore) -> None:
    source = _Zeros(LARGE)
    stored = any_store.put(source, media_type="image/tiff")  # type: ignore[arg-type] # reads alone
    assert source.largest < LARGE / 2
    assert stored.sha256 == hashlib.sha256(bytes(LARGE)).hexdigest()
    assert len(any_store.read(stored.sha256)) == LARGE


def test_a_broken_upload_leaves_nothing(any_store: FileStore) -> None:
    with pytest.raises(OSError, match="the line broke"):
        any_store.put(_Zeros(LARGE, breaks=True), media_type="image/tiff")  # type: ignore[arg-type] # as above
    assert not any_store.exists(hashlib.sha256(bytes(LARGE)).hexdigest())


@pytest.mark.parametrize("key", ["../../etc/passwd", "", "a" * 63, "A" * 64, "a/" * 32])
def test_what_is_no_hash_is_not_there(any_store: FileStore, key: str) -> None:
    assert not any_store.exists(key)
    with pytest.raises(NotFound):
        any_store.read(key)
    with pytest.raises(NotFound):
        any_store.delete(key)


def test_what_is_not_stored_is_not_found(any_store: FileStore) -> None:
    with pytest.raises(NotFound):
        any_store.open("0" * 64)


def test_a_working_store_passes_its_check(any_store: FileStore) -> None:
    any_store.check()
    MemoryFileStore().check()


def test_an_unreachable_bucket_is_named(s3_store: S3FileStore) -> None:
    with pytest.raises(Misconfigured, match="away"):
        S3FileStore(Bucket("away", "http://127.0.0.1:9")).check()


def _fetch(address: str) -> tuple[bytes, str]:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        return answer.read(), answer.headers["Content-Disposition"]


def test_a_link_gives_the_file_and_nothing_else(s3_store: S3FileStore) -> None:
    stored = s3_store.put(b"flyer", media_type="application/pdf")
    other = s3_store.put(b"other", media_type="application/pdf")
    link = s3_store.link(stored.sha256, name='Flyer "A5".pdf')
    assert _fetch(link) == (b"flyer", 'attachment; filename="Flyer _A5_.pdf"')
    forged = link.replace(stored.sha256, other.sha256).replace(
        f"/{stored.sha256[:2]}/", f"/{other.sha256[:2]}/"
    )
    with pytest.raises(urllib.error.HTTPError, match="403"):
        _fetch(forged)


@pytest.mark.parametrize("url", ["s3://", "s3://b?endpont=x", "file:///tmp"])
def test_an_unreadable_address_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="s3://bucket"):
        read_bucket(url)


def test_an_address_names_bucket_and_prefix() -> None:
    bucket = read_bucket("s3://ads/one/?endpoint=http://127.0.0.1:9&region=eu-central-1")
    assert bucket == Bucket("ads", "http://127.0.0.1:9", "eu-central-1", "one/")
