"""Owns the import of a kit from a folder or an upload: checked file by file, then drafted."""

import json
from collections.abc import Mapping
from pathlib import Path

from brand_assets.design_facts import Bilingual
from brand_assets.kit.definition import KitDefinition
from brand_assets.kit.file_checks import FileRole, FileVerdict, check_files, file_roles
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import KitProblem, parse_kit
from brand_assets.kit.service import KitUnsound, draft_kit_version
from portal.foundation.errors import N_, Invalid
from portal.foundation.jobs import run_in_process
from portal.foundation.storage import file_store
from portal.foundation.translations import translate
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

DEFINITION = "kit.json"
_MEDIA_TYPES = {
    FileRole.LOGO: "image/svg+xml",
    FileRole.PROFILE: "application/vnd.iccprofile",
}


def import_kit(
    actor: Actor, path: str, written: object, files: Mapping[str, bytes]
) -> BrandKitVersion:
    """Draft a version from its written form and the bytes of its files, by path inside the kit.

    `path` is the tree path where the kit holds. Raises `KitUnsound` with every problem found.
    """
    actor.require(Permission.KIT_PUBLISH, path)
    parsed = parse_kit(written)
    if parsed.definition is None or parsed.problems:
        raise KitUnsound(parsed.problems)
    verdicts = _checked(parsed.definition, files)
    hashes = _store(parsed.definition, verdicts)
    return draft_kit_version(actor, path, parsed.definition, hashes)


def import_kit_folder(actor: Actor, path: str, folder: Path) -> BrandKitVersion:
    """Draft a version from a folder with `kit.json` and the files that it names."""
    try:
        written = json.loads((folder / DEFINITION).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid(
            N_("The folder %(folder)s holds no readable kit.json."), folder=folder
        ) from error
    parsed = parse_kit(written)
    names = parsed.definition.files() if parsed.definition else ()
    files = {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
    return import_kit(actor, path, written, files)


def _checked(definition: KitDefinition, files: Mapping[str, bytes]) -> list[FileVerdict]:
    roles = file_roles(definition)
    missing = [name for name in definition.files() if name not in files]
    if missing:
        raise KitUnsound(
            tuple(
                KitProblem(name, Bilingual("Diese Datei fehlt.", "This file is missing."))
                for name in missing
            )
        )
    work = [(name, roles[name], files[name]) for name in definition.files()]
    verdicts = run_in_process(check_files, work)
    problems = tuple(
        KitProblem(v.path, _in_both(v.refusal, v.params or {})) for v in verdicts if v.refusal
    )
    if problems:
        raise KitUnsound(problems)
    return verdicts


def _in_both(message: str, params: Mapping[str, object]) -> Bilingual:
    return Bilingual(translate("de", message, params), translate("en", message, params))


def _store(definition: KitDefinition, verdicts: list[FileVerdict]) -> dict[str, str]:
    roles, store = file_roles(definition), file_store()
    return {
        verdict.path: store.put(
            verdict.data, media_type=_media_type(roles[verdict.path], verdict.data)
        ).sha256
        for verdict in verdicts
    }


def _media_type(role: FileRole, data: bytes) -> str:
    if role is FileRole.FONT:
        return "font/otf" if data[:4] == b"OTTO" else "font/ttf"
    return _MEDIA_TYPES[role]
