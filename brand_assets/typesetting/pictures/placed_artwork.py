"""Owns the setting of vector artwork: drawings and pages of supplied PDFs in their frames."""

from dataclasses import dataclass

from brand_assets.design_facts import ArtworkFacts, Box
from brand_assets.typesetting.display_list import Blend, DrawGroup, DrawPdfPage, Item, Matrix
from brand_assets.typesetting.frames import ArtworkFrame, Fit
from brand_assets.typesetting.pictures.artwork import (
    Artwork,
    ArtworkError,
    nearest_colours,
    read_svg,
)
from brand_assets.typesetting.pictures.file_kinds import is_pdf
from brand_assets.typesetting.pictures.pdf_pages import PdfPage, pdf_page
from brand_assets.typesetting.scene import Layer, Scene, SetFrame, SettingError, box_of, turn
from brand_assets.typesetting.shapes.areas import Area, area
from brand_assets.typesetting.shapes.paths import multiply
from brand_assets.typesetting.values import PhotoValue

_UNEVEN = 1e-3


@dataclass(frozen=True, slots=True)
class _Found:
    """Artwork that was read: a drawing or a page, and its size in its own units."""

    sha256: str
    art: Artwork | PdfPage

    @property
    def width(self) -> float:
        """Width in its own units."""
        return self.art.width

    @property
    def height(self) -> float:
        """Height in its own units."""
        return self.art.height


def set_artwork(frame: ArtworkFrame, scene: Scene) -> SetFrame | None:
    """Return artwork in its frame, None where none is chosen."""
    sha256 = frame.asset or _chosen(frame, scene)
    if sha256 is None:
        return None
    found = _read(sha256, frame, scene)
    placed = _placed(frame, found.width, found.height)
    turned = turn(frame)
    clip = _clip(frame, placed, turned)
    points = scene.points
    matrix: Matrix = (placed.w, 0.0, 0.0, placed.h, placed.x, placed.y)
    matrix = multiply(matrix, turned) if turned else matrix
    item = _item(found, frame, multiply(matrix, (points, 0, 0, points, 0, 0)))
    if clip is not None:
        item = DrawGroup((item,), clip=scene.drawn(clip), even_odd=clip.even_odd)
    covered = clip or area(placed, turned=turned)
    return SetFrame(
        frame=frame,
        items=(item,),
        drawn=covered.box,
        # What stands on artwork stands on no colour that is known.
        layers=(Layer(covered, None, frame.opacity),),
        artwork=_facts(found, frame, placed, scene),
    )


def _chosen(frame: ArtworkFrame, scene: Scene) -> str | None:
    value = scene.values.get(frame.field or "")
    return value.sha256 if isinstance(value, PhotoValue) and value.sha256 else None


def _read(sha256: str, frame: ArtworkFrame, scene: Scene) -> _Found:
    """Return the artwork; what cannot be placed is refused with the reader's reason."""
    colour = scene.colour(frame.colour) if frame.colour else None
    load = scene.photos.artwork
    data = load(sha256)
    try:
        if is_pdf(data):
            return _Found(sha256, pdf_page(sha256, lambda _: data, frame.page - 1, frame.box))
        return _Found(sha256, read_svg(sha256, data, scene.kit, colour))
    except ArtworkError as problem:
        raise SettingError(problem.message, field=None, **problem.params) from problem


def _placed(frame: ArtworkFrame, width: float, height: float) -> Box:
    """Return where the artwork goes before the frame is turned."""
    if frame.fit is Fit.FILL:
        return box_of(frame)
    scales = (frame.w / width, frame.h / height)
    scale = max(scales) if frame.fit is Fit.COVER else min(scales)
    w, h = width * scale, height * scale
    x = frame.x + (frame.w - w) * frame.pos_x
    y = frame.y + (frame.h - h) * frame.pos_y
    return Box(x, y, w, h)


def _clip(frame: ArtworkFrame, placed: Box, turned: Matrix | None) -> Area | None:
    """Return what cuts the artwork: its clip, or the frame that it covers and leaves."""
    if frame.clip:
        return area(frame.clip, turned=turned, even_odd=frame.clip_even_odd)
    box = box_of(frame)
    leaves = frame.fit is Fit.COVER and (placed.w > box.w or placed.h > box.h)
    return area(box, turned=turned) if leaves else None


def _item(found: _Found, frame: ArtworkFrame, unit: Matrix) -> Item:
    """Return what is drawn; `unit` maps the unit square to where the artwork goes."""
    art = found.art
    if isinstance(art, PdfPage):
        return DrawPdfPage(
            asset_sha256=found.sha256,
            page=frame.page - 1,
            matrix=unit,
            opacity=frame.opacity,
            blend=frame.blend,
            box=frame.box,
        )
    matrix = multiply((1 / art.width, 0.0, 0.0, 1 / art.height, 0.0, 0.0), unit)
    whole = DrawGroup(art.items, matrix)
    if frame.opacity >= 1 and frame.blend is Blend.NORMAL:
        return whole
    return DrawGroup(art.items, matrix, opacity=frame.opacity, blend=frame.blend)


def _facts(found: _Found, frame: ArtworkFrame, placed: Box, scene: Scene) -> ArtworkFacts:
    art = found.art
    stretched = abs(placed.w * art.height - placed.h * art.width) > _UNEVEN * placed.w * art.height
    if isinstance(art, PdfPage):
        return ArtworkFacts(
            asset_sha256=found.sha256,
            source="pdf",
            placed=placed,
            page=frame.page,
            pages=art.count,
            stretched=stretched,
            spots=art.copy.spots,
            ink_measured=False,
        )
    nearest = nearest_colours(art.not_exact, scene.kit)
    return ArtworkFacts(found.sha256, "svg", placed, stretched=stretched, not_exact=nearest)
