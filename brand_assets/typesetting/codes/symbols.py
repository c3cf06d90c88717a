"""Owns what a barcode is before it is drawn: its modules, its words, and what is wrong with it."""

from dataclasses import dataclass

from brand_assets.design_facts import CodeProblem

Reach = tuple[int, int]
"""From which module up to which one, counted from the first bar."""


@dataclass(frozen=True, slots=True)
class Caption:
    """Words below the bars, in a cell of modules; `each` is the room of one character."""

    text: str
    cell: Reach
    each: int | None = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """A barcode in modules: "1" is dark. `guards` are the bars that stand out below the others.

    `quiet` is what its standard asks for on the left and right; `data` is what a reader gives.
    """

    modules: str
    quiet: Reach
    data: str
    captions: tuple[Caption, ...] = ()
    guards: tuple[Reach, ...] = ()
    margin_signs: tuple[Caption, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no barcode for some data; `hint` is the right figure or the wrong characters."""

    problem: CodeProblem
    data: str
    hint: str = ""


def check_digit(digits: str) -> str:
    """Return the check digit of a GTIN, GLN or SSCC without it (modulo 10, weights 3 and 1)."""
    total = sum(int(digit) * (1 if index % 2 else 3) for index, digit in enumerate(digits[::-1]))
    return str(-total % 10)
