"""Owns ads that were set a moment ago: checking, looking and storing share one setting."""

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping

from brand_assets.design_facts import AssetRight, KitValues
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.photos import PhotoSource
from brand_assets.typesetting.setting import SetDocument
from campaigns.proofs.inputs import AdInputs
from campaigns.proofs.rendering import set_ad

MOST_KEPT = 48

_kept: OrderedDict[str, SetDocument] = OrderedDict()
_lock = threading.Lock()


def set_cached(document: AdDocument, kit: KitValues, inputs: AdInputs) -> SetDocument:
    """Set an ad, or return the setting of the same inputs that is still at hand."""
    key = inputs.fingerprint
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    made = set_ad(document, kit, inputs, photo_source())
    with _lock:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return made


def photo_source() -> PhotoSource:
    """Return where photos of the library come from."""
    from brand_assets.library.stored_photos import StoredPhotos

    return StoredPhotos()


def rights_of(assets: Collection[str]) -> Mapping[str, AssetRight]:
    """Return the rights of photos by their content hash."""
    return {}
