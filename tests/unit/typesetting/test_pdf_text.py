"""Owns the facts about text in our files: embedded, subset, placed, and read back."""

import io
from dataclasses import replace

import pikepdf
import pypdfium2 as pdfium
import pytest
import uharfbuzz as hb

from brand_assets.typesetting.display_list import DrawGlyphs, Glyph
from brand_assets.typesetting.pdf.font_files import load_font
from brand_assets.typesetting.pdf.fonts import UnknownFont
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from tests.factories.display import (
    HEADLINE,
    SANS,
    SERIF,
    demo_photos,
    display,
    page,
    press_kit,
    shaped,
)


def _written(*items: DrawGlyphs, mode: Mode = Mode.PRESS) -> bytes:
    return write_pdf(display(page(*items)), press_kit(), demo_photos(), PdfOptions(mode=mode))


def _text(data: bytes) -> str:
    document = pdfium.PdfDocument(data)
    try:
        return str(document[0].get_textpage().get_text_range()).replace("\r\n", "\n")
    finally:
        document.close()


@pytest.mark.parametrize("font", [SERIF, SANS, "Vollkorn-Italic.ttf", "Inter-Bold.otf"])
@pytest.mark.parametrize("mode", list(Mode))
def test_text_reads_back(font: str, mode: Mode) -> None:
    text = "Pflanzfläche affin für Öfen: ‚Bonita‘ 2,99 € – 10 × 5"
    assert _text(_written(shaped(text, font, 14, (20.0, 40.0)), mode=mode)).strip() == text


def test_ligatures_are_used_and_read_back_as_letters() -> None:
    item = shaped(HEADLINE, SERIF, 27, (28.0, 150.0))
    assert "fl" in [glyph.text for glyph in item.glyphs]
    assert _text(_written(item)).strip() == HEADLINE


def test_actual_text_wins_over_the_order_of_glyphs() -> None:
    item = replace(shaped("nezrüW", SANS, 12, (28.0, 150.0)), actual_text="Würzen")
    data = _written(item)
    assert _text(data).strip() == "Würzen"
    spans = _spans(data)
    assert spans == ["Würzen"]


def test_one_glyph_for_two_characters_reads_back_as_each() -> None:
    plain = shaped("a b", SANS, 12, (28.0, 100.0))
    glyphs = tuple(g._replace(text="\u202f") if g.text == " " else g for g in plain.glyphs)
    data = _written(plain, replace(plain, glyphs=glyphs))
    assert _spans(data) == ["a\u202fb"]


def _spans(data: bytes) -> list[str]:
    document = pikepdf.open(io.BytesIO(data))
    return [
        str(part.operands[1].ActualText)
        for part in pikepdf.parse_content_stream(document.pages[0])
        if str(part.operator) == "BDC"
    ]


@pytest.mark.parametrize(
    ("font", "subtype", "program"),
    [(SERIF, "/CIDFontType2", "/FontFile2"), (SANS, "/CIDFontType0", "/FontFile3")],
)
def test_fonts_are_embedded_as_subsets(font: str, subtype: str, program: str) -> None:
    document = pikepdf.open(io.BytesIO(_written(shaped(HEADLINE, font, 27, (28.0, 150.0)))))
    (placed,) = dict(document.pages[0].resources.Font).values()
    (descendant,) = placed.DescendantFonts
    assert str(descendant.Subtype) == subtype
    assert str(placed.BaseFont)[7] == "+"
    embedded = descendant.FontDescriptor[program].read_bytes()
    assert 1000 < len(embedded) < len(press_kit().fonts[font].data) / 10


def test_every_glyph_has_a_width_and_a_text() -> None:
    item = shaped(HEADLINE, SERIF, 27, (28.0, 150.0))
    document = pikepdf.open(io.BytesIO(_written(item)))
    (placed,) = dict(document.pages[0].resources.Font).values()
    kinds = len({glyph.gid for glyph in item.glyphs})
    widths = [len(w) for w in placed.DescendantFonts[0].W if isinstance(w, pikepdf.Array)]
    assert sum(widths) == kinds
    assert placed.ToUnicode.read_bytes().count(b"\n<") >= kinds


def test_kerning_moves_the_pen() -> None:
    document = pikepdf.open(io.BytesIO(_written(shaped("WAVE AVATAR", SANS, 40, (20.0, 60.0)))))
    (shown,) = [
        part.operands[0]
        for part in pikepdf.parse_content_stream(document.pages[0])
        if str(part.operator) == "TJ"
    ]
    assert any(float(v) > 20 for v in shown if not isinstance(v, pikepdf.String))


def test_letters_stand_where_the_layout_put_them() -> None:
    item = shaped("Halmgrün", SANS, 30, (50.0, 100.0))
    moved = tuple(g._replace(x=g.x + 0.7 * i) for i, g in enumerate(item.glyphs))
    document = pdfium.PdfDocument(_written(replace(item, glyphs=moved), mode=Mode.SCREEN))
    height = document[0].get_height()
    text = document[0].get_textpage()
    for index, glyph in enumerate(moved):
        left, bottom, right, _ = text.get_charbox(index, loose=True)
        assert left == pytest.approx(glyph.x, abs=0.02)
        assert right - left == pytest.approx(glyph.advance, abs=0.5)
        assert bottom < height - glyph.y
    text.close()
    document.close()


def test_unknown_font_is_refused() -> None:
    glyph = Glyph(1, 0, 0, 5, "x")
    with pytest.raises(UnknownFont, match=r"Nebel\.ttf"):
        _written(DrawGlyphs("Nebel.ttf", 10, "Tanne", (glyph,)))


def test_subset_draws_what_the_font_draws() -> None:
    font = load_font(press_kit().fonts[SERIF])
    face = hb.Face(hb.Blob(press_kit().fonts[SERIF].data))
    gid = hb.Font(face).get_nominal_glyph(ord("ß"))
    assert gid is not None
    subset = font.cut(frozenset({gid}))
    assert 0 < int(subset.hex_codes[gid], 16) < 5
    assert font.width(gid) == pytest.approx(hb.Font(face).get_glyph_h_advance(gid))
