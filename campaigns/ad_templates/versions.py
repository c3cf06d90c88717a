"""Owns what a template version is: its states, its identity, and the usage event of publishing."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from portal.foundation.usage_kinds import declare_kind

TEMPLATE_PUBLISHED = declare_kind(
    "template.published",
    "Eine Version einer Vorlage wurde veröffentlicht.",
    "A version of an ad template was published.",
)

TEMPLATE_RETIRED = declare_kind(
    "template.retired",
    "Eine Version einer Vorlage wurde aus dem Verkehr gezogen.",
    "A version of an ad template was retired.",
)


class TemplateStatus(StrEnum):
    """Where a template version stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


def document_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of a template's document."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
