"""Owns what the preflight says of files as other programs write them, whole and unbroken."""

import pytest

from brand_assets.typesetting.preflight import check_pdf
from tests.unit.typesetting.preflight.producers import FOLDER, made_by

NO_X4 = frozenset({"pdfx-identification", "xmp-metadata", "trapped", "output-intent"})

# What is wrong with each for the press, and for a screen: read off by eye, not by the preflight.
FILES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "cairo/drawing.pdf": (
        NO_X4
        | {"file-id", "device-rgb", "transparency-space", "trim-box"}
        | {"bleed", "bleed-painted", "hairline"},
        frozenset({"title", "language", "tagged"}),
    ),
    "chromium/print.pdf": (
        NO_X4 | {"file-id", "annotations", "device-rgb", "trim-box", "bleed", "text-near-trim"},
        frozenset({"language", "tagged"}),
    ),
    "fpdf2/all-glyphs.pdf": (
        NO_X4 | {"annotations", "device-rgb", "trim-box", "bleed"},
        frozenset({"title", "language", "tagged"}),
    ),
    "ghostscript/press.pdf": (
        NO_X4 | {"device-rgb", "font-embedded", "hairline"},
        frozenset(
            {"font-embedded", "cmyk-on-screen", "spot-on-screen", "screen-bleed"}
            | {"language", "tagged"}
        ),
    ),
    "ghostscript/screen.pdf": (
        NO_X4 | {"pdf-version", "device-rgb", "font-embedded", "hairline"},
        frozenset({"font-embedded", "spot-on-screen", "screen-bleed", "language", "tagged"}),
    ),
    "pillow/scan.pdf": (
        NO_X4
        | {"file-id", "device-rgb", "trim-box", "bleed", "bleed-painted"}
        | {"image-resolution", "file-frame", "single-image-page"},
        frozenset({"file-frame", "image-resolution", "language", "tagged"}),
    ),
    "typst/flyer.pdf": (
        NO_X4 | {"pdf-version", "annotations", "trim-box", "icc-rgb", "bleed"},
        frozenset({"cmyk-on-screen"}),
    ),
    "weasyprint/bleed.pdf": (
        NO_X4 | {"pdf-version", "file-id", "annotations", "device-rgb", "transparency-space"},
        frozenset({"cmyk-on-screen", "screen-bleed", "tagged"}),
    ),
    "weasyprint/page.pdf": (
        NO_X4 | {"pdf-version", "file-id", "annotations", "device-rgb", "bleed"},
        frozenset(),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_file_of_another_program_fails_for_its_reasons_alone(name: str) -> None:
    data = made_by(name)()
    press, screen = FILES[name]
    assert {finding.rule for finding in check_pdf(data, "x4")} == press
    assert {finding.rule for finding in check_pdf(data, "screen")} == screen


def test_all_files_are_looked_at() -> None:
    kept = {str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.pdf")}
    assert kept == set(FILES)
