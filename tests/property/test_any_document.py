"""Owns the promise that whatever the schema admits is set, within two seconds and 256 MB.

Either it is set, or it is refused with its reason; nothing else is raised. Each kind of frame is
tried with documents at random that follow the schema; the worst known ones have a process each.
"""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brand_assets.typesetting.document import DocumentError, read_document
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.scene import SettingError
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values
from tests.factories.kit import demo_kit, demo_photos
from tests.property.documents import documents, frame_kinds, frames_of
from tests.property.worst import CASES, MOST_MB, MOST_SECONDS

ROOT = Path(__file__).parents[2]
EXAMPLES = 12
_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.mark.parametrize("kind", frame_kinds())
def test_documents_at_random_are_set_or_refused_with_a_reason(kind: str) -> None:
    outcomes: Counter[str] = Counter()

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=_QUIET)
    @given(documents(st.lists(frames_of(kind), min_size=1, max_size=3)))
    def each(data: Any) -> None:
        outcomes[_outcome(data)] += 1

    each()
    print(kind, dict(outcomes))  # noqa: T201 - shown by pytest -s
    assert outcomes["set"] > EXAMPLES / 10


def _outcome(data: Any) -> str:
    try:
        document = read_document(data)
    except DocumentError:
        return "refused"
    kit, photos, start = demo_kit(), demo_photos()[0], time.process_time()
    try:
        found = set_document(document, ad_values("fruehling"), kit, photos)
    except SettingError:
        return "not of this kit"
    assert time.process_time() - start < MOST_SECONDS
    assert len(found.facts) == len(document.pages)
    assert all(
        len(facts.frames) == len(page.frames)
        for facts, page in zip(found.facts, document.pages, strict=True)
    )
    assert write_pdf(found.display, kit, photos, PdfOptions()).startswith(b"%PDF-")
    screen = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=60 / found.display.pages[0].width)
    pdf = write_pdf(found.display, kit, photos, screen)
    assert paint(pdf, width_px=60, height_px=60).size == (60, 60)
    return "set"


@pytest.mark.parametrize("name", CASES)
def test_the_worst_documents_take_neither_long_nor_much(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.property.worst", name],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    setting, _, peak = map(float, done.stdout.split())
    assert setting < MOST_SECONDS
    assert peak < MOST_MB
