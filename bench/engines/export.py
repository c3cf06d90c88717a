"""Writes the flyer for the other engines: HTML, shapes and boxes, and the texts of each outlet."""

import base64
import json
import re
from pathlib import Path
from typing import Any

from bench.chromium import CODE_SEGMENTS, alignments, as_html, cells, family, filling, frames_of
from bench.typesetting import set_flyer
from brand_assets.design_facts import FrameFacts, FrameKind, TextFacts
from brand_assets.typesetting.display_list import (
    DrawGroup,
    DrawImage,
    FillPath,
    Item,
    Matrix,
    StrokePath,
)
from brand_assets.typesetting.display_list import (
    Path as Outline,
)
from brand_assets.typesetting.scene import POINTS
from brand_assets.typesetting.shapes.paths import transform
from tests.factories.kit import demo_kit, demo_photos

_DATA = re.compile(r"url\(data:font/otf;base64,([^)]*)\)|data:image/jpeg;base64,([^\"]*)")


def export_flyer(folder: Path, outlets: int) -> None:
    """Write what the workers read: the flyer, its files, and so many outlets' texts."""
    first, kit, (photos, _) = set_flyer(0), demo_kit(), demo_photos()
    whole = as_html(first, kit, photos)
    (folder / "flyer.html").write_text(whole, encoding="utf-8")
    names = (f"file-{number}" for number in range(1000))

    def as_file(found: re.Match[str]) -> str:
        name = next(names) + (".otf" if found[1] else ".jpg")
        (folder / name).write_bytes(base64.b64decode(found[1] or found[2]))
        return f"url({name})" if found[1] else name

    (folder / "flyer-files.html").write_text(_DATA.sub(as_file, whole), encoding="utf-8")
    (folder / "flyer.json").write_text(json.dumps(_flyer(folder)), encoding="utf-8")
    with (folder / "outlets.jsonl").open("w", encoding="utf-8") as rows:
        rows.writelines(json.dumps(_outlet(number)) + "\n" for number in range(outlets))


def _outlet(number: int) -> dict[str, Any]:
    done = set_flyer(number)
    texts, code = filling(done)
    sizes = [text.size for page in done.facts for _, text in frames_of(page)]
    paths = [i.path for page in done.display.pages for i in page.items if isinstance(i, FillPath)]
    path = next(path for path in paths if len(path) > CODE_SEGMENTS)
    return {"texts": texts, "sizes": sizes, "code": code, "code_path": path}


def _flyer(folder: Path) -> dict[str, Any]:
    done, kit = set_flyer(0), demo_kit()
    fonts = {}
    for key in sorted({style.font for style in kit.text_styles.values()}):
        (folder / key).write_bytes(kit.fonts[key].data)
        fonts[family(key)] = key
    pictures: dict[str, str] = {}
    texts = iter(range(1000))
    pages = [
        {
            "width": page.width,
            "height": page.height,
            "items": [one for item in page.items for one in _items(item, pictures, folder)],
            "boxes": [_box(frame, text, next(texts)) for frame, text in frames_of(facts)],
        }
        for page, facts in zip(done.display.pages, done.facts, strict=True)
    ]
    for page, facts in zip(pages, done.facts, strict=True):
        tables = [frame for frame in facts.frames if frame.kind is FrameKind.TABLE]
        page["boxes"] += [box for frame in tables for box in _cells(frame)]  # type: ignore[operator]  # a list
    return {"fonts": fonts, "pictures": list(pictures.values()), "pages": pages}


def _items(
    item: Item, pictures: dict[str, str], folder: Path, matrix: Matrix | None = None
) -> list[dict[str, Any]]:
    if isinstance(item, DrawGroup):
        return [one for inner in item.items for one in _items(inner, pictures, folder, item.matrix)]
    if isinstance(item, DrawImage):
        return [_picture(item, pictures, folder)]
    if not isinstance(item, FillPath | StrokePath):
        return []
    path: Outline = transform(item.path, matrix) if matrix else item.path
    stroke = item.width if isinstance(item, StrokePath) else 0
    return [
        {
            "path": path,
            "code": len(item.path) > CODE_SEGMENTS,
            "cmyk": _cmyk(item.colour),
            "opacity": item.opacity,
            "width": stroke,
        }
    ]


def _picture(item: DrawImage, pictures: dict[str, str], folder: Path) -> dict[str, Any]:
    """Return a photo in the colours of the press, as our own press file holds it."""
    if item.asset_sha256 not in pictures:
        name = f"press-{len(pictures)}.jpg"
        ready = demo_photos()[0].press(item.asset_sha256, demo_kit().profile, 1280)
        (folder / name).write_bytes(ready.data)
        pictures[item.asset_sha256] = name
    name = pictures[item.asset_sha256]
    return {"picture": name, "matrix": item.matrix, "clip": item.clip or ()}


def _box(frame: FrameFacts, text: TextFacts, index: int) -> dict[str, Any]:
    by, style = POINTS["mm"], demo_kit().text_styles[text.style]
    return {
        "x": frame.box.x * by,
        "y": frame.box.y * by,
        "w": frame.box.w * by,
        "h": frame.box.h * by,
        "rotation": frame.rotation,
        "font": family(style.font),
        "leading": style.leading,
        "most": text.size_max,
        "least": text.size_min,
        "cmyk": _cmyk(text.colour),
        "align": alignments()[frame.frame],
        "text": index,
        "fixed": None,
    }


def _cells(frame: FrameFacts) -> list[dict[str, Any]]:
    rows = cells()
    if frame.text is None:
        return []
    whole, found = _box(frame, frame.text, 0), []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            place = {"x": whole["x"] + column * whole["w"] / 4, "w": whole["w"] / 4}
            high = whole["h"] / len(rows)
            place |= {"y": whole["y"] + number * high, "h": high, "most": 7.8, "least": 6.0}
            align = "right" if column == len(row) - 1 else "left"
            found.append(whole | place | {"fixed": cell, "align": align})
    return found


def _cmyk(token: str) -> list[float]:
    return [share / 100 for share in demo_kit().colours[token].cmyk]
