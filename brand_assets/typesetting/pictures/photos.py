"""Owns the port through which the typesetter gets photos, prepared for press or screen."""

import json
import struct
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from brand_assets.design_facts import PressProfile


class PhotoSpace(StrEnum):
    """The colour space that the samples of a prepared photo are in."""

    RGB = "rgb"
    CMYK = "cmyk"
    GRAY = "gray"


class PhotoEncoding(StrEnum):
    """How the samples are packed: a JPEG file, or zlib over 8-bit rows."""

    JPEG = "jpeg"
    FLATE = "flate"


@dataclass(frozen=True, slots=True)
class PreparedPhoto:
    """A photo ready to be placed: size in pixels, packed samples, zlib-packed alpha if any.

    A CMYK JPEG holds its samples inverted, as Adobe's programs write them.
    """

    width: int
    height: int
    space: PhotoSpace
    encoding: PhotoEncoding
    data: bytes = field(repr=False)
    mask: bytes | None = field(default=None, repr=False)

    def pack(self) -> bytes:
        """Return the photo as one string of bytes, for a cache or a file store."""
        head = {
            "width": self.width,
            "height": self.height,
            "space": self.space.value,
            "encoding": self.encoding.value,
            "data": len(self.data),
        }
        text = json.dumps(head, sort_keys=True).encode()
        return struct.pack(">I", len(text)) + text + self.data + (self.mask or b"")

    @classmethod
    def unpack(cls, packed: bytes) -> "PreparedPhoto":
        """Return the photo that `pack` wrote."""
        (length,) = struct.unpack_from(">I", packed)
        head = json.loads(packed[4 : 4 + length])
        start = 4 + length
        end = start + head["data"]
        return cls(
            width=head["width"],
            height=head["height"],
            space=PhotoSpace(head["space"]),
            encoding=PhotoEncoding(head["encoding"]),
            data=packed[start:end],
            mask=packed[end:] or None,
        )


class PhotoSource(Protocol):
    """Where photos come from, by the hash of their original bytes.

    Sizes are in pixels after the camera's rotation is undone; the focal point is a share of
    width and height. `max_width` asks for a picture of at most that many pixels across; callers
    ask in steps (`step_width`), so that an implementation can cache what it prepared.
    """

    def size(self, sha256: str) -> tuple[int, int]:
        """Return width and height of the original."""
        ...

    def focal(self, sha256: str) -> tuple[float, float]:
        """Return the point that must stay visible, (0.5, 0.5) where none was set."""
        ...

    def press(
        self, sha256: str, profile: PressProfile, max_width: int | None = None
    ) -> PreparedPhoto:
        """Return the photo in the colours of the output profile (CMYK, or grey for black)."""
        ...

    def proxy(self, sha256: str, max_width: int) -> PreparedPhoto:
        """Return the photo in sRGB for a screen."""
        ...

    def artwork(self, sha256: str) -> bytes:
        """Return the file of a drawing or of a supplied PDF as it was added."""
        ...


WIDTH_STEPS = (96, 160, 240, 360, 540, 720, 960, 1280, 1600, 1920, 2560, 3200, 4096, 5120, 6400)


def step_width(pixels: float) -> int:
    """Return the least step that is not below `pixels`, so that equal uses share one picture."""
    for width in WIDTH_STEPS:
        if width >= pixels:
            return width
    return -(-int(pixels) // 1600) * 1600
