"""Owns how a file of tokens is read: JSON, or JSON5 as token packages ship it, within limits.

A name that stands twice in a group has its last value, as in JSON; real packages have such.
"""

import json
import re
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from portal.foundation.errors import N_, Invalid

MOST_BYTES = 4_000_000
MOST_JSON5 = 1_000_000
MOST_DEPTH = 40
_TOKEN = re.compile(
    r"""(?P<gap>(?:[\s\ufeff]|//[^\n\r]*|/\*.*?\*/)+)
    |(?P<mark>[{}\[\]:,])
    |(?P<string>"(?:[^"\\\n]|\\.|\\\n)*"|'(?:[^'\\\n]|\\.|\\\n)*')
    |(?P<number>[+-]?(?:0[xX][0-9a-fA-F]{1,16}|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?![\w$]))
    |(?P<name>[A-Za-z_$][\w$]*)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_WORDS = {"true": True, "false": False, "null": None}
_LONGEST_NUMBER = 40
_END = ("end", "")
_Part: TypeAlias = Callable[[], object]


def read_json(data: bytes) -> object:
    """Return what JSON or JSON5 text holds; `Invalid` says in which line it cannot be read."""
    if len(data) > MOST_BYTES:
        raise Invalid(N_("The file is larger than 4 MB. Choose the files with the tokens alone."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid(N_("The file is no text in UTF-8. Export it as JSON again.")) from error
    try:
        found = json.loads(text, parse_constant=_refuse_number)
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:
        if len(text) > MOST_JSON5:
            raise _unreadable(getattr(error, "lineno", 1)) from error
        return _Reader(text).read()
    _check_depth(found)
    return found


def _refuse_number(name: str) -> NoReturn:
    raise Invalid(N_("%(name)s is no number. Export the file again."), name=name)


def _check_depth(found: object) -> None:
    level = [found]
    for _ in range(MOST_DEPTH):
        level = [
            part
            for one in level
            if isinstance(one, dict | list)
            for part in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return
    raise _too_deep()


def _too_deep() -> Invalid:
    return Invalid(N_("The file nests its groups too deep. Export it again."))


def _unreadable(line: int) -> Invalid:
    return Invalid(N_("Line %(line)s is no JSON. Export the file again."), line=line)


class _Reader:
    """One pass over JSON5 text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.kind, self.value = _END
        self.depth = 0

    def read(self) -> object:
        self._next()
        found = self._value()
        if self.kind != "end":
            raise self._wrong()
        return found

    def _wrong(self) -> Invalid:
        return _unreadable(self.text.count("\n", 0, min(self.at, len(self.text))) + 1)

    def _next(self) -> None:
        while True:
            if self.at >= len(self.text):
                self.kind, self.value = _END
                return
            found = _TOKEN.match(self.text, self.at)
            if found is None:
                raise self._wrong()
            self.at = found.end()
            if found.lastgroup != "gap":
                self.kind, self.value = str(found.lastgroup), found.group()
                return

    def _value(self) -> object:
        kind, value = self.kind, self.value
        if value == "{" and kind == "mark":
            return self._nested(self._members)
        if value == "[" and kind == "mark":
            return self._nested(self._items)
        self._next()
        if kind == "string":
            return _unquoted(value)
        if kind == "number":
            return self._number(value)
        if kind == "name" and value in _WORDS:
            return _WORDS[value]
        raise self._wrong()

    def _nested(self, read: _Part) -> object:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _too_deep()
        self._next()
        found = read()
        self.depth -= 1
        self._next()
        return found

    def _members(self) -> object:
        pairs: list[tuple[str, object]] = []
        while self.value != "}" or self.kind != "mark":
            if self.kind not in {"string", "name"}:
                raise self._wrong()
            name = _unquoted(self.value) if self.kind == "string" else self.value
            self._next()
            self._expect(":")
            pairs.append((name, self._value()))
            self._separated("}")
        return dict(pairs)

    def _items(self) -> object:
        found: list[object] = []
        while self.value != "]" or self.kind != "mark":
            found.append(self._value())
            self._separated("]")
        return found

    def _expect(self, mark: str) -> None:
        if self.kind != "mark" or self.value != mark:
            raise self._wrong()
        self._next()

    def _separated(self, end: str) -> None:
        if self.kind != "mark" or self.value != end:
            self._expect(",")

    def _number(self, text: str) -> float | int:
        if len(text) > _LONGEST_NUMBER:
            raise self._wrong()
        if "x" in text.lower():
            return int(text, 16)
        number = float(text)
        if number in {float("inf"), float("-inf")}:
            _refuse_number(text)
        return int(number) if number.is_integer() and not set(".eE") & set(text) else number


def _unquoted(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text[1:-1])


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    return _ESCAPES.get(found[3], found[3])
