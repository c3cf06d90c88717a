"""Owns a kit and display lists made by hand, for tests of what is written from them."""

import functools
import hashlib
import io
import json
from pathlib import Path

import uharfbuzz as hb
from PIL import Image

from brand_assets.design_facts import Colour, FontFile, KitValues, Limits, PressProfile
from brand_assets.typesetting.display_list import (
    DisplayList,
    DrawGlyphs,
    DrawGroup,
    DrawImage,
    FillPath,
    Glyph,
    Item,
    Matrix,
    PageList,
    StrokePath,
)
from brand_assets.typesetting.display_list import (
    Path as Outline,
)
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos

BRAND = Path(__file__).parents[2] / "demo" / "brand"
MM = 72 / 25.4
SERIF = "Vollkorn-Bold.ttf"
SANS = "Inter-Regular.otf"
HEADLINE = "Pflanzfläche affin für Öfen."


@functools.cache
def press_kit() -> KitValues:
    """The demonstration brand's colours, fonts and output profile."""
    definition = json.loads((BRAND / "kit.json").read_text())
    profile = (BRAND / definition["profile"]["file"]).read_bytes()
    return KitValues(
        kit_key="halmgruen",
        version=1,
        colours={row["token"]: _colour(row) for row in definition["colours"]},
        pairs=(),
        fonts={path.name: _font(path) for path in sorted((BRAND / "fonts").glob("*.?tf"))},
        text_styles={},
        logos={},
        legal_lines=(),
        wordings=(),
        profile=PressProfile(
            name=definition["profile"]["name"],
            condition=definition["profile"]["condition"],
            sha256=hashlib.sha256(profile).hexdigest(),
            data=profile,
            max_ink=definition["profile"]["max_ink"],
        ),
        limits=Limits(),
    )


def _colour(row: dict[str, object]) -> Colour:
    srgb = str(row["srgb"]).lstrip("#")
    cmyk = row["cmyk"]
    assert isinstance(cmyk, list)
    return Colour(
        token=str(row["token"]),
        srgb=(int(srgb[:2], 16), int(srgb[2:4], 16), int(srgb[4:], 16)),
        cmyk=(float(cmyk[0]), float(cmyk[1]), float(cmyk[2]), float(cmyk[3])),
        spot=str(row["spot"]) if row.get("spot") else None,
    )


def _font(path: Path) -> FontFile:
    data = path.read_bytes()
    return FontFile(key=path.name, sha256=hashlib.sha256(data).hexdigest(), data=data)


def demo_photos() -> MemoryPhotos:
    """The photos of the demonstration brand; use `add_photo` for one of them."""
    return MemoryPhotos(fallback=press_kit().profile)


def add_photo(photos: MemoryPhotos, name: str = "Garden.jpg") -> str:
    """Add a photo of the demonstration brand and return its hash."""
    return photos.add((BRAND / "photos" / name).read_bytes())


def cut_out() -> bytes:
    """A small PNG whose left half is see-through."""
    picture = Image.new("RGBA", (80, 60), (217, 36, 19, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 40, 60))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def rectangle(x: float, y: float, width: float, height: float) -> Outline:
    """A closed upright rectangle."""
    return (
        ("M", x, y),
        ("L", x + width, y),
        ("L", x + width, y + height),
        ("L", x, y + height),
        ("Z",),
    )


def shaped(
    text: str,
    font: str,
    size: float,
    at: tuple[float, float],
    colour: str = "Tanne",
    matrix: Matrix | None = None,
) -> DrawGlyphs:
    """A line of text shaped by HarfBuzz, as the layout does it."""
    face = hb.Face(hb.Blob(press_kit().fonts[font].data))
    opened = hb.Font(face)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(opened, buffer, {"kern": True, "liga": True})
    scale = size / face.upem
    pen = at[0]
    clusters = [info.cluster for info in buffer.glyph_infos]
    glyphs = []
    for index, (info, place) in enumerate(
        zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ):
        end = next((c for c in clusters[index + 1 :] if c > info.cluster), len(text))
        first = index == 0 or clusters[index - 1] != info.cluster
        glyphs.append(
            Glyph(
                gid=info.codepoint,
                x=pen + place.x_offset * scale,
                y=at[1] - place.y_offset * scale,
                advance=place.x_advance * scale,
                text=text[info.cluster : end] if first else "",
            )
        )
        pen += place.x_advance * scale
    return DrawGlyphs(font, size, colour, tuple(glyphs), matrix)


def page(
    *items: Item, width: float = 148 * MM, height: float = 210 * MM, bleed: float = 3 * MM
) -> PageList:
    """A page of these items."""
    return PageList(width, height, bleed, items)


def display(*pages: PageList, title: str = "Frühlingspflanztage Bergedorf") -> DisplayList:
    """A document of these pages."""
    return DisplayList(title=title, language="de", pages=pages)


def flyer(photo: str) -> DisplayList:
    """Two A5 pages with everything a display list can hold."""
    leaf: Outline = (
        ("M", -130.0, 805.0),
        ("C", -74.0, 461.0, 118.0, 274.0, 402.0, 201.0),
        ("C", 474.0, 482.0, 288.0, 797.0, -130.0, 805.0),
        ("Z",),
    )
    turn: Matrix = (0.990268, -0.139173, 0.139173, 0.990268, 20.0, 340.0)
    front = page(
        FillPath(rectangle(-3 * MM, -3 * MM, 154 * MM, 216 * MM), "Leinen"),
        FillPath(rectangle(40, 300, 300, 200), "Ringelblume"),
        DrawImage(photo, (508.0, 0.0, 0.0, 317.5, -80.0, 196.0), clip=leaf),
        FillPath(rectangle(-3 * MM, 475, 154 * MM, 135), "Tanne"),
        FillPath(rectangle(30, 330, 150, 120), "Mohn", opacity=0.8),
        DrawGroup((FillPath(rectangle(0, 0, 10, 10), "Halm"),), (3.0, 0.0, 0.0, 3.0, 28.0, 28.0)),
        StrokePath((("M", 28.0, 100.0), ("L", 390.0, 100.0)), "Tanne35", 0.567),
        shaped(HEADLINE, SERIF, 27, (28.0, 150.0)),
        shaped("2,99 €", "Inter-Bold.otf", 54, (30.0, 60.0), "Weiss", turn),
        shaped("Mo–Fr 9–19 Uhr, Tel. 040 66969 412", SANS, 8.5, (28.0, 540.0), "Weiss"),
        shaped("Wächst ans Herz.", "Vollkorn-Italic.ttf", 13, (280.0, 560.0), "Halm40"),
    )
    back = page(
        FillPath(rectangle(-3 * MM, -3 * MM, 154 * MM, 216 * MM), "Leinen"),
        FillPath(rectangle(60, 60, 200, 100), "Halm"),
        shaped("Sechs gute Gründe für schmutzige Hände.", SERIF, 20, (28.0, 240.0)),
        shaped("Tagetes ‚Bonita‘, 6er-Schale", SANS, 9.2, (28.0, 280.0)),
    )
    return display(front, back)
