"""Owns quotation marks and apostrophes: which sign stands where, told by what is around it."""

from dataclasses import dataclass

_DOUBLE = frozenset('"\u201c\u201d\u201e\u201f')
_SINGLE = frozenset("'\u2018\u2019\u201a\u201b\u00b4`")
_BEFORE_OPENING = frozenset("([/-\u2013\u2014\u00a0\u202f")
_APOSTROPHE, _INCH, _FOOT = "\u2019", "\u2033", "\u2032"
_CLIPPED = ("s", "n", "ne", "nen", "nem", "ner", "ran", "rein", "raus", "rauf", "tis", "em")
"""Words that lose their beginning: ’s, ’n, ’ne."""
_LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Marks:
    """The quotation marks of a language: double, then single."""

    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


GERMAN = Marks("\u201e", "\u201c", "\u201a", "\u2018")
ENGLISH = Marks("\u201c", "\u201d", "\u2018", "\u2019")


def set_quotes(text: str, marks: Marks) -> str:
    """Return the text with the quotation marks, apostrophes and inch signs of its language."""
    signs = list(text)
    open_double = open_single = False
    for at, sign in enumerate(text):
        if sign in _DOUBLE:
            signs[at], open_double = _double(text, at, marks, is_open=open_double)
        elif sign in _SINGLE:
            signs[at], open_single = _single(text, at, marks, is_open=open_single)
        elif sign == "\n":
            open_double = open_single = False
    return "".join(signs)


def _double(text: str, at: int, marks: Marks, *, is_open: bool) -> tuple[str, bool]:
    if _may_open(text, at) and not (is_open and not _may_open_again(text, at)):
        return marks.opening, True
    if not is_open and text[at] == '"' and text[at - 1 : at].isdigit():
        return _INCH, False
    return marks.closing, False


def _may_open_again(text: str, at: int) -> bool:
    return text[at] == "\u201e"


def _single(text: str, at: int, marks: Marks, *, is_open: bool) -> tuple[str, bool]:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if before.isalnum() and after.isalnum():
        return _APOSTROPHE, is_open
    if _may_open(text, at) and not is_open:
        quoted = text[at] == marks.inner_opening or _is_closed(text, at)
        if quoted and not _is_clipped(text, at):
            return marks.inner_opening, True
        return _APOSTROPHE, False
    if is_open:
        return marks.inner_closing, False
    if before.isdigit() and text[at] == "'":
        return _FOOT, False
    return _APOSTROPHE, False


def _may_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    starts = not before or before.isspace() or before in _BEFORE_OPENING
    starts = starts or before in _DOUBLE or before in _SINGLE
    return starts and bool(after) and not after.isspace()


def _is_closed(text: str, at: int) -> bool:
    """Whether a single quote follows that can close this one, on the same line."""
    for place in range(at + 2, min(len(text), at + _LONGEST_QUOTE)):
        if text[place] == "\n":
            return False
        closes = text[place] in _SINGLE and not text[place - 1].isspace()
        if closes and not text[place + 1 : place + 2].isalnum():
            return True
    return False


def _is_clipped(text: str, at: int) -> bool:
    """Whether the sign stands for a lost beginning, as in ’s or ’n’; a quote would be closed."""
    end = at + 1
    while end < len(text) and text[end].isalpha():
        end += 1
    word = text[at + 1 : end].lower()
    return word == "n" or (word in _CLIPPED and text[end : end + 1] not in _SINGLE)
