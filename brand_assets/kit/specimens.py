"""Owns the pictures of a kit's type and logos, set by the typesetter that sets the ads."""

from functools import lru_cache
from uuid import UUID

from brand_assets.design_facts import ColourPair, KitValues
from brand_assets.kit.loading import load_kit_values
from brand_assets.typesetting.document import AdDocument, Page
from brand_assets.typesetting.frames import AnyFrame, Literally, LogoFrame, RectFrame, TextFrame
from brand_assets.typesetting.frames import Words as Text
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pixels import render_png
from brand_assets.typesetting.setting import set_document
from portal.foundation.errors import N_, NotFound

STYLE_SIZE = (720, 96)
LOGO_SIZE = (480, 200)
_LARGEST, _SMALLEST = 44.0, 18.0
_MARGIN = 24
_PIXELS_PER_PX = 2


@lru_cache(maxsize=256)
def style_picture(version_id: UUID, name: str, language: str) -> bytes:
    """Return a PNG of one text style, in the first pair of colours that is allowed for all text."""
    kit = load_kit_values(version_id)
    if name not in kit.text_styles:
        raise NotFound(N_("This brand kit has no such text style."))
    pair = text_pair(kit)
    width, height = STYLE_SIZE
    sizes = kit.text_styles[name].screen_sizes or kit.text_styles[name].print_sizes
    largest = min(_LARGEST, max(_SMALLEST, sizes[1])) if sizes else _LARGEST
    frame = TextFrame(
        id="sample",
        name=_both(name),
        x=_MARGIN,
        y=0,
        w=width - 2 * _MARGIN,
        h=height,
        style=name,
        colour=pair.front,
        size_max=largest,
        size_min=8,
        valign="middle",
        max_lines=1,
        parts=(Literally(text=_sample(kit)),),
    )
    return _picture(kit, (_ground(pair.ground, STYLE_SIZE), frame), STYLE_SIZE, language)


@lru_cache(maxsize=128)
def logo_picture(version_id: UUID, key: str) -> bytes:
    """Return a PNG of one logo variant on the first ground it is made for."""
    kit = load_kit_values(version_id)
    logo = kit.logos.get(key)
    if logo is None:
        raise NotFound(N_("This brand kit has no such logo."))
    width, height = LOGO_SIZE
    logo_height = height / (1 + 2 * max(logo.clear_space, 0.5))
    frames: list[AnyFrame] = [_ground(logo.grounds[0], LOGO_SIZE)] if logo.grounds else []
    frames.append(
        LogoFrame(
            id="logo",
            name=_both(key),
            x=2 * _MARGIN,
            y=(height - logo_height) / 2,
            w=width - 4 * _MARGIN,
            h=logo_height,
            variant=key,
        )
    )
    return _picture(kit, tuple(frames), LOGO_SIZE, "de")


def text_pair(kit: KitValues) -> ColourPair:
    """Return the first pair that all text may be set in; black on white stands for none."""
    for pair in kit.pairs:
        if pair.text_allowed and pair.min_size == 0:
            return pair
    first = next(iter(kit.colours))
    return ColourPair(first, first)


def _sample(kit: KitValues) -> Text:
    claim = kit.claims.get("main")
    if claim is None:
        return Text(de="Größe, Maß und Übung 2,99 €", en="Size, measure and practice €2.99")
    return Text(de=f"{claim.de} 2,99 €", en=f"{claim.en} €2.99")


def _both(text: str) -> Text:
    return Text(de=text, en=text)


def _ground(colour: str, size: tuple[int, int]) -> RectFrame:
    return RectFrame(id="ground", name=_both(colour), x=0, y=0, w=size[0], h=size[1], colour=colour)


def _picture(
    kit: KitValues, frames: tuple[AnyFrame, ...], size: tuple[int, int], language: str
) -> bytes:
    document = AdDocument(
        key="specimen",
        title=_both(kit.kit_key),
        format_key="specimen",
        medium="screen",
        unit="px",
        width=size[0],
        height=size[1],
        pages=(Page(frames=frames),),
    )
    photos = MemoryPhotos()
    display = set_document(document, {}, kit, photos, language).display
    pdf = write_pdf(display, kit, photos, PdfOptions(mode=Mode.SCREEN))
    return render_png(pdf, size[0] * _PIXELS_PER_PX)
