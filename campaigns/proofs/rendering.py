"""Owns the files of an ad: press PDF, pictures for people, pictures for channels."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from PIL import Image

from brand_assets.design_facts import Box, KitValues, PageFacts
from brand_assets.typesetting.codes.reading import read_codes
from brand_assets.typesetting.display_list import DisplayList
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.ink import with_ink
from brand_assets.typesetting.pdf.sheet import ALL_MARKS
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pictures.photos import PhotoSource
from brand_assets.typesetting.pixels import (
    PixelFormat,
    PixelOptions,
    pack,
    paint,
    paint_part,
    render,
)
from brand_assets.typesetting.previews import Previewer
from brand_assets.typesetting.setting import SetDocument, set_document
from campaigns.proofs.inputs import AdInputs
from campaigns.proofs.rules import FileKind

PREVIEW_WIDTH = 1080
POINTS_PER_MM = 72 / 25.4
_PREVIEW = PixelOptions(quality=85, fast=True)
# Each server process has its own; where a person's next keystroke lands elsewhere, the picture
# there is that of an earlier one, and more of it is painted again.
_previewer = Previewer()


@dataclass(frozen=True, slots=True)
class FileSpec:
    """What a format asks of its files: exact pixels and bytes for a channel, None for print."""

    on_screen: bool
    pixel_width: int | None = None
    pixel_height: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """One finished file in memory."""

    kind: FileKind
    page: int
    media_type: str
    data: bytes


def set_ad(
    document: AdDocument, kit: KitValues, inputs: AdInputs, photos: PhotoSource
) -> SetDocument:
    """Set an ad from its inputs."""
    return set_document(document, inputs.typed, kit, photos, inputs.language)


@dataclass(frozen=True, slots=True)
class Rendering:
    """A finished ad: its files, and its facts with what only finished pages tell."""

    files: list[RenderedFile]
    facts: tuple[PageFacts, ...]


def render_proof(
    made: SetDocument, kit: KitValues, photos: PhotoSource, spec: FileSpec
) -> Rendering:
    """Return all that a proof keeps of an ad: the same inputs give the same bytes.

    Codes are read back from the pictures, and for print the ink of the pages is measured.
    """
    display = made.display
    looks = [_looked_at(made, kit, photos, page) for page in range(len(display.pages))]
    files = [file for file, _ in looks]
    facts = tuple(facts for _, facts in looks)
    if spec.on_screen:
        return Rendering([*files, _channel_file(display, kit, photos, spec)], facts)
    inked = tuple(with_ink(page, display, kit, photos) for page in facts)
    return Rendering([*files, press_pdf(display, kit, photos, spot=False)], inked)


def finished_facts(
    made: SetDocument, kit: KitValues, photos: PhotoSource, *, on_screen: bool
) -> tuple[PageFacts, ...]:
    """Return the facts of a finished ad, codes read and ink measured, without any of its files."""
    pages = range(len(made.display.pages))
    facts = tuple(_looked_at(made, kit, photos, page)[1] for page in pages)
    if on_screen:
        return facts
    return tuple(with_ink(page, made.display, kit, photos) for page in facts)


def _looked_at(
    made: SetDocument, kit: KitValues, photos: PhotoSource, page: int
) -> tuple[RenderedFile, PageFacts]:
    """Return the picture of a page, and its facts after a reader looked at its codes."""
    facts = made.facts[page]
    pdf = _screen_pdf(made.display, kit, photos, page, PREVIEW_WIDTH)
    points = made.display.pages[page].width / facts.width

    def finer(part: Box, pixels: float) -> Image.Image:
        in_points = Box(part.x * points, part.y * points, part.w * points, part.h * points)
        return paint_part(pdf, 0, in_points, pixels / points)

    seen = paint(pdf, width_px=PREVIEW_WIDTH)
    data = pack(seen, PixelFormat.JPEG, _PREVIEW)
    file = RenderedFile(FileKind.PREVIEW_JPEG, page, "image/jpeg", data)
    return file, read_codes(facts, seen, finer)


def press_pdf(
    display: DisplayList, kit: KitValues, photos: PhotoSource, *, spot: bool
) -> RenderedFile:
    """Return the press PDF, spot colours as a Separation or as their CMYK alternate."""
    mode = SpotMode.SEPARATION if spot else SpotMode.ALTERNATE
    data = write_pdf(display, kit, photos, PdfOptions(mode=Mode.PRESS, spot=mode))
    kind = FileKind.PRESS_PDF_SPOT if spot else FileKind.PRESS_PDF
    return RenderedFile(kind, 0, "application/pdf", data)


def press_sheet(display: DisplayList, kit: KitValues, photos: PhotoSource, order: str) -> bytes:
    """Return the press PDF with all marks around its pages, for who prints on a larger sheet."""
    options = PdfOptions(mode=Mode.PRESS, marks=replace(ALL_MARKS, order=order))
    return write_pdf(display, kit, photos, options)


def picture(
    display: DisplayList,
    kit: KitValues,
    photos: PhotoSource,
    page: int,
    width: int = PREVIEW_WIDTH,
) -> bytes:
    """Return one page as a JPEG of this width: the screen PDF with photos of just that size."""
    pdf = _screen_pdf(display, kit, photos, page, width)
    return render(pdf, 0, width_px=width, options=_PREVIEW)


def picture_while_typing(
    whose: Hashable,
    display: DisplayList,
    inputs: tuple[KitValues, PhotoSource],
    page: int,
    width: int,
) -> bytes:
    """Return the same JPEG as `picture`, painted over the last one of the ad that `whose` names."""
    painted = _previewer.paint(whose, display, inputs, page, width)
    return pack(painted, PixelFormat.JPEG, _PREVIEW)


def _channel_file(
    display: DisplayList, kit: KitValues, photos: PhotoSource, spec: FileSpec
) -> RenderedFile:
    width = spec.pixel_width or round(display.pages[0].width)
    pdf = _screen_pdf(display, kit, photos, 0, width)
    data = render(
        pdf,
        0,
        width_px=width,
        height_px=spec.pixel_height,
        pixel_format=PixelFormat.JPEG,
        options=PixelOptions(max_bytes=spec.max_bytes),
    )
    return RenderedFile(FileKind.CHANNEL_JPEG, 0, "image/jpeg", data)


def _screen_pdf(
    display: DisplayList, kit: KitValues, photos: PhotoSource, page: int, width: int
) -> bytes:
    single = replace(display, pages=(display.pages[page],))
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=width / single.pages[0].width)
    return write_pdf(single, kit, photos, options)
