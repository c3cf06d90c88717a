"""Owns what all kinds read alike: texts without invisible marks, parts, amounts of money."""

import unicodedata
from collections.abc import Mapping

from campaigns.ad_templates.fields import Json
from portal.foundation.errors import N_

MAX_TEXT = 2000
MAX_ROWS = 12
MAX_CENTS = 10_000_000
_MAX_PART = 400


class Unusable(Exception):
    """A raw value that cannot be read; the message says what is expected."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


def clean(raw: Json, most: int = MAX_TEXT * 2) -> str:
    """Return the text in one normal form, without control characters or invisible marks."""
    if not isinstance(raw, str):
        raise Unusable(N_("Please enter text here."))
    if len(raw) > most:
        raise Unusable(N_("This text is too long to read. Please shorten it."))
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or not _invisible(c))


def _invisible(character: str) -> bool:
    # Joiners shape some scripts and a soft hyphen breaks a word; all else that is unseen goes.
    keep = "\u00ad\u200c\u200d"
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") and character not in keep


def one_line(raw: Json, most: int = _MAX_PART) -> str:
    """Return a short text on one line; empty where there is none."""
    return " ".join(clean(raw or "", most).split())


def parts_of(raw: Json) -> Mapping[str, Json]:
    """Return a value that is made of parts."""
    if not isinstance(raw, Mapping):
        raise Unusable(N_("Please fill in all parts."))
    return raw
