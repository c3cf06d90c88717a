"""Owns the promise that QR codes get the mask that the standard wants, as segno finds it."""

import pytest
import segno
from hypothesis import given, settings
from hypothesis.strategies import sampled_from, text

from brand_assets.typesetting.codes.masks import best_code

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:.-"


def _rows(data: str, level: str) -> list[bytes]:
    code = segno.make(data, error=level, micro=False, boost_error=False)
    return [bytes(row) for row in code.matrix]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text(SIGNS, min_size=1, max_size=120), sampled_from("LMQH"))
def test_the_same_code_as_segno(data: str, level: str) -> None:
    assert [row.tobytes() for row in best_code(data, level)] == _rows(data, level)


@pytest.mark.parametrize("length", [1, 60, 200, 700, 1800])
@pytest.mark.parametrize("level", ["L", "H"])
def test_the_same_in_large_codes(length: int, level: str) -> None:
    data = "".join(chr(97 + (place * place) % 26) for place in range(min(length, 1200)))
    assert [row.tobytes() for row in best_code(data, level)] == _rows(data, level)


def test_data_too_long_for_any_code_is_told() -> None:
    with pytest.raises(segno.DataOverflowError):
        best_code("x" * 5000, "M")
