"""Owns Code 128 and GS1-128: the shortest row of symbols for some data, and its modules."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from brand_assets.design_facts import CodeProblem
from brand_assets.typesetting.codes.symbols import Caption, Refused, Symbol, check_digit

MOST_CHARS, MOST_GS1_CHARS = 80, 48
_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232
122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122
321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311
211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113
213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422
121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111
241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121
412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412
211214 211232
"""
_WIDTHS = tuple(_TABLE.split())
_STOP = "2331112"
_SETS = "CBA"
_START = {"A": 103, "B": 104, "C": 105}
_SWITCH = {"A": 101, "B": 100, "C": 99}
_SHIFT, _FNC1, _WRAP = 98, 102, 103
FNC1 = "\x80"
"""Stands for the function character 1 among the characters of the data."""
_QUIET = (10, 10)


def code128(text: str) -> Symbol | Refused:
    """Return the code of ASCII characters."""
    strange = "".join(dict.fromkeys(sign for sign in text if not sign.isascii()))
    if strange:
        return Refused(CodeProblem.CHARACTERS, text, strange)
    if len(text) > MOST_CHARS:
        return Refused(CodeProblem.TOO_LONG, text, str(MOST_CHARS))
    return _symbol(text, text, "".join(sign if sign.isprintable() else " " for sign in text))


def gs1_128(text: str) -> Symbol | Refused:
    """Return the code of element strings such as (01)04012345678901(10)AB-12."""
    elements = _ELEMENT.findall(text)
    if not elements or "".join(f"({ai}){value}" for ai, value in elements) != text:
        return Refused(CodeProblem.ELEMENTS, text)
    parts = [FNC1]
    for index, (ai, value) in enumerate(elements):
        wrong = _wrong(ai, value)
        if wrong is not None:
            return Refused(wrong.problem, text, wrong.hint)
        parts.append(ai + value)
        if _fixed(ai) is None and index + 1 < len(elements):
            parts.append(FNC1)
    data = "".join(parts)
    if len(data) - 1 > MOST_GS1_CHARS:
        return Refused(CodeProblem.TOO_LONG, text, str(MOST_GS1_CHARS))
    return _symbol(data, text, text)


def _symbol(data: str, said: str, shown: str) -> Symbol:
    codes = symbols_of(data)
    check = sum(code * max(place, 1) for place, code in enumerate(codes)) % _WRAP
    widths = "".join(_WIDTHS[code] for code in (*codes, check)) + _STOP
    modules = "".join("10"[index % 2] * int(width) for index, width in enumerate(widths))
    return Symbol(modules, _QUIET, said, (Caption(shown, (0, len(modules))),))


class _Step(NamedTuple):
    """The fewest symbols from a place on, and what begins them."""

    cost: int
    codes: tuple[int, ...]
    goes_to: int
    ends_in: str


def symbols_of(data: str) -> list[int]:
    """Return the fewest symbols that say the data, start included, check and stop left out."""
    ahead: list[dict[str, _Step]] = [{} for _ in data]
    ahead.append({name: _Step(0, (), len(data), name) for name in _SETS})
    for at in range(len(data) - 1, -1, -1):
        stay = {name: found for name in _SETS if (found := _stay(data, at, name, ahead))}
        for name in _SETS:
            ways = [step for other, step in stay.items() if other == name]
            ways += [
                _Step(step.cost + 1, (_SWITCH[other], *step.codes), step.goes_to, other)
                for other, step in stay.items()
                if other != name
            ]
            ahead[at][name] = min(ways, key=_cost)
    first = min(_SETS, key=lambda name: ahead[0][name].cost)
    return [_START[first], *_walk(ahead, first)]


def _cost(step: _Step) -> int:
    return step.cost


def _walk(ahead: Sequence[dict[str, _Step]], name: str) -> list[int]:
    at = 0
    codes: list[int] = []
    while at < len(ahead) - 1:
        step = ahead[at][name]
        codes += step.codes
        at, name = step.goes_to, step.ends_in
    return codes


def _stay(data: str, at: int, name: str, ahead: Sequence[dict[str, _Step]]) -> _Step | None:
    """Return the best way on that says the next character without leaving a set for good."""
    sign, after = data[at], at + 1
    if sign == FNC1:
        return _Step(1 + ahead[after][name].cost, (_FNC1,), after, name)
    if name == "C":
        pair = data[at : at + 2]
        if not (len(pair) == 2 and pair.isascii() and pair.isdigit()):  # noqa: PLR2004 - a pair
            return None
        return _Step(1 + ahead[at + 2][name].cost, (int(pair),), at + 2, name)
    code = _value(sign, name)
    if code is not None:
        return _Step(1 + ahead[after][name].cost, (code,), after, name)
    other = _value(sign, "B" if name == "A" else "A")
    if other is None:
        return None
    return _Step(2 + ahead[after][name].cost, (_SHIFT, other), after, name)


def _value(sign: str, name: str) -> int | None:
    """Return the symbol of a character in set A (capitals, controls) or B (no controls)."""
    place = ord(sign)
    if place < 32:  # noqa: PLR2004 - the first 32 characters of ASCII are controls
        return place + 64 if name == "A" else None
    return None if name == "A" and place >= 96 else place - 32  # noqa: PLR2004 - small letters


_ELEMENT = re.compile(r"\((\d{2,4})\)([^()]+)")
_SIGNS = re.compile(r"[!\"%&'*+,\-./0-9:;<=>?A-Z_a-z]+")
_FIXED = {"00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "20": 2, "41": 13}
_FIXED |= {str(ai): 6 for ai in (*range(11, 20), *range(31, 37))}
_LONG_KEYS = {"31": 4, "32": 4, "33": 4, "34": 4, "35": 4, "36": 4, "41": 3}
"""Application identifiers of more than two digits among those of fixed length."""
_CHECKED = frozenset({"00", "01", "02", "41"})


def _fixed(ai: str) -> int | None:
    """Return how long the value of an application identifier always is, None where it varies."""
    return _FIXED.get(ai[:2])


def _wrong(ai: str, value: str) -> Refused | None:
    """Return what is wrong with one element, None where nothing is."""
    length = _fixed(ai)
    if length is None:
        strange = _SIGNS.sub("", value)
        return Refused(CodeProblem.CHARACTERS, value, strange) if strange else None
    if len(ai) != _LONG_KEYS.get(ai[:2], 2):
        return Refused(CodeProblem.ELEMENTS, value)
    strange = re.sub("[0-9]", "", value)
    if strange:
        return Refused(CodeProblem.CHARACTERS, value, strange)
    if len(value) != length:
        return Refused(CodeProblem.ELEMENT_LENGTH, value, f"({ai}): {length}")
    check = check_digit(value[:-1]) if ai[:2] in _CHECKED else value[-1]
    return Refused(CodeProblem.CHECK_DIGIT, value, check) if value[-1] != check else None
