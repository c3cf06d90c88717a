"""Owns single inputs of a draft's form: what each shows, and what a text in it means."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from campaigns.ad_templates.canonical import Unusable
from portal.foundation.errors import N_

Path: TypeAlias = tuple[str | int, ...]
YES = "yes"
_UNSAID = ("Cc", "Cs")
"""Categories of characters that no text says: controls, and halves of characters."""


class InputKind(StrEnum):
    """How something is entered."""

    LINE = "line"
    LINES = "lines"
    SIZE = "size"
    COUNT = "count"
    CHOICE = "choice"
    CHECK = "check"


class Section(StrEnum):
    """What an input is about, in the order in which a designer thinks."""

    CONTENT = "content"
    STYLE = "style"
    FIT = "fit"
    OTHER_PLACE = "other_place"
    WORDS = "words"
    RIGHTS = "rights"
    LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Input:
    """One input: where its value stands in its frame or field, and what it shows now.

    `number` tells inputs of one label apart. A check that is `turned` says the opposite of what is
    kept. Where it is `optional`, nothing entered takes the value away.
    """

    group: str
    path: Path
    kind: InputKind
    section: Section
    label: str
    value: str = ""
    choices: tuple[str, ...] = ()
    least: float = 0
    most: float = 0
    optional: bool = False
    turned: bool = False
    number: int = 0
    help: str = ""
    unit: str = ""

    @property
    def name(self) -> str:
        """What it is called in the form."""
        return ":".join((self.group, ".".join(str(step) for step in self.path)))

    @property
    def id(self) -> str:
        """What it is called on the page."""
        return self.name.replace(":", "-").replace(".", "-")

    def sent(self, form: Mapping[str, str]) -> str:
        """Return what was entered in it, as it would be shown; unsent, a text stays as it is."""
        if self.kind is InputKind.CHECK:
            return YES if form.get(self.name) else ""
        text = form.get(self.name, self.value).replace("\r\n", "\n")
        text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in _UNSAID)
        return text if self.kind is InputKind.LINES else text.strip()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an input cannot be used: a message (English template) for its reader."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


def shown_number(value: float | None, language: str) -> str:
    """Return a number as it is written in a language, nothing where there is none."""
    if value is None:
        return ""
    text = f"{value:g}"
    return text if language.startswith("en") else text.replace(".", ",")


def read_input(entry: Input, text: str) -> Any:
    """Return what a text means as JSON, None for nothing; raises Unusable."""
    if entry.kind is InputKind.CHECK:
        return bool(text) is not entry.turned
    if not text.strip():
        if entry.optional:
            return None
        raise Unusable(N_("Something has to stand here."))
    if entry.kind is InputKind.CHOICE:
        if text not in entry.choices:
            raise Unusable(N_("Choose one that the brand kit has."))
        return text
    if entry.kind in (InputKind.SIZE, InputKind.COUNT):
        return _number(entry, text)
    if len(text) > entry.most:
        raise Unusable(N_("At most %(most)s characters."), most=int(entry.most))
    return text


def _number(entry: Input, text: str) -> float | int:
    limits = {"least": f"{entry.least:g}", "most": f"{entry.most:g}"}
    plain = text.replace(",", ".")
    try:
        number = float(plain) if len(plain) < 12 else None  # noqa: PLR2004 - digits
    except ValueError:
        number = None
    if entry.kind is InputKind.COUNT:
        if number is None or not number.is_integer() or not entry.least <= number <= entry.most:
            raise Unusable(N_("Enter a whole number from %(least)s to %(most)s."), **limits)
        return int(number)
    if number is None or not entry.least <= number <= entry.most:
        raise Unusable(N_("Enter a number from %(least)s to %(most)s."), **limits)
    return number
