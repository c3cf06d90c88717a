"""Holds Poppler's and PDFium's pictures of our screen PDFs together, outside photos."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from brand_assets.typesetting.display_list import (
    DrawGroup,
    DrawImage,
    DrawPdfPage,
    Item,
    Matrix,
    PageList,
)
from brand_assets.typesetting.pixels import paint
from tests.golden.case import GoldenCase
from tests.opinions.files import CASES, TEMPLATES, Written, case_file, design_file
from tests.tools.pdf_programs import ask

MOST = 4.0
MOST_OF_A_TILE = 20.0
WIDTH = 400
TILE = 20
# Poppler puts baselines on whole pixels; finer pixels, then brought together, take that out.
FINER = 4
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
CORNERS = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
Corner = tuple[float, float]


@pytest.mark.parametrize("name", TEMPLATES)
def test_poppler_and_pdfium_paint_our_designs_alike(name: str, tmp_path: Path) -> None:
    _compare(design_file(name, "screen"), tmp_path)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_poppler_and_pdfium_paint_golden_cases_alike(case: GoldenCase, tmp_path: Path) -> None:
    _compare(case_file(case), tmp_path)


def _compare(written: Written, folder: Path) -> None:
    path = written.kept(folder)
    for number, page in enumerate(written.display.pages):
        finer = paint(written.data, number, width_px=WIDTH * FINER)
        ours, theirs = finer.reduce(FINER), _by_poppler(path, number, finer.size).reduce(FINER)
        outside = _outside_photos(page, ours.size)
        difference = _difference(ours, theirs, outside)
        assert difference.max() < MOST, f"page {number + 1}: {difference}"
        assert _worst_tile(ours, theirs, outside) < MOST_OF_A_TILE, f"page {number + 1}"


def _by_poppler(path: Path, page: int, size: tuple[int, int]) -> Image.Image:
    target = path.with_suffix("")
    ask(
        "pdftoppm",
        *("-f", page + 1, "-l", page + 1, "-singlefile"),
        *("-scale-to-x", size[0], "-scale-to-y", size[1]),
        *(path, target),
    )
    data = target.with_suffix(".ppm").read_bytes()
    return Image.open(io.BytesIO(data)).convert("RGB")


def _difference(ours: Image.Image, theirs: Image.Image, outside: np.ndarray) -> np.ndarray:
    """Return the mean difference of each channel where no photo is."""
    assert ours.size == theirs.size
    first, second = (np.asarray(one, dtype=np.int16) for one in (ours, theirs))
    mean: np.ndarray = np.abs(first - second)[outside].mean(axis=0)
    return mean


def _worst_tile(ours: Image.Image, theirs: Image.Image, outside: np.ndarray) -> float:
    """Return the largest mean difference of a small square, so that nothing small is lost."""
    first, second = (np.asarray(one, dtype=np.int16) for one in (ours, theirs))
    apart = np.abs(first - second).mean(axis=2) * outside
    high, wide = (side // TILE for side in apart.shape)
    tiles = apart[: high * TILE, : wide * TILE].reshape(high, TILE, wide, TILE)
    return float(tiles.mean(axis=(1, 3)).max())


def _outside_photos(page: PageList, size: tuple[int, int]) -> np.ndarray:
    mask = Image.new("1", size, 1)
    draw = ImageDraw.Draw(mask)
    scale = (size[0] / page.width, size[1] / page.height)
    for corners in _photos(page.items, IDENTITY):
        draw.polygon([(x * scale[0], y * scale[1]) for x, y in corners], fill=0)
    outside = np.asarray(mask)
    # A page that is nothing but photos is compared as a whole.
    return outside if outside.any() else np.ones_like(outside)


def _photos(items: tuple[Item, ...], around: Matrix) -> Iterator[list[Corner]]:
    for item in items:
        if isinstance(item, DrawGroup):
            yield from _photos(item.items, _combined(item.matrix or IDENTITY, around))
        elif isinstance(item, DrawImage | DrawPdfPage):
            matrix = _combined(item.matrix, around)
            yield [_mapped(matrix, corner) for corner in CORNERS]


def _combined(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    x, y = _mapped(then, (e, f))
    p, q, r, s = then[:4]
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, x, y)


def _mapped(matrix: Matrix, point: Corner) -> Corner:
    a, b, c, d, e, f = matrix
    x, y = point
    return (a * x + c * y + e, b * x + d * y + f)


def test_the_comparison_can_fail() -> None:
    white, grey = (Image.new("RGB", (20, 20), (v, v, v)) for v in (255, 250))
    everywhere = np.ones((20, 20), dtype=bool)
    assert _difference(white, grey, everywhere).max() > MOST
    assert _difference(white, white, everywhere).max() == 0
    dot = white.copy()
    dot.paste((0, 0, 0), (0, 0, 10, 10))
    assert _worst_tile(white, dot, everywhere) > MOST_OF_A_TILE
    assert _worst_tile(white, dot, ~everywhere) == 0
