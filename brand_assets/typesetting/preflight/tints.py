"""Owns what a tint function gives at full strength, as far as it says so without a program."""

from typing import Any

import pikepdf

_DEPTH = 6
_SAMPLED, _EXPONENTIAL, _STITCHED = 0, 2, 3
_BYTE = 8


def full_tint(function: Any, depth: int = 0) -> tuple[float, ...] | None:
    """Return the values of a function of one input at 1; None where it has to be calculated."""
    if depth > _DEPTH or not isinstance(function, pikepdf.Dictionary | pikepdf.Stream):
        return None
    kind = int(function.get("/FunctionType", -1))
    if kind == _EXPONENTIAL:
        return _numbers(function.get("/C1", [1.0]))
    if kind == _STITCHED:
        return full_tint(function.Functions[-1], depth + 1)
    return _last_sample(function) if kind == _SAMPLED else None


def _last_sample(function: Any) -> tuple[float, ...] | None:
    outputs = _numbers(function.Range)
    values = len(outputs) // 2
    if len(function.Size) != 1 or int(function.BitsPerSample) != _BYTE or not values:
        return None
    last = function.read_bytes()[(int(function.Size[0]) - 1) * values :][:values]
    decode = _numbers(function.get("/Decode", function.Range))
    ends = zip(decode[::2], decode[1::2], strict=True)
    return tuple(
        low + sample / 255 * (high - low) for sample, (low, high) in zip(last, ends, strict=True)
    )


def _numbers(values: Any) -> tuple[float, ...]:
    return tuple(float(value) for value in values)
