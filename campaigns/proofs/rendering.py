"""Owns the files of an ad: press PDF, pictures for people, pictures for channels."""

from collections.abc import Hashable
from dataclasses import dataclass, replace

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.display_list import DisplayList
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, SpotMode, write_pdf
from brand_assets.typesetting.pictures.photos import PhotoSource
from brand_assets.typesetting.pixels import PixelFormat, PixelOptions, pack, render
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


def render_files(
    display: DisplayList, kit: KitValues, photos: PhotoSource, spec: FileSpec
) -> list[RenderedFile]:
    """Return all files that a proof keeps: the same inputs give the same bytes."""
    files = [
        RenderedFile(FileKind.PREVIEW_JPEG, page, "image/jpeg", picture(display, kit, photos, page))
        for page in range(len(display.pages))
    ]
    if spec.on_screen:
        return [*files, _channel_file(display, kit, photos, spec)]
    return [*files, press_pdf(display, kit, photos, spot=False)]


def press_pdf(
    display: DisplayList, kit: KitValues, photos: PhotoSource, *, spot: bool
) -> RenderedFile:
    """Return the press PDF, spot colours as a Separation or as their CMYK alternate."""
    mode = SpotMode.SEPARATION if spot else SpotMode.ALTERNATE
    data = write_pdf(display, kit, photos, PdfOptions(mode=Mode.PRESS, spot=mode))
    kind = FileKind.PRESS_PDF_SPOT if spot else FileKind.PRESS_PDF
    return RenderedFile(kind, 0, "application/pdf", data)


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
