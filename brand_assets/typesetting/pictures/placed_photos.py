"""Owns the setting of photos: crop, clip, and how fine they come out."""

from dataclasses import replace

from brand_assets.design_facts import Box, PhotoFacts
from brand_assets.typesetting.display_list import (
    DrawImage,
)
from brand_assets.typesetting.frames import PhotoFrame
from brand_assets.typesetting.pictures.thumbnails import PlacedPhoto
from brand_assets.typesetting.scene import (
    Layer,
    Scene,
    SetFrame,
    box_of,
    turn,
)
from brand_assets.typesetting.shapes.areas import area
from brand_assets.typesetting.shapes.paths import multiply
from brand_assets.typesetting.values import PhotoValue

_MM_PER_INCH = 25.4
_SCREEN_PPI = 96.0


def set_photo(frame: PhotoFrame, scene: Scene) -> SetFrame | None:
    """Return a photo that covers its frame, None where no photo is chosen."""
    value = PhotoValue(frame.asset) if frame.asset else scene.values.get(frame.field or "")
    if not isinstance(value, PhotoValue) or not value.sha256:
        return None
    if frame.grey and value.grey_sha256:
        value = replace(value, sha256=value.grey_sha256)
    crop = _crop(frame, value, scene)
    turned = turn(frame)
    clip = area(frame.clip or box_of(frame), turned=turned)
    matrix = (crop.w, 0.0, 0.0, crop.h, crop.x, crop.y)
    matrix = multiply(matrix, turned) if turned else matrix
    points = scene.points
    item = DrawImage(
        value.sha256,
        multiply(matrix, (points, 0, 0, points, 0, 0)),
        scene.drawn(clip),
        frame.opacity,
        frame.grey,
    )
    return SetFrame(
        frame=frame,
        items=(item,),
        drawn=clip.box,
        layers=(Layer(clip, None, frame.opacity, _placed(frame, value, crop)),),
        photo=_photo_facts(frame, value, scene, crop),
    )


def _placed(frame: PhotoFrame, value: PhotoValue, crop: Box) -> PlacedPhoto | None:
    """Return the photo to take colours from; none where it is turned."""
    if frame.rotation:
        return None
    return PlacedPhoto(value.sha256, crop, frame.grey)


def _crop(frame: PhotoFrame, value: PhotoValue, scene: Scene, zoom: float | None = None) -> Box:
    """Return where the whole picture goes so that it covers the frame."""
    width, height = scene.photos.size(value.sha256)
    zoom = zoom or value.zoom or frame.zoom
    scale = max(frame.w / width, frame.h / height) * max(1.0, zoom)
    w, h = width * scale, height * scale
    focal = scene.photos.focal(value.sha256)
    pos_x = _position(value.pos_x, frame.pos_x, focal[0], frame.w, w)
    pos_y = _position(value.pos_y, frame.pos_y, focal[1], frame.h, h)
    return Box(frame.x - (w - frame.w) * pos_x, frame.y - (h - frame.h) * pos_y, w, h)


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


def _photo_facts(frame: PhotoFrame, value: PhotoValue, scene: Scene, crop: Box) -> PhotoFacts:
    width, _ = scene.photos.size(value.sha256)
    focal = scene.photos.focal(value.sha256)
    point = (crop.x + focal[0] * crop.w, crop.y + focal[1] * crop.h)
    page = Box(0, 0, scene.document.width, scene.document.height)
    seen = all(
        box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom
        for box in (page, box_of(frame))
    )
    if frame.clip:
        seen = seen and area(frame.clip).holds(point)
    return PhotoFacts(
        asset_sha256=value.sha256,
        ppi=_ppi(width, crop.w, scene),
        placed=crop,
        cut_focal=not seen,
        widest_ppi=_ppi(width, _crop(frame, value, scene, zoom=1.0).w, scene),
    )


def _ppi(pixels: int, length: float, scene: Scene) -> float:
    """Return pixels per inch; on screens, a picture at its own size has 96."""
    if scene.document.unit == "px":
        return pixels / length * _SCREEN_PPI
    return pixels / (length / _MM_PER_INCH)
