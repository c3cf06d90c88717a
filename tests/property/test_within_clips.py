"""Owns the promise that nothing is drawn outside its clip, nor into the margin of a press sheet."""

import io
from typing import Any

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from brand_assets.typesetting.document import read_document
from brand_assets.typesetting.pdf_writer import Marks, Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.setting import set_document
from tests.factories.kit import demo_kit, demo_photos, photo
from tests.golden.case import ad, frame

_CLIPS = (
    "M8 62C8 28 40 8 92 8C96 44 60 66 8 62Z",
    "M20 10L80 10L50 60Z",
    "M-10 -10L40 -10L40 40Z",
    "M10 10H60V50H10ZM20 20V40H50V20Z",
)
_GROUND = frame("rect", "grund", (-3, -3, 106, 76), colour="Leinen")


def _written(*frames: Any, options: PdfOptions | None = None) -> bytes:
    document = read_document(ad(*frames, width=100, height=70, bleed=3))
    photos = demo_photos()[0]
    found = set_document(document, {}, demo_kit(), photos)
    screen = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=1.0)
    return write_pdf(found.display, demo_kit(), photos, options or screen)


def _painted(*frames: Any, options: PdfOptions | None = None) -> np.ndarray[Any, Any]:
    return np.asarray(paint(_written(*frames, options=options), width_px=300)).astype(int)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    clip=st.sampled_from(_CLIPS),
    zoom=st.floats(1, 6),
    place=st.tuples(
        st.integers(-30, 60), st.integers(-30, 40), st.integers(20, 130), st.integers(20, 100)
    ),
    opacity=st.sampled_from([1.0, 0.6]),
)
def test_a_photo_stays_in_its_clip(
    clip: str, zoom: float, place: tuple[int, int, int, int], opacity: float
) -> None:
    shown = {"asset": photo("Garden.jpg"), "clip": clip, "zoom": zoom, "opacity": opacity}
    with_photo = _painted(_GROUND, frame("photo", "f", place, **shown))
    without = _painted(_GROUND)
    inside = _painted(
        frame("rect", "g", (-3, -3, 106, 76), colour="Weiss"),
        frame("path", "p", (0, 0, 100, 70), colour="Schwarz", d=clip),
    )
    outside = _eroded(inside.min(axis=2) == 255)
    assert outside.any()
    assert (with_photo[outside] == without[outside]).all()


def _eroded(mask: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return the mask without its outermost pixel, where edges are smoothed."""
    small = Image.fromarray((mask * 255).astype(np.uint8))
    grown = np.asarray(small.convert("L")).astype(int)
    result = mask.copy()
    for axis in (0, 1):
        for by in (-1, 1):
            result &= np.roll(grown, by, axis=axis) == 255
    return result


@pytest.mark.parametrize("marks", [Marks(crop=True), Marks(crop=True, colour_bar=True)])
def test_what_hangs_out_of_the_bleed_leaves_the_marks_alone(marks: Marks) -> None:
    options = PdfOptions(marks=marks)
    plain = _painted(_GROUND, options=options)
    over = {"asset": photo("Garden.jpg"), "zoom": 2.0}
    hanging = _painted(
        _GROUND,
        frame("photo", "f", (-200, -200, 500, 500), **over),
        frame("rect", "r", (-500, 20, 1000, 10), colour="Mohn", rotation=30),
        options=options,
    )
    changed = np.argwhere((plain != hanging).any(axis=2))
    with pikepdf.open(io.BytesIO(_written(_GROUND, options=options))) as pdf:
        page = pdf.pages[0]
        media, bleed = ([float(v) for v in box] for box in (page.MediaBox, page.BleedBox))
    scale = 300 / (media[2] - media[0])
    left, right = (bleed[0] - media[0]) * scale, (bleed[2] - media[0]) * scale
    top, bottom = (media[3] - bleed[3]) * scale, (media[3] - bleed[1]) * scale
    assert left > 5 < top
    # A pixel that the edge of the bleed cuts may change.
    assert changed.min(axis=0) == pytest.approx([top, left], abs=1)
    assert changed.max(axis=0) == pytest.approx([bottom, right], abs=1)
