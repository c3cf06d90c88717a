"""Owns the facts about files with text that runs to the left: it reads back in its order."""

import unicodedata

import pypdfium2 as pdfium
import pytest

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.preflight import check_pdf
from brand_assets.typesetting.setting import SetDocument, set_document
from tests.factories.documents import document, glyph_runs, text_frame
from tests.factories.fonts import wide_kit
from tests.factories.kit import demo_photos


def _set(text: str) -> SetDocument:
    page = document(text_frame(text, w=390, h=390, size_max=14))
    return set_document(page, {}, wide_kit(), demo_photos()[0], "de")


def _file(text: str, mode: Mode = Mode.SCREEN) -> bytes:
    return write_pdf(_set(text).display, wide_kit(), demo_photos()[0], PdfOptions(mode=mode))


def _read(text: str) -> str:
    with pdfium.PdfDocument(_file(text)) as read:
        found = read[0].get_textpage().get_text_bounded()
    return unicodedata.normalize("NFC", found.replace("\u200b", "")).strip()


@pytest.mark.parametrize(
    "text",
    [
        "مرحبا",
        "نبات بيت ثبت",
        "مرحبا بكم في حديقتنا",
        "نباتات من Halm بسعر",
        "אלה בבד",
        "מחיר 2,99 €",
        "لا الله",
    ],
)
def test_text_to_the_left_reads_back_in_its_order(text: str) -> None:
    assert _read(text) == text


def test_points_stay_with_their_letters() -> None:
    text = "בָּרָא אֱלֹהִים"
    assert _read(text).replace(" ", "") == unicodedata.normalize("NFC", text).replace(" ", "")


def test_one_body_of_several_letters_has_a_code_for_each() -> None:
    runs = [run for run in glyph_runs(_set("بتث")) if run.actual_text is None]
    texts: dict[int, set[str]] = {}
    for run in runs:
        for glyph in run.glyphs:
            texts.setdefault(glyph.gid, set()).add(glyph.text)
    assert "".join(glyph.text for run in runs for glyph in run.glyphs) == "ثتب"
    assert _file("تتبب ببتت") == _file("تتبب ببتت")
    assert _read("تتبب ببتت") == "تتبب ببتت"


def test_files_with_further_codes_pass_preflight() -> None:
    found = check_pdf(_file("نبات بيت ثبت Halm", Mode.PRESS))
    assert [finding.rule for finding in found if "font" in finding.rule] == []
