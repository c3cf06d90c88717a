"""Owns the marks of list items: bullets, and numbers as figures, letters or Roman numerals."""

from brand_assets.typesetting.frames.story import Marks

_LETTERS = 26
_LARGEST_ROMAN = 3999
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def mark_of(marks: Marks, index: int) -> str:
    """Return the mark of the item of an index (from 0): its bullet, or "1.", "a)", "i."."""
    number = marks.start + index
    if marks.numbering == "bullet":
        return marks.bullet
    if marks.numbering == "alpha":
        return f"{letters(number)})"
    return f"{roman(number)}." if marks.numbering == "roman" else f"{number}."


def letters(number: int) -> str:
    """Return a, b ... z, aa, ab ... for 1, 2 ... 26, 27, 28."""
    written = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        written = chr(ord("a") + rest) + written
    return written


def roman(number: int) -> str:
    """Return a number in small Roman numerals, in figures where it is too large for them."""
    if number > _LARGEST_ROMAN:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written
