"""Owns a photo source that keeps originals and what it prepared of them in memory."""

from collections import OrderedDict
from collections.abc import Callable

from brand_assets.design_facts import PressProfile
from brand_assets.typesetting.pictures.file_kinds import is_artwork
from brand_assets.typesetting.pictures.images import (
    photo_size,
    prepare_press,
    prepare_proxy,
    sha256_of,
)
from brand_assets.typesetting.pictures.photos import PreparedPhoto
from brand_assets.typesetting.scene import SettingError
from portal.foundation.errors import N_


class UnknownPhoto(SettingError, LookupError):
    """No photo or artwork of that hash was added."""

    code = "unknown_photo"

    def __init__(self, sha256: str) -> None:
        super().__init__(
            N_("There is no picture with the hash %(sha256)s. Add it or choose another one."),
            sha256=sha256,
        )


class MemoryPhotos:
    """A `PhotoSource` over bytes that were added to it; the latest `keep` results stay ready."""

    def __init__(self, fallback: PressProfile | None = None, keep: int = 64) -> None:
        self._fallback = fallback
        self._keep = keep
        self._originals: dict[str, bytes] = {}
        self._artworks: dict[str, bytes] = {}
        self._sizes: dict[str, tuple[int, int]] = {}
        self._focals: dict[str, tuple[float, float]] = {}
        self._ready: OrderedDict[tuple[str, str, int | None], PreparedPhoto] = OrderedDict()

    def add(self, data: bytes, focal: tuple[float, float] = (0.5, 0.5)) -> str:
        """Add a photo and return its hash."""
        sha256 = sha256_of(data)
        self._sizes[sha256] = photo_size(data)
        self._originals[sha256] = data
        self._focals[sha256] = focal
        return sha256

    def size(self, sha256: str) -> tuple[int, int]:
        """Return width and height of the original."""
        self._original(sha256)
        return self._sizes[sha256]

    def focal(self, sha256: str) -> tuple[float, float]:
        """Return the focal point given when the photo was added."""
        self._original(sha256)
        return self._focals[sha256]

    def press(
        self, sha256: str, profile: PressProfile, max_width: int | None = None
    ) -> PreparedPhoto:
        """Return the photo in the colours of the output profile."""
        data = self._original(sha256)
        return self._prepared(
            (sha256, profile.sha256, max_width), lambda: prepare_press(data, profile, max_width)
        )

    def proxy(self, sha256: str, max_width: int) -> PreparedPhoto:
        """Return the photo in sRGB for a screen."""
        data = self._original(sha256)
        return self._prepared(
            (sha256, "srgb", max_width), lambda: prepare_proxy(data, max_width, self._fallback)
        )

    def add_file(self, data: bytes) -> str:
        """Add a photo, a drawing or a PDF, as its content tells; return its hash."""
        return self.add_artwork(data) if is_artwork(data) else self.add(data)

    def add_artwork(self, data: bytes) -> str:
        """Add an SVG drawing or a PDF and return its hash."""
        sha256 = sha256_of(data)
        self._artworks[sha256] = data
        return sha256

    def artwork(self, sha256: str) -> bytes:
        """Return the file of a drawing or of a supplied PDF."""
        try:
            return self._artworks[sha256]
        except KeyError:
            raise UnknownPhoto(sha256) from None

    def _original(self, sha256: str) -> bytes:
        try:
            return self._originals[sha256]
        except KeyError:
            raise UnknownPhoto(sha256) from None

    def _prepared(
        self, key: tuple[str, str, int | None], prepare: Callable[[], PreparedPhoto]
    ) -> PreparedPhoto:
        found = self._ready.pop(key, None) or prepare()
        self._ready[key] = found
        while len(self._ready) > self._keep:
            self._ready.popitem(last=False)
        return found
