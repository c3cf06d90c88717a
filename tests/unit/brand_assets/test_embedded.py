"""Embedded metadata: read from each kind of file and block, written without touching a pixel."""

import io
import struct
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from brand_assets.library.decoding import decode_picture
from brand_assets.library.embedded import read_embedded, write
from brand_assets.library.embedded.iim import as_resource, read_iim, write_iim
from brand_assets.library.embedded.xmp import read_xmp, write_xmp
from brand_assets.library.masters import EmbeddedMeta
from tests.factories.drawings import drawing as drawing_of
from tests.factories.picture_files import psd
from tests.factories.pictures import a_jpeg, a_picture, saved

META = EmbeddedMeta(
    title="Beet & Balkon <Frühling>",
    caption="Tagetes vor der Filiale in Düren, „ganz früh“",
    alt="Rot-gelbe Blüten in einem Kübel",
    keywords=("frühling", "beet", "ÄÖÜ ß"),
    creator="Łucja Müller",
    credit="Halmgrün / L. Müller",
    copyright="© 2026 Halmgrün GmbH",
    usage_terms="Nur für Werbung der Filialen",
    taken_on=date(2026, 5, 3),
)
WRITTEN = {
    "JPEG": a_jpeg(),
    "PNG": saved(a_picture(), "PNG"),
    "TIFF": saved(a_picture(), "TIFF", compression="tiff_deflate"),
    "WEBP": saved(a_picture(), "WEBP"),
    "WEBP lossless": saved(a_picture(mode="RGBA"), "WEBP", lossless=True),
    "WEBP animated": saved(a_picture(), "WEBP", save_all=True, append_images=[a_picture(mode="L")]),
    "JPEG of a phone": a_jpeg(comment=b"old", xmp=write_xmp(replace(META, title="Old"))),
}


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", WRITTEN)
def test_what_is_written_is_read_again_and_no_pixel_changes(kind: str) -> None:
    before = WRITTEN[kind]
    after = write(before, META)
    assert read_embedded(opened(after)) == META
    assert opened(after).tobytes() == opened(before).tobytes()
    changed = replace(META, title="Anders", keywords=())
    again = write(after, changed)
    assert read_embedded(opened(again)) == changed, "what was there is replaced"
    assert again.count(b"xpacket begin") == (2 if kind == "TIFF" else 1)


def test_scan_of_a_jpeg_is_the_same_bytes() -> None:
    before = a_jpeg(icc_profile=b"p" * 70000, exif=Image.Exif().tobytes())
    after = write(before, META)
    assert after.endswith(before[before.index(b"\xff\xdb") :])
    assert opened(after).info["icc_profile"] == opened(before).info["icc_profile"]


def test_others_read_what_is_written() -> None:
    """Pillow's reader of IPTC is not ours."""
    for form in ("JPEG", "TIFF"):
        picture = Image.open(io.BytesIO(write(WRITTEN[form], META)))
        said = IptcImagePlugin.getiptcinfo(picture) or {}
        assert said[2, 120] == META.caption.encode()
        assert said[2, 25] == [word.encode() for word in META.keywords]
        assert said[2, 55] == b"20260503"
        assert said[1, 90] == b"\x1b%G"


def test_nothing_to_say_and_other_files_change_nothing() -> None:
    assert write(a_jpeg(), EmbeddedMeta()) == a_jpeg()
    for data in (
        b"",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0",
    ):
        assert write(data, META) == data


def test_upload_takes_over_what_the_file_says() -> None:
    assert decode_picture(write(a_jpeg(), META)).embedded == META
    assert decode_picture(psd(a_picture(), resources=[(0x0424, write_xmp(META))])).embedded == META
    by_iim = decode_picture(psd(a_picture(), resources=[(0x0404, write_iim(META))])).embedded
    assert (by_iim.title, by_iim.keywords) == (META.title, META.keywords)
    drawing = drawing_of("<title>Ranke</title><desc>Eine Ranke</desc><rect width='9' height='9'/>")
    said = decode_picture(drawing.encode()).embedded
    assert (said.title, said.caption) == ("Ranke", "Eine Ranke")


def test_blocks_of_exif_and_texts_are_read() -> None:
    exif = Image.Exif()
    exif[270] = "Beet in Düren".encode()
    exif[315], exif[33432] = "Erika Mustermann", "Erika\0Halmgrün"
    exif[0x9C9B] = "Titel aus Windows".encode("utf-16-le")
    exif[0x9C9E] = "beet;früh".encode("utf-16-le")
    exif.get_ifd(0x8769)[36867] = "2026:05:03 10:11:12"
    said = read_embedded(opened(a_jpeg(exif=exif.tobytes())))
    assert said.title == "Titel aus Windows"
    assert said.caption == "Beet in Düren"
    assert said.keywords == ("beet", "früh")
    assert said.creator == "Erika Mustermann"
    assert said.taken_on == date(2026, 5, 3)


def test_xmp_speaks_before_iptc_before_exif() -> None:
    exif = Image.Exif()
    exif[270], exif[315] = "By Exif", "By Exif"
    xmp = write_xmp(EmbeddedMeta(caption="By XMP"))
    data = a_jpeg(exif=exif.tobytes(), xmp=xmp)
    assert read_embedded(opened(data)).caption == "By XMP"
    assert read_embedded(opened(data)).creator == "By Exif", "what one leaves out another says"


@pytest.mark.parametrize(
    ("value", "marker", "read"),
    [
        ("Düren".encode(), b"\x1b%G", "Düren"),
        ("Düren".encode(), b"", "Düren"),
        ("Düren".encode("cp1252"), b"", "Düren"),
        ("„Beet“ 5 €".encode("cp1252"), b"", "„Beet“ 5 €"),
        (b"D\xfcren", b"\x1b%G", "D\ufffdren"),
    ],
)
def test_alphabets_of_iptc(value: bytes, marker: bytes, read: str) -> None:
    block = b"\x1c\x01\x5a" + len(marker).to_bytes(2) + marker if marker else b""
    block += b"\x1c\x02\x78" + len(value).to_bytes(2) + value
    assert read_iim(block).caption == read


def test_what_cameras_write_is_nobodys_title() -> None:
    for words in ("OLYMPUS DIGITAL CAMERA", "SONY DSC", "DCIM\\100MEDIA\\DJI_0001.JPG", "   ", "-"):
        exif = Image.Exif()
        exif[270] = words
        assert read_embedded(opened(a_jpeg(exif=exif.tobytes()))).caption == ""


def test_german_is_read_first_and_attributes_count() -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
     xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
     xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Halm"
     photoshop:DateCreated="2026-05-03T10:00:00+02:00"><dc:description><rdf:Alt>
     <rdf:li xml:lang="x-default">Bed</rdf:li><rdf:li xml:lang="de-DE">Beet</rdf:li></rdf:Alt>
     </dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"""
    said = read_xmp(packet)
    assert (said.caption, said.credit, said.taken[:10]) == ("Beet", "Halm", "2026-05-03")


HOSTILE_XMP = {
    "bomb": b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
    "file": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "half": write_xmp(META)[:300],
    "deep": b"<a>" * 50_000,
    "huge": b"<!--" + b" " * (1024 * 1024) + b"-->" + write_xmp(META),
    "noise": bytes(range(256)),
    "alphabet": b'<?xml version="1.0" encoding="no-such"?><a/>',
}


@pytest.mark.parametrize("name", HOSTILE_XMP)
def test_hostile_xmp_says_nothing_and_stops_nothing(name: str) -> None:
    picture = psd(a_picture(), resources=[(0x0424, HOSTILE_XMP[name])])
    assert decode_picture(picture).embedded == EmbeddedMeta()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_for_metadata_stop_nothing(noise: bytes) -> None:
    said = [(0x0404, b"\x1c\x02" + noise), (0x0422, b"MM\0*" + noise), (0x0424, noise)]
    assert decode_picture(psd(a_picture(80, 80), resources=said)).width == 80
    segment = b"Photoshop 3.0\0" + as_resource(noise)
    jpeg = a_jpeg(80, 80)
    with_block = jpeg[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2) + segment + jpeg[2:]
    assert decode_picture(with_block).width == 80


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(WRITTEN)), st.integers(0, 600), st.binary(min_size=1, max_size=4))
def test_writing_into_damaged_files_ends(kind: str, at: int, noise: bytes) -> None:
    data = WRITTEN[kind]
    damaged = data[:at] + noise + data[at + len(noise) :]
    assert isinstance(write(damaged, META), bytes)
    assert isinstance(write(data[:at], META), bytes)


def test_limits_of_words() -> None:
    long = EmbeddedMeta(
        title="t" * 900, caption="c" * 9000, keywords=tuple(f"k{n} " + "x" * 99 for n in range(99))
    )
    said = read_embedded(opened(write(a_jpeg(), long)))
    assert (len(said.title), len(said.caption), len(said.keywords)) == (200, 2000, 30)
    assert max(len(word) for word in said.keywords) == 60


def test_photoshops_numbers_in_a_tiff_are_bytes() -> None:
    """Its tag of IPTC is said to hold numbers of 32 bits."""
    meta = replace(META, title="Beet")
    while len(block := write_iim(meta)) % 4:
        meta = replace(meta, title=meta.title + ".")
    data = write(WRITTEN["TIFF"], meta).replace(write_xmp(meta), bytes(len(write_xmp(meta))))
    ours = struct.pack("<HHI", 33723, 7, len(block))
    assert data.count(ours) == 1
    theirs = data.replace(ours, struct.pack("<HHI", 33723, 4, len(block) // 4))
    assert decode_picture(theirs).embedded.caption == META.caption
