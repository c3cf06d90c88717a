"""Owns the facts about SVG drawings: painted as Chromium paints them, or refused."""

import random
import re

import numpy as np
import pytest
from PIL import Image

from brand_assets.typesetting.artwork_pictures import drawing_itself
from brand_assets.typesetting.display_list import (
    DisplayList,
    DrawGroup,
    FillGradient,
    FillPath,
    PageList,
    colours_of,
)
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pictures.artwork import Artwork, ArtworkError, read_svg
from brand_assets.typesetting.pictures.svg.cleaning import clean_svg
from brand_assets.typesetting.pixels import paint
from tests.factories.drawings import FEATURES, HALM, LEINEN, MOHN, TANNE, drawing
from tests.factories.kit import BRAND, demo_kit, demo_photos
from tests.unit.typesetting.chromium_drawings import PICTURES, WIDTH

MOST_MEAN, MOST_WRONG, WRONG = 2.5, 0.006, 40
"""Most mean difference of 255, most share of pixels that differ by more than `WRONG`."""


def read(svg: str) -> Artwork:
    """Return a drawing in the colours of the demonstration brand."""
    return read_svg(svg, svg.encode(), demo_kit())


def painted(artwork: Artwork) -> Image.Image:
    """Return the picture of a drawing on white."""
    page = PageList(artwork.width, artwork.height, 0.0, artwork.items)
    display = DisplayList("drawing", "de", (page,))
    pdf = write_pdf(display, demo_kit(), demo_photos()[0], PdfOptions(mode=Mode.SCREEN))
    return paint(pdf, width_px=WIDTH).convert("RGB")


def difference(first: Image.Image, second: Image.Image) -> tuple[float, float]:
    """Return the mean difference, and the share of pixels that are plainly different."""
    pixels = [np.asarray(picture.convert("RGB")).astype(int) for picture in (first, second)]
    apart = np.abs(pixels[0] - pixels[1])
    return float(apart.mean()), float((apart.max(axis=2) > WRONG).mean())


@pytest.mark.parametrize("name", FEATURES)
def test_drawing_looks_as_in_chromium(name: str) -> None:
    mean, wrong = difference(painted(read(FEATURES[name])), Image.open(PICTURES / f"{name}.png"))
    assert (mean <= MOST_MEAN, wrong <= MOST_WRONG) == (True, True), (mean, wrong)


def test_another_drawing_is_told_apart() -> None:
    other = Image.open(PICTURES / "stroke-miter-limit.png")
    mean, wrong = difference(painted(read(FEATURES["stroke-caps-joins"])), other)
    assert mean > MOST_MEAN
    assert wrong > MOST_WRONG


def test_every_drawing_of_the_brand_is_read_in_its_colours() -> None:
    files = sorted(BRAND.rglob("*.svg"))
    assert len(files) >= 9
    for path in files:
        found = read(path.read_text())
        assert found.items
        assert found.not_exact == (), path.name


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<text x='1' y='9'>9,99</text>", "live text"),
        ("<image href='#a' width='9' height='9'/>", "picture"),
        ("<foreignObject/>", "live text"),
        ("<rect width='9' height='9' filter='url(#f)'/>", "filter"),
        ("<g style='mask:url(#m)'><rect width='9' height='9'/></g>", "mask"),
        ("<pattern id='p'/><rect width='9' height='9' fill='url(#p)'/>", "pattern"),
        ("<rect width='9' height='9' fill='url(#none)'/>", "does not have"),
        ("<path d='M0 0h9' stroke='#000' marker-end='url(#m)'/>", "marker"),
        ("<path d='M0 0h9' stroke='#000' vector-effect='non-scaling-stroke'/>", "vector-effect"),
        ("<rect width='9' height='9' style='mix-blend-mode:color-dodge'/>", "mix-blend-mode"),
        ("<switch><rect width='9' height='9'/></switch>", "switch"),
        ("<script>1</script>", "script"),
        ("<use href='other.svg#a'/>", "another file"),
        ("<g id='a'><use href='#a'/></g>", "repeats itself"),
        ("<symbol id='s'><use href='#s'/></symbol><use href='#s'/>", "repeats itself"),
        ("<linearGradient id='a' href='#a'/><rect width='9' height='9' fill='url(#a)'/>", "itself"),
        (
            "<clipPath id='c' clip-path='url(#c)'><rect width='9' height='9'/></clipPath>"
            "<rect width='9' height='9' clip-path='url(#c)'/>",
            "cuts itself",
        ),
        ("<clipPath id='c'><text>a</text></clipPath><rect width='9' height='9'"
         " clip-path='url(#c)'/>", "clipPath text"),
        ("<path d='M0 0h9v9' stroke-dasharray='2' pathLength='9' stroke='#000'/>", "pathLength"),
        ("<style>g > rect{fill:red}</style><rect width='9' height='9'/>", "style rule"),
        ("<style>@media print{rect{fill:red}}</style><rect width='9' height='9'/>", "style rule"),
        ("<rect width='9' height='9' fill='nocolour'/>", "cannot be read"),
        ("<rect width='9em' height='9'/>", "cannot be read"),
        ("<path d='M0 0 L 1'/>", "cannot be read"),
        ("<rect width='9' height='9' transform='turn(9)'/>", "cannot be read"),
        ("<rect width='0' height='9'/>", "shows nothing"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_true_is_refused(body: str, reason: str) -> None:
    with pytest.raises(ArtworkError) as refused:
        read(drawing(body))
    assert reason in str(refused.value)


def test_what_is_not_drawn_is_not_refused() -> None:
    hidden = "<defs><text>a</text><filter id='f'/></defs><g display='none'><image/></g>"
    found = read(drawing(f"{hidden}<rect width='9' height='9' fill='{TANNE}'/>"))
    assert list(colours_of(found.items)) == ["Tanne"]


HUGE = "9" * 40
BOMB = "<rect id='u0' width='1' height='1'/>" + "".join(
    "<g id='u{}'>{}</g>".format(level, f"<use href='#u{level - 1}'/>" * 10) for level in range(1, 7)
)


@pytest.mark.parametrize(
    "body",
    [
        f"<rect width='{HUGE}' height='9'/>",
        f"<path d='M0 0L{HUGE} 1'/>",
        "<rect width='9' height='9' transform='scale(1e5) scale(1e5)'/>",
        "<g>" * 70 + "<rect width='9' height='9'/>" + "</g>" * 70,
        "<g opacity='.5'>" * 30 + "<rect width='9' height='9'/>" * 2 + "</g>" * 30,
        "<rect width='1' height='1'/>" * 10_001,
        BOMB,
        f"<path d='M0 0{'h1v1' * 80_000}'/>",
        "<path d='M0 0H9e5' stroke='#000' stroke-dasharray='.001'/>",
        "<linearGradient id='a' spreadMethod='repeat' x2='.00001'><stop/><stop offset='1'/>"
        "</linearGradient><rect width='90' height='90' fill='url(#a)'/>",
        f"<!--{'x' * 2_000_000}-->",
    ],
)
def test_drawings_that_ask_too_much_are_refused(body: str) -> None:
    with pytest.raises(ArtworkError):
        read(drawing(body))


@pytest.mark.parametrize(
    "data",
    [
        "",
        "<html/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/></svg>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 9 9">&a;</svg>',
        "<svg viewBox='0 0 0 9'/>",
    ],
)
def test_what_is_no_drawing_is_refused(data: str) -> None:
    with pytest.raises(ArtworkError):
        read(data)


def test_colours_that_the_kit_has_not_are_told() -> None:
    body = f"<rect width='9' height='9' fill='#6FB52A'/><rect width='5' height='5' fill='{MOHN}'/>"
    found = read(drawing(body))
    assert list(colours_of(found.items)) == ["Halm", "Mohn"]
    assert found.not_exact == (((0x6F, 0xB5, 0x2A), "Halm"),)


def test_a_colour_may_come_from_outside() -> None:
    svg = drawing("<rect width='9' height='9' fill='currentColor'/>")
    found = read_svg(svg, svg.encode(), demo_kit(), "Mohn")
    assert list(colours_of(found.items)) == ["Mohn"]


def test_stated_size_wins_and_small_drawings_keep_their_detail() -> None:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"'
    rect = f"<rect width='1' height='.5' fill='{HALM}'/></svg>"
    assert (read(f"{head}>{rect}").width, read(f"{head}>{rect}").height) == (1000, 500)
    stated = read(f'{head} width="60mm">{rect}')
    assert stated.width == pytest.approx(226.77, abs=0.01)
    assert stated.height == pytest.approx(113.39, abs=0.01)
    (shape,) = stated.items
    assert isinstance(shape, FillPath)
    assert shape.path[2][1:] == pytest.approx((113.386, 56.693), abs=0.001)


def test_what_leaves_the_view_box_is_cut() -> None:
    found = read(drawing(f"<rect x='60' width='90' height='80' fill='{LEINEN}'/>"))
    (group,) = found.items
    assert isinstance(group, DrawGroup)
    assert group.clip is not None
    assert max(x for _, x, _ in group.clip[:-1]) == 120  # type: ignore[misc] # lines alone


def test_one_shape_is_made_see_through_without_a_group() -> None:
    gradient = "<linearGradient id='a'><stop/><stop offset='1' stop-color='#fff'/></linearGradient>"
    found = read(drawing(f"{gradient}<rect width='9' height='9' opacity='.5' fill='url(#a)'/>"))
    (shape,) = found.items
    assert isinstance(shape, FillGradient)
    assert shape.opacity == 0.5


ODD = (
    "", "0", "-1", "1e5", "1e-9", "NaN", "inf", "%", "-50%", "none", "inherit", "url(#a)", "#f",
    "rotate(1e5)", "matrix(0 0 0 0 0 0)", "matrix(1 1 1 1 0 0)", "scale(0)", "skewX(90)", "M0 0",
)  # fmt: skip


def damaged(svg: str, chance: random.Random) -> str:
    """Return a drawing with odd values, parts cut out and parts of others put in."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(svg))
        values = list(re.finditer(r'="([^"]*)"', svg))
        match chance.choice(["value", "value", "cut", "put"]):
            case "value" if values:
                found = chance.choice(values)
                svg = svg[: found.start(1)] + chance.choice(ODD) + svg[found.end(1) :]
            case "cut":
                svg = svg[:at] + svg[at + chance.randint(1, 20) :]
            case _:
                other = chance.choice(list(FEATURES.values()))
                start = chance.randrange(len(other))
                svg = svg[:at] + other[start : start + chance.randint(1, 60)] + svg[at:]
    return svg


@pytest.mark.parametrize("seed", range(6))
def test_damaged_drawings_are_drawn_or_refused(seed: int) -> None:
    chance, drawn = random.Random(seed), 0  # noqa: S311 - damage, no secret
    for _ in range(400):
        svg = damaged(chance.choice(list(FEATURES.values())), chance).encode()
        try:
            found = drawing_itself(svg)
            assert drawing_itself(clean_svg(svg)) == found
        except ArtworkError:
            continue
        drawn += 1
    assert drawn > 10


def test_paint_order_names_what_comes_first() -> None:
    shape = f"<rect width='9' height='9' stroke='{MOHN}' fill='{HALM}' paint-order='%s'/>"
    first = {
        order: next(colours_of(read(drawing(shape % order)).items))
        for order in ("", "normal", "markers", "fill", "stroke", "markers stroke fill")
    }
    assert [order for order, colour in first.items() if colour == "Mohn"] == [
        "stroke",
        "markers stroke fill",
    ]
