"""Owns inline marks: the few signs by which typed text may be bold, raised or lowered."""

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple, TypeAlias

Mark: TypeAlias = Literal["bold", "super", "sub"]
MARKS: dict[str, Mark] = {"**": "bold", "^": "super", "~": "sub"}
_NEXT = 2
"""How far the place of a sign is from that of the next one."""
_SIGNS = re.compile(r"(\*\*|\^|~)")


class Marked(NamedTuple):
    """A piece of typed text, and whether it is bold, raised or lowered."""

    text: str
    bold: bool = False
    position: Literal["super", "sub"] | None = None


def marked(text: str, allowed: Collection[Mark]) -> Iterator[Marked]:
    """Yield the pieces of a text without its marks.

    A mark is a pair of the same sign with no space inside beside it, both on one line: **bold**,
    ^raised^, ~lowered~. A sign without its partner, or one that is not allowed, stays as typed.
    """
    tokens = _SIGNS.split(text)
    partners = _partners(tokens, allowed)
    bold, position = False, None
    for index, token in enumerate(tokens):
        if index not in partners:
            if token:
                yield Marked(token, bold, position)
            continue
        mark = MARKS[token]
        if mark == "bold":
            bold = not bold
        else:
            position = mark if position is None else None


def sign_places(text: str, allowed: Collection[Mark]) -> Iterator[tuple[int, str]]:
    """Yield each sign of a mark with its place: how many characters of the read text go before."""
    tokens = _SIGNS.split(text)
    partners = _partners(tokens, allowed)
    place = 0
    for index, token in enumerate(tokens):
        if index in partners:
            yield place, token
        else:
            place += len(token)


def _partners(tokens: list[str], allowed: Collection[Mark]) -> set[int]:
    """Return the places of signs that open or close a mark; pairs do not cross each other."""
    found: set[int] = set()
    opened: list[int] = []
    for index in range(1, len(tokens), 2):
        before, sign, after = tokens[index - 1 : index + 2]
        if "\n" in before:
            opened = []
        if MARKS[sign] not in allowed:
            continue
        at = next((n for n, place in enumerate(opened) if tokens[place] == sign), None)
        holds = at is not None and (bool(before) or index - opened[at] > _NEXT)
        if at is not None and holds and _touches(before[-1:] or tokens[index - 2]):
            found |= {opened[at], index}
            opened = opened[:at]
        elif at is None and _touches(after[:1] or _after(tokens, index)):
            inside = any(tokens[place] != "**" for place in opened)
            if sign == "**" or not inside:
                opened.append(index)
    return found


def _after(tokens: list[str], index: int) -> str:
    return tokens[index + 2] if index + 2 < len(tokens) else ""


def _touches(sign: str) -> bool:
    return bool(sign) and not sign.isspace()
