"""Owns the facts about outlines: read as SVG means them, measured and turned."""

import pytest

from brand_assets.design_facts import Box
from brand_assets.typesetting.shapes.paths import (
    PathError,
    apply,
    bounds,
    contains,
    multiply,
    polygons,
    read_path,
    rectangle,
    rotation,
    transform,
)


def test_absolute_and_relative_commands_give_the_same_outline() -> None:
    relative = read_path("m10 10h20v20h-20z")
    assert relative == read_path("M10 10 L30 10 L30 30 L10 30 Z")


def test_numbers_after_a_move_are_lines() -> None:
    assert read_path("M0 0 1 1 2 0") == (("M", 0, 0), ("L", 1, 1), ("L", 2, 0))


def test_numbers_may_stand_close() -> None:
    assert read_path("M.35.5-1-2") == (("M", 0.35, 0.5), ("L", -1, -2))


def test_smooth_curves_mirror_the_last_control() -> None:
    path = read_path("M0 0C1 2 3 4 5 4S9 6 10 0")
    assert path[2] == ("C", 7, 4, 9, 6, 10, 0)


def test_quadratic_curves_become_cubic() -> None:
    assert read_path("M0 0Q3 3 6 0")[1] == ("C", 2, 2, 4, 2, 6, 0)
    assert read_path("M0 0Q3 3 6 0T12 0")[2] == ("C", 8, -2, 10, -2, 12, 0)


def test_a_line_after_a_close_starts_where_the_outline_began() -> None:
    assert read_path("M5 5L9 5Zl1 0")[-1] == ("L", 6, 5)


def test_arcs_become_curves_on_the_circle() -> None:
    half = read_path("M0 0A5 5 0 0 1 10 0")
    assert [segment[0] for segment in half] == ["M", "C", "C"]
    assert half[-1][-2:] == (10, 0)
    for x, y in polygons(half)[0]:
        assert (x - 5) ** 2 + y**2 == pytest.approx(25, rel=1e-3)
        assert y <= 1e-9
    large = bounds(read_path("M0 0A5 5 0 1 0 5 5"))
    assert (large.w, large.h) == pytest.approx((10, 10), abs=0.01)


def test_flags_of_arcs_may_stand_close() -> None:
    assert read_path("M0 0a5 5 0 1110 0 5 5 0 0 0 1 1") == read_path(
        "M0 0 A 5 5 0 1 1 10 0 A 5 5 0 0 0 11 1"
    )
    assert read_path("M0 0A0 5 0 0 1 10 0")[1] == ("C", 0, 0, 10, 0, 10, 0)
    with pytest.raises(PathError):
        read_path("M0 0A5 5 0 2 1 10 0")


@pytest.mark.parametrize("d", ["L0 0", "M0", "M0 0Z 3", "M0 0 X", "M0 0 L1e9 0", "M0 0\x00"])
def test_what_is_no_path_is_refused(d: str) -> None:
    with pytest.raises(PathError):
        read_path(d)


def test_a_ring_has_a_hole() -> None:
    ring = polygons(read_path("M0 0H10V10H0ZM2 2V8H8V2Z"))
    assert contains(ring, (1, 5))
    assert not contains(ring, (5, 5))
    same_way = polygons(read_path("M0 0H10V10H0ZM2 2H8V8H2Z"))
    assert contains(same_way, (5, 5))
    assert not contains(same_way, (5, 5), even_odd=True)


def test_curves_hold_what_they_enclose() -> None:
    circle = polygons(rectangle(Box(0, 0, 10, 10), 5))
    assert contains(circle, (5, 0.2))
    assert not contains(circle, (1, 1))


def test_bounds_follow_the_curve() -> None:
    box = bounds(rectangle(Box(1, 2, 10, 4), 2))
    assert (box.x, box.y, box.w, box.h) == pytest.approx((1, 2, 10, 4))


def test_a_turn_keeps_its_centre_and_turns_clockwise() -> None:
    matrix = rotation(90, (5, 5))
    assert apply(matrix, (5, 5)) == pytest.approx((5, 5))
    assert apply(matrix, (10, 5)) == pytest.approx((5, 10))


def test_matrices_multiply_in_the_order_they_act() -> None:
    both = multiply((2, 0, 0, 2, 0, 0), (1, 0, 0, 1, 3, 4))
    assert apply(both, (1, 1)) == (5, 6)
    assert transform((("M", 1, 1), ("Z",)), both) == (("M", 5, 6), ("Z",))
