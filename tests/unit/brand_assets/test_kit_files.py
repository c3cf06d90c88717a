"""Files of a kit: sound ones pass, hostile and damaged ones are refused with a sentence."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.kit.artwork import sanitise_svg
from brand_assets.kit.file_checks import FileRole, check_files, check_profile
from brand_assets.kit.font_files import check_font
from brand_assets.typesetting.pictures.artwork import read_svg
from portal.foundation.errors import Invalid
from tests.factories.drawings import FEATURES
from tests.factories.kit import demo_kit

DEMO = Path(__file__).parents[3] / "demo" / "brand"
TTF = (DEMO / "fonts" / "Vollkorn-Regular.ttf").read_bytes()
OTF = (DEMO / "fonts" / "Inter-Regular.otf").read_bytes()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">%s</svg>'
PATH = b'<path d="M0 0H9V9Z" fill="#07452F"/>'


@pytest.mark.parametrize("font", sorted((DEMO / "fonts").glob("*.?tf")), ids=lambda p: p.name)
def test_demo_fonts_are_sound(font: Path) -> None:
    report = check_font(font.read_bytes())
    assert report.is_cff == (font.suffix == ".otf")
    assert report.missing == ""


def with_rights(font: bytes, rights: int) -> bytes:
    count = struct.unpack_from(">H", font, 4)[0]
    for index in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == b"OS/2":
            return font[: offset + 8] + struct.pack(">H", rights) + font[offset + 10 :]
    raise AssertionError("no OS/2 table")


@pytest.mark.parametrize("rights", [0x0000, 0x0004, 0x0008, 0x000C])
def test_fonts_that_may_be_embedded_pass(rights: int) -> None:
    assert check_font(with_rights(TTF, rights)).glyphs > 0


@pytest.mark.parametrize(
    ("rights", "message"),
    [(0x0002, "may not be embedded"), (0x0200, "may not be embedded"), (0x0100, "reduced")],
)
def test_fonts_that_may_not_be_embedded_are_refused(rights: int, message: str) -> None:
    with pytest.raises(Invalid, match=message):
        check_font(with_rights(OTF, rights))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"OTTO",
        b"\xff\xd8\xff\xe0 a photo",
        b"wOF2" + bytes(60),
        b"ttcf" + bytes(60),
        TTF[:4] + b"\xff\xff" + TTF[6:],
        TTF[:2000],
        OTF[: len(OTF) // 2],
        b"OTTO" + TTF[4:],
    ],
    ids=["empty", "magic", "jpeg", "woff2", "ttc", "tables", "cut", "half", "mixed"],
)
def test_bad_fonts_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        check_font(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=12))
def test_no_damage_to_a_font_header_is_a_crash(at: int, noise: bytes) -> None:
    damaged = TTF[:at] + noise + TTF[at + len(noise) :]
    (verdict,) = check_files([("probe.ttf", FileRole.FONT, damaged)])
    assert verdict.refusal is None or verdict.refusal.endswith(".")


@pytest.mark.parametrize("logo", sorted((DEMO / "logos").glob("*.svg")), ids=lambda p: p.name)
def test_demo_logos_keep_their_paths(logo: Path) -> None:
    data = logo.read_bytes()
    clean = sanitise_svg(data)
    assert clean.count(b"<path") == data.count(b"<path")
    assert sanitise_svg(clean) == clean


def test_styles_become_attributes_and_the_rest_goes() -> None:
    styled = SVG % b'<title>x</title><path d="M0 0H9" style="fill:#123456;font-size:3px"/>'
    clean = sanitise_svg(styled)
    assert b'fill="#123456"' in clean
    assert b"font" not in clean
    assert b"title" not in clean


@pytest.mark.parametrize("name", FEATURES)
def test_what_can_be_printed_stays_in_a_logo(name: str) -> None:
    data = FEATURES[name].encode()
    clean = sanitise_svg(data)
    assert sanitise_svg(clean) == clean
    assert read_svg("", clean, demo_kit()) == read_svg("", data, demo_kit())


@pytest.mark.parametrize(
    "content",
    [
        b"<script>alert(1)</script>" + PATH,
        b'<image href="http://evil.example/x.png"/>' + PATH,
        b"<foreignObject><p>x</p></foreignObject>" + PATH,
        b'<path d="M0 0" onclick="alert(1)"/>',
        b'<path d="M0 0" fill="url(http://evil.example/#g)"/>',
        b'<path d="M0 0" style="fill:url(//evil.example)"/>',
        b"<style>@import url(http://evil.example)</style>" + PATH,
        b'<use href="#a"/>' + PATH,
        b"<text>Live</text>",
        b'<path d="M0 0H9" fill="url(#g)"/>',
        b"<g/>",
        b"<g>" * 60 + PATH + b"</g>" * 60,
        PATH * 5_001,
    ],
)
def test_artwork_that_cannot_be_printed_true_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        sanitise_svg(SVG % content)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html/>",
        b"\x89PNG\r\n\x1a\n",
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG % b"&a;",
        b'<!DOCTYPE svg SYSTEM "http://evil.example/x.dtd">' + SVG % PATH,
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + PATH + b"</svg>",
        SVG % (PATH + b" " * 1_000_001),
        b'<?xml version="1.0" encoding="x-none"?>' + SVG % PATH,
        b"\xff\xfe" + SVG % PATH,
    ],
)
def test_what_is_no_artwork_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        sanitise_svg(data)


@pytest.mark.parametrize(
    "data", [b"", bytes(200), b"\xff\xd8\xff\xe0" + bytes(200), TTF], ids=["", "0", "jpeg", "ttf"]
)
def test_what_is_no_output_profile_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        check_profile(data)


def test_screen_profile_is_refused() -> None:
    press = (DEMO / "colour" / "FOGRA39-coated.icc").read_bytes()
    check_profile(press)
    with pytest.raises(Invalid, match="CMYK"):
        check_profile(press[:12] + b"mntrRGB " + press[20:])


def test_all_files_are_judged_even_if_one_is_bad() -> None:
    verdicts = check_files(
        [
            ("a.ttf", FileRole.FONT, TTF),
            ("b.svg", FileRole.LOGO, b"no"),
            ("c.otf", FileRole.FONT, OTF),
        ]
    )
    assert [bool(v.refusal) for v in verdicts] == [False, True, False]
