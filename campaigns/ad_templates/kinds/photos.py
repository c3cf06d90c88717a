"""Owns the kind that is a photo: its content hash and how it is cropped."""

import re

from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import Unusable, parts_of
from portal.foundation.errors import N_

MAX_ZOOM = 4.0


def read_photo(_field: FieldDefinition, raw: Json) -> Json:
    """Read which photo it is, and its crop where that is not the template's own."""
    parts = parts_of(raw)
    return {
        "sha256": read_hash(parts.get("sha256")),
        "zoom": _number(parts.get("zoom"), 1.0, MAX_ZOOM),
        "x": _number(parts.get("x"), 0.0, 1.0),
        "y": _number(parts.get("y"), 0.0, 1.0),
    }


def read_hash(raw: Json) -> str:
    """Read the content hash of a photo."""
    if not isinstance(raw, str) or not re.fullmatch(r"[0-9a-f]{64}", raw):
        raise Unusable(N_("Please choose a photo from the library."))
    return raw


def _number(raw: Json, least: float, most: float) -> float | None:
    if raw is None:
        return None
    try:
        value = float(raw)
    except (TypeError, ValueError, OverflowError):
        raise Unusable(N_("Please set the crop again.")) from None
    if not least <= value <= most:
        raise Unusable(N_("Please set the crop again."))
    return round(value, 4)
