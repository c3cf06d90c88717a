"""Owns how a picture lies on the page: its pixels, resolution each way, and packing."""

import math
from collections.abc import Sequence
from typing import Any

import pikepdf

from brand_assets.typesetting.display_list import IDENTITY, Matrix
from brand_assets.typesetting.preflight.painted import Placed

UNIT = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
Operands = Sequence[Any]


def place_picture(picture: pikepdf.Object, matrix: Matrix) -> Placed:
    """Return a picture as the matrix places it."""
    width = int(picture.get("/Width", picture.get("/W", 0)))
    height = int(picture.get("/Height", picture.get("/H", 0)))
    is_mask = bool(picture.get("/ImageMask", picture.get("/IM", False)))
    across = math.hypot(matrix[0], matrix[1])
    up = math.hypot(matrix[2], matrix[3])
    return Placed(
        width,
        height,
        width * 72 / across if across else math.inf,
        height * 72 / up if up else math.inf,
        is_mask,
        1 if is_mask else int(picture.get("/BitsPerComponent", picture.get("/BPC", 8))),
        filters_of(picture),
    )


def filters_of(stream: pikepdf.Object) -> tuple[str, ...]:
    """Return the names of the filters that a stream is packed with, in order."""
    stated = stream.get("/Filter", stream.get("/F"))
    names = stated.as_list() if isinstance(stated, pikepdf.Array) else [stated]
    return tuple(str(name)[1:] for name in names if isinstance(name, pikepdf.Name))


def read_matrix(values: Any) -> Matrix:
    """Return six numbers as a matrix; the identity for none."""
    if values is None:
        return IDENTITY
    a, b, c, d, e, f = (float(value) for value in values)
    return (a, b, c, d, e, f)
