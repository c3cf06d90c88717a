"""Owns the facts about files that are no press files: of other producers, damaged, or no PDF."""

import io
import json
import random
import zlib

import pytest
from pikepdf import Name, Pdf, settings
from PIL import Image
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from brand_assets.design_facts import Severity
from brand_assets.typesetting.preflight import check_pdf, preflight_report
from tests.factories.broken_pdf import broken, sound


def _by_reportlab() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A5, invariant=1)
    canvas.setFillColorRGB(0.8, 0.1, 0.1)
    canvas.setFont("Helvetica", 18)
    canvas.drawString(60, 500, "Frühling")
    canvas.setLineWidth(0.05)
    canvas.line(60, 480, 300, 480)
    canvas.linkURL("https://halmgruen.example", (60, 490, 200, 520))
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _by_pillow() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 600), (7, 69, 47)).save(out, "PDF", resolution=60.0)
    return out.getvalue()


def test_reportlab_file_fails_for_its_reasons() -> None:
    found = {finding.rule for finding in check_pdf(_by_reportlab())}
    assert found >= {
        "annotations",
        "device-rgb",
        "font-embedded",
        "hairline",
        "output-intent",
        "pdfx-identification",
        "trim-box",
        "xmp-metadata",
    }


def test_pillow_file_fails_for_its_reasons() -> None:
    findings = check_pdf(_by_pillow())
    found = {finding.rule for finding in findings}
    assert found >= {"device-rgb", "image-resolution", "output-intent", "pdfx-identification"}
    assert "font-embedded" not in found
    resolution = next(f for f in findings if f.rule == "image-resolution")
    assert resolution.severity is Severity.BLOCKS
    assert "60 ppi" in resolution.message.en


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.6\n%%EOF", sound()[:400]])
def test_unreadable_file_is_a_finding(data: bytes) -> None:
    (finding,) = check_pdf(data)
    assert finding.rule == "unreadable"
    assert finding.severity is Severity.BLOCKS
    assert "0x" not in finding.message.en


@pytest.mark.parametrize("seed", range(40))
def test_damaged_file_is_never_an_exception(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - repeatable damage
    data = bytearray(sound())
    photo_start = data.index(b"/DCTDecode")
    photo_end = data.index(b"endstream", photo_start)
    for _ in range(chance.choice((1, 10, 200))):
        place = chance.randrange(len(data))
        if not photo_start < place < photo_end:
            data[place] = chance.randrange(256)
    if seed % 4 == 0:
        del data[chance.randrange(photo_end, len(data)) :]
    assert isinstance(check_pdf(bytes(data)), list)


def test_swapped_words_are_never_an_exception() -> None:
    words = (b"/Page", b"/Contents", b"/Resources", b"/Font", b"/MediaBox", b"/OutputIntents")
    for word in words:
        for other in (b"/Kids", b"null", b"[1 2]", b"(x)"):
            data = sound().replace(word + b" ", other.ljust(len(word))[: len(word)] + b" ")
            findings = check_pdf(data)
            assert isinstance(findings, list)


def test_swelling_file_is_stopped() -> None:
    assert settings.get_qpdf_limits()["flate_max_memory"] == 256 * 1024 * 1024

    def fault(document: Pdf) -> None:
        stream = document.make_stream(b"")
        stream.write(zlib.compress(bytes(8_000_000), 9), filter=Name.FlateDecode)
        document.pages[1].obj.Contents = stream

    settings.set_qpdf_limits(flate_max_memory=4_000_000)
    try:
        findings = check_pdf(broken(fault))
    finally:
        settings.set_qpdf_limits(flate_max_memory=256 * 1024 * 1024)
    assert {"content-readable", "syntax"} <= {finding.rule for finding in findings}


def test_same_file_gives_the_same_findings() -> None:
    assert check_pdf(_by_reportlab()) == check_pdf(_by_reportlab())


def test_worst_findings_come_first() -> None:
    order = [list(Severity).index(finding.severity) for finding in check_pdf(_by_reportlab())]
    assert order == sorted(order)


def test_report_can_be_json_and_counts() -> None:
    report = preflight_report(check_pdf(_by_pillow()))
    assert json.loads(json.dumps(report)) == report
    assert report["passed"] is False
    assert sum(report["counts"].values()) == len(report["findings"])
    assert preflight_report(check_pdf(sound()))["passed"] is True


def test_unknown_profile_is_refused() -> None:
    with pytest.raises(ValueError, match="x9"):
        check_pdf(sound(), "x9")
