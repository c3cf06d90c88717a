"""Owns kits in folders: `kit.json` with its files, read without web, database or file store."""

import json
from pathlib import Path

from brand_assets.design_facts import KitValues
from brand_assets.kit.rules import kit_values, parse_kit


class KitFolderError(ValueError):
    """The folder holds no sound kit; the message says why."""


def read_kit_folder(folder: Path, version: int = 1) -> KitValues:
    """Return the kit of a folder for the typesetter and the rules; raises KitFolderError."""
    try:
        parsed = parse_kit(json.loads((folder / "kit.json").read_text(encoding="utf-8")))
        if parsed.definition is None or parsed.problems:
            problems = (f"{one.where}: {one.message.en}" for one in parsed.problems)
            raise KitFolderError("; ".join(problems))
        files = {path: (folder / path).read_bytes() for path in parsed.definition.files()}
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise KitFolderError(str(error)) from None
    return kit_values(parsed.definition, version, files)
