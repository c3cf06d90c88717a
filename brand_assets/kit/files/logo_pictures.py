"""Owns the picture of a logo with the corners of its clear space, and as small as it may be."""

from brand_assets.design_facts import KitValues, contrast
from brand_assets.kit.loading import load_draft_values
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.sheet.logo_pages import proportion
from brand_assets.typesetting.document import AdDocument, Page
from brand_assets.typesetting.frames import AnyFrame, LogoFrame, RectFrame
from brand_assets.typesetting.frames import Words as Text
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.pixels import render_png
from brand_assets.typesetting.setting import set_document
from portal.foundation.errors import N_, Conflict
from regions.scoping.actor import not_there

SPACE_SIZE = (560, 240)
_LARGEST, _MARGIN, _TICK, _THIN = 96.0, 24.0, 14.0, 1.0
_ROOM = 0.06
_Place = tuple[float, float, float, float]


def space_picture(version: BrandKitVersion, key: str, ground: str = "") -> bytes:
    """Return a PNG of a logo on one of the kit's colours, by default the first it is made for."""
    values = load_draft_values(version)
    logo = values.logos.get(key)
    if logo is None or (ground and ground not in values.colours):
        raise not_there()
    if not values.colours:
        raise Conflict(N_("The kit has no colour yet to show a logo on. Add one first."))
    own = next((one for one in logo.grounds if one in values.colours), "")
    document = _document(values, key, ground or own or _lightest(values))
    photos = MemoryPhotos()
    display = set_document(document, {}, values, photos, "de").display
    pdf = write_pdf(display, values, photos, PdfOptions(mode=Mode.SCREEN))
    return render_png(pdf, SPACE_SIZE[0] * 2)


def _document(kit: KitValues, key: str, ground: str) -> AdDocument:
    logo, (width, height) = kit.logos[key], SPACE_SIZE
    wide, clear, small = proportion(logo.svg), logo.clear_space + _ROOM, logo.min_height_px
    beside = small * (wide + 2 * clear) + _MARGIN if small else 0.0
    if beside > width / 2 or small * (1 + 2 * clear) > height:
        beside = 0.0
    room = width - 2 * _MARGIN - beside
    high = min(room / (wide + 2 * clear), (height - 2 * _MARGIN) / (1 + 2 * clear), _LARGEST)
    x, y = _MARGIN + (room - high * wide) / 2, (height - high) / 2
    box = (x - clear * high, y - clear * high, high * (wide + 2 * clear), high * (1 + 2 * clear))
    frames = [
        _rect("ground", (0, 0, width, height), ground),
        _logo("large", key, (x, y, high * wide, high)),
        *_corners(box, _seen_best(kit, ground)),
    ]
    if beside:
        left = width - _MARGIN - small * (wide + clear)
        frames.append(_logo("small", key, (left, (height - small) / 2, small * wide, small)))
    return AdDocument(
        key="logo",
        title=Text(de="Logo", en="Logo"),
        format_key="logo",
        medium="screen",
        unit="px",
        width=width,
        height=height,
        pages=(Page(frames=tuple(frames)),),
    )


def _lightest(kit: KitValues) -> str:
    return max(kit.colours.values(), key=lambda one: contrast(one.srgb, (0, 0, 0))).token


def _seen_best(kit: KitValues, ground: str) -> str:
    behind = kit.colours[ground].srgb
    return max(kit.colours.values(), key=lambda one: contrast(one.srgb, behind)).token


def _rect(name: str, place: _Place, colour: str) -> AnyFrame:
    x, y, w, h = place
    words = Text(de="Fläche", en="Surface")
    return RectFrame(id=name, name=words, x=x, y=y, w=w, h=h, colour=colour)


def _logo(name: str, key: str, place: _Place) -> AnyFrame:
    x, y, w, h = place
    return LogoFrame(id=name, name=Text(de="Logo", en="Logo"), x=x, y=y, w=w, h=h, variant=key)


def _corners(box: _Place, colour: str) -> list[AnyFrame]:
    """Draw the four corners on the outer side of a box."""
    x, y, w, h = box
    frames = []
    for left in (True, False):
        for upper in (True, False):
            cx, cy = (x if left else x + w), (y if upper else y + h)
            name = f"{'l' if left else 'r'}{'u' if upper else 'd'}"
            across = (cx - _TICK if left else cx, cy - _THIN if upper else cy, _TICK, _THIN)
            down = (cx - _THIN if left else cx, cy - _TICK if upper else cy, _THIN, _TICK)
            frames += [_rect(f"a{name}", across, colour), _rect(f"d{name}", down, colour)]
    return frames
