"""Uploads are decoded by content, freed of private data, and refused with a sentence."""

import io
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pypdfium2 import PdfiumError

from brand_assets.design_facts import AssetRight
from brand_assets.library.decoding import decode_picture
from brand_assets.library.jpeg import strip_private
from brand_assets.library.rules import (
    AssetKind,
    AssetMeta,
    PictureType,
    UploadLimits,
    checked_meta,
    days_left,
    folded,
    sniff,
    title_from_name,
)
from brand_assets.typesetting.pictures.samples import ProfileProblem
from portal.foundation.errors import Invalid
from tests.factories.picture_files import png_16, tiff
from tests.factories.pictures import a_jpeg, a_picture, hostile_files, phone_photo, saved
from tests.factories.placed_pdf import SPOT, supplied_pdf
from tests.factories.placed_pdf import saved as pdf_saved

DEMO = Path(__file__).parents[3] / "demo" / "brand"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("photo", sorted((DEMO / "photos").glob("*.jpg")), ids=lambda p: p.name)
def test_demo_photos_keep_their_pixels(photo: Path) -> None:
    data = photo.read_bytes()
    decoded = decode_picture(data)
    assert decoded.media_type is PictureType.JPEG
    assert list(opened(decoded.master).getexif()) == []
    assert opened(decoded.master).tobytes() == opened(data).tobytes()


def test_phone_photo_stands_upright_and_says_nothing_of_its_maker() -> None:
    data = phone_photo()
    assert b"Mustermann" in data
    decoded = decode_picture(data)
    assert (decoded.width, decoded.height) == (300, 400)
    assert decoded.had_location
    master = opened(decoded.master)
    assert master.size == (300, 400)
    assert dict(master.getexif()) == {}
    assert b"Mustermann" not in decoded.master
    assert b"private comment" not in decoded.master
    bright = master.convert("L").getpixel((280, 20))
    dark = master.convert("L").getpixel((20, 20))
    assert isinstance(bright, int)
    assert isinstance(dark, int)
    assert bright > 150 > dark


def test_upright_photo_loses_its_place_but_no_pixel() -> None:
    data = phone_photo(orientation=1)
    decoded = decode_picture(data)
    assert decoded.had_location
    assert b"Mustermann" not in decoded.master
    assert opened(decoded.master).tobytes() == opened(data).tobytes()


def test_colour_profile_is_kept() -> None:
    decoded = decode_picture(a_jpeg(icc_profile=SRGB))
    assert opened(decoded.master).info["icc_profile"] == SRGB
    turned = decode_picture(saved(a_picture(), "JPEG", icc_profile=SRGB, exif=_turned()))
    assert opened(turned.master).info["icc_profile"] == SRGB


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 8
    return exif


@pytest.mark.parametrize(
    ("form", "mode", "kept_as", "kept_mode"),
    [
        ("PNG", "RGB", PictureType.PNG, "RGB"),
        ("PNG", "RGBA", PictureType.PNG, "RGBA"),
        ("PNG", "P", PictureType.PNG, "RGB"),
        ("PNG", "1", PictureType.PNG, "L"),
        ("PNG", "I;16", PictureType.PNG, "L"),
        ("WEBP", "RGB", PictureType.JPEG, "RGB"),
        ("WEBP", "RGBA", PictureType.PNG, "RGBA"),
        ("TIFF", "RGB", PictureType.PNG, "RGB"),
        ("TIFF", "CMYK", PictureType.TIFF, "CMYK"),
        ("JPEG", "CMYK", PictureType.JPEG, "CMYK"),
        ("JPEG", "L", PictureType.JPEG, "L"),
    ],
)
def test_kinds_of_pictures(form: str, mode: str, kept_as: PictureType, kept_mode: str) -> None:
    picture = a_picture(mode="L" if mode == "I;16" else mode)
    if mode == "I;16":
        picture = picture.convert("I").point(lambda v: v * 257).convert("I;16")
    if mode == "RGBA":
        picture.putalpha(128)
    decoded = decode_picture(saved(picture, form))
    assert decoded.media_type is kept_as
    master = opened(decoded.master)
    assert (master.mode, master.size) == (kept_mode, (400, 300))
    for page in decoded.pages:
        assert opened(page.data).mode in {"RGB", "L"}


def test_lab_is_kept_and_fine_grey_is_reduced_not_cut() -> None:
    lab = decode_picture(tiff((140, 158 ^ 128, 180 ^ 128), 8, bits=8, size=80))
    assert (lab.media_type, opened(lab.master).mode) == (PictureType.TIFF, "LAB")
    seen = opened(lab.pages[0].data).getpixel((4, 4))
    assert seen == pytest.approx((186, 110, 41), abs=6)
    fine = decode_picture(png_16(0, (40000,), size=80))
    assert opened(fine.master).getpixel((4, 4)) == 156


def test_useless_profile_is_left_aside_and_named() -> None:
    decoded = decode_picture(a_jpeg(icc_profile=b"no profile"))
    assert decoded.profile_problem is ProfileProblem.BROKEN
    wrong = decode_picture(saved(a_picture(mode="L"), "PNG", icc_profile=SRGB))
    assert wrong.profile_problem is ProfileProblem.OTHER_SPACE
    assert "icc_profile" not in opened(wrong.master).info
    assert decode_picture(a_jpeg(icc_profile=SRGB)).profile_problem is None


def test_page_pictures_come_in_steps_and_are_never_enlarged() -> None:
    assert [p.width for p in decode_picture(a_jpeg(3000, 2000)).pages] == [320, 640, 1280, 2048]
    assert [p.width for p in decode_picture(a_jpeg(800, 600)).pages] == [320, 640, 800]
    assert [p.width for p in decode_picture(a_jpeg(200, 150)).pages] == [200]


def test_what_hangs_behind_a_picture_is_cut_off() -> None:
    decoded = decode_picture(a_jpeg() + b"<script>alert(1)</script>PK\x03\x04")
    assert b"script" not in decoded.master
    assert decoded.master.endswith(b"\xff\xd9")


@pytest.mark.parametrize("name", sorted(hostile_files()))
def test_hostile_files_are_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode_picture(hostile_files()[name])
    assert str(caught.value).endswith(".")
    assert caught.value.field == "file"


def test_limits_are_held() -> None:
    with pytest.raises(Invalid, match="megapixels"):
        decode_picture(saved(a_picture(), "PNG"), UploadLimits(max_pixels=100_000))
    with pytest.raises(Invalid, match="megapixels"):
        decode_picture(a_jpeg(), UploadLimits(max_jpeg_pixels=100_000))
    with pytest.raises(Invalid, match="One side"):
        decode_picture(a_jpeg(), UploadLimits(max_edge=300))
    with pytest.raises(Invalid, match="MB"):
        decode_picture(a_jpeg(), UploadLimits(max_bytes=1000))


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 3000), st.binary(min_size=1, max_size=8))
def test_damage_anywhere_is_a_sentence_or_a_picture(at: int, noise: bytes) -> None:
    data = phone_photo()
    damaged = data[:at] + noise + data[at + len(noise) :]
    try:
        decoded = decode_picture(damaged)
    except Invalid:
        return
    assert b"Mustermann" not in decoded.master


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_stripping_ends_on_any_bytes(noise: bytes) -> None:
    with pytest.raises(Invalid):
        strip_private(b"\xff\xd8\xff\xe0" + noise)


def test_names_are_labels() -> None:
    assert title_from_name("../../etc/Sommer_im-Garten.JPG") == "Sommer im Garten"
    assert title_from_name("C:\\Fotos\\Beet.png") == "Beet"
    assert title_from_name("\x00\x1b") == "Foto"
    assert sniff(b"\x00" * 16) is None


def test_words_are_folded_for_search() -> None:
    assert folded("  Größe  Süß\tÉté ") == "grosse suss ete"


def test_metadata_is_tidied_and_checked() -> None:
    tidy = checked_meta(AssetMeta(" Beet\n im Mai ", tags=("Beet", "beet", " ", "Mai")))
    assert (tidy.title, tidy.tags) == ("Beet im Mai", ("beet", "mai"))
    for wrong in (
        AssetMeta("  "),
        AssetMeta("x", focal=(1.5, 0)),
        AssetMeta("x", right=AssetRight("own", starts=date(2027, 2, 1), ends=date(2027, 1, 1))),
    ):
        with pytest.raises(Invalid):
            checked_meta(wrong)


def test_rights_count_their_last_day() -> None:
    right = AssetRight("agency", ends=date(2027, 5, 15))
    assert days_left(right, date(2027, 5, 15)) == 0
    assert right.problem(date(2027, 5, 15)) is None
    assert right.problem(date(2027, 5, 16)) == "expired"
    assert days_left(AssetRight("own"), date(2027, 5, 15)) is None


DRAWING = (
    b"\xef\xbb\xbf<?xml version='1.0'?><!-- secret --><svg xmlns='http://www.w3.org/2000/svg'"
    b" viewBox='0 0 60 40' onload='x()'><metadata>Mustermann</metadata><style>.a{fill:#ff7711}"
    b"</style><rect class='a' width='60' height='40' onclick='x()'/></svg>"
)


def test_a_drawing_is_kept_clean_with_pictures_for_pages() -> None:
    decoded = decode_picture(DRAWING)
    assert (decoded.kind, decoded.media_type) == (AssetKind.ARTWORK, PictureType.SVG)
    assert (decoded.width, decoded.height) == (60, 40)
    for word in (b"secret", b"Mustermann", b"onload", b"onclick", b"style", b"class"):
        assert word not in decoded.master
    assert decode_picture(decoded.master).master == decoded.master
    shown = opened(decoded.pages[-1].data)
    assert shown.size == (1280, 853)
    red, green, blue = shown.getpixel((600, 400))  # type: ignore[misc] # an RGB picture
    assert abs(red - 255) + abs(green - 0x77) + abs(blue - 0x11) < 12


def test_a_pdf_is_kept_without_what_acts() -> None:
    with pikepdf.open(io.BytesIO(supplied_pdf(pages=2))) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.attachments["geheim.txt"] = b"Mustermann"
        data = pdf_saved(pdf)
    decoded = decode_picture(data)
    assert (decoded.kind, decoded.media_type.extension) == (AssetKind.ARTWORK, "pdf")
    assert (decoded.width, decoded.height) == (200, 120)
    assert decode_picture(data).master == decoded.master
    with pikepdf.open(io.BytesIO(decoded.master)) as clean:
        assert len(clean.pages) == 2
        assert not {"/OpenAction", "/Names"} & set(clean.Root.keys())
        assert "/Annots" not in clean.pages[0].obj
        (space,) = clean.pages[0].resources.ColorSpace.values()
        assert str(space[1]) == f"/{SPOT}"
    assert b"Mustermann" not in decoded.master


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text>a</text></svg>", "text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><script/></svg>", "script"),
        (b"%PDF-1.7 and nothing else", "damaged"),
        (b"<html><svg></svg></html>", "web page"),
    ],
)
def test_artwork_that_cannot_be_placed_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        decode_picture(data)


@pytest.mark.parametrize("problem", [MemoryError, PdfiumError])
def test_artwork_that_asks_too_much_of_the_machine_is_refused(
    monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    def fail(_data: bytes, _longest: int) -> None:
        raise problem("too much")

    monkeypatch.setattr("brand_assets.library.artwork_files.show_artwork", fail)
    with pytest.raises(Invalid, match="too complex"):
        decode_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>")


def test_artwork_that_takes_too_long_to_paint_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    svg = (
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>"
    )
    assert decode_picture(svg).pages
    monkeypatch.setattr("brand_assets.library.artwork_files.MOST_SECONDS", 0.0)
    with pytest.raises(Invalid, match="too complex"):
        decode_picture(svg)
