"""Owns the facts about pictures: exact in size and colour, within their bytes."""

import io
import threading

import pytest
from PIL import Image

from brand_assets.typesetting.display_list import DrawImage, FillPath
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import (
    PixelFormat,
    PixelOptions,
    PixelsTooHeavy,
    pack,
    paint,
    render,
    render_avif,
    render_jpeg,
    render_png,
    render_webp,
)
from tests.factories.display import (
    add_photo,
    demo_photos,
    display,
    flyer,
    page,
    press_kit,
    rectangle,
)


def _screen(width: float = 1080, height: float = 1080, colour: str = "Leinen") -> bytes:
    item = FillPath(rectangle(0, 0, width, height), colour)
    pages = display(page(item, width=width, height=height, bleed=0))
    return write_pdf(pages, press_kit(), demo_photos(), PdfOptions(mode=Mode.SCREEN))


def _flyer() -> bytes:
    photos = demo_photos()
    return write_pdf(flyer(add_photo(photos)), press_kit(), photos, PdfOptions(mode=Mode.SCREEN))


def _opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("pixel_format", list(PixelFormat))
def test_picture_is_exactly_as_large_as_asked(pixel_format: PixelFormat) -> None:
    data = render(_screen(), width_px=1080, height_px=1080, pixel_format=pixel_format)
    picture = _opened(data)
    assert picture.size == (1080, 1080)
    assert picture.mode == "RGB"
    assert picture.format == pixel_format.value.upper()
    assert Image.MIME[pixel_format.value.upper()] == pixel_format.media_type


def test_other_side_follows_from_the_page() -> None:
    assert _opened(render(_screen(300, 250), width_px=600)).size == (600, 500)
    assert _opened(render(_screen(300, 250), height_px=500)).size == (600, 500)
    assert paint(_screen(300, 250)).size == (300, 250)


def test_brand_colours_are_exact_in_png() -> None:
    for token, colour in press_kit().colours.items():
        picture = _opened(render_png(_screen(40, 40, token), 40))
        assert picture.getcolors() == [(1600, colour.srgb)]


def test_bytes_stay_within_the_budget_at_the_best_quality() -> None:
    pdf = _flyer()
    free = render_jpeg(pdf, 700)
    limit = len(free) * 2 // 3
    tight = render_jpeg(pdf, 700, max_bytes=limit)
    assert limit * 0.9 < len(tight) <= limit
    assert _opened(tight).size == _opened(free).size
    assert len(render_webp(pdf, 700, max_bytes=40_000)) <= 40_000
    avif = render_avif(pdf, 300, max_bytes=9_000)
    assert 7_000 < len(avif) <= 9_000
    assert _opened(avif).size == (300, _opened(render_jpeg(pdf, 300)).height)


def test_png_has_fewer_colours_only_where_asked() -> None:
    picture = paint(_flyer(), width_px=400)
    exact = len(pack(picture, PixelFormat.PNG, PixelOptions()))
    limit = exact // 3
    with pytest.raises(PixelsTooHeavy):
        pack(picture, PixelFormat.PNG, PixelOptions(max_bytes=limit))
    reduced = pack(picture, PixelFormat.PNG, PixelOptions(max_bytes=limit, fewer_colours=True))
    assert len(reduced) <= limit
    opened = _opened(reduced)
    assert (opened.mode, opened.size) == ("P", picture.size)
    with pytest.raises(PixelsTooHeavy):
        pack(picture, PixelFormat.PNG, PixelOptions(max_bytes=999, fewer_colours=True))
    roomy = PixelOptions(max_bytes=exact, fewer_colours=True)
    assert len(pack(picture, PixelFormat.PNG, roomy)) == exact


def test_brand_colours_stay_near_in_avif() -> None:
    for token, colour in press_kit().colours.items():
        seen = _opened(render_avif(_screen(64, 64, token), 64)).getpixel((32, 32))
        assert seen == pytest.approx(colour.srgb, abs=4)


@pytest.mark.parametrize("pixel_format", list(PixelFormat))
def test_equal_pictures_pack_to_equal_bytes(pixel_format: PixelFormat) -> None:
    picture = paint(_flyer(), width_px=240)
    limit = len(pack(picture, pixel_format, PixelOptions())) - 100
    options = PixelOptions(max_bytes=limit, fewer_colours=True)
    first = pack(picture, pixel_format, options)
    assert first == pack(picture.copy(), pixel_format, options)


def test_impossible_budget_is_refused() -> None:
    with pytest.raises(PixelsTooHeavy, match="500"):
        render_jpeg(_flyer(), 700, max_bytes=500)
    with pytest.raises(PixelsTooHeavy):
        render_png(_flyer(), 700, max_bytes=5000)


def test_every_page_can_be_painted() -> None:
    pdf = _flyer()
    assert render_jpeg(pdf, 300, page=0) != render_jpeg(pdf, 300, page=1)


def test_same_file_gives_the_same_picture() -> None:
    pdf = _flyer()
    options = PixelOptions(fast=True)
    assert render(pdf, width_px=400, options=options) == render(pdf, width_px=400, options=options)


def test_threads_take_turns() -> None:
    pdf = _flyer()
    expected = render_jpeg(pdf, 200)
    found: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: found.append(render_jpeg(pdf, 200))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 6


def test_photo_stands_upright_and_unmirrored() -> None:
    picture = Image.new("RGB", (200, 200), (0, 0, 255))
    picture.paste((255, 0, 0), (0, 0, 100, 100))
    picture.paste((0, 255, 0), (100, 0, 200, 100))
    out = io.BytesIO()
    picture.save(out, "PNG")
    photos = demo_photos()
    item = DrawImage(photos.add(out.getvalue()), (80.0, 0.0, 0.0, 40.0, 10.0, 20.0))
    pages = display(page(item, width=100, height=100, bleed=0))
    pdf = write_pdf(pages, press_kit(), photos, PdfOptions(mode=Mode.SCREEN))
    seen = paint(pdf, width_px=100)
    assert seen.getpixel((20, 25)) == (255, 0, 0)
    assert seen.getpixel((80, 25)) == (0, 255, 0)
    assert seen.getpixel((20, 55)) == (0, 0, 255)
    assert seen.getpixel((20, 15)) == seen.getpixel((20, 65)) == (255, 255, 255)


def test_clip_cuts_the_photo() -> None:
    photos = demo_photos()
    item = DrawImage(
        add_photo(photos), (100.0, 0.0, 0.0, 100.0, 0.0, 0.0), clip=rectangle(30, 30, 40, 40)
    )
    pages = display(page(item, width=100, height=100, bleed=0))
    pdf = write_pdf(pages, press_kit(), photos, PdfOptions(mode=Mode.SCREEN))
    seen = paint(pdf, width_px=100)
    assert seen.getpixel((20, 50)) == seen.getpixel((50, 80)) == (255, 255, 255)
    assert seen.getpixel((50, 50)) != (255, 255, 255)
