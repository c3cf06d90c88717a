"""Holds what Poppler reads from our press PDFs to what we set: boxes, words in place, fonts."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from brand_assets.typesetting.display_list import DrawGlyphs, PageList, leaves
from brand_assets.typesetting.pdf.sheet import Marks
from tests.opinions.files import PRESS, TEMPLATES, design_file
from tests.tools.pdf_programs import ask

MM = 72 / 25.4
NEAR = 0.2
PRINTED = [
    name
    for name in TEMPLATES
    if name.split("-", 1)[1].split("-")[0] in ("flyer", "plakat", "anzeige")
]
_BOX = re.compile(r"Page +(\d+) (\w+)Box: +([\d.-]+) +([\d.-]+) +([\d.-]+) +([\d.-]+)")
_WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>'
)


@pytest.mark.parametrize("way", PRESS)
@pytest.mark.parametrize("name", PRINTED)
def test_boxes_are_those_of_the_page(name: str, way: str, tmp_path: Path) -> None:
    written = design_file(name, way)
    said, _ = ask("pdfinfo", "-box", "-f", 1, "-l", 9, written.kept(tmp_path))
    boxes = {(int(page), box): tuple(map(float, rest)) for page, box, *rest in _BOX.findall(said)}
    assert len(boxes) == 5 * len(written.display.pages)
    for number, page in enumerate(written.display.pages, 1):
        edge, origin = _edges(page, PRESS[way].marks)
        for box, room in (("Media", origin), ("Bleed", page.bleed), ("Trim", 0.0)):
            start = origin - room
            wanted = (start, start, origin + page.width + room, origin + page.height + room)
            assert boxes[number, box] == pytest.approx(wanted, abs=0.01)
        assert edge >= 0


def _edges(page: PageList, marks: Marks) -> tuple[float, float]:
    """Return the slug, and how far the trim lies inside the sheet."""
    slug = marks.slug * MM if marks.any else 0.0
    return slug, slug + page.bleed


@pytest.mark.parametrize("name", PRINTED)
def test_words_stand_where_we_set_them(name: str, tmp_path: Path) -> None:
    """Poppler measures down to a descent of its own, the same for all words of a font and size."""
    written = design_file(name, "alternate")
    path = written.kept(tmp_path)
    descents: dict[tuple[str, float], list[float]] = {}
    for number, page in enumerate(written.display.pages, 1):
        said, _ = ask("pdftotext", "-bbox", "-f", number, "-l", number, path, "-")
        found = [
            (unescape(word), float(x) - page.bleed, float(y) - page.bleed)
            for x, y, word in _WORD.findall(said)
        ]
        for word, x, y, font in _words(page):
            # It joins words across narrow spaces, so that ours may be the first of several.
            here = [
                low - y for text, at, low in found if text.startswith(word) and abs(at - x) < NEAR
            ]
            assert here, word
            descents.setdefault(font, []).append(min(here, key=abs))
    assert sum(map(len, descents.values())) > 20
    for font, depths in descents.items():
        assert max(depths) - min(depths) < NEAR, font
        assert 0 < min(depths) < 0.5 * font[1]


def _words(page: PageList) -> Iterator[tuple[str, float, float, tuple[str, float]]]:
    """Yield the words of upright text with where they begin on the baseline, font and size."""
    for item in leaves(page.items):
        if not isinstance(item, DrawGlyphs) or item.matrix is not None or item.actual_text:
            continue
        word, start, end = "", item.glyphs[0], 0.0
        for glyph in item.glyphs:
            if glyph.text.isspace() or (word and glyph.x > end + 0.1 * item.size):
                if word:
                    yield word, start.x, start.y, (item.font, item.size)
                word = ""
            if not glyph.text.isspace():
                start = start if word else glyph
                word, end = word + glyph.text, glyph.x + glyph.advance
        if word:
            yield word, start.x, start.y, (item.font, item.size)


@pytest.mark.parametrize("name", PRINTED)
def test_fonts_are_embedded_as_subsets_that_can_be_read(name: str, tmp_path: Path) -> None:
    said, warned = ask("pdffonts", design_file(name, "separation").kept(tmp_path))
    rows = [row.split() for row in said.splitlines()[2:]]
    assert rows
    assert warned == ""
    for row in rows:
        assert re.fullmatch(r"[A-Z]{6}\+\S+", row[0])
        assert row[-5:-2] == ["yes", "yes", "yes"]
