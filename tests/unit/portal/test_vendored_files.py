"""Holds the manifest of the vendored front-end files to the files themselves."""

import hashlib
import json
from pathlib import Path

VENDOR = Path(__file__).parents[3] / "portal" / "static" / "vendor"
ENTRIES = json.loads((VENDOR / "manifest.json").read_text())


def test_each_vendored_file_is_in_the_manifest() -> None:
    kept = {
        str(path.relative_to(VENDOR))
        for path in VENDOR.rglob("*")
        if path.suffix in {".js", ".css", ".woff2", ".svg"}
    }
    assert kept == {entry["file"] for entry in ENTRIES}


def test_vendored_files_are_unchanged() -> None:
    for entry in ENTRIES:
        data = (VENDOR / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["file"]


def test_each_vendored_file_keeps_its_licence() -> None:
    for entry in ENTRIES:
        assert (VENDOR / entry["licence_file"]).read_text().strip()
