"""Owns what shows a rule: a file that fails it and one, as near to it as can be, that passes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf
from PIL import ImageCms
from reportlab.pdfgen.canvas import Canvas

from tests.factories.foreign_pdf import FONT, Drawing, press, screen, sound_press
from tests.factories.pdf_faults import Fault, paints

Maker = Callable[[], bytes]


@dataclass(frozen=True)
class Pair:
    """A rule with its two files; `also` are rules that the failing file breaks besides."""

    rule: str
    fails: Maker
    passes: Maker = sound_press
    profile: str = "x4"
    also: frozenset[str] = frozenset()
    asked: dict[str, Any] = field(default_factory=dict)
    asked_passing: dict[str, Any] = field(default_factory=dict)


def in_press(fault: Fault, **saving: Any) -> Maker:
    """A press file with this fault."""
    return lambda: press(fault, **saving)


def on_screen(fault: Fault) -> Maker:
    """A screen file with this fault."""
    return lambda: screen(fault)


def with_drawing(drawing: Drawing) -> Maker:
    """A press file with something more drawn by ReportLab."""
    return lambda: press(drawing=drawing)


def content(operators: str, **resources: Dictionary) -> Maker:
    """A press file that paints something more."""
    return in_press(paints(operators, **resources))


def stated(operators: str, **state: Any) -> Maker:
    """A press file that paints in a graphics state of these entries."""
    return content(f"/Own gs {operators}", ExtGState=Dictionary(Own=Dictionary(**state)))


def root(key: str, value: Any) -> Fault:
    """A fault that sets an entry of the catalogue."""
    return lambda document: document.Root.__setitem__(key, value)


def image(
    pixels: tuple[int, int], points: tuple[float, float], data: bytes | None = None, **entries: Any
) -> Fault:
    """A fault that places a grey picture, or one of other entries."""

    def fault(document: Pdf) -> None:
        described = {
            "Type": Name.XObject,
            "Subtype": Name.Image,
            "Width": pixels[0],
            "Height": pixels[1],
            "ColorSpace": Name.DeviceGray,
            "BitsPerComponent": 8,
            **entries,
        }
        size = pixels[0] * pixels[1] * int(described["BitsPerComponent"]) // 8
        stream = document.make_stream(bytes(size) if data is None else data, **described)
        place = f"{points[0]} 0 0 {points[1]} 60 60 cm /Own Do"
        paints(place, XObject=Dictionary(Own=stream))(document)

    return fault


def text(size: float, *cmyk: float, mode: int = 0, overprint: bool = False) -> Drawing:
    """Words set by ReportLab."""

    def drawing(canvas: Canvas) -> None:
        canvas.setFillColorCMYK(*cmyk)
        if overprint:
            canvas.setFillOverprint(True)
            canvas.setOverprintMask(True)
        line = canvas.beginText(60, 200)
        line.setFont(FONT, size)
        line.setTextRenderMode(mode)
        line.textOut("Gärtnerei")
        canvas.drawText(line)

    return drawing


def srgb(document: Pdf, channels: int = 3) -> Array:
    """An ICC space of sRGB, with so many channels stated."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return Array([Name.ICCBased, document.make_stream(profile, N=channels)])
