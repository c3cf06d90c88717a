"""Owns what a process that sets ads keeps: kits, documents, prepared photos, by their content.

It imports nothing that only a server needs: a process starts in a third of the time without.
"""

import sys
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from brand_assets.design_facts import KitValues, PressProfile
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.pictures.photos import PreparedPhoto

Key = tuple[str, ...]
"""What kind of thing, then what names it: ("kit", hash), ("proxy", hash, width, profile)."""

KEPT_BYTES = 160 * 1024 * 1024
_kept: "OrderedDict[Key, object]" = OrderedDict()
_sizes: dict[Key, int] = {}


class Lacking(LookupError):
    """This process has not got what the work needs; who asked for it sends that along."""

    def __init__(self, keys: tuple[Key, ...]) -> None:
        super().__init__(keys)
        self.keys = keys


def work_with(
    sent: Mapping[Key, object],
    function: Callable[..., object],
    args: tuple[object, ...],
    kwargs: Mapping[str, object],
) -> object:
    """Keep what was sent, then work; runs in the other process."""
    for key, thing in sent.items():
        _kept[key] = thing
        _sizes[key] = _bytes_of(thing)
    result = function(*args, **kwargs)
    _forget()
    return result


def _forget() -> None:
    """Let go of what was not used for longest, between two pieces of work."""
    while sum(_sizes.values()) > KEPT_BYTES and len(_kept) > 1:
        gone, _ = _kept.popitem(last=False)
        _sizes.pop(gone, None)


def _bytes_of(thing: object) -> int:
    if isinstance(thing, PreparedPhoto):
        return len(thing.data) + len(thing.mask or b"")
    if isinstance(thing, KitValues):
        return len(thing.profile.data) + sum(len(font.data) for font in thing.fonts.values())
    return len(thing) if isinstance(thing, bytes) else sys.getsizeof(thing)


def require(keys: Iterable[Key]) -> None:
    """Say at once all that is lacking."""
    lacking = tuple(key for key in dict.fromkeys(keys) if key not in _kept)
    if lacking:
        raise Lacking(lacking)


def kept(key: Key) -> object:
    """Return what this process keeps under a key; raises Lacking."""
    require([key])
    _kept.move_to_end(key)
    return _kept[key]


def kept_kit(sha256: str) -> KitValues:
    """Return a kit by the hash of its version."""
    return cast(KitValues, kept(("kit", sha256)))


def kept_document(sha256: str) -> AdDocument:
    """Return a template's document by its hash."""
    return cast(AdDocument, kept(("document", sha256)))


@dataclass(frozen=True, slots=True)
class KeptPhotos:
    """The photos of one ad as a process has them: a `PhotoSource` without library and storage.

    `kit` is the hash of the kit version whose profile photos are prepared for.
    """

    kit: str
    focals: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def size(self, sha256: str) -> tuple[int, int]:
        """Return width and height of the original."""
        return cast(tuple[int, int], kept(("size", sha256)))

    def focal(self, sha256: str) -> tuple[float, float]:
        """Return the focal point that came with the work."""
        return self.focals.get(sha256, (0.5, 0.5))

    def press(
        self, sha256: str, profile: PressProfile, max_width: int | None = None
    ) -> PreparedPhoto:
        """Return the photo in the colours of the kit's profile."""
        return cast(PreparedPhoto, kept(("press", sha256, str(max_width or 0), self.kit)))

    def proxy(self, sha256: str, max_width: int) -> PreparedPhoto:
        """Return the photo in sRGB."""
        return cast(PreparedPhoto, kept(("proxy", sha256, str(max_width), self.kit)))

    def artwork(self, sha256: str) -> bytes:
        """Return the file of a drawing or of a supplied PDF."""
        return cast(bytes, kept(("artwork", sha256)))
