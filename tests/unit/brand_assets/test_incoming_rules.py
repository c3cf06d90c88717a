"""What an upload in parts may be, and what is found in a ZIP, hostile ones above all."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from brand_assets.library.incoming.archives import (
    ArchiveEntry,
    ArchiveLimits,
    extract_entry,
    is_archive,
    list_archive,
)
from brand_assets.library.incoming.rules import (
    PART_SIZE,
    Offer,
    OfferLimits,
    SentPart,
    check_offer,
    check_part,
    folders_of,
    label_of,
    place_part,
    read_digest,
    tags_of,
)
from portal.foundation.errors import Conflict, Invalid
from tests.factories.archives import overlapping_zip, zip_of, zip_with_link, zip_with_password

LIMITS = ArchiveLimits(entries=50, entry_bytes=30_000_000, unpacked_bytes=60_000_000)
SIZES = OfferLimits(picture_bytes=100, archive_bytes=1000)
SUM = "ab" * 32


@pytest.mark.parametrize(
    ("name", "size"), [("a.jpg", 0), ("a.jpg", -1), ("a.jpg", 101), ("a.ZIP", 1001)]
)
def test_what_is_too_large_is_refused_before_it_is_sent(name: str, size: int) -> None:
    with pytest.raises(Invalid):
        check_offer(Offer(name, size, "hg/"), SIZES)
    check_offer(Offer("a.zip", 1000, "hg/"), SIZES)


@pytest.mark.parametrize(
    ("offset", "size"),
    [(0, 10), (1, PART_SIZE), (PART_SIZE, 11), (2 * PART_SIZE, 1), (-PART_SIZE, PART_SIZE)],
)
def test_a_part_has_its_place_and_length(offset: int, size: int) -> None:
    with pytest.raises(Invalid) as refused:
        check_part(SentPart(offset, size, SUM), size=PART_SIZE + 10, stated=None)
    assert refused.value.field == "offset"


def test_a_part_is_what_its_sender_says() -> None:
    part = SentPart(PART_SIZE, 10, SUM)
    check_part(part, size=PART_SIZE + 10, stated=SUM)
    with pytest.raises(Invalid) as refused:
        check_part(part, size=PART_SIZE + 10, stated="cd" * 32)
    assert refused.value.field == "checksum"


def test_parts_come_in_order_and_again() -> None:
    first, second = SentPart(0, PART_SIZE, SUM), SentPart(PART_SIZE, 10, "cd" * 32)
    assert place_part(first, received=0, known=[])
    assert place_part(second, received=PART_SIZE, known=[SUM])
    assert not place_part(first, received=PART_SIZE, known=[SUM])
    with pytest.raises(Conflict, match="missing"):
        place_part(second, received=0, known=[])
    with pytest.raises(Conflict, match="Another file"):
        place_part(first, received=PART_SIZE, known=["ef" * 32])


def test_a_checksum_is_read_as_http_writes_it() -> None:
    empty = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"
    assert read_digest(empty) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert read_digest(f"sha-512=:AAAA:, {empty}") == read_digest(empty)
    assert read_digest("") is None
    for wrong in ("sha-256=abc", "md5=:AAAA:", "sha-256=:!!!:", "x" * 9000):
        with pytest.raises(Invalid):
            read_digest(wrong)


def test_names_are_labels() -> None:
    assert label_of("../../etc/passwd") == "passwd"
    assert label_of("C:\\Fotos\\Beet.jpg") == "Beet.jpg"
    assert label_of("a\x00b\u202e.jpg") == "a b .jpg"
    assert label_of("/") == "Foto"
    assert folders_of("C:\\Fotos\\..\\Mai/./Beet.jpg") == ("Fotos", "Mai")
    assert folders_of("Beet.jpg") == ()
    assert tags_of(("a", "b", "a", "c", "d", "e", "f")) == ("b", "c", "d", "e", "f")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "upload"


def listed(file: Path, content: bytes) -> dict[str, ArchiveEntry]:
    file.write_bytes(content)
    assert is_archive(content[:4])
    return {entry.name: entry for entry in list_archive(file, LIMITS)}


def test_what_systems_put_into_a_zip_is_left_out(file: Path) -> None:
    found = listed(
        file,
        zip_of(
            {
                "Mai/": b"",
                "Mai/Beet.jpg": b"x",
                "Mai/.DS_Store": b"x",
                "__MACOSX/Mai/._Beet.jpg": b"x",
                "Thumbs.db": b"x",
                "desktop.ini": b"x",
            }
        ),
    )
    assert [(e.name, e.folders, e.problem) for e in found.values()] == [
        ("Beet.jpg", ("Mai",), None)
    ]


@pytest.mark.parametrize(
    "name",
    ["../../../etc/x.jpg", "/etc/x.jpg", "C:\\Windows\\x.jpg", "..\\..\\x.jpg", "a/../../x.jpg"],
)
def test_no_name_in_a_zip_is_ever_a_path(file: Path, tmp_path: Path, name: str) -> None:
    entry = listed(file, zip_of({name: b"content"}))["x.jpg"]
    target = tmp_path / "entry"
    extract_entry(file, entry.index, target, LIMITS)
    assert target.read_bytes() == b"content"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["entry", "upload"]
    assert not {"..", ".", ""} & set(entry.folders)


def test_each_bad_entry_is_told_by_itself(file: Path) -> None:
    bomb = zip_of({"ok.jpg": b"x" * 100, "inner.zip": b"PK", "zeros.jpg": bytes(20_000_000)})
    found = listed(file, bomb)
    assert found["ok.jpg"].problem is None
    assert "inside a ZIP" in str(found["inner.zip"].problem)
    assert "tightly" in str(found["zeros.jpg"].problem)
    assert "password" in str(listed(file, zip_with_password("a.jpg"))["a.jpg"].problem)
    assert "link" in str(listed(file, zip_with_link("a.jpg", "/etc/passwd"))["a.jpg"].problem)
    odd = listed(file, zip_of({"a.jpg": b"x"}, zipfile.ZIP_LZMA))["a.jpg"]
    assert "unusual" in str(odd.problem)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (zip_of({f"{n}.jpg": b"x" for n in range(51)}), "more than 50 files"),
        (zip_of({f"{n}.jpg": bytes(15_000_000) for n in range(5)}), "larger than 57 MB"),
        (zip_of({"a/": b"", ".DS_Store": b""}), "no picture"),
        (zip_of({"a.jpg": b"x" * 500})[:-30], "damaged"),
        (b"PK\x03\x04" + bytes(200), "damaged"),
        (b"PK\x05\x06" + b"\xff" * 18, "damaged"),
    ],
)
def test_a_zip_that_asks_too_much_is_refused(file: Path, content: bytes, said: str) -> None:
    file.write_bytes(content)
    with pytest.raises(Invalid, match=said):
        list_archive(file, LIMITS)


def test_entries_that_lie_give_no_more_than_they_say(file: Path, tmp_path: Path) -> None:
    content = bytearray(zip_of({"a.jpg": b"x" * 1000}))
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    entry = listed(file, bytes(content))["a.jpg"]
    with pytest.raises(Invalid, match="damaged inside"):
        extract_entry(file, entry.index, tmp_path / "entry", LIMITS)
    assert (tmp_path / "entry").stat().st_size <= 10
    file.write_bytes(overlapping_zip())
    refused = 0
    for number in range(2):
        try:
            extract_entry(file, number, tmp_path / f"overlap-{number}", LIMITS)
        except Invalid:
            refused += 1
    assert refused


def test_what_is_no_zip_is_seen_at_its_first_bytes() -> None:
    assert is_archive(io.BytesIO(zip_of({})).read(4))
    assert not is_archive(b"\xff\xd8\xff\xe0")
