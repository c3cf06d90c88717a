"""Owns the facts about drawings made to harm: each is drawn or refused soon, with a sentence."""

import time

import pytest

from brand_assets.typesetting.artwork_pictures import show_artwork
from brand_assets.typesetting.pictures.artwork import ArtworkError

_RECT = '<rect width="50" height="50"/>'
_RED_LINE = '<path d="M0 0L50 50" stroke="red" '
_STOPS = "".join(f'<stop offset="{i / 200}" stop-color="#{i:06x}"/>' for i in range(199))
_LONG_PATH = '<path d="M0 0' + "L9 9L1 8" * 9000 + '"/>'


def _clips(shapes: str, count: int) -> str:
    use = '<rect width="50" height="50" clip-path="url(#c)"/>'
    return f'<clipPath id="c">{shapes}</clipPath>' + use * count


def _chain() -> str:
    links = "".join(
        f'<clipPath id="c{i}" clip-path="url(#c{i + 1})">'
        f'<rect width="50" height="50" clip-path="url(#c{i + 1})"/></clipPath>'
        for i in range(8)
    )
    last = f'<clipPath id="c8">{_RECT}</clipPath>'
    return links + last + f'<g clip-path="url(#c0)">{_RECT}</g>' * 2000


def _drawing(inside: str) -> bytes:
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
    return f"{head}{inside}</svg>".encode()


ENDLESS = {
    "a clip of many points on many shapes": _clips(_LONG_PATH, 3000),
    "a clip of many shapes on many shapes": _clips(_RECT * 399, 5000),
    "clips that clip clips": _chain(),
    "comments without end": f"<style>{'/*' * 400_000}</style>",
    "a style sheet without a rule": f"<style>{'a' * 900_000}</style>",
    "type faces without end": f"<style>{'@font-face ' * 80_000}</style>",
    "character sets without end": f"<style>{'@charset ' * 80_000}</style>",
    "many rules for many shapes": f"<style>{'.a{fill:red}' * 2000}</style>{_RECT * 9000}",
    "an element of many attributes": "<g "
    + " ".join(f'a{i}="x"' for i in range(50_000))
    + f">{_RECT * 5000}</g>",
    "a long row of dashes for all": f'<g stroke-dasharray="{"1 " * 400_000}">{_RECT * 2000}</g>',
    "short dashes on many lines": f'{_RED_LINE} stroke-dasharray="0.01 0.01"/>' * 9000,
    "a gradient of many stops on many shapes": f'<linearGradient id="g">{_STOPS}</linearGradient>'
    + '<rect width="50" height="50" fill="url(#g)"/>' * 9000,
    "a number of many digits": f'<rect width="{"1" * 900_000}" height="9"/>',
}


@pytest.mark.parametrize("inside", ENDLESS.values(), ids=ENDLESS)
def test_drawings_that_would_take_long_are_refused_soon(inside: str) -> None:
    begun = time.process_time()
    with pytest.raises(ArtworkError):
        show_artwork(_drawing(inside), 300)
    assert time.process_time() - begun < 2.0


@pytest.mark.parametrize(
    "colour", ["rgb(nan,0,0)", "rgb(inf,0,0)", "hsl(nan,50%,50%)", "rgba(1,1,1,nan)"]
)
def test_colours_that_are_no_numbers_are_refused(colour: str) -> None:
    with pytest.raises(ArtworkError, match="cannot be read"):
        show_artwork(_drawing(f'<rect width="9" height="9" fill="{colour}"/>'), 300)


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M 0 0 A 1e-320 1e-320 0 0 1 9 5 L 9 9 Z"/>',
        '<rect width="9" height="9" stroke="red" stroke-dasharray=","/>',
    ],
)
def test_values_that_say_nothing_draw_plain_lines(inside: str) -> None:
    shown = show_artwork(_drawing(inside), 300).picture
    assert shown.getextrema() != ((255, 255),) * 3


def test_a_usual_style_sheet_still_draws_many_shapes() -> None:
    sheet = "".join(f".st{i}{{fill:#0{i:02d}000;opacity:1}}" for i in range(40))
    shapes = '<rect class="st7" width="50" height="50"/>' * 3000
    assert show_artwork(_drawing(f"<style>{sheet}</style>{shapes}"), 300).width
