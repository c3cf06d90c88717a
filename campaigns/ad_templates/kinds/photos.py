"""Owns the kind that is a photo: its content hash and how it is cropped."""

import re

from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import Unusable, parts_of
from portal.foundation.errors import N_

MAX_ZOOM = 4.0
LEAST_CROP = 0.05
MAX_CHARS = 80


def read_photo(_field: FieldDefinition, raw: Json) -> Json:
    """Read which photo it is, and its crop where that is not the template's own.

    What was not chosen of focal point, turn, mirror and crop rectangle is left out.
    """
    parts = parts_of(raw)
    chosen = {
        "focal": _shares(parts.get("focal"), 2),
        "turn": _turn(parts.get("turn")),
        "mirror": _mirror(parts.get("mirror")),
        "crop": _crop(parts.get("crop")),
    }
    return {
        "sha256": read_hash(parts.get("sha256")),
        "zoom": _number(parts.get("zoom"), 1.0, MAX_ZOOM),
        "x": _number(parts.get("x"), 0.0, 1.0),
        "y": _number(parts.get("y"), 0.0, 1.0),
        **{name: part for name, part in chosen.items() if part is not None},
    }


def read_hash(raw: Json) -> str:
    """Read the content hash of a photo."""
    if not isinstance(raw, str) or not re.fullmatch(r"[0-9a-f]{64}", raw):
        raise Unusable(N_("Please choose a photo from the library."))
    return raw


def _shares(raw: Json, count: int) -> list[float] | None:
    """Read shares of the picture, as a list or as "0.25,0.5"; None where nothing was chosen."""
    if raw is None or raw in ("", []):
        return None
    given = raw.split(",") if isinstance(raw, str) and len(raw) <= MAX_CHARS else raw
    if not isinstance(given, list) or len(given) != count:
        raise Unusable(N_("Please set the crop again."))
    return [_number(share, 0.0, 1.0) or 0.0 for share in given]


def _crop(raw: Json) -> list[float] | None:
    crop = _shares(raw, 4)
    if crop is None:
        return None
    x, y, w, h = crop
    if min(w, h) < LEAST_CROP or x + w > 1.0 or y + h > 1.0:
        raise Unusable(N_("Please set the crop again."))
    return crop


def _turn(raw: Json) -> float | None:
    """Read a turn clockwise in degrees."""
    degrees = _number(None if raw == "" else raw, -360.0, 360.0)
    return None if degrees is None else degrees % 360.0


def _mirror(raw: Json) -> bool | None:
    if raw is None or raw == "":
        return None
    if raw not in (True, False, "true", "false"):
        raise Unusable(N_("Please set the crop again."))
    return raw in (True, "true")


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
