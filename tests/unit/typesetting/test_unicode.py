"""Owns the conformance to Unicode: its own tests of line breaking (UAX 14) and bidi (UAX 9)."""

import lzma
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import icu

from brand_assets.typesetting.text.directions import Direction, directions, seen_order
from brand_assets.typesetting.text.opportunities import unicode_breaks

DATA = Path(__file__).parents[2] / "data" / "unicode"
LEAST = 0.99
_BATCH = 1000
_END = "\u2029"
_BRACKETS = 63

_BREAK_DEVIATIONS = {
    "LB25 and LB15c, changed in 16.0: points and commas before figures": 14,
    "LB15a and LB15b, changed in 15.1 and 16.0: which quotes open and close": 8,
    "LB20a, new in 16.0: no break after a hyphen at the start of a word": 8,
    "LB21a, changed in 16.0: a hyphen between Hebrew letters": 1,
}
"""The ICU in use follows Unicode 16.0, the test files are those of 15.0."""
_BIDI_DEVIATIONS = {
    "ICU: embeddings and overrides that end at an isolate or between brackets": 20,
    "ICU: a combining mark on a closing bracket takes the level of the text beside it": 9,
    "ICU: more than 63 brackets open at once are paired all the same (BD16)": 1,
}
"""What no advertisement contains: ICU resolves it otherwise than the rules since Unicode 8.0."""


def _lines(name: str) -> Iterator[str]:
    text = lzma.decompress((DATA / f"{name}-15.0.0.txt.xz").read_bytes()).decode()
    for line in text.splitlines():
        body = line.partition("#")[0].strip()
        if body:
            yield body


def _told(name: str, passed: int, cases: int) -> None:
    share = passed / cases
    print(f"\n{name}: {passed} of {cases} pass, {share:.3%}")  # noqa: T201 - shown by pytest -s


def _classes(text: str) -> set[str]:
    kind = icu.UProperty.LINE_BREAK
    short = icu.UPropertyNameChoice.SHORT_PROPERTY_NAME
    return {
        icu.Char.getPropertyValueName(kind, icu.Char.getIntPropertyValue(sign, kind), short)
        for sign in text
    }


def _why_broken(text: str) -> str:
    """Return which change of the rules explains that a text does not break as it did in 15.0."""
    classes = _classes(text)
    reasons = list(_BREAK_DEVIATIONS)
    if classes & {"NU", "QU"}:
        return reasons[0 if "NU" in classes else 1]
    return reasons[3 if "HL" in classes else 2]


def _why_directed(text: str) -> str:
    reasons = list(_BIDI_DEVIATIONS)
    if text.count("(") > _BRACKETS:
        return reasons[2]
    return reasons[0 if set(text) & set("\u202a\u202b\u202d\u202e") else 1]


def test_line_breaks_are_those_of_unicode() -> None:
    cases, failed = 0, []
    for line in _lines("LineBreakTest"):
        text, breaks = "", []
        for item in line.split():
            if item == "÷":
                breaks.append(len(text))
            elif item != "×":
                text += chr(int(item, 16))
        cases += 1
        if list(unicode_breaks(text, "en")) != breaks:
            failed.append(text)
    _told("LineBreakTest", cases - len(failed), cases)
    assert cases > 7000
    assert 1 - len(failed) / cases >= LEAST
    assert Counter(map(_why_broken, failed)) == _BREAK_DEVIATIONS


_CLASSES = "L R AL EN AN ES ET CS B S WS ON NSM BN LRE RLE LRO RLO PDF LRI RLI FSI PDI"
_SIGNS = (
    "a\u05d0\u06271\u0660-#,\u2029\t !\u0300\u00ad"
    "\u202a\u202b\u202d\u202e\u202c\u2066\u2067\u2068\u2069"
)
_OF_CLASS = dict(zip(_CLASSES.split(" "), _SIGNS, strict=True))

_Case = tuple[str, tuple[str, ...], tuple[int, ...]]
"""A text, the level of each character ("x" where rule X9 removes it), and the order seen."""


@cache
def _is_right(levels: Sequence[int], expected: tuple[str, ...], order: tuple[int, ...]) -> bool:
    kept = [at for at, level in enumerate(expected) if level != "x"]
    if any(levels[at] != int(expected[at]) for at in kept):
        return False
    return tuple(seen_order(kept, [levels[at] for at in kept])) == order


def _failures(cases: list[_Case], direction: Direction) -> Iterator[_Case]:
    """Yield the cases that come out otherwise; many are set as paragraphs of one text."""
    for first in range(0, len(cases), _BATCH):
        batch = cases[first : first + _BATCH]
        closed = [text if text.endswith(_END) else text + _END for text, _, _ in batch]
        # The last letter keeps texts from the short cut for those that run to the right.
        found = directions("".join(closed) + "\u05d0", "en", direction)
        assert found is not None
        at = 0
        for case, text in zip(batch, closed, strict=True):
            if not _is_right(found.levels[at : at + len(case[0])], case[1], case[2]):
                yield case
            at += len(text)


def _by_classes() -> dict[Direction, list[_Case]]:
    cases: dict[Direction, list[_Case]] = {"auto": [], "ltr": [], "rtl": []}
    bits: dict[Direction, int] = {"auto": 1, "ltr": 2, "rtl": 4}
    levels: tuple[str, ...] = ()
    order: tuple[int, ...] = ()
    for line in _lines("BidiTest"):
        if line.startswith("@Levels:"):
            levels = tuple(line.removeprefix("@Levels:").split())
        elif line.startswith("@Reorder:"):
            order = tuple(map(int, line.removeprefix("@Reorder:").split()))
        else:
            classes, set_bits = line.split(";")
            case = ("".join([_OF_CLASS[name] for name in classes.split()]), levels, order)
            for direction, bit in bits.items():
                if int(set_bits) & bit:
                    cases[direction].append(case)
    return cases


def _by_characters() -> dict[Direction, list[_Case]]:
    cases: dict[Direction, list[_Case]] = {"auto": [], "ltr": [], "rtl": []}
    names: dict[str, Direction] = {"0": "ltr", "1": "rtl", "2": "auto"}
    for line in _lines("BidiCharacterTest"):
        signs, direction, _, levels, order = line.split(";")
        text = "".join([chr(int(sign, 16)) for sign in signs.split()])
        case = (text, tuple(levels.split()), tuple(map(int, order.split())))
        cases[names[direction]].append(case)
    return cases


def _failed(name: str, cases: dict[Direction, list[_Case]]) -> list[str]:
    failed = [case[0] for way, some in cases.items() for case in _failures(some, way)]
    count = sum(map(len, cases.values()))
    _told(name, count - len(failed), count)
    assert count > 90_000
    assert 1 - len(failed) / count >= LEAST
    return failed


def test_levels_and_order_of_all_classes() -> None:
    assert _failed("BidiTest", _by_classes()) == []


def test_levels_and_order_of_brackets_and_isolates() -> None:
    failed = _failed("BidiCharacterTest", _by_characters())
    assert Counter(map(_why_directed, failed)) == _BIDI_DEVIATIONS
