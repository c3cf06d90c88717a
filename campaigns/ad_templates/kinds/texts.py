"""Owns the kinds that are words: text, text with allowed marks, web address, choice."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.text.marks import MARKS, Mark, marked
from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.ad_templates.kinds.common import MAX_TEXT, Unusable, clean
from portal.foundation.errors import N_

MAX_URL = 300
MARK_NAMES: dict[Mark, Bilingual] = {
    "bold": Bilingual("Fett", "Bold"),
    "super": Bilingual("Hochgestellt", "Raised"),
    "sub": Bilingual("Tiefgestellt", "Lowered"),
}
SIGNS: dict[Mark, str] = {mark: sign for sign, mark in MARKS.items()}


def read_text(field: FieldDefinition, raw: Json) -> Json:
    """Read a text on one line."""
    return _within(field, " ".join(clean(raw).split()))


def read_multiline(field: FieldDefinition, raw: Json) -> Json:
    """Read a text whose line breaks count."""
    return _within(field, _lines(raw))


def read_rich_text(field: FieldDefinition, raw: Json) -> Json:
    """Read a text in which pairs of signs mark what is bold, raised or lowered."""
    text = _lines(raw)
    for mark in marks_in(text):
        if mark not in field.marks:
            raise Unusable(
                N_("%(sign)s … %(sign)s is not possible here. Please remove these signs."),
                sign=SIGNS[mark],
            )
    return _within(field, text)


def plain_text(text: str) -> str:
    """Return a text with marks as it is read: without their signs."""
    return "".join(piece.text for piece in marked(text, tuple(MARKS.values())))


def marks_in(text: str) -> tuple[Mark, ...]:
    """Return the marks that a text holds, each once."""
    return tuple(dict.fromkeys(_marks(text)))


def _marks(text: str) -> Iterator[Mark]:
    for piece in marked(text, tuple(MARKS.values())):
        if piece.bold:
            yield "bold"
        if piece.position is not None:
            yield piece.position


def _lines(raw: Json) -> str:
    return "\n".join(" ".join(line.split()) for line in clean(raw).splitlines()).strip("\n")


def _within(field: FieldDefinition, text: str) -> str | None:
    most = field.max_chars or MAX_TEXT
    count = len(plain_text(text)) if field.marks else len(text)
    if max(count, len(text) // 2) > most:
        raise Unusable(
            N_("%(count)s characters, %(most)s are possible. Please shorten the text."),
            count=count,
            most=most,
        )
    return text or None


def read_url(field: FieldDefinition, raw: Json) -> Json:
    """Read an address in the web that a code may lead to."""
    text = clean(raw, MAX_URL).strip()
    try:
        parts = urlsplit(text)
        usable = parts.scheme.lower() == "https" and "." in (parts.hostname or "")
        usable = usable and parts.username is None and parts.password is None
        usable = usable and not re.search(r'[\s<>"\\]', text)
    except ValueError:
        usable = False
    if not usable:
        raise Unusable(N_("Please enter an address that begins with https://."))
    _refuse_foreign_host(field, parts.hostname or "")
    return text


def _refuse_foreign_host(field: FieldDefinition, host: str) -> None:
    if field.hosts and not any(host == own or host.endswith(f".{own}") for own in field.hosts):
        raise Unusable(N_("The address must lead to %(hosts)s."), hosts=", ".join(field.hosts))


def read_choice(field: FieldDefinition, raw: Json) -> Json:
    """Read one of the values that are offered."""
    if raw not in [choice.value for choice in field.choices]:
        raise Unusable(N_("Please choose one of the values offered."))
    return raw
