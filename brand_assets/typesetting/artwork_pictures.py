"""Owns the look of a file of artwork by itself: in its own colours, on white."""

from dataclasses import dataclass

from PIL import Image

from brand_assets.design_facts import Colour, KitValues, Limits, PressProfile
from brand_assets.typesetting.display_list import (
    DisplayList,
    DrawGroup,
    DrawPdfPage,
    Item,
    PageList,
)
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.artwork import Artwork, read_drawing
from brand_assets.typesetting.pictures.file_kinds import is_pdf
from brand_assets.typesetting.pictures.pdf_pages import read_pdf_page
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pictures.svg.colours import Rgb, Tokens
from brand_assets.typesetting.pixels import paint

_WIDEST = 600.0
"""Points of the page on which it is shown; its longer side is as long."""


@dataclass(frozen=True, slots=True)
class ArtworkPicture:
    """A file of artwork as it looks, and its size in its own units."""

    width: float
    height: float
    picture: Image.Image


class _OwnColours(Tokens):
    """Tokens for whatever colours a drawing has."""

    def token(self, rgb: Rgb) -> str:
        """Return a token of the colour itself."""
        self.not_exact[rgb] = "#{:02x}{:02x}{:02x}".format(*rgb)
        return self.not_exact[rgb]


def drawing_itself(svg: bytes) -> Artwork:
    """Return a drawing in its own colours; raises `ArtworkError` where it cannot be printed."""
    return read_drawing(svg, _OwnColours({}))


def show_artwork(data: bytes, longest_px: int) -> ArtworkPicture:
    """Return an SVG drawing or the first page of a PDF; raises `ArtworkError`."""
    photos, tokens = MemoryPhotos(), _OwnColours({})
    if is_pdf(data):
        page = read_pdf_page(data, 0)
        width, height = page.width, page.height
        unit = (width, 0.0, 0.0, height, 0.0, 0.0)
        items: tuple[Item, ...] = (DrawPdfPage(photos.add_artwork(data), 0, unit),)
    else:
        drawing = read_drawing(data, tokens)
        width, height, items = drawing.width, drawing.height, drawing.items
    scale = _WIDEST / max(width, height)
    whole = DrawGroup(items, (scale, 0.0, 0.0, scale, 0.0, 0.0))
    sheet = PageList(max(1.0, width * scale), max(1.0, height * scale), 0.0, (whole,))
    display = DisplayList("", "de", (sheet,))
    pdf = write_pdf(display, _kit(tokens), photos, PdfOptions(mode=Mode.SCREEN))
    across = max(1, round(longest_px * width / max(width, height)))
    return ArtworkPicture(width, height, paint(pdf, width_px=across).convert("RGB"))


def _kit(tokens: Tokens) -> KitValues:
    """Return a kit that has the drawing's own colours and nothing else."""
    black = (0.0, 0.0, 0.0, 100.0)
    return KitValues(
        kit_key="own",
        version=1,
        colours={token: Colour(token, rgb, black) for rgb, token in tokens.not_exact.items()},
        pairs=(),
        fonts={},
        text_styles={},
        logos={},
        legal_lines=(),
        wordings=(),
        profile=PressProfile("", "", "", b""),
        limits=Limits(),
    )
