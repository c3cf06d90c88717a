"""Owns the demonstration brand as values and photos, for tests that set whole ads."""

import functools
import json
from pathlib import Path

from brand_assets.design_facts import KitValues
from brand_assets.kit.folders import read_kit_folder
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos

DEMO = Path(__file__).parents[2] / "demo"
BRAND = DEMO / "brand"


@functools.cache
def demo_kit() -> KitValues:
    """Return the kit of the demonstration brand, read from its files."""
    return read_kit_folder(BRAND)


@functools.cache
def demo_photos() -> tuple[MemoryPhotos, dict[str, str]]:
    """Return a source of the demonstration's photos, and their hashes by file name."""
    photos = MemoryPhotos()
    names = {path.name: photos.add(path.read_bytes()) for path in sorted(_pictures())}
    return photos, names


@functools.cache
def photos_with_subjects() -> MemoryPhotos:
    """Return the demonstration's photos with the points that they are about."""
    told = json.loads((BRAND / "photos.json").read_bytes())
    focal = {entry["file"]: tuple(entry["focal"]) for entry in told}
    photos = MemoryPhotos()
    for path in _pictures():
        photos.add(path.read_bytes(), focal=focal.get(path.name, (0.5, 0.5)))
    return photos


def _pictures() -> list[Path]:
    return list((BRAND / "photos").glob("*.jpg"))


def photo(name: str) -> str:
    """Return the hash of a photo of the demonstration by its file name."""
    return demo_photos()[1][name]
