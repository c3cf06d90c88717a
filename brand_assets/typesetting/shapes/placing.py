"""Owns what a matrix does to lengths and how it is undone."""

import math

from brand_assets.typesetting.display_list import Matrix

_SAME = 1e-6


def inverse(matrix: Matrix) -> Matrix | None:
    """Return the matrix that undoes a matrix, None where it leaves no area."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-15:  # noqa: PLR2004 # nothing but rounding
        return None
    return (
        d / area,
        -b / area,
        -c / area,
        a / area,
        (c * f - d * e) / area,
        (b * e - a * f) / area,
    )


def scale_of(matrix: Matrix) -> float:
    """Return by how much a matrix scales lengths, on average."""
    a, b, c, d, _, _ = matrix
    return math.sqrt(abs(a * d - b * c))


def keeps_shape(matrix: Matrix) -> bool:
    """Whether a matrix leaves a line as wide all round: it moves, turns and scales evenly."""
    a, b, c, d, _, _ = matrix
    along, across = math.hypot(a, b), math.hypot(c, d)
    most = max(along, across)
    return abs(along - across) <= _SAME * most and abs(a * c + b * d) <= _SAME * most * most
