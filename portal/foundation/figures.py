"""Owns reading figures as people write them: 1.234,56 and 1,234.56, each where it is plain."""

import re
from decimal import Decimal

from portal.foundation.errors import N_

_GROUPING = {"de": ".", "en": ","}
_SPACES = re.compile(r"[\s\u00a0\u202f'\u2019]")
_CURRENCY = re.compile(r"^(?:€|EUR)\s*|\s*(?:€|EUR)$", re.IGNORECASE)
_PLAIN = re.compile(r"^(?P<sign>[-\u2212])?(?P<whole>\d{1,15})$")
_SPACED = re.compile(r"^[-\u2212]?\d{1,3}(?:[\s\u00a0\u202f'\u2019]\d{3})+(?=$|[.,])")
_MARKED = re.compile(r"^(?P<sign>[-\u2212])?(?P<whole>\d[\d.,]{0,20}?)(?P<mark>[.,])(?P<part>\d+)$")
_OF_A_GROUP = 3


class Unreadable(ValueError):
    """A figure that is none, or that can be read in two ways; says what to write instead."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params)
        self.message = message
        self.params = params


def read_figure(text: str, language: str, places: int = 2) -> Decimal:
    """Return what a person wrote, with at most `places` decimals; raises Unreadable.

    Both ways of writing are read where they mean one thing. A single mark before three digits is a
    thousand where the language writes thousands so, and where no decimals are asked for.
    """
    typed = _without_spaces(_CURRENCY.sub("", text.strip()), language, places)
    plain = _PLAIN.match(typed)
    if plain:
        return _figure(plain["sign"], plain["whole"])
    found = _MARKED.match(typed)
    if not found:
        raise _none(language, places)
    whole, mark, part = found["whole"], found["mark"], found["part"]
    other = "," if mark == "." else "."
    if mark in whole:
        if other in whole or not _is_grouped(f"{whole}{mark}{part}", mark):
            raise _none(language, places)
        return _figure(found["sign"], f"{whole}{part}".replace(mark, ""))
    if other in whole and not _is_grouped(whole, other):
        raise _none(language, places)
    if other not in whole and _is_grouped(f"{whole}{mark}{part}", mark):
        return _thousand_or_decimals(found, language, places)
    if len(part) > places:
        raise _none(language, places)
    return _figure(found["sign"], whole.replace(other, ""), part)


def write_figure(value: Decimal, language: str, places: int = 2) -> str:
    """Return a figure as a form shows it: with the marks of the language and all its decimals."""
    english = f"{value:,.{places}f}"
    return english if language == "en" else english.translate(str.maketrans(",.", ".,"))


def _thousand_or_decimals(found: re.Match[str], language: str, places: int) -> Decimal:
    """Read one mark before three digits, such as 1.234."""
    whole, mark, part = found["whole"], found["mark"], found["part"]
    if places == 0 or mark == _GROUPING.get(language, "."):
        return _figure(found["sign"], f"{whole}{part}")
    if places >= _OF_A_GROUP:
        return _figure(found["sign"], whole, part)
    raise Unreadable(
        N_("“%(typed)s” can be read in two ways. Write %(thousands)s or %(decimals)s."),
        typed=found.group(),
        thousands=f"{whole}{part}",
        decimals=write_figure(Decimal(f"{whole}.{part[:places]}"), language, places),
    )


def _without_spaces(typed: str, language: str, places: int) -> str:
    """Return what was typed without the spaces of its thousands; other spaces are no figure."""
    if not _SPACES.search(typed):
        return typed
    if not _SPACED.match(typed):
        raise _none(language, places)
    return _SPACES.sub("", typed)


def _is_grouped(whole: str, mark: str) -> bool:
    first, *groups = whole.split(mark)
    if not first.isdecimal() or first.startswith("0") or len(first) > _OF_A_GROUP:
        return False
    return bool(groups) and all(len(g) == _OF_A_GROUP and g.isdecimal() for g in groups)


def _figure(sign: str | None, whole: str, part: str = "0") -> Decimal:
    return Decimal(f"{'-' if sign else ''}{whole}.{part}") + 0


def _none(language: str, places: int) -> Unreadable:
    if places == 0:
        return Unreadable(
            N_("Enter a whole number, such as %(example)s."),
            example=write_figure(Decimal(2500), language, 0),
        )
    return Unreadable(
        N_("Enter an amount such as %(example)s."),
        example=write_figure(Decimal("1250.50"), language, places),
    )
