"""Owns the values of kit versions in memory: a published version never changes, so it is kept."""

import threading
from collections import OrderedDict
from uuid import UUID

from brand_assets.design_facts import KitValues
from brand_assets.kit.definition import KitDefinition, ProfilePart
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import KitStatus, kit_values, parse_draft, parse_kit
from portal.foundation.database import reading
from portal.foundation.errors import N_, Invalid, NotFound
from portal.foundation.storage import file_store

MOST_KEPT = 8
_NO_FILE = "none.icc"

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


def load_draft_values(version: BrandKitVersion) -> KitValues:
    """Return what a version in the making says as far as it goes, to set samples on screen.

    Fonts and logos whose files are not there yet are left out; without a press profile it has an
    empty one, which nothing on screen needs.
    """
    draft = parse_draft(version.definition).draft
    if draft is None:
        raise Invalid(N_("This version of the brand kit cannot be read any more."))
    there = version.files
    parts = {name: getattr(draft, name) for name in KitDefinition.model_fields}
    parts["fonts"] = tuple(font for font in draft.fonts if font.file in there)
    parts["logos"] = tuple(logo for logo in draft.logos if logo.file in there)
    if draft.profile is None or draft.profile.file not in there:
        parts["profile"] = ProfilePart(file=_NO_FILE, name="–", condition="–")
    store = file_store()
    whole = KitDefinition.model_construct(**parts)
    files = {path: store.read(there[path]) for path in whole.files() if path in there}
    return kit_values(whole, version.number, {_NO_FILE: b"", **files})


def _read(version: BrandKitVersion) -> KitValues:
    definition = parse_kit(version.definition).definition
    if definition is None:
        raise Invalid(N_("This version of the brand kit cannot be read any more."))
    store = file_store()
    files = {path: store.read(version.files[path]) for path in definition.files()}
    return kit_values(definition, version.number, files)
