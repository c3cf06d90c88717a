"""Tests of the words across a picture or a PDF that is no ad."""

import io

import numpy
import pikepdf
import pytest
from PIL import Image

from brand_assets.typesetting.pixels import paint
from campaigns.proofs.watermark import mark_pdf, mark_picture

WORDS = "Vorschau – nicht zum Druck"


def _jpeg(ground: tuple[int, int, int], size: tuple[int, int] = (480, 360)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, ground).save(out, "JPEG", quality=95)
    return out.getvalue()


def _pdf(pages: int = 2) -> bytes:
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (400, 600), (40, 90, 50)) for _ in range(pages)]
    first.save(out, "PDF", save_all=True, append_images=others)
    return out.getvalue()


def _changed(before: Image.Image, after: Image.Image) -> numpy.ndarray:
    """Return by how much each pixel became lighter or darker."""
    one, other = (numpy.asarray(picture.convert("L"), dtype=int) for picture in (before, after))
    changed: numpy.ndarray = numpy.abs(one - other)
    return changed


@pytest.mark.parametrize("ground", [(0, 0, 0), (255, 255, 255), (128, 128, 128), (29, 107, 60)])
def test_words_are_seen_on_any_ground_and_leave_most_of_it(ground: tuple[int, int, int]) -> None:
    jpeg = _jpeg(ground)
    before, after = (Image.open(io.BytesIO(data)) for data in (jpeg, mark_picture(jpeg, WORDS)))
    changed = _changed(before, after) > 30
    assert before.size == after.size
    assert 0.02 < changed.mean() < 0.3
    # No third of a third of the ad can be cut out without words.
    for rows in numpy.split(changed, 3):
        assert all(part.any() for part in numpy.split(rows, 3, axis=1))


@pytest.mark.parametrize(("ink", "ground"), [(0, 255), (255, 20)])
def test_the_smallest_print_is_read_through_the_words(ink: int, ground: int) -> None:
    """Lines of one pixel, as those of small print are, keep the contrast that print needs."""
    lines = numpy.full((360, 480), ground, dtype=numpy.uint8)
    lines[:, ::3] = ink
    out = io.BytesIO()
    Image.fromarray(lines).save(out, "JPEG", quality=100)
    marked = Image.open(io.BytesIO(mark_picture(out.getvalue(), WORDS))).convert("L")
    light = (numpy.asarray(marked, dtype=float) / 255) ** 2.2
    one, other = light[:, 0:-2:3], light[:, 1:-1:3]
    contrast = (numpy.maximum(one, other) + 0.05) / (numpy.minimum(one, other) + 0.05)
    assert (contrast < 4.5).mean() < 0.02  # WCAG 2.2, 1.4.3; what is below lies on thin edges
    assert contrast.min() > 2.5


@pytest.mark.parametrize("size", [(728, 90), (160, 600), (80, 80)])
def test_words_fit_odd_sizes(size: tuple[int, int]) -> None:
    jpeg = _jpeg((255, 255, 255), size)
    after = Image.open(io.BytesIO(mark_picture(jpeg, WORDS)))
    assert after.size == size
    assert numpy.asarray(after.convert("L")).min() < 220


def test_same_picture_and_words_give_the_same_bytes() -> None:
    jpeg = _jpeg((200, 10, 10))
    assert mark_picture(jpeg, WORDS) == mark_picture(jpeg, WORDS)
    assert mark_picture(jpeg, WORDS) != mark_picture(jpeg, "Abgelaufen")


def test_every_page_of_a_pdf_is_marked_and_keeps_its_size() -> None:
    pdf = _pdf()
    marked = mark_pdf(pdf, WORDS)
    assert marked == mark_pdf(pdf, WORDS)
    with pikepdf.open(io.BytesIO(pdf)) as one, pikepdf.open(io.BytesIO(marked)) as other:
        boxes = [[list(page.mediabox) for page in document.pages] for document in (one, other)]
    assert boxes[0] == boxes[1]
    for page in range(2):
        changed = _changed(paint(pdf, page, width_px=400), paint(marked, page, width_px=400)) > 25
        assert 0.02 < changed.mean() < 0.3


def test_signs_that_the_font_lacks_are_left_out() -> None:
    jpeg = _jpeg((255, 255, 255))
    assert mark_picture(jpeg, "Vor\u2060schau\n\u4e00") == mark_picture(jpeg, "Vorschau")
