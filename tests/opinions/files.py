"""Owns every PDF that the demonstration brand gives, and those of the golden cases."""

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock

from brand_assets.kit import specimens
from brand_assets.typesetting.display_list import DisplayList
from brand_assets.typesetting.pdf.sheet import ALL_MARKS
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.setting import set_document
from tests.factories.ads import ad_values, template
from tests.factories.kit import DEMO, demo_kit, demo_photos
from tests.golden.case import GoldenCase, set_case
from tests.golden.cases import all_cases

TEMPLATES = tuple(sorted(path.stem for path in (DEMO / "templates").glob("*.json")))
BRAND_PDFS = tuple(sorted((DEMO / "brand").rglob("*.pdf")))
SCREEN = PdfOptions(mode=Mode.SCREEN)
PRESS = {
    "alternate": PdfOptions(),
    "separation": PdfOptions(spot=SpotMode.SEPARATION),
    "marks": PdfOptions(spot=SpotMode.SEPARATION, marks=ALL_MARKS),
}


@dataclass(frozen=True)
class Written:
    """A file of ours with the display list that it was written from."""

    name: str
    display: DisplayList
    data: bytes

    def kept(self, folder: Path) -> Path:
        """Write it to a folder and return where it is."""
        path = folder / f"{self.name}.pdf"
        path.write_bytes(self.data)
        return path


@functools.cache
def design(name: str) -> DisplayList:
    """Return a template of the demonstration as it is set for its outlet."""
    photos, _ = demo_photos()
    values = ad_values(name.split("-", maxsplit=1)[0])
    return set_document(template(name), values, demo_kit(), photos).display


def design_file(name: str, way: str) -> Written:
    """Return a design for a screen ("screen") or for the press ("alternate" ...)."""
    options = SCREEN if way == "screen" else PRESS[way]
    photos, _ = demo_photos()
    data = write_pdf(design(name), demo_kit(), photos, options)
    return Written(f"{name}-{way}", design(name), data)


def case_file(case: GoldenCase) -> Written:
    """Return the compared pages of a golden case for a screen."""
    display = set_case(case).display
    display = replace(display, pages=display.pages[: case.pages])
    scale = case.width_px / display.pages[0].width
    options = replace(SCREEN, pixels_per_pt=scale)
    data = write_pdf(display, case.brand, case.photos(), options)
    return Written(f"golden-{case.name}", display, data)


def specimen_files() -> dict[str, bytes]:
    """Return the PDFs behind the pictures of all text styles and logos of the kit, by name."""
    kit = demo_kit()
    found: dict[str, bytes] = {}
    with mock.patch.object(specimens, "render_png", lambda pdf, _width: pdf):
        for name, style in kit.text_styles.items():
            found[f"style-{name}"] = specimens.set_style(kit, style, "de")
        for key in kit.logos:
            found[f"logo-{key}"] = specimens.set_logo(kit, key)
    return found


CASES = all_cases()
