"""Owns what of a kit is handed out as a file of its own: its tokens, its brand sheet."""

from dataclasses import dataclass
from uuid import UUID

from brand_assets.kit.definition import KitDefinition, KitDraft
from brand_assets.kit.exchange.to_tokens import tokens_json
from brand_assets.kit.files.reading import read_apart
from brand_assets.kit.loading import load_kit_values
from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.kit.rules import parse_kit
from brand_assets.kit.service import get_kit_version
from brand_assets.kit.sheet.making import make_sheet
from brand_assets.kit.soundness import missing_files
from brand_assets.kit.usage_kinds import KIT_FILE_DOWNLOADED
from portal.foundation import usage
from portal.foundation.database import transaction
from portal.foundation.errors import N_, Conflict
from regions.scoping.actor import Actor

_MOST_KEPT = 8
_kept: dict[tuple[UUID, str, str], bytes] = {}


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A file to hand out, by its name."""

    name: str
    data: bytes


def hand_out_tokens(actor: Actor, version_id: UUID) -> HandedOut:
    """Return a version that the actor may read as design tokens."""
    version = get_kit_version(actor, version_id)
    draft = KitDraft.model_validate(version.definition)
    data = tokens_json(draft, version.number).encode()
    return _handed(actor, version, "tokens.json", data)


def hand_out_sheet(actor: Actor, version_id: UUID, language: str) -> HandedOut:
    """Return the brand sheet of a version that the actor may read; Conflict until it is whole."""
    version = get_kit_version(actor, version_id)
    parsed = parse_kit(version.definition)
    whole = parsed.definition
    if whole is None or missing_files(whole, version.files):
        raise Conflict(
            N_("The brand sheet needs a whole kit: colours, fonts, text styles, a press profile.")
        )
    key = (version.id, version.sha256, language)
    data = _kept.get(key) or _remember(key, _set_sheet(version.id, whole, language))
    name = "brand-sheet.pdf" if language == "en" else "markenblatt.pdf"
    return _handed(actor, version, name, data)


def _set_sheet(version_id: UUID, whole: KitDefinition, language: str) -> bytes:
    return read_apart(make_sheet, whole, load_kit_values(version_id), language).pdf


def _remember(key: tuple[UUID, str, str], data: bytes) -> bytes:
    while len(_kept) >= _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[key] = data
    return data


def _handed(actor: Actor, version: BrandKitVersion, what: str, data: bytes) -> HandedOut:
    with transaction() as s:
        kit = s.get_one(BrandKit, version.kit_id)
        usage.record(
            KIT_FILE_DOWNLOADED,
            actor=actor.ref,
            path=kit.path,
            attributes={"kit": kit.key, "file": what},
        )
        return HandedOut(f"{kit.key}-{version.number}-{what}", data)
