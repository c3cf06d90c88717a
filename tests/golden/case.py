"""Owns golden cases: a document that shows a feature, and how it is painted to be compared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PIL import Image

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.display_list import DisplayList
from brand_assets.typesetting.document import read_document
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.photos import PhotoSource
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import FieldValues
from tests.factories.kit import demo_kit, demo_photos

EXPECTED = Path(__file__).parent / "expected"


def demo_source() -> PhotoSource:
    """Return the photos of the demonstration brand."""
    return demo_photos()[0]


@dataclass(frozen=True, slots=True)
class GoldenCase:
    """A document as JSON data with its values, and what of its pictures is exact.

    Without a kit it is set in the demonstration brand's, without photos with its photos. The
    first `pages` pages are compared, each painted `width_px` wide. `pixels` are spots of the
    first page that show a colour token of the kit exactly.
    """

    name: str
    document: Mapping[str, Any]
    values: FieldValues = field(default_factory=dict)
    kit: KitValues | None = None
    width_px: int = 600
    pages: int = 1
    pixels: Mapping[tuple[int, int], str] = field(default_factory=dict)
    language: str = "de"
    photos: Callable[[], PhotoSource] = demo_source

    @property
    def brand(self) -> KitValues:
        """The kit that the case is set in."""
        return self.kit or demo_kit()

    def expected(self, page: int) -> Path:
        """Return where the accepted picture of a page (from 1) lies."""
        return EXPECTED / f"{self.name}-{page}.png"


def set_case(case: GoldenCase) -> SetDocument:
    """Return the case as the typesetter sets it."""
    document = read_document(case.document)
    return set_document(document, case.values, case.brand, case.photos(), case.language)


def paint_case(case: GoldenCase) -> tuple[Image.Image, ...]:
    """Return the pictures of the pages that are compared."""
    display = set_case(case).display
    return tuple(_painted(case, display, number) for number in range(case.pages))


def _painted(case: GoldenCase, display: DisplayList, number: int) -> Image.Image:
    page = display.pages[number]
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=case.width_px / page.width)
    pdf = write_pdf(replace(display, pages=(page,)), case.brand, case.photos(), options)
    return paint(pdf, width_px=case.width_px)


def ad(
    *frames: Mapping[str, Any], width: float = 148, height: float = 105, **rest: Any
) -> dict[str, Any]:
    """Return the data of a document of one page in mm; `rest` overrides any of its keys."""
    data = {
        "schema_version": 1,
        "key": "golden",
        "title": words("Goldener Fall"),
        "format_key": "golden",
        "medium": "print",
        "unit": "mm",
        "width": width,
        "height": height,
        "pages": [{"frames": list(frames)}],
    }
    return data | rest


def frame(kind: str, frame_id: str, box: tuple[float, float, float, float], **rest: Any) -> Any:
    """Return the data of a frame: its kind, id, and x, y, w, h."""
    x, y, w, h = box
    place = {"kind": kind, "id": frame_id, "name": words(frame_id), "x": x, "y": y, "w": w, "h": h}
    return place | rest


def literal(text: str, **rest: Any) -> dict[str, Any]:
    """Return the data of a fixed part of a text."""
    return {"kind": "literal", "text": words(text)} | rest


def words(text: str) -> dict[str, str]:
    """Return a text that is the same in both languages."""
    return {"de": text, "en": text}
