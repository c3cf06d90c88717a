"""Owns the texts in other languages: every slice's .po file, merged into one catalogue in memory.

Message ids are English; a language without catalogues therefore reads as English.
"""

import io
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("portal", "regions", "brand_assets", "campaigns")


def catalogue_files(language: str) -> list[Path]:
    """Return every .po file of a language, in a fixed order."""
    place = f"translations/{language}/LC_MESSAGES/messages.po"
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob(place))


@cache
def catalogue(language: str) -> Catalog:
    """Return all messages of a language merged."""
    merged = Catalog(locale=language, domain="messages")
    for message in _messages(language):
        merged.add(
            message.id, message.string, context=message.context, flags=message.flags - {"fuzzy"}
        )
    return merged


def _messages(language: str) -> Iterator[Message]:
    for path in catalogue_files(language):
        with path.open("rb") as file:
            part = read_po(file, locale=language, abort_invalid=True)
        yield from (message for message in part if message.id)


@cache
def translations(language: str) -> NullTranslations:
    """Return what gettext needs to speak a language."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled, domain="messages")


def translate(language: str, message: str, params: Mapping[str, object] | None = None) -> str:
    """Return a message in a language with its `%(name)s` filled in."""
    text: str = translations(language).ugettext(message)
    return text % params if params else text
