"""Owns the values of kit versions in memory: a published version never changes, so it is kept."""

import threading
from collections import OrderedDict
from uuid import UUID

from brand_assets.design_facts import KitValues
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import KitStatus, kit_values, parse_kit
from portal.foundation.database import reading
from portal.foundation.errors import N_, Invalid, NotFound
from portal.foundation.storage import file_store

MOST_KEPT = 8

_kept: OrderedDict[UUID, KitValues] = OrderedDict()
_lock = threading.Lock()


def load_kit_values(version_id: UUID) -> KitValues:
    """Return everything that one version says, its files included."""
    with _lock:
        found = _kept.get(version_id)
        if found is not None:
            _kept.move_to_end(version_id)
            return found
    with reading() as s:
        version = s.get(BrandKitVersion, version_id)
        if version is None:
            raise NotFound(N_("This version of the brand kit does not exist."))
        values = _read(version)
        is_final = version.status is not KitStatus.DRAFT
    if is_final:
        with _lock:
            _kept[version_id] = values
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return values


def _read(version: BrandKitVersion) -> KitValues:
    definition = parse_kit(version.definition).definition
    if definition is None:
        raise Invalid(N_("This version of the brand kit cannot be read any more."))
    store = file_store()
    files = {path: store.read(version.files[path]) for path in definition.files()}
    return kit_values(definition, version.number, files)
