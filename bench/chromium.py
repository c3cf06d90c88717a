"""Compares the typesetter with a warm headless Chromium that fits and prints the same pages."""

import base64
import functools
import html
import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

from bench.typesetting import TEMPLATE, press, set_code, set_flyer
from brand_assets.design_facts import FrameFacts, FrameKind, KitValues, PageFacts, TextFacts
from brand_assets.typesetting.display_list import (
    DrawGlyphs,
    DrawGroup,
    DrawImage,
    FillPath,
    Item,
    Matrix,
    PageList,
    StrokePath,
)
from brand_assets.typesetting.display_list import (
    Path as Outline,
)
from brand_assets.typesetting.pictures.photos import PhotoSource
from brand_assets.typesetting.setting import SetDocument
from brand_assets.typesetting.values import RowsValue
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos
from tests.journeys.browser import chromium, find_chromium

ROUNDS = 6
DOCUMENTS = 12
GOAL = 8
CODE_SEGMENTS = 400
"""Only the code has an outline of so many segments."""
# The same fit as ours: from the largest size in steps of one percent until the text stands.
FILL = """([texts, code]) => {
  document.getElementById('code').setAttribute('d', code);
  document.querySelectorAll('div').forEach((frame, index) => {
    frame.textContent = texts[index];
    const most = Number(frame.dataset.most), least = Number(frame.dataset.least);
    for (let size = most; size >= least; size -= most / 100) {
      frame.style.fontSize = size + 'pt';
      if (frame.scrollHeight <= frame.clientHeight + 1
          && frame.scrollWidth <= frame.clientWidth + 1) break;
    }
  });
}"""
_STYLE = """body{margin:0} section{position:relative;width:148mm;height:210mm;overflow:hidden;
break-after:page} svg{position:absolute;left:0;top:0} div,table{position:absolute;hyphens:auto;
white-space:pre-line} table{border-collapse:collapse} td{padding:0} td:last-child{text-align:right}
@page{size:148mm 210mm;margin:0}"""


def run() -> None:
    """Print how many documents each does in a second of one core, taking turns in one run.

    Both fill the same flyer for another outlet each time. Noise of the machine meets both alike,
    because they take turns; the middle of the rounds' ratios is what counts. The modules of the
    codes are ready for both, since Chromium makes none.
    """
    try:
        find_chromium()
    except RuntimeError as error:
        raise SystemExit(str(error)) from error
    photos, _ = demo_photos()
    _ours(0)
    with chromium(width=800, height=1200) as context:
        tab = context.new_page()
        tab.set_content(as_html(set_flyer(0), demo_kit(), photos))
        tab.evaluate("() => document.fonts.ready")
        _theirs(tab, 0)
        rounds = [(_ours(number), _theirs(tab, number)) for number in range(1, ROUNDS + 1)]
    ratio = statistics.median(ours / theirs for ours, theirs in rounds)
    ours, theirs = (statistics.median(figures) for figures in zip(*rounds, strict=True))
    met = "met" if ratio >= GOAL else "MISSED"
    print(f"  typesetter, press PDF {ours:6.1f} documents a second of one core")
    print(f"  warm Chromium, PDF    {theirs:6.1f} documents a second of one core")
    print(f"  {ratio:.1f} times as many  goal >= {GOAL}: {met}")


def _outlets(number: int) -> range:
    return range(number * DOCUMENTS + 1, (number + 1) * DOCUMENTS + 1)


def _ours(number: int) -> float:
    for outlet in _outlets(number):
        set_code(outlet)
    start = time.process_time()
    for outlet in _outlets(number):
        press(outlet)
    return DOCUMENTS / (time.process_time() - start)


def _theirs(tab: Page, number: int) -> float:
    filled = [filling(set_flyer(outlet)) for outlet in _outlets(number)]
    start = cpu_of_children()
    for one in filled:
        tab.evaluate(FILL, one)
        tab.pdf(prefer_css_page_size=True, print_background=True)
    return DOCUMENTS / (cpu_of_children() - start)


def filling(done: SetDocument) -> list[object]:
    """Return the texts of the boxes, in order, and the outline of the code."""
    paths = [i.path for page in done.display.pages for i in page.items if isinstance(i, FillPath)]
    code = next(path for path in paths if len(path) > CODE_SEGMENTS)
    return [_texts(done), _outline(code)]


def cpu_of_children() -> float:
    """Return the seconds of CPU of every process below this one."""
    return sum(processes_below().values()) / os.sysconf("SC_CLK_TCK")


def processes_below() -> dict[int, int]:
    """Return every process below this one, with its ticks of CPU."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # It ended in between.
        parents[int(stat.parent.name)] = int(fields[1])
        ticks[int(stat.parent.name)] = int(fields[11]) + int(fields[12])
    below: set[int] = set()
    grown = {process for process, parent in parents.items() if parent == os.getpid()}
    while grown != below:
        below = grown
        grown = below | {process for process, parent in parents.items() if parent in below}
    return {process: ticks[process] for process in below}


def frames_of(page: PageFacts) -> list[tuple[FrameFacts, TextFacts]]:
    """Return the frames that a text fills, without tables."""
    return [
        (frame, frame.text)
        for frame in page.frames
        if frame.text is not None and frame.kind is not FrameKind.TABLE
    ]


@functools.cache
def alignments() -> dict[str, str]:
    """Return where the texts of the flyer's frames stand, by the frames' ids."""
    return {one.id: getattr(one, "align", "left") for one in template(TEMPLATE).frames()}


def cells(columns: Sequence[str] = ("name", "size", "unit_price")) -> list[list[str]]:
    """Return the offers of the flyer's table as they are written, the price last."""
    rows = ad_values("fruehling")["angebote.zeilen"]
    if not isinstance(rows, RowsValue):
        raise TypeError("the offers of the flyer are no rows")
    return [
        [
            *(getattr(row, column) for column in columns),
            f"{row.price.cents / 100:.2f} €".replace(".", ","),
        ]
        for row in rows.rows
    ]


def _table(frame: FrameFacts, kit: KitValues) -> str:
    style = kit.text_styles["Text"]
    rows = "".join(
        f'<tr style="height:{frame.box.h / len(cells())}mm">'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in row)
        + "</tr>"
        for row in cells()
    )
    box = frame.box
    rules = f"left:{box.x}mm;top:{box.y}mm;width:{box.w}mm;height:{box.h}mm;font-size:7.8pt"
    return f'<table style="{rules};font-family:{family(style.font)}">{rows}</table>'


def _texts(done: SetDocument) -> list[str]:
    return [text.text for page in done.facts for _, text in frames_of(page)]


def as_html(done: SetDocument, kit: KitValues, photos: PhotoSource) -> str:
    """Return the pages as HTML: shapes and photos as SVG, each text in a box of its own."""
    used = sorted({style.font for style in kit.text_styles.values()})
    faces = "".join(
        f"@font-face{{font-family:{family(key)};src:url({_url('font/otf', kit.fonts[key].data)})}}"
        for key in used
    )
    pages = "".join(
        _page(page, facts, kit, photos)
        for page, facts in zip(done.display.pages, done.facts, strict=True)
    )
    return f"<!doctype html><html lang=de><style>{faces}{_STYLE}</style>{pages}"


def _page(page: PageList, facts: PageFacts, kit: KitValues, photos: PhotoSource) -> str:
    items = "".join(_item(item, kit, photos) for item in page.items)
    box = f"0 0 {page.width} {page.height}"
    boxes = "".join(_box(frame, text, kit) for frame, text in frames_of(facts))
    boxes += "".join(_table(one, kit) for one in facts.frames if one.kind is FrameKind.TABLE)
    return (
        f'<section><svg width="148mm" height="210mm" viewBox="{box}">{items}</svg>{boxes}</section>'
    )


def _box(frame: FrameFacts, text: TextFacts, kit: KitValues) -> str:
    style = kit.text_styles[text.style]
    rules = (
        f"left:{frame.box.x}mm;top:{frame.box.y}mm;width:{frame.box.w}mm;height:{frame.box.h}mm;"
        f"color:{_colour(kit, text.colour)};font-family:{family(style.font)};"
        f"line-height:{style.leading};transform:rotate({frame.rotation}deg);"
        f"text-align:{alignments().get(frame.frame, 'left')}"
    )
    return (
        f'<div style="{rules}" data-most="{text.size_max}" data-least="{text.size_min}">'
        f"{html.escape(text.text)}</div>"
    )


def _item(item: Item, kit: KitValues, photos: PhotoSource) -> str:
    if isinstance(item, DrawGlyphs):
        return ""
    if isinstance(item, FillPath):
        mark = ' id="code"' if len(item.path) > CODE_SEGMENTS else ""
        return f'<path{mark} d="{_outline(item.path)}" fill="{_colour(kit, item.colour)}"/>'
    if isinstance(item, StrokePath):
        stroke = f'stroke="{_colour(kit, item.colour)}" stroke-width="{item.width}"'
        return f'<path d="{_outline(item.path)}" fill="none" {stroke}/>'
    if isinstance(item, DrawGroup) and item.matrix and not item.clip and item.opacity == 1:
        shapes = "".join(_item(shape, kit, photos) for shape in item.items)
        return f'<g transform="{_matrix(item.matrix)}">{shapes}</g>'
    if isinstance(item, DrawImage):
        return _photo(item, photos)
    raise NotImplementedError(f"the comparison has no {type(item).__name__}")


def _photo(item: DrawImage, photos: PhotoSource) -> str:
    picture = _url("image/jpeg", photos.proxy(item.asset_sha256, 1600).data)
    key = f"clip-{item.asset_sha256[:8]}"
    clip = f'<clipPath id="{key}"><path d="{_outline(item.clip or ())}"/></clipPath>'
    return (
        f'{clip}<g clip-path="url(#{key})"><image href="{picture}" width="1" height="1"'
        f' preserveAspectRatio="none" transform="{_matrix(item.matrix)}"/></g>'
    )


def family(key: str) -> str:
    """Return the name under which a font of the kit goes in a style sheet."""
    return key.replace(".", "_")


def _outline(path: Outline) -> str:
    return "".join(segment[0] + " ".join(map(str, segment[1:])) for segment in path)


def _matrix(matrix: Matrix) -> str:
    return f"matrix({' '.join(map(str, matrix))})"


def _colour(kit: KitValues, token: str) -> str:
    return "rgb({},{},{})".format(*kit.colours[token].srgb)


def _url(media_type: str, data: bytes) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
