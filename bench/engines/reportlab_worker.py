"""The worker of ReportLab: paths, CMYK colours and text on its canvas, fitted by measuring."""

import io
import json
import sys
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as FontFile
from fontTools.ttLib import newTable
from reportlab import rl_config
from reportlab.lib.colors import CMYKColor
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.engines.serving import serve
from bench.engines.weasyprint_worker import jpeg_of

_SLACK = 1.015


class ReportLab:
    """ReportLab with its fonts registered and its pictures read."""

    def __init__(self, folder: Path) -> None:
        rl_config.useA85 = 0
        self._flyer = json.loads((folder / "flyer.json").read_text(encoding="utf-8"))
        self._outlets = (folder / "outlets.jsonl").read_text(encoding="utf-8").splitlines()
        self._outlet: dict[str, Any] = {}
        for key, name in self._flyer["fonts"].items():
            registerFont(TTFont(key, _as_truetype(folder / name)))
        self._pictures = {name: ImageReader(str(folder / name)) for name in self._flyer["pictures"]}

    def _pages(self, number: int, pages: list[Any]) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pageCompression=1)
        outlet = self._outlet
        for page in pages:
            canvas.setPageSize((page["width"], page["height"]))
            canvas.translate(0, page["height"])
            canvas.scale(1, -1)
            for item in page["items"]:
                self._draw(canvas, item, outlet)
            for box in page["boxes"]:
                fixed = box["fixed"]
                _set(canvas, box, outlet["texts"][box["text"]] if fixed is None else fixed)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def prepare(self, number: int) -> None:
        """Read what stands in the ad of this outlet."""
        self._outlet = json.loads(self._outlets[number])

    def press(self, number: int) -> bytes:
        """Return the flyer as a CMYK PDF."""
        return self._pages(number, self._flyer["pages"])

    def preview(self, number: int, width: int) -> bytes:
        """Return the first page as a JPEG; ReportLab makes none itself."""
        return jpeg_of(self._pages(number, self._flyer["pages"][:1]), width)

    def _draw(self, canvas: Canvas, item: Any, outlet: Any) -> None:
        if "picture" in item:
            canvas.saveState()
            if item["clip"]:
                canvas.clipPath(_path(canvas, item["clip"]), stroke=0)
            canvas.transform(*item["matrix"])
            canvas.transform(1, 0, 0, -1, 0, 1)
            canvas.drawImage(self._pictures[item["picture"]], 0, 0, 1, 1)
            canvas.restoreState()
            return
        path = _path(canvas, outlet["code_path"] if item["code"] else item["path"])
        colour = CMYKColor(*item["cmyk"], alpha=item["opacity"])
        if item["width"]:
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(item["width"])
            canvas.drawPath(path)
        else:
            canvas.setFillColor(colour)
            canvas.drawPath(path, stroke=0, fill=1)


def _path(canvas: Canvas, segments: Any) -> Any:
    path = canvas.beginPath()
    for kind, *values in segments:
        if kind == "M":
            path.moveTo(*values)
        elif kind == "L":
            path.lineTo(*values)
        elif kind == "C":
            path.curveTo(*values)
        else:
            path.close()
    return path


def _set(canvas: Canvas, box: Any, text: str) -> None:
    font, size = box["font"], box["most"]
    while True:
        lines = [
            line for part in text.split("\n") for line in simpleSplit(part, font, size, box["w"])
        ]
        high = len(lines) * size * box["leading"] <= box["h"] * _SLACK or len(lines) <= 1
        wide = all(stringWidth(line, font, size) <= box["w"] * 1.001 for line in lines)
        if (high and wide) or size <= box["least"]:
            break
        size = max(box["least"], size - box["most"] / 100)
    canvas.saveState()
    canvas.translate(box["x"] + box["w"] / 2, box["y"] + box["h"] / 2)
    canvas.rotate(box["rotation"])
    canvas.scale(1, -1)
    canvas.setFillColor(CMYKColor(*box["cmyk"]))
    canvas.setFont(font, size)
    step = size * box["leading"]
    for index, line in enumerate(lines):
        y = box["h"] / 2 - size - index * step
        if box["align"] == "center":
            canvas.drawCentredString(0, y, line)
        elif box["align"] == "right":
            canvas.drawRightString(box["w"] / 2, y, line)
        else:
            canvas.drawString(-box["w"] / 2, y, line)
    canvas.restoreState()


def _as_truetype(path: Path) -> str:
    """Return the font with quadratic outlines: ReportLab cannot embed those of PostScript."""
    font = FontFile(path)
    if "CFF " not in font:
        return str(path)
    glyphs = font.getGlyphSet()
    drawn = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = font.getGlyphOrder(), drawn
    del font["CFF "]
    font["maxp"].tableVersion = 0x00010000
    for key in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs"):
        setattr(font["maxp"], key, 0)
    for key in ("maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"):
        setattr(font["maxp"], key, 0)
    font["maxp"].maxComponentElements = font["maxp"].maxComponentDepth = 0
    font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"
    made = path.with_suffix(".ttf")
    font.save(made)
    return str(made)


if __name__ == "__main__":
    serve(ReportLab(Path(sys.argv[1])))
