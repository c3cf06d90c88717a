"""Owns the setting of photos: crop, turn, clip, and how fine they come out."""

import math
from dataclasses import dataclass, replace

from brand_assets.design_facts import Box, PhotoFacts
from brand_assets.typesetting.display_list import Blend, DrawImage, Matrix
from brand_assets.typesetting.frames import PhotoFrame
from brand_assets.typesetting.frames.surfaces import LEAST_CROP
from brand_assets.typesetting.pictures.thumbnails import PlacedPhoto
from brand_assets.typesetting.scene import (
    Layer,
    Scene,
    SetFrame,
    box_of,
    turn,
)
from brand_assets.typesetting.shapes.areas import area
from brand_assets.typesetting.shapes.paths import apply, multiply
from brand_assets.typesetting.shapes.placing import inverse
from brand_assets.typesetting.values import PhotoValue, shown_photo

_MM_PER_INCH = 25.4
_SCREEN_PPI = 96.0
_MOST_ZOOM = 100.0
_QUARTERS = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}
_ALL = Box(0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a picture is shown in its frame: the part of it, mirrored, and turned in degrees.

    `part` and `focal` are shares of the picture as it is seen, mirrored already.
    """

    part: Box
    focal: tuple[float, float]
    turn: float
    mirror: bool


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where the whole picture goes: its box before the turn, and what maps its unit square."""

    box: Box
    matrix: Matrix


def set_photo(frame: PhotoFrame, scene: Scene) -> SetFrame | None:
    """Return a photo that covers its frame, None where no photo is chosen."""
    chosen = scene.values.get(frame.field or "")
    value = PhotoValue(frame.asset) if frame.asset else shown_photo(chosen)
    if value is None:
        return None
    if frame.grey and value.grey_sha256:
        value = replace(value, sha256=value.grey_sha256)
    look = _look(frame, value, scene)
    placed = _place(frame, value, look, scene)
    turned = turn(frame)
    clip = area(frame.clip or box_of(frame), turned=turned, even_odd=frame.clip_even_odd)
    matrix = multiply(placed.matrix, turned) if turned else placed.matrix
    points = scene.points
    item = DrawImage(
        value.sha256,
        multiply(matrix, (points, 0, 0, points, 0, 0)),
        scene.drawn(clip),
        frame.opacity,
        frame.grey,
        frame.blend,
        frame.clip_even_odd,
    )
    seen = _seen(frame, value, placed.box, matrix)
    return SetFrame(
        frame=frame,
        items=(item,),
        drawn=clip.box,
        layers=(Layer(clip, None, frame.opacity, seen),),
        photo=_photo_facts(frame, value, look, placed, scene),
    )


def _look(frame: PhotoFrame, value: PhotoValue, scene: Scene) -> _Look:
    part = Box(frame.crop.x, frame.crop.y, frame.crop.w, frame.crop.h) if frame.crop else _ALL
    part = _inside(value.crop) if value.crop else part
    focal = _focal(value, scene)
    mirror = frame.mirror if value.mirror is None else value.mirror
    if mirror:
        part = Box(1 - part.right, part.y, part.w, part.h)
        focal = (1 - focal[0], focal[1])
    degrees = frame.turn if value.turn is None else value.turn
    return _Look(part, focal, degrees % 360, mirror)


def _focal(value: PhotoValue, scene: Scene) -> tuple[float, float]:
    """Return what matters in a picture: what somebody chose for this ad, or its own point."""
    return value.focal or scene.photos.focal(value.sha256)


def _inside(crop: tuple[float, float, float, float]) -> Box:
    """Return a crop that somebody chose, kept inside the picture."""
    w, h = (min(1.0, max(LEAST_CROP, side)) for side in crop[2:])
    return Box(min(1 - w, max(0.0, crop[0])), min(1 - h, max(0.0, crop[1])), w, h)


def _seen(frame: PhotoFrame, value: PhotoValue, box: Box, matrix: Matrix) -> PlacedPhoto | None:
    """Return the photo to take colours from; none where it is mixed with what lies beneath."""
    if frame.blend is not Blend.NORMAL:
        return None
    if matrix == (box.w, 0.0, 0.0, box.h, box.x, box.y):
        return PlacedPhoto(value.sha256, box, frame.grey)
    back = inverse(matrix)
    if back is None:
        return None
    upright = multiply(back, (box.w, 0.0, 0.0, box.h, box.x, box.y))
    return PlacedPhoto(value.sha256, box, frame.grey, upright)


def _place(
    frame: PhotoFrame, value: PhotoValue, look: _Look, scene: Scene, zoom: float | None = None
) -> _Placed:
    """Return where the picture goes so that its part covers the frame."""
    box = _crop(frame, value, look, scene, zoom)
    matrix: Matrix = (box.w, 0.0, 0.0, box.h, box.x, box.y)
    if look.mirror:
        matrix = (-box.w, 0.0, 0.0, box.h, box.right, box.y)
    if look.turn:
        matrix = multiply(matrix, _turning(frame, look.turn))
    return _Placed(box, matrix)


def _turning(frame: PhotoFrame, degrees: float) -> Matrix:
    """Return the turn about the middle of the frame, exact in quarters."""
    cos, sin = _cos_sin(degrees)
    x, y = frame.x + frame.w / 2, frame.y + frame.h / 2
    return (cos, sin, -sin, cos, x - cos * x + sin * y, y - sin * x - cos * y)


def _cos_sin(degrees: float) -> tuple[float, float]:
    if degrees in _QUARTERS:
        return _QUARTERS[int(degrees)]
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


def _to_cover(frame: PhotoFrame, degrees: float) -> Box:
    """Return the box that a picture has to cover before it is turned."""
    if not degrees:
        return box_of(frame)
    cos, sin = (abs(share) for share in _cos_sin(degrees))
    w, h = frame.w * cos + frame.h * sin, frame.w * sin + frame.h * cos
    return Box(frame.x + (frame.w - w) / 2, frame.y + (frame.h - h) / 2, w, h)


def _crop(
    frame: PhotoFrame, value: PhotoValue, look: _Look, scene: Scene, zoom: float | None
) -> Box:
    """Return where the whole picture goes, before it is turned."""
    width, height = scene.photos.size(value.sha256)
    part, cover = look.part, _to_cover(frame, look.turn)
    zoom = min(_MOST_ZOOM, max(1.0, zoom or value.zoom or frame.zoom))
    scale = max(cover.w / (width * part.w), cover.h / (height * part.h)) * zoom
    w, h = width * part.w * scale, height * part.h * scale
    focal = ((look.focal[0] - part.x) / part.w, (look.focal[1] - part.y) / part.h)
    own = (None, None) if value.focal else (frame.pos_x, frame.pos_y)
    pos_x = _position(value.pos_x, own[0], focal[0], cover.w, w)
    pos_y = _position(value.pos_y, own[1], focal[1], cover.h, h)
    whole_w, whole_h = w / part.w, h / part.h
    x, y = cover.x - (w - cover.w) * pos_x, cover.y - (h - cover.h) * pos_y
    return Box(x - part.x * whole_w, y - part.y * whole_h, whole_w, whole_h)


def _position(
    chosen: float | None, default: float | None, focal: float, frame: float, picture: float
) -> float:
    """Return the share of the overhang to cut at the start; the focal point decides last."""
    for share in (chosen, default):
        if share is not None:
            return min(1.0, max(0.0, share))
    overhang = picture - frame
    if overhang <= 0:
        return 0.5
    return min(1.0, max(0.0, (focal * picture - frame / 2) / overhang))


def _photo_facts(
    frame: PhotoFrame, value: PhotoValue, look: _Look, placed: _Placed, scene: Scene
) -> PhotoFacts:
    size = scene.photos.size(value.sha256)
    point = apply(placed.matrix, _focal(value, scene))
    page = Box(0, 0, scene.document.width, scene.document.height)
    seen = all(
        box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom
        for box in (page, box_of(frame))
    )
    if frame.clip:
        seen = seen and area(frame.clip, even_odd=frame.clip_even_odd).holds(point)
    inch = _SCREEN_PPI if scene.document.unit == "px" else _MM_PER_INCH
    widest = _place(frame, value, look, scene, zoom=1.0)
    return PhotoFacts(
        asset_sha256=value.sha256,
        ppi=effective_ppi(placed.matrix, size, inch),
        placed=placed.box,
        cut_focal=not seen,
        widest_ppi=effective_ppi(widest.matrix, size, inch),
    )


def effective_ppi(matrix: Matrix, size: tuple[int, int], inch: float) -> float:
    """Return the pixels per inch of a picture under a matrix, where it is coarsest.

    `matrix` maps its unit square to units of which `inch` are one. However it is turned, slanted
    or stretched, what counts is the longest that a pixel becomes in any direction.
    """
    a, b, c, d = matrix[0] / size[0], matrix[1] / size[0], matrix[2] / size[1], matrix[3] / size[1]
    longest = (math.hypot(a + d, b - c) + math.hypot(a - d, b + c)) / 2
    return inch / longest if longest else math.inf
