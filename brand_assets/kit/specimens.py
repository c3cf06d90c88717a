"""Owns the pictures of a kit's type and logos, set by the typesetter that sets the ads."""

from dataclasses import replace
from functools import lru_cache

from brand_assets.design_facts import ColourPair, KitValues, TextStyle, contrast
from brand_assets.kit.loading import load_draft_values, load_kit_values
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import KitStatus
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


def style_picture(version: BrandKitVersion, name: str, language: str) -> bytes:
    """Return a PNG of one text style, in the first pair of colours that is allowed for all text."""
    return _style_picture(_State(version), name, language)


def logo_picture(version: BrandKitVersion, key: str) -> bytes:
    """Return a PNG of one logo variant on the first ground it is made for."""
    return _logo_picture(_State(version), key)


def sample_picture(version: BrandKitVersion, style: TextStyle, language: str) -> bytes:
    """Return a PNG of a text style as somebody is just typing it, in the fonts of a draft."""
    return set_style(load_draft_values(version), style, language)


class _State:
    """A version as it is now: a draft is another one after each change."""

    def __init__(self, version: BrandKitVersion) -> None:
        self.version = version
        self._key = (version.id, version.sha256, version.status is KitStatus.DRAFT)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _State) and self._key == other._key

    def load(self) -> KitValues:
        """Return what it says."""
        if self.version.status is KitStatus.DRAFT:
            return load_draft_values(self.version)
        return load_kit_values(self.version.id)


@lru_cache(maxsize=256)
def _style_picture(state: _State, name: str, language: str) -> bytes:
    kit = state.load()
    if name not in kit.text_styles:
        raise NotFound(N_("This brand kit has no such text style."))
    return set_style(kit, kit.text_styles[name], language)


def set_style(kit: KitValues, style: TextStyle, language: str) -> bytes:
    """Return a PNG of a text style in the colours and fonts of a kit."""
    if style.font not in kit.fonts:
        raise NotFound(N_("The font of this text style is not there yet."))
    kit = replace(kit, text_styles={style.name: style})
    pair = text_pair(kit)
    width, height = STYLE_SIZE
    sizes = style.screen_sizes or style.print_sizes
    largest = min(_LARGEST, max(_SMALLEST, sizes[1])) if sizes else _LARGEST
    frame = TextFrame(
        id="sample",
        name=_both(style.name),
        x=_MARGIN,
        y=0,
        w=width - 2 * _MARGIN,
        h=height,
        style=style.name,
        colour=pair.front,
        size_max=largest,
        size_min=8,
        valign="middle",
        max_lines=1,
        parts=(Literally(text=_sample(kit)),),
    )
    return _picture(kit, (_ground(pair.ground, STYLE_SIZE), frame), STYLE_SIZE, language)


@lru_cache(maxsize=128)
def _logo_picture(state: _State, key: str) -> bytes:
    kit = state.load()
    if key not in kit.logos:
        raise NotFound(N_("This brand kit has no such logo."))
    return set_logo(kit, key)


def set_logo(kit: KitValues, key: str) -> bytes:
    """Return a PNG of a logo of a kit on its first ground."""
    logo = kit.logos[key]
    width, height = LOGO_SIZE
    logo_height = height / (1 + 2 * max(logo.clear_space, 0.5))
    on = [ground for ground in logo.grounds if ground in kit.colours]
    frames: list[AnyFrame] = [_ground(on[0], LOGO_SIZE)] if on else []
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
        known = pair.front in kit.colours and pair.ground in kit.colours
        if known and pair.text_allowed and pair.min_size == 0:
            return pair
    if not kit.colours:
        raise NotFound(N_("This brand kit has no colours yet."))
    return _farthest(kit)


def _farthest(kit: KitValues) -> ColourPair:
    """Return the colours of a kit that stand out best from each other."""
    all_colours = list(kit.colours.values())[:40]
    pairs = ((a, b) for a in all_colours for b in all_colours)
    front, ground = max(pairs, key=lambda pair: contrast(pair[0].srgb, pair[1].srgb))
    return ColourPair(front.token, ground.token)


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
