"""Owns the photos as the typesetter gets them: prepared once, kept in the file store and memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable

from sqlalchemy import exists, select

from brand_assets.design_facts import PressProfile
from brand_assets.library.masters import PagePicture
from brand_assets.library.models import Asset, Rendition
from brand_assets.library.page_pictures import narrower_page
from brand_assets.library.rules import ASKED_WIDTHS, AssetKind, RenditionPurpose
from brand_assets.typesetting.pictures.images import CONVERSION, prepare_press, prepare_proxy
from brand_assets.typesetting.pictures.photos import PreparedPhoto
from portal.foundation.database import insert_if_absent, reading, transaction
from portal.foundation.errors import N_, NotFound
from portal.foundation.storage import file_store

MOST_KEPT_BYTES = 96 * 1024 * 1024
PREPARED_FOR_LENGTH = 64

PhotoKey = tuple[str, RenditionPurpose, str, int]


class _Kept:
    """Prepared photos in memory, the least used given up first."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._photos: OrderedDict[PhotoKey, PreparedPhoto] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: PhotoKey) -> PreparedPhoto | None:
        """Return a kept photo, or None."""
        with self._lock:
            found = self._photos.get(key)
            if found is not None:
                self._photos.move_to_end(key)
            return found

    def keep(self, key: PhotoKey, photo: PreparedPhoto) -> None:
        """Keep a photo as long as there is room."""
        with self._lock:
            if key not in self._photos:
                self._photos[key] = photo
                self._bytes += _weight(photo)
            while self._bytes > self._most and len(self._photos) > 1:
                _, gone = self._photos.popitem(last=False)
                self._bytes -= _weight(gone)


def _weight(photo: PreparedPhoto) -> int:
    return len(photo.data) + len(photo.mask or b"")


_kept = _Kept(MOST_KEPT_BYTES)


class StoredPhotos:
    """A `PhotoSource` over the library; `fallback` is for CMYK photos without a profile.

    Renditions are found by the master's hash, purpose, way of conversion, profile and width, so
    that each is made once for all processes; whether a photo may be placed at all is asked before
    (`get_photo`).
    """

    def __init__(self, fallback: PressProfile | None = None) -> None:
        self._fallback = fallback
        self._known: dict[str, tuple[tuple[int, int], tuple[float, float]]] = {}

    def size(self, sha256: str) -> tuple[int, int]:
        """Return width and height of the master."""
        return self._facts(sha256)[0]

    def focal(self, sha256: str) -> tuple[float, float]:
        """Return the focal point as a share of width and height."""
        return self._facts(sha256)[1]

    def press(
        self, sha256: str, profile: PressProfile, max_width: int | None = None
    ) -> PreparedPhoto:
        """Return the photo in the colours of the output profile."""
        key = (sha256, RenditionPurpose.PRESS, _made_for(profile), max_width or 0)
        return _prepared(key, lambda data: prepare_press(data, profile, max_width))

    def proxy(self, sha256: str, max_width: int) -> PreparedPhoto:
        """Return the photo in sRGB for a screen."""
        key = (sha256, RenditionPurpose.SCREEN, _made_for(self._fallback), max_width)
        return _prepared(key, lambda data: prepare_proxy(data, max_width, self._fallback))

    def artwork(self, sha256: str) -> bytes:
        """Return the file of a drawing or of a supplied PDF."""
        _check_artwork(sha256)
        return file_store().read(sha256)

    def _facts(self, sha256: str) -> tuple[tuple[int, int], tuple[float, float]]:
        found = self._known.get(sha256)
        if found is None:
            found = self._known[sha256] = _read_facts(sha256)
        return found


def _made_for(profile: PressProfile | None) -> str:
    """Return for what a rendition was made: the way of conversion and the profile by its hash."""
    made_for = f"{CONVERSION}:{profile.sha256 if profile else ''}"
    return made_for[:PREPARED_FOR_LENGTH]


def _read_facts(sha256: str) -> tuple[tuple[int, int], tuple[float, float]]:
    columns = select(Asset.width, Asset.height, Asset.focal_x, Asset.focal_y)
    with reading() as s:
        row = s.execute(columns.where(Asset.sha256 == sha256).order_by(Asset.path).limit(1)).first()
    if row is None:
        raise NotFound(N_("This photo is not in the library any more. Choose another one."))
    return (row.width, row.height), (row.focal_x, row.focal_y)


def _check_artwork(sha256: str) -> None:
    """Refuse content that is no artwork of the library."""
    kept = exists().where(Asset.sha256 == sha256, Asset.kind == AssetKind.ARTWORK)
    with reading() as s:
        if not s.scalar(select(kept)):
            raise NotFound(N_("This artwork is not in the library any more. Choose another one."))


def _prepared(key: PhotoKey, prepare: Callable[[bytes], PreparedPhoto]) -> PreparedPhoto:
    photo = _kept.find(key) or _find_stored(key)
    if photo is None:
        photo = prepare(file_store().read(key[0]))
        _store(key, photo)
    _kept.keep(key, photo)
    return photo


def _find_stored(key: PhotoKey) -> PreparedPhoto | None:
    with reading() as s:
        row = s.get(Rendition, key)
    if row is None or not file_store().exists(row.sha256):
        return None
    return PreparedPhoto.unpack(file_store().read(row.sha256))


def _store(key: PhotoKey, photo: PreparedPhoto) -> None:
    stored = file_store().put(photo.pack(), media_type="application/octet-stream")
    sha256, purpose, prepared_for, max_width = key
    with transaction():
        insert_if_absent(
            Rendition,
            source_sha256=sha256,
            purpose=purpose,
            prepared_for=prepared_for,
            max_width=max_width,
            sha256=stored.sha256,
            width=photo.width,
            height=photo.height,
        )


def page_picture(sha256: str, width: int) -> bytes:
    """Return the JPEG for our own pages that is just as wide as asked for, or the widest.

    A width that nobody asked for before is made once, from the next wider picture.
    """
    statement = (
        select(Rendition.sha256, Rendition.width)
        .where(Rendition.source_sha256 == sha256, Rendition.purpose == RenditionPurpose.PAGE)
        .order_by(Rendition.width)
    )
    with reading() as s:
        rows = s.execute(statement).all()
    if not rows:
        raise NotFound(N_("This photo is not in the library any more. Choose another one."))
    wide_enough = [row for row in rows if row.width >= width]
    if not wide_enough:
        return file_store().read(rows[-1].sha256)
    if wide_enough[0].width != width and width in ASKED_WIDTHS:
        # From one that is wider by far, so that no fault of its own is seen.
        wider = next((row for row in wide_enough if row.width >= 2 * width), wide_enough[-1])
        return _store_page(sha256, narrower_page(file_store().read(wider.sha256), width))
    return file_store().read(wide_enough[0].sha256)


def _store_page(sha256: str, page: PagePicture) -> bytes:
    stored = file_store().put(page.data, media_type="image/jpeg")
    with transaction():
        insert_if_absent(
            Rendition,
            source_sha256=sha256,
            purpose=RenditionPurpose.PAGE,
            prepared_for="",
            max_width=page.width,
            sha256=stored.sha256,
            width=page.width,
            height=page.height,
        )
    return page.data
