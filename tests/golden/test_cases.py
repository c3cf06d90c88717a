"""Owns the golden proof of features: each case is painted as it was accepted."""

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.golden.accept import MOST_BYTES, orphans
from tests.golden.case import GoldenCase, ad, frame, literal, paint_case
from tests.golden.cases import all_cases
from tests.golden.comparing import likeness
from tests.golden.diff import case_compared, write_page

_HINT = "look at it with `make golden-diff`; if it is right: python -m tests.golden.accept"


def _id(case: GoldenCase) -> str:
    return case.name


@pytest.mark.parametrize("case", all_cases(), ids=_id)
def test_case_is_painted_as_accepted(case: GoldenCase) -> None:
    for number, picture in enumerate(paint_case(case), start=1):
        path = case.expected(number)
        assert path.exists(), f"{case.name} has no accepted picture; {_HINT} {case.name}"
        with Image.open(path) as expected:
            assert picture.size == expected.size, f"{case.name}; {_HINT} {case.name}"
            found = likeness(picture, expected.convert("RGB"))
        assert found.holds(), f"{case.name}: {found}; {_HINT} {case.name}"


@pytest.mark.parametrize("case", [case for case in all_cases() if case.pixels], ids=_id)
def test_flat_colours_of_a_case_are_the_brands_own(case: GoldenCase) -> None:
    picture = paint_case(case)[0]
    for spot, token in case.pixels.items():
        assert picture.getpixel(spot) == case.brand.colours[token].srgb, (spot, token)


def test_names_are_used_once() -> None:
    names = [case.name for case in all_cases()]
    assert sorted(set(names)) == sorted(names)


def test_accepted_pictures_belong_to_cases_and_are_small() -> None:
    assert orphans() == []
    pictures = [case.expected(page + 1) for case in all_cases() for page in range(case.pages)]
    heavy = [path.name for path in pictures if path.exists() and path.stat().st_size > MOST_BYTES]
    assert heavy == []


def _probe(**changed: object) -> Image.Image:
    """Paint a small ad; `changed` are keys of its headline."""
    ground = frame("rect", "ground", (0, 0, 100, 50), colour="Leinen")
    text = {"style": "H1", "colour": "Tanne", "size_max": 24.0, "size_min": 24.0}
    parts = {"parts": [literal("Der Frühling")]}
    headline = frame("text", "headline", (8, 10, 84, 20), **(text | parts | changed))
    document = ad(ground, headline, width=100, height=50)
    return paint_case(GoldenCase("probe", document, width_px=400))[0]


def test_a_shift_of_one_pixel_is_noticed() -> None:
    assert likeness(_probe(), _probe()).holds()
    assert not likeness(_probe(), _probe(shift=0.25)).holds()
    assert not likeness(_probe(), _probe(size_max=24.5, size_min=24.5)).holds()


def test_a_small_change_of_colour_is_noticed() -> None:
    before = Image.new("RGB", (200, 200), (251, 246, 231))
    after = before.copy()
    after.paste((251, 246, 229), (20, 20, 120, 120))
    assert ImageChops.difference(before, after).getbbox() == (20, 20, 120, 120)
    assert not likeness(before, after).holds()
    assert not likeness(_probe(), _probe(colour="Tanne80")).holds()


def test_the_page_of_differences_shows_what_differs(tmp_path: Path) -> None:
    before, after = _probe(), _probe(shift=1)
    cases = [case_compared("moved", before, after), case_compared("same", before, before)]
    assert [one.holds for one in cases] == [False, True]
    assert not case_compared("new", None, after).holds
    assert not case_compared("larger", before.resize((10, 10)), after).holds
    page = write_page(cases, tmp_path / "diff").read_text(encoding="utf-8")
    assert "1 of the 2 pictures shown differ." in page
    with Image.open(tmp_path / "diff" / "moved-difference.png") as difference:
        assert difference.convert("RGB").getcolors() != [(400 * 200, (255, 255, 255))]
    with Image.open(tmp_path / "diff" / "same-difference.png") as difference:
        assert difference.convert("RGB").getcolors() == [(400 * 200, (255, 255, 255))]
