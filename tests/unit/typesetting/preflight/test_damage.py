"""Owns the facts about damaged and hostile files: findings in bounded time, no exception."""

import functools
import io
import json
import random
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, settings

from brand_assets.design_facts import Severity
from brand_assets.typesetting.preflight import check_pdf, preflight_report
from tests.factories.foreign_pdf import press, sound_press
from tests.unit.typesetting.preflight.producers import FOLDER

SECONDS = 20.0
MEMORY = 768 * 1024 * 1024
SMALL_FILES = sorted(FOLDER.glob("*/*.pdf"))


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.6\n%%EOF", sound_press()[:400]])
def test_unreadable_file_is_a_finding(data: bytes) -> None:
    (finding,) = check_pdf(data)
    assert finding.rule == "unreadable"
    assert finding.severity is Severity.BLOCKS
    assert "0x" not in finding.message.en


def test_locked_file_is_a_finding() -> None:
    data = press(encryption=pikepdf.Encryption(owner="o", user="u"))
    assert [finding.rule for finding in check_pdf(data)] == ["encrypted"]


@functools.cache
def _plain(index: int) -> bytes:
    """A file of another program with nothing packed, so that damage reaches every part of it."""
    out = io.BytesIO()
    with pikepdf.open(SMALL_FILES[index]) as document:
        document.save(out, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


@pytest.mark.parametrize("seed", range(200))
def test_damaged_file_is_never_an_exception(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable damage
    index = seed % len(SMALL_FILES)
    data = bytearray(_plain(index) if seed % 2 else SMALL_FILES[index].read_bytes())
    for _ in range(chance.choice((1, 10, 200))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 5 == 0:
        del data[chance.randrange(len(data)) :]
    start = time.process_time()
    assert isinstance(check_pdf(bytes(data), ("x4", "screen")[seed % 3 % 2]), list)
    assert time.process_time() - start < SECONDS


WORDS = (b"/Page", b"/Contents", b"/Resources", b"/Font", b"/MediaBox", b"/OutputIntents", b"/N")
SWAPS = (b"/Kids", b"null", b"[1 2]", b"(x)", b"-1", b"<<>>")


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("other", SWAPS)
def test_swapped_words_are_never_an_exception(word: bytes, other: bytes) -> None:
    for index in range(len(SMALL_FILES)):
        data = _plain(index).replace(word + b" ", other.ljust(len(word))[: len(word)] + b" ")
        assert isinstance(check_pdf(data), list)


@pytest.mark.parametrize("path", SMALL_FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_odd_objects_are_never_an_exception(path: Path) -> None:
    """Every entry of the page and what it refers to is put to something else, one at a time."""
    odd = (7, "x", Name.Odd, Array([]), Dictionary(), Array([Name.DeviceN, Array([])]))
    data = path.read_bytes()
    for index, value in enumerate(odd):
        with pikepdf.open(io.BytesIO(data)) as document:
            for obj in document.objects:
                if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
                    keys = sorted(
                        key for key, _ in obj.items() if key not in ("/Length", "/Filter")
                    )
                    for key in keys[index::3]:
                        obj[key] = value
            out = io.BytesIO()
            try:
                document.save(out)
            except pikepdf.PdfError:
                continue
        for profile in ("x4", "screen"):
            assert isinstance(check_pdf(out.getvalue(), profile), list)


def _swells(document: Pdf) -> None:
    stream = document.make_stream(b"")
    stream.write(zlib.compress(bytes(90_000_000), 9), filter=Name.FlateDecode)
    document.pages[1].obj.Contents = stream


def _much_content(document: Pdf) -> None:
    document.pages[0].obj.Contents = document.make_stream(b"0 0 1 1 re f\n" * 2_000_000)


def _many_brackets(document: Pdf) -> None:
    document.pages[0].obj.Contents = document.make_stream(b"[()]" * 8_000_000 + b"TJ")


def _forms_that_double(document: Pdf) -> None:
    inner = document.make_stream(b"0 0 1 1 re f " * 50)
    for _ in range(10):
        resources = Dictionary(XObject=Dictionary(X=inner))
        inner[Name.Type], inner[Name.Subtype] = Name.XObject, Name.Form
        inner.BBox = Array([0, 0, 9, 9])
        inner = document.make_stream(b"/X Do " * 20, Resources=resources)
    inner[Name.Type], inner[Name.Subtype], inner.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    page = document.pages[0].obj
    page.Resources = Dictionary(XObject=Dictionary(X=inner))
    page.Contents = document.make_stream(b"/X Do")


def _many_pages(document: Pdf) -> None:
    page = document.pages[0]
    for _ in range(3_000):
        document.pages.append(page)


def _many_objects(document: Pdf) -> None:
    document.Root.Ballast = Array(
        [document.make_indirect(Dictionary(A=index)) for index in range(80_000)]
    )


def _deep_arrays(document: Pdf) -> None:
    nested: object = Array([])
    for _ in range(400):
        nested = Array([nested])
    document.Root.Deep = nested
    document.pages[0].obj.Resources.ColorSpace = Dictionary(Deep=nested)


def _many_widths(document: Pdf) -> None:
    for font in dict(document.pages[0].obj.Resources.Font.items()).values():
        font.Widths = Array([500] * 300_000)


def _many_texts_on_grounds(document: Pdf) -> None:
    grounds = "0 1 1 0 k 60 60 9 9 re f\n" * 15_000
    texts = "0 0 0 1 k BT /F1 9 Tf 200 300 Td (x) Tj ET\n" * 15_000
    document.pages[0].obj.Contents = document.make_stream((grounds + texts).encode())


HOSTILE = (
    _swells,
    _much_content,
    _many_brackets,
    _forms_that_double,
    _many_pages,
    _many_objects,
    _deep_arrays,
    _many_widths,
    _many_texts_on_grounds,
)


# The system ends a check that takes more processor time or memory than this.
LIMITED = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS:.0f}, {SECONDS:.0f}))
from brand_assets.typesetting.preflight import check_pdf
print(json.dumps([found.rule for found in check_pdf(sys.stdin.buffer.read())]))
"""


@pytest.mark.parametrize("fault", HOSTILE, ids=lambda fault: fault.__name__.strip("_"))
def test_hostile_file_ends_in_time_and_memory(fault: Callable[[Pdf], None]) -> None:
    data = press(fault, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED], input=data, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    if fault in (_much_content, _many_brackets, _forms_that_double, _many_pages, _many_objects):
        assert "checked-whole" in json.loads(done.stdout)


def test_swelling_stream_is_stopped() -> None:
    assert settings.get_qpdf_limits()["flate_max_memory"] == 64 * 1024 * 1024
    data = press(_swells)
    tracemalloc.start()
    try:
        findings = check_pdf(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "content-readable" in {finding.rule for finding in findings}
    assert peak < 256 * 1024 * 1024


def test_same_file_gives_the_same_findings() -> None:
    data = SMALL_FILES[0].read_bytes()
    assert check_pdf(data) == check_pdf(data)


def test_worst_findings_come_first() -> None:
    for path in SMALL_FILES:
        order = [list(Severity).index(found.severity) for found in check_pdf(path.read_bytes())]
        assert order == sorted(order)


def test_report_can_be_json_and_counts() -> None:
    report = preflight_report(check_pdf(SMALL_FILES[0].read_bytes()))
    assert json.loads(json.dumps(report)) == report
    assert report["passed"] is False
    assert sum(report["counts"].values()) == len(report["findings"])
    assert all(row["mend"]["de"] and row["mend"]["en"] for row in report["findings"])
    assert preflight_report(check_pdf(sound_press()))["passed"] is True


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="x9"):
        check_pdf(sound_press(), "x9")
