"""Owns the promise that the same input gives the same bytes, in any process."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brand_assets.typesetting.pdf_writer import Marks, Mode, PdfOptions, SpotMode, write_pdf
from tests.factories.display import add_photo, demo_photos, flyer, press_kit

CASES = {
    "press": PdfOptions(),
    "spot": PdfOptions(spot=SpotMode.SEPARATION, marks=Marks(crop=True, colour_bar=True)),
    "screen": PdfOptions(mode=Mode.SCREEN),
}
_SCRIPT = """
import sys
from tests.unit.typesetting.test_pdf_same_bytes import file_hash
print(file_hash(sys.argv[1]))
"""


def file_hash(case: str) -> str:
    photos = demo_photos()
    data = write_pdf(flyer(add_photo(photos)), press_kit(), photos, CASES[case])
    return hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("case", list(CASES))
def test_another_process_writes_the_same_bytes(case: str) -> None:
    found = {file_hash(case)}
    for seed in ("0", "4711"):
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT, case],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        )
        found.add(done.stdout.strip())
    assert len(found) == 1


def test_another_text_gives_another_id() -> None:
    photos = demo_photos()
    pages = flyer(add_photo(photos))
    first = write_pdf(pages, press_kit(), photos, PdfOptions())
    second = write_pdf(pages, press_kit(), photos, PdfOptions(title="Anders"))
    assert first.rsplit(b"/ID", 1)[1][:40] != second.rsplit(b"/ID", 1)[1][:40]
