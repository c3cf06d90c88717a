"""Owns what of a page one plate prints: overprint leaves it as it is, artwork is not known."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from brand_assets.design_facts import Box
from brand_assets.typesetting.display_list import (
    Blend,
    DrawGlyphs,
    DrawGroup,
    DrawPdfPage,
    FillGradient,
    FillPath,
    Item,
    StrokePath,
)
from brand_assets.typesetting.pdf.palettes import FINE_LINE, InkPalette
from brand_assets.typesetting.shapes.paths import rectangle, transform

_UNIT = rectangle(Box(0.0, 0.0, 1.0, 1.0))


def plate_of(items: Iterable[Item], palette: InkPalette) -> tuple[Item, ...]:
    """Return the items that change the plate of an ink.

    What overprints and has none of the ink leaves the plate as it is; placed artwork is left out.
    """
    return tuple(_of_plate(items, palette))


def _of_plate(items: Iterable[Item], palette: InkPalette) -> Iterator[Item]:
    for item in items:
        if isinstance(item, DrawGroup):
            yield replace(item, items=plate_of(item.items, palette))
        elif not isinstance(item, DrawPdfPage) and not _leaves_plate(item, palette):
            yield item


def _leaves_plate(item: Item, palette: InkPalette) -> bool:
    if isinstance(item, StrokePath) and item.gradient is not None:
        return False
    if isinstance(item, DrawGlyphs | FillPath | StrokePath):
        fine = isinstance(item, DrawGlyphs) or (
            isinstance(item, StrokePath) and item.width <= FINE_LINE
        )
        return item.opacity >= 1 and palette.is_spared(item.colour, fine=fine)
    if isinstance(item, FillGradient):
        stops = item.gradient.stops
        solid = item.opacity >= 1 and all(stop.opacity >= 1 for stop in stops)
        return solid and all(palette.is_spared(stop.colour, fine=False) for stop in stops)
    return False


def artwork_alone(items: Iterable[Item], token: str) -> tuple[Item, ...]:
    """Return the areas of placed artwork as flat shapes of a token; nothing else."""
    return tuple(_artwork(items, token))


def _artwork(items: Iterable[Item], token: str) -> Iterator[Item]:
    for item in items:
        if isinstance(item, DrawGroup):
            inside = artwork_alone(item.items, token)
            if inside:
                yield replace(item, items=inside, opacity=1.0, blend=Blend.NORMAL)
        elif isinstance(item, DrawPdfPage):
            shape = FillPath(transform(_UNIT, item.matrix), token)
            yield DrawGroup((shape,), clip=item.clip, even_odd=item.even_odd)
