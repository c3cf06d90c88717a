"""Owns the writing of a PDF file from a display list, for the press or for a screen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.display_list import DisplayList, PageList
from brand_assets.typesetting.pdf.content import Painter, Supplies
from brand_assets.typesetting.pdf.fonts import PlacedFont, place_fonts
from brand_assets.typesetting.pdf.forms import Forms, resource_dictionary
from brand_assets.typesetting.pdf.marks import ALL_INKS, all_inks, marks_content
from brand_assets.typesetting.pdf.metadata import add_metadata, add_output_intent
from brand_assets.typesetting.pdf.objects import PdfObjects, text_string
from brand_assets.typesetting.pdf.palettes import Palette, PressPalette, ScreenPalette, SpotMode
from brand_assets.typesetting.pdf.pictures import Pictures, Prepare, press_width, proxy_width
from brand_assets.typesetting.pdf.placed_pages import Load, PlacedPages
from brand_assets.typesetting.pdf.shadings import Shadings
from brand_assets.typesetting.pdf.sheet import NO_MARKS, Marks, Sheet
from brand_assets.typesetting.pdf.slug_line import Inks, SlugLines
from brand_assets.typesetting.pdf.states import States
from brand_assets.typesetting.pictures.images import prepare_grey
from brand_assets.typesetting.pictures.photos import PhotoSource, PhotoSpace, PreparedPhoto

__all__ = ["Marks", "Medium", "Mode", "PdfOptions", "SpotMode", "compose", "write_pdf"]


class Mode(StrEnum):
    """What a file is for: the press (PDF/X-4, CMYK, bleed) or a screen (sRGB, trim alone)."""

    PRESS = "press"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class PdfOptions:
    """How to write a file.

    `marks` belong to the press. `pixels_per_pt` says how finely a screen file will be seen: its
    photos get that many pixels (a 600 px picture of a 420 pt page is 1.43).
    """

    mode: Mode = Mode.PRESS
    spot: SpotMode = SpotMode.ALTERNATE
    marks: Marks = NO_MARKS
    title: str | None = None
    pixels_per_pt: float = 2.0


@dataclass(frozen=True, slots=True)
class Medium:
    """What differs between the files that one display list can become.

    Without `artwork` pages of supplied PDFs are left out, as where single inks are measured.
    """

    palette: Palette
    prepare: Prepare
    marks: Marks = NO_MARKS
    spot: SpotMode = SpotMode.ALTERNATE
    bleed: bool = False
    press: bool = False
    artwork: Load | None = None


def write_pdf(
    display: DisplayList, kit: KitValues, photos: PhotoSource, options: PdfOptions
) -> bytes:
    """Return the file; the same display list, kit, photos and options give the same bytes."""
    press = options.mode is Mode.PRESS
    medium = _press_medium(kit, photos, options) if press else _screen_medium(kit, photos, options)
    return compose(display, kit, medium, options.title or display.title)


def compose(display: DisplayList, kit: KitValues, medium: Medium, title: str) -> bytes:
    """Return the file of a display list in any medium."""
    return _Composition(replace(display, title=title), kit, medium).file()


def _press_medium(kit: KitValues, photos: PhotoSource, options: PdfOptions) -> Medium:
    def prepare(sha256: str, placed_pt: float, grey: bool) -> PreparedPhoto:
        width = press_width(photos, sha256, placed_pt)
        if grey:
            proxy = photos.proxy(sha256, width or photos.size(sha256)[0])
            if proxy.space is not PhotoSpace.GRAY:
                return prepare_grey(proxy, kit.profile)
        return photos.press(sha256, kit.profile, width)

    palette, spot = PressPalette(kit, options.spot), options.spot
    return Medium(
        palette,
        prepare,
        options.marks,
        spot,
        bleed=True,
        press=True,
        artwork=photos.artwork,
    )


def _screen_medium(kit: KitValues, photos: PhotoSource, options: PdfOptions) -> Medium:
    def prepare(sha256: str, placed_pt: float, grey: bool) -> PreparedPhoto:
        pixels = placed_pt * options.pixels_per_pt
        proxy = photos.proxy(sha256, proxy_width(photos, sha256, pixels))
        coloured = grey and proxy.space is not PhotoSpace.GRAY
        return prepare_grey(proxy, None) if coloured else proxy

    return Medium(ScreenPalette(kit), prepare, artwork=photos.artwork)


class _Composition:
    """One file in the making: pages first, then what they turned out to need."""

    def __init__(self, display: DisplayList, kit: KitValues, medium: Medium) -> None:
        self._display = display
        self._kit = kit
        self._medium = medium
        self._objects = PdfObjects()
        placed = PlacedPages(self._objects, medium.artwork)
        self._slug_lines = self._told(placed) if medium.marks.slug_line else None
        self._fonts: Mapping[str, PlacedFont] = place_fonts(self._with_lines(), kit)
        self._pictures = Pictures(self._objects, medium.prepare, cut=medium.press)
        self._supplies = Supplies(
            palette=medium.palette,
            fonts=self._fonts,
            pictures=self._pictures,
            states=States(),
            shadings=Shadings(medium.palette),
            forms=Forms(self._objects),
            pages=placed,
        )

    def file(self) -> bytes:
        """Return the finished file."""
        objects = self._objects
        catalog, tree, resources = objects.reserve(), objects.reserve(), objects.reserve()
        sheets = [self._sheet(page) for page in self._display.pages]
        painted = [
            self._painted(page, sheet)
            for page, sheet in zip(self._display.pages, sheets, strict=True)
        ]
        if self._medium.marks.any:
            painted = [
                page + self._marks(index, sheet)
                for index, (page, sheet) in enumerate(zip(painted, sheets, strict=True))
            ]
        contents = [page.encode("ascii") for page in painted]
        group = self._group()
        pages = [
            objects.add(
                f"<< /Type /Page /Parent {tree} 0 R {sheet.boxes()} /Resources {resources} 0 R"
                f" /Contents {objects.add_stream(content)} 0 R{group} >>"
            )
            for sheet, content in zip(sheets, contents, strict=True)
        ]
        kids = " ".join(f"{page} 0 R" for page in pages)
        objects.put(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
        objects.put(resources, self._resources())
        title, everything = self._display.title, b"".join(contents)
        xmp, info = add_metadata(objects, title, everything, press=self._medium.press)
        objects.put(catalog, self._catalog(tree, xmp))
        return objects.file(catalog, info)

    def _sheet(self, page: PageList) -> Sheet:
        return Sheet.around(page, self._medium.marks, bleed=self._medium.bleed)

    def _painted(self, page: PageList, sheet: Sheet) -> str:
        painter = Painter(self._supplies)
        for item in page.items:
            painter.paint(item)
        return f"q\n{sheet.page_space()}{painter.text()}Q\n"

    def _marks(self, index: int, sheet: Sheet) -> str:
        """Return the marks around a page; all pages are painted, so all spot inks are known."""
        plates = self._medium.palette.plates().values()
        lines = self._slug_lines.content(index, sheet, self._fonts) if self._slug_lines else ""
        return marks_content(sheet, self._medium.marks, plates) + lines

    def _told(self, placed: PlacedPages) -> SlugLines:
        medium = self._medium
        inks = Inks(self._kit, medium.spot, placed.spots)
        return SlugLines(self._display, self._kit, medium.marks, inks)

    def _with_lines(self) -> DisplayList:
        """Return everything whose glyphs the fonts of the file have to carry."""
        if self._slug_lines is None:
            return self._display
        pages = (*self._display.pages, self._slug_lines.page_of_glyphs())
        return replace(self._display, pages=pages)

    def _group(self) -> str:
        """Return the page group, in the colours of the medium, where anything is see-through."""
        if not (self._supplies.states.see_through or self._pictures.has_masks):
            return ""
        return f" /Group << /S /Transparency /CS {self._medium.palette.group_space} /I true >>"

    def _resources(self) -> str:
        objects = self._objects
        spaces = dict(self._medium.palette.spaces(objects))
        if self._medium.marks.any:
            spaces[ALL_INKS] = objects.add(all_inks())
        states = self._supplies.states.add_to(objects)
        fonts = {font.resource: font.embed(objects) for font in self._fonts.values()}
        resources = {
            "Font": fonts,
            "XObject": {
                **self._pictures.references,
                **self._supplies.forms.references,
                **self._supplies.pages.references,
            },
            "ColorSpace": spaces,
            "ExtGState": states,
            "Shading": self._supplies.shadings.add(objects),
        }
        self._supplies.forms.write(resources)
        return resource_dictionary(resources)

    def _catalog(self, tree: int, xmp: int) -> str:
        entries = f"/Type /Catalog /Pages {tree} 0 R /Metadata {xmp} 0 R"
        entries += f" /Lang {text_string(self._display.language)}"
        entries += " /ViewerPreferences << /DisplayDocTitle true >>"
        if self._medium.press:
            intent = add_output_intent(self._objects, self._kit.profile)
            entries += f" /OutputIntents [{intent} 0 R]"
        return f"<< {entries} >>"
