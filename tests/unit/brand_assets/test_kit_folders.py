"""Owns the proof that a folder becomes a kit, and that a poor folder is refused with its reason."""

import json
import shutil
from pathlib import Path

import pytest

from brand_assets.kit.folders import KitFolderError, read_kit_folder
from tests.factories.kit import BRAND


def test_the_demo_brand_is_read_from_its_folder() -> None:
    kit = read_kit_folder(BRAND, 7)
    assert (kit.kit_key, kit.version) == ("halmgruen", 7)
    assert kit.fonts["Inter-Regular.otf"].data[:4] == b"OTTO"


def test_what_is_no_kit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitFolderError, match=r"kit\.json"):
        read_kit_folder(tmp_path)
    (tmp_path / "kit.json").write_text("{", encoding="utf-8")
    with pytest.raises(KitFolderError):
        read_kit_folder(tmp_path)
    (tmp_path / "kit.json").write_text(json.dumps({"schema": 1}), encoding="utf-8")
    with pytest.raises(KitFolderError, match="colours"):
        read_kit_folder(tmp_path)
    shutil.copy(BRAND / "kit.json", tmp_path / "kit.json")
    with pytest.raises(KitFolderError, match="No such file"):
        read_kit_folder(tmp_path)
