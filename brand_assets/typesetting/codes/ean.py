"""Owns EAN-13 and EAN-8: the check digit, the modules, and where the digits stand."""

from brand_assets.design_facts import CodeProblem
from brand_assets.typesetting.codes.symbols import Caption, Refused, Symbol, check_digit

_ODD = (
    "0001101",
    "0011001",
    "0010011",
    "0111101",
    "0100011",
    "0110001",
    "0101111",
    "0111011",
    "0110111",
    "0001011",
)
_RIGHT = tuple("".join("10"[int(bit)] for bit in modules) for modules in _ODD)
_EVEN = tuple(modules[::-1] for modules in _RIGHT)
_LEFT_SETS = (
    "OOOOOO",
    "OOEOEE",
    "OOEEOE",
    "OOEEEO",
    "OEOOEE",
    "OEEOOE",
    "OEEEOO",
    "OEOEOE",
    "OEOEEO",
    "OEEOEO",
)
"""The first digit of thirteen is told by which left digits have odd and which even parity."""
_GUARD, _MIDDLE = "101", "01010"
_EACH = 7
_SEPARATORS = str.maketrans("", "", " -\u00a0\u2009\u202f\u2011\u2013")


def ean13(text: str) -> Symbol | Refused:
    """Return the code of 13 digits, or of 12 whose check digit is added."""
    digits = _digits(text, 13)
    if isinstance(digits, Refused):
        return digits
    parities = _LEFT_SETS[int(digits[0])]
    left = "".join(
        (_ODD if parity == "O" else _EVEN)[int(digit)]
        for parity, digit in zip(parities, digits[1:7], strict=True)
    )
    right = "".join(_RIGHT[int(digit)] for digit in digits[7:])
    return Symbol(
        modules=_GUARD + left + _MIDDLE + right + _GUARD,
        quiet=(11, 7),
        data=digits,
        captions=(
            Caption(digits[0], (-11, -4), _EACH),
            Caption(digits[1:7], (3, 45), _EACH),
            Caption(digits[7:], (50, 92), _EACH),
        ),
        guards=((0, 3), (45, 50), (92, 95)),
        margin_signs=(Caption(">", (97, 102), 5),),
    )


def ean8(text: str) -> Symbol | Refused:
    """Return the code of 8 digits, or of 7 whose check digit is added."""
    digits = _digits(text, 8)
    if isinstance(digits, Refused):
        return digits
    left = "".join(_ODD[int(digit)] for digit in digits[:4])
    right = "".join(_RIGHT[int(digit)] for digit in digits[4:])
    return Symbol(
        modules=_GUARD + left + _MIDDLE + right + _GUARD,
        quiet=(7, 7),
        data=digits,
        captions=(Caption(digits[:4], (3, 31), _EACH), Caption(digits[4:], (36, 64), _EACH)),
        guards=((0, 3), (31, 36), (64, 67)),
        margin_signs=(Caption("<", (-7, -2), 5), Caption(">", (69, 74), 5)),
    )


def _digits(text: str, count: int) -> str | Refused:
    """Return all digits, check digit included, or what is wrong with them."""
    digits = text.translate(_SEPARATORS)
    if not (digits.isascii() and digits.isdigit()):
        strange = "".join(dict.fromkeys(sign for sign in digits if sign not in "0123456789"))
        return Refused(CodeProblem.CHARACTERS, digits, strange)
    if len(digits) not in (count - 1, count):
        return Refused(CodeProblem.LENGTH, digits, str(count))
    check = check_digit(digits[: count - 1])
    if len(digits) == count and digits[-1] != check:
        return Refused(CodeProblem.CHECK_DIGIT, digits, check)
    return digits[: count - 1] + check
