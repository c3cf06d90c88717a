"""Uploads of every kind: what is kept of them, and what is told."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from brand_assets.library.decoding import decode_file, decode_picture
from brand_assets.library.jpeg import strip_private
from brand_assets.library.masters import PictureNote
from brand_assets.library.rules import PictureType, UploadLimits, sniff
from portal.foundation.errors import Invalid
from tests.factories.picture_files import png_16, psd, tiff, without_adobe_mark
from tests.factories.pictures import a_jpeg, a_picture, saved

PHONE = Path(__file__).parents[2] / "data" / "pictures" / "phone.heic"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
YELLOW, GREEN = (240, 220, 40), (20, 60, 30)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def near(
    picture: Image.Image, place: tuple[int, int], colour: tuple[int, ...], by: int = 14
) -> bool:
    seen = picture.convert("RGB").getpixel(place)
    assert isinstance(seen, tuple)
    return all(abs(a - b) <= by for a, b in zip(seen, colour, strict=True))


def turned(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def test_photo_of_an_iphone_stands_upright_without_its_place() -> None:
    decoded = decode_picture(PHONE.read_bytes())
    assert (decoded.width, decoded.height) == (150, 200)
    assert (decoded.media_type, decoded.had_location) == (PictureType.JPEG, True)
    assert decoded.embedded.title == "Beet am Morgen"
    master = opened(decoded.master)
    assert b"Mustermann" in PHONE.read_bytes()
    assert b"Mustermann" not in decoded.master
    assert master.info["icc_profile"]
    assert near(master, (140, 10), YELLOW)
    assert near(master, (10, 10), GREEN)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_way_up_is_seen_alike(orientation: int) -> None:
    """The reference is Pillow's own reading of the same files."""
    for form in ("JPEG", "PNG", "WEBP", "TIFF", "AVIF"):
        data = saved(a_picture(160, 120), form, exif=turned(orientation))
        decoded = decode_picture(data)
        lying = orientation > 4
        assert (decoded.width, decoded.height) == ((120, 160) if lying else (160, 120)), form
        corners = [(8, 8), (decoded.width - 8, 8), (8, decoded.height - 8)]
        bright = {1: 0, 2: 1, 3: None, 4: 2, 5: 0, 6: 1, 7: None, 8: 2}[orientation]
        for index, place in enumerate(corners):
            colour = YELLOW if index == bright else GREEN
            assert near(opened(decoded.master), place, colour), (form, place)
            assert near(opened(decoded.pages[-1].data), place, colour), (form, place)


def test_huge_jpeg_keeps_its_pixels_and_says_which_way_is_up() -> None:
    """Decoded at a smaller scale, so that memory stays bounded."""
    data = saved(a_picture(4800, 3200), exif=turned(6), icc_profile=SRGB)
    decoded = decode_picture(data, UploadLimits(max_pixels=5_000_000))
    assert (decoded.width, decoded.height) == (3200, 4800)
    assert [page.width for page in decoded.pages] == [320, 640, 1280, 2048]
    kept, given = opened(decoded.master), opened(data)
    assert kept.tobytes() == given.tobytes()
    assert dict(kept.getexif()) == {0x0112: 6}
    assert kept.info["icc_profile"] == SRGB
    assert near(opened(decoded.pages[0].data), (310, 10), YELLOW)


@pytest.mark.parametrize(
    ("mode", "kept_as", "kept_mode"),
    [
        ("RGB", PictureType.PNG, "RGB"),
        ("L", PictureType.PNG, "L"),
        ("RGBA", PictureType.PNG, "RGBA"),
        ("CMYK", PictureType.TIFF, "CMYK"),
    ],
)
def test_composite_of_photoshop_is_kept_without_loss(
    mode: str, kept_as: PictureType, kept_mode: str
) -> None:
    picture = a_picture(120, 80, mode)
    if mode == "RGBA":
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    decoded = decode_picture(psd(picture))
    assert decoded.media_type is kept_as
    master = opened(decoded.master)
    assert (master.mode, master.tobytes()) == (kept_mode, picture.tobytes())


def test_photoshop_without_a_composite_is_told_what_to_do() -> None:
    with pytest.raises(Invalid, match="maximum compatibility"):
        decode_picture(psd(a_picture(120, 80), composite=False))
    with pytest.raises(Invalid, match="bits a channel") as caught:
        decode_picture(psd(a_picture(120, 80), depth=16))
    assert caught.value.params == {"depth": 16}


def test_avif_becomes_what_every_program_reads() -> None:
    plain = decode_picture(saved(a_picture(160, 120), "AVIF", icc_profile=SRGB))
    assert plain.media_type is PictureType.JPEG
    assert opened(plain.master).info["icc_profile"] == SRGB
    picture = a_picture(160, 120, "RGBA")
    picture.putalpha(128)
    assert decode_picture(saved(picture, "AVIF")).media_type is PictureType.PNG


def test_alpha_that_hides_nothing_is_left_out() -> None:
    decoded = decode_picture(saved(a_picture(160, 120, "RGBA"), "PNG"))
    assert opened(decoded.master).mode == "RGB"


def test_what_was_left_behind_is_told() -> None:
    frames = [a_picture(160, 120), a_picture(160, 120).rotate(180)]
    more = {"save_all": True, "append_images": frames[1:]}
    for form in ("PNG", "WEBP", "AVIF"):
        decoded = decode_picture(saved(frames[0], form, **more))
        assert decoded.notes == (PictureNote.FIRST_FRAME,), form
        assert near(opened(decoded.master), (8, 8), YELLOW)
    pages = decode_picture(saved(frames[0], "TIFF", **more))
    assert pages.notes == (PictureNote.FIRST_PAGE,)
    both = decode_picture(saved(frames[0], "MPO", **more))
    assert (both.notes, both.media_type) == ((), PictureType.JPEG)
    assert both.master.count(b"\xff\xd8\xff") == 1, "the second picture of a 3D photo is left out"
    fine = decode_picture(png_16(2, (40000, 20000, 1000), size=80))
    assert fine.notes == (PictureNote.FEWER_STEPS,)
    assert decode_picture(tiff((9000, 9, 9), 2, size=80)).notes == (PictureNote.FEWER_STEPS,)
    assert decode_picture(a_jpeg()).notes == ()


def test_odd_jpeg_that_can_be_seen_is_written_anew() -> None:
    data = a_jpeg()
    at = data.index(b"\xff\xdb")
    odd = data[:at] + b"\x00\x00" + data[at:]
    with pytest.raises(Invalid):
        strip_private(odd)
    decoded = decode_picture(odd)
    assert strip_private(decoded.master) == decoded.master
    assert near(opened(decoded.master), (8, 8), YELLOW)
    with pytest.raises(Invalid, match="damaged"):
        decode_picture(odd, UploadLimits(max_pixels=100_000))


def test_inks_are_right_with_and_without_adobes_mark() -> None:
    inks = a_picture(160, 120, "CMYK")
    marked = saved(inks, "JPEG", quality=95)
    for data, sense in ((marked, inks), (without_adobe_mark(marked), None)):
        decoded = decode_picture(data)
        assert decoded.media_type is PictureType.JPEG
        seen = opened(decoded.pages[-1].data).convert("L").getpixel((8, 8))
        assert isinstance(seen, int)
        assert (seen > 150) is (sense is not None)


def test_progressive_and_palette_and_first_page_are_read() -> None:
    assert near(opened(decode_picture(a_jpeg(progressive=True)).pages[0].data), (9, 9), YELLOW)
    palette = decode_picture(saved(a_picture(160, 120, "P"), "PNG", transparency=0))
    assert opened(palette.master).mode in {"RGB", "RGBA"}


def test_file_is_read_from_where_it_lies(tmp_path: Path) -> None:
    source, target = tmp_path / "upload", tmp_path / "master"
    source.write_bytes(a_jpeg())
    decoded = decode_file(source, target)
    assert decoded.master == b""
    assert target.read_bytes() == decode_picture(a_jpeg()).master


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x1cftypheic\0\0\0\0mif1heic", PictureType.HEIC),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heic", PictureType.HEIC),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif", PictureType.AVIF),
        (b"\0\0\0\x1cftypavif\0\0\0\0mif1miaf", PictureType.AVIF),
        (b"\0\0\0\x1cftypisom\0\0\0\0avifheic", None),
        (b"8BPS\0\1", PictureType.PSD),
        (b"8BPS\0\2", None),
        (b"MM\0+", PictureType.TIFF),
    ],
)
def test_kind_is_told_by_content(head: bytes, kind: PictureType | None) -> None:
    assert sniff(head + bytes(64)) is kind


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"GIF89a", "%(kind)s files"),
        (b"8BPS\0\2", "%(kind)s files"),
        (b"%!PS-Adobe", "as PDF"),
        (b"\0\0\0\x18ftypmp42", "film"),
        (b"\0\0\0\x18ftypcrx ", "raw"),
        (b"PK\3\4", "ZIP"),
        (b"<!DOCTYPE html><p>", "web page"),
        (b"Liebe Redaktion", "JPEG, PNG"),
    ],
)
def test_other_kinds_are_named(head: bytes, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode_picture(head + bytes(64))
    assert words in caught.value.message


def test_raw_photo_is_not_taken_for_its_thumbnail() -> None:
    with pytest.raises(Invalid, match="raw"):
        decode_picture(saved(a_picture(), "TIFF", tiffinfo={254: 1}))
