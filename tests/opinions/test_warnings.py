"""Holds that every file of the demonstration brand opens without a warning everywhere."""

import io
import logging
import warnings
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from tests.golden.case import GoldenCase
from tests.opinions.files import (
    BRAND_PDFS,
    CASES,
    PRESS,
    TEMPLATES,
    case_file,
    design_file,
    specimen_files,
)
from tests.tools.pdf_programs import ask

#: Marks are written with separations: a way of its own for those would show nothing else.
WAYS = ("screen", *(way for way in PRESS if way != "separation"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_designs_open_without_a_warning(
    name: str, way: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    written = design_file(name, way)
    _open_everywhere(written.data, tmp_path, caplog)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_golden_cases_open_without_a_warning(
    case: GoldenCase, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _open_everywhere(case_file(case).data, tmp_path, caplog)


def test_specimens_and_brand_files_open_without_a_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    specimens = specimen_files()
    assert len(specimens) > 8
    for data in (*specimens.values(), *(path.read_bytes() for path in BRAND_PDFS)):
        _open_everywhere(data, tmp_path, caplog)


def test_a_warning_would_be_seen(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data = design_file(TEMPLATES[0], "screen").data
    head, tail = data.rsplit(b"startxref\n", 1)
    with pytest.raises((AssertionError, RuntimeError)):
        _open_everywhere(head + b"startxref\n7" + tail, tmp_path, caplog)


def _open_everywhere(data: bytes, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = folder / "file.pdf"
    path.write_bytes(data)
    said, warned = ask("qpdf", "--check", path)
    assert warned == ""
    assert "No syntax or stream encoding errors found" in said
    assert "WARNING" not in said
    _open_in_poppler(path)
    _open_in_pikepdf(data, caplog)
    _open_in_pdfium(data)


def _open_in_poppler(path: Path) -> None:
    """Poppler tells what it dislikes while it paints; small pictures do for that."""
    for program in (("pdfinfo", path), ("pdftoppm", "-r", 20, path, path.with_suffix(""))):
        _, warned = ask(*program)
        assert warned == ""


def _open_in_pikepdf(data: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        with pikepdf.open(io.BytesIO(data)) as document:
            for page in document.pages:
                assert pikepdf.parse_content_stream(page)
            assert document.check_pdf_syntax() == []
            assert document.get_warnings() == []
    assert caplog.records == []


def _open_in_pdfium(data: bytes) -> None:
    document = pdfium.PdfDocument(data)
    try:
        for page in document:
            assert page.render(scale=0.2).width > 0
            assert page.get_textpage().count_chars() >= 0
    finally:
        document.close()
