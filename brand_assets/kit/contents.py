"""Owns the identity of what a kit version says: one hash over its definition and its files."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def content_hash(definition: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """Return the SHA-256 of a written definition and the hashes of its files by path."""
    canonical = json.dumps(
        {"definition": definition, "files": dict(files)}, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()
