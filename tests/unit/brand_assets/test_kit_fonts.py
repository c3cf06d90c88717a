"""Fonts of a kit: what they say of themselves, web fonts unpacked, hostile ones refused."""

import io
import struct
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.kit.coverage import find_gaps, needed_signs
from brand_assets.kit.font_files import Embedding, ReadFont, check_font, read_font
from brand_assets.kit.profile_files import read_profile
from portal.foundation.errors import Invalid
from tests.unit.brand_assets.test_kit_files import DEMO, OTF, TTF, with_rights

VARIABLE = Path(__file__).parents[3] / "portal/static/vendor/fonts/inter-latin-wght-normal.woff2"


@pytest.fixture(scope="module")
def woff2() -> bytes:
    with TTFont(io.BytesIO(TTF)) as font:
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
        return out.getvalue()


def read(data: bytes) -> ReadFont | str:
    try:
        return read_font(data)
    except Invalid as refusal:
        return str(refusal)


def test_font_tells_family_weight_and_slope() -> None:
    italic = check_font((DEMO / "fonts" / "Vollkorn-Italic.ttf").read_bytes())
    assert (italic.family, italic.weight, italic.italic) == ("Vollkorn", 400, True)
    bold = check_font((DEMO / "fonts" / "Inter-Bold.otf").read_bytes())
    assert (bold.family, bold.weight, bold.italic) == ("Inter", 700, False)


@pytest.mark.parametrize(
    ("rights", "embedding"),
    [
        (0x0000, Embedding.INSTALLABLE),
        (0x0004, Embedding.PREVIEW),
        (0x0008, Embedding.EDITABLE),
        (0x0006, Embedding.PREVIEW),
        (0x000C, Embedding.EDITABLE),
    ],
)
def test_of_several_rights_the_mildest_holds(rights: int, embedding: Embedding) -> None:
    assert check_font(with_rights(TTF, rights)).embedding is embedding


def test_changed_font_is_told_by_its_checksums() -> None:
    assert not check_font(TTF).altered
    assert not check_font(OTF).altered
    assert check_font(with_rights(TTF, 0x0008)).altered


def test_web_font_is_unpacked_and_is_the_same_font(woff2: bytes) -> None:
    font = read_font(woff2)
    plain = check_font(TTF)
    assert font.data[:4] == TTF[:4]
    assert font.suffix == ".ttf"
    assert (font.report.family, font.report.glyphs) == (plain.family, plain.glyphs)
    assert font.report.embedding is plain.embedding
    with TTFont(io.BytesIO(font.data)) as kept, TTFont(io.BytesIO(TTF)) as made:
        assert kept.getBestCmap() == made.getBestCmap()
        assert kept["hmtx"].metrics == made["hmtx"].metrics


def test_variable_font_is_refused_with_its_weights() -> None:
    found = read(VARIABLE.read_bytes())
    assert isinstance(found, str)
    assert "static files" in found
    assert "Bold" in found


@pytest.mark.parametrize("keep", [12, 47, 60, 500, 20_000])
def test_cut_web_font_is_refused(woff2: bytes, keep: int) -> None:
    assert "damaged" in str(read(woff2[:keep]))


def test_web_font_bomb_is_refused_before_it_unpacks() -> None:
    bomb = brotli.compress(bytes(200_000_000), quality=1)
    directory = bytes([0x3F]) + b"bomb" + b"\x80\x80\x80\x80\x10"
    header = struct.pack(">4sIIHHIIHHIIIII", b"wOF2", 0x10000, 0, 1, 0, 200, len(bomb), *[0] * 7)
    assert len(header) == 48
    assert "unpacks to more" in str(read(header + directory + bomb))


def test_web_font_that_promises_too_much_is_refused() -> None:
    directory = bytes([0x3F]) + b"huge" + b"\x8f\xff\xff\xff\x7f"
    header = struct.pack(">4sIIHHIIHHIIIII", b"wOF2", 0x10000, 0, 1, 0, 200, 4, *[0] * 7)
    assert "30 MB" in str(read(header + directory + b"abcd"))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_damage_to_a_web_font_is_a_crash(woff2: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(4, 300))
    noise = data.draw(st.binary(min_size=1, max_size=8))
    found = read(woff2[:at] + noise + woff2[at + len(noise) :])
    assert isinstance(found, ReadFont) or found.endswith(".")


def test_table_beyond_the_file_is_refused() -> None:
    huge = TTF[:24] + struct.pack(">I", 0xFFFFFFF0) + TTF[28:]
    assert "damaged" in str(read(huge))


def test_coverage_is_told_by_language() -> None:
    known = {ord(sign) for sign in needed_signs("de")}
    gaps = {gap.language: gap.missing for gap in find_gaps(known)}
    assert gaps["de"] == ""
    assert gaps["pl"].startswith("ÓóĄąĆćĘęŁłŃńŚśŹźŻż")
    assert "İ" in gaps["tr"]
    assert "\N{LATIN SMALL LETTER DOTLESS I}" in gaps["tr"]
    assert set("ÑñÁá") <= set(gaps["es"])
    assert "«" in gaps["fr"]
    assert "„" not in gaps["de"]


def test_a_font_without_the_euro_lacks_it_in_all_languages() -> None:
    gaps = find_gaps({ord(sign) for sign in needed_signs("en")} - {ord("€")})
    assert all("€" in gap.missing for gap in gaps)


def test_profile_tells_its_name_and_ink() -> None:
    report = read_profile((DEMO / "colour" / "FOGRA39-coated.icc").read_bytes())
    assert "FOGRA39" in report.name
    assert 280 < report.max_ink <= 300


def test_profile_without_tables_is_refused() -> None:
    press = (DEMO / "colour" / "FOGRA39-coated.icc").read_bytes()
    with pytest.raises(Invalid, match="convert colours"):
        read_profile(press[:128] + bytes(4) + press[132:])
