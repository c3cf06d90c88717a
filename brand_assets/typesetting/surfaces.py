"""Owns the setting of shapes, photos, logos and codes, and their facts."""

import re
from dataclasses import replace
from functools import lru_cache

import segno

from brand_assets.design_facts import Box, LogoFacts, PhotoFacts, QrFacts
from brand_assets.typesetting.areas import area
from brand_assets.typesetting.artwork import artwork_of
from brand_assets.typesetting.display_list import (
    DrawArtwork,
    DrawImage,
    FillPath,
    Item,
    Matrix,
    Path,
    Segment,
)
from brand_assets.typesetting.formatting import write
from brand_assets.typesetting.frames import LogoFrame, PathFrame, PhotoFrame, QrFrame, RectFrame
from brand_assets.typesetting.paths import multiply, transform
from brand_assets.typesetting.scene import (
    Layer,
    Scene,
    SetFrame,
    SettingError,
    box_of,
    turn,
)
from brand_assets.typesetting.thumbnails import PlacedPhoto
from brand_assets.typesetting.values import PhotoValue, UrlValue
from portal.foundation.errors import N_

_MM_PER_INCH = 25.4
_SCREEN_PPI = 96.0
_DARK = re.compile(b"\x01+")


def set_shape(frame: RectFrame | PathFrame, scene: Scene) -> SetFrame:
    """Return a flat shape."""
    if isinstance(frame, RectFrame):
        shape = area(box_of(frame), frame.radius, turn(frame))
    else:
        shape = area(frame.d, turned=turn(frame), even_odd=frame.even_odd)
    colour = scene.colour(frame.colour)
    item = FillPath(scene.drawn(shape), colour, frame.opacity, shape.even_odd)
    layer = Layer(shape, colour, frame.opacity)
    return SetFrame(frame, (item,), shape.box, layers=(layer,))


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


def set_logo(frame: LogoFrame, scene: Scene) -> SetFrame:
    """Return a logo as large as its frame allows without distortion, from its top left."""
    logo = scene.kit.logos.get(frame.variant)
    if logo is None:
        raise SettingError(
            N_("The brand kit has no logo “%(name)s”. Choose one of its logos."), name=frame.variant
        )
    artwork = artwork_of(logo, scene.kit)
    scale = min(frame.w / artwork.width, frame.h / artwork.height)
    points = scene.points
    matrix = (scale * points, 0.0, 0.0, scale * points, frame.x * points, frame.y * points)
    turned = turn(frame, points)
    drawn = Box(frame.x, frame.y, artwork.width * scale, artwork.height * scale)
    return SetFrame(
        frame=frame,
        items=(DrawArtwork(artwork.shapes, multiply(matrix, turned) if turned else matrix),),
        drawn=area(drawn, turned=turn(frame)).box if turned else drawn,
        spots=tuple(_grid(drawn)),
        logo=LogoFacts(
            variant=frame.variant,
            height=drawn.h,
            clear_space=logo.clear_space * drawn.h,
            rotated=bool(frame.rotation % 360),
        ),
    )


def _grid(box: Box) -> list[tuple[float, float]]:
    shares = (0.0, 0.25, 0.5, 0.75, 1.0)
    return [(box.x + a * box.w, box.y + d * box.h) for a in shares for d in shares]


def set_qr(frame: QrFrame, scene: Scene) -> SetFrame | None:
    """Return a QR code as one outline of modules, None where it has no target."""
    value = scene.values.get(frame.field) if frame.field else UrlValue(frame.data or "")
    data = write(value, scene.language).strip() if value else ""
    if not data:
        return None
    rows = _code(data, frame.level)
    if rows is None:
        return None
    side = min(frame.w, frame.h)
    module = side / (len(rows) + 2 * frame.quiet)
    start = (frame.x + frame.quiet * module, frame.y + frame.quiet * module)
    turned = turn(frame)
    path = _modules(rows, start, module, turned, scene.points)
    ground = area(Box(frame.x, frame.y, side, side), 0.0, turned)
    items: list[Item] = []
    layers: tuple[Layer, ...] = ()
    if frame.ground:
        colour = scene.colour(frame.ground)
        items.append(FillPath(scene.drawn(ground), colour, frame.opacity))
        layers = (Layer(ground, colour, frame.opacity),)
    items.append(FillPath(path, scene.colour(frame.colour), frame.opacity))
    return SetFrame(
        frame=frame,
        items=tuple(items),
        drawn=ground.box,
        layers=layers,
        qr=QrFacts(target=data, module=module, quiet=frame.quiet),
    )


@lru_cache(maxsize=256)
def _code(data: str, level: str) -> tuple[bytes, ...] | None:
    """Return the rows of a code, None where the data is too long for any."""
    try:
        code = segno.make(data, error=level, micro=False, boost_error=False)
    except segno.DataOverflowError:
        return None
    return tuple(bytes(row) for row in code.matrix)


@lru_cache(maxsize=32)
def _modules(
    rows: tuple[bytes, ...],
    start: tuple[float, float],
    module: float,
    turned: Matrix | None,
    points: float,
) -> Path:
    """Return the dark modules in points, neighbours of a row joined into one rectangle."""
    # Codes differ from ad to ad, so this is quick: corners in points, turned only where they must.
    left, top, side = start[0] * points, start[1] * points, module * points
    path: list[Segment] = []
    for down, row in enumerate(rows):
        y, below = top + down * side, top + (down + 1) * side
        for dark in _DARK.finditer(row):
            x, right = left + dark.start() * side, left + dark.end() * side
            path += (("M", x, y), ("L", right, y), ("L", right, below), ("L", x, below), ("Z",))
    if turned is None:
        return tuple(path)
    scaling = (points, 0.0, 0.0, points, 0.0, 0.0)
    back = (1 / points, 0.0, 0.0, 1 / points, 0.0, 0.0)
    return transform(tuple(path), multiply(multiply(back, turned), scaling))
