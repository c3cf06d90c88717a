"""Owns ads that were set a moment ago: checking, looking and storing share one setting."""

import threading
from collections import OrderedDict
from collections.abc import Mapping

from brand_assets.design_facts import KitValues, PressProfile
from brand_assets.library.photos import StoredPhotos
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.pictures.photos import PhotoSource, PreparedPhoto
from brand_assets.typesetting.setting import SetDocument
from campaigns.proofs.inputs import AdInputs
from campaigns.proofs.rendering import set_ad

MOST_KEPT = 48

_kept: OrderedDict[str, SetDocument] = OrderedDict()
_lock = threading.Lock()


class InputPhotos:
    """The photos of an ad's inputs: what they look like from the library, focal points as given.

    An ad that is set again from stored inputs looks as it did, wherever the library says today
    that the middle of a photo is.
    """

    def __init__(self, source: PhotoSource, focals: Mapping[str, tuple[float, float]]) -> None:
        self._source = source
        self._focals = focals

    def size(self, sha256: str) -> tuple[int, int]:
        """Return width and height of the original."""
        return self._source.size(sha256)

    def focal(self, sha256: str) -> tuple[float, float]:
        """Return the focal point that the inputs name."""
        return self._focals[sha256]

    def press(
        self, sha256: str, profile: PressProfile, max_width: int | None = None
    ) -> PreparedPhoto:
        """Return the photo in the colours of the output profile."""
        return self._source.press(sha256, profile, max_width)

    def proxy(self, sha256: str, max_width: int) -> PreparedPhoto:
        """Return the photo in sRGB for a screen."""
        return self._source.proxy(sha256, max_width)

    def artwork(self, sha256: str) -> bytes:
        """Return the file of a drawing or of a supplied PDF."""
        return self._source.artwork(sha256)


def photos_of(inputs: AdInputs, kit: KitValues) -> PhotoSource:
    """Return the photos that an ad is set with."""
    return InputPhotos(StoredPhotos(kit.profile), inputs.assets)


def set_cached(document: AdDocument, kit: KitValues, inputs: AdInputs) -> SetDocument:
    """Set an ad, or return the setting of the same inputs that is still at hand."""
    key = inputs.fingerprint
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    made = set_ad(document, kit, inputs, photos_of(inputs, kit))
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made
