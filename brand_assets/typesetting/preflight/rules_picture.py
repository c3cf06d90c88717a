"""Owns the rules about pictures: resolution, depth, packing and proportions."""

from collections.abc import Iterator

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import (
    BOTH,
    PRESS,
    Hit,
    Limits,
    Profile,
    Question,
    rule,
)
from brand_assets.typesetting.preflight.painted import Painted, PaintKind, Placed, common
from brand_assets.typesetting.preflight.placing import filters_of
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage
from brand_assets.typesetting.preflight.telling import in_print

_PACKINGS = {
    "LZWDecode": "LZW",
    "JBIG2Decode": "JBIG2",
    "JPXDecode": "JPEG 2000",
    "Crypt": "Crypt",
}
_DEPTH = 8
_STRETCH = 1.05
_SMALL = 16
_MOST_OF_THE_PAGE = 0.9


def _pictures(file: ReadFile) -> Iterator[tuple[ReadPage, Painted, Placed]]:
    """Yield the pictures that are to be seen, but not single pixels used as areas."""
    for page in file.pages:
        for item in in_print(page):
            placed = item.picture
            if placed is not None and placed.width * placed.height > 1:
                yield page, item, placed


def _coarse(placed: Placed, least: float) -> Bilingual:
    return Bilingual(
        f"Ein Bild hat nur {placed.ppi:.0f} ppi, nötig sind {least:.0f}.",
        f"A picture has only {placed.ppi:.0f} ppi where {least:.0f} are needed.",
    )


@rule("image-resolution", Severity.CHECK, BOTH)
def check_resolution(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report visible pictures below the least resolution, as they are placed."""
    least, blocked = _least(question.profile, question.limits)
    for page, item, placed in _pictures(file):
        if not placed.is_line_art and placed.ppi < least - 0.5:
            severity = Severity.BLOCKS if placed.ppi < blocked else None
            yield Hit(_coarse(placed, least), page.number, item.place, severity)


def _least(profile: Profile, limits: Limits) -> tuple[float, float]:
    if profile is Profile.SCREEN:
        return limits.screen_ppi, 0.0
    return limits.min_ppi, limits.error_ppi


@rule("line-art-resolution", Severity.CHECK, PRESS)
def check_line_art(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pictures of pixels that are on or off where steps would be seen."""
    limits = question.limits
    for page, item, placed in _pictures(file):
        if placed.is_line_art and placed.ppi < limits.line_art_ppi - 0.5:
            severity = Severity.BLOCKS if placed.ppi < limits.line_art_error_ppi else None
            yield Hit(_coarse(placed, limits.line_art_ppi), page.number, item.place, severity)


@rule("image-oversampled", Severity.NOTE, BOTH)
def check_oversampled(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pictures with more pixels than anybody can see."""
    on_screen = question.profile is Profile.SCREEN
    most = question.limits.max_screen_ppi if on_screen else question.limits.max_ppi
    for page, item, placed in _pictures(file):
        small = min(placed.width, placed.height) <= _SMALL
        if not placed.is_line_art and not small and placed.ppi > most + 0.5:
            yield Hit(
                Bilingual(
                    f"Ein Bild hat {placed.ppi:.0f} ppi, mehr als {most:.0f} sieht niemand.",
                    f"A picture has {placed.ppi:.0f} ppi; nobody sees more than {most:.0f}.",
                ),
                page.number,
                item.place,
            )


@rule("image-distorted", Severity.CHECK, BOTH)
def check_distorted(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pictures that are stretched in one direction."""
    for page, item, placed in _pictures(file):
        low, high = sorted((placed.across_ppi, placed.up_ppi))
        if low > 0 and min(placed.width, placed.height) > _SMALL and high / low > _STRETCH:
            more = (high / low - 1) * 100
            yield Hit(
                Bilingual(
                    f"Ein Bild ist um {more:.0f} % verzerrt.",
                    f"A picture is distorted by {more:.0f} %.",
                ),
                page.number,
                item.place,
            )


@rule("image-depth", Severity.CHECK, PRESS)
def check_depth(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pictures with more than 8 bits a channel."""
    for page, item, placed in _pictures(file):
        if placed.bits > _DEPTH:
            yield Hit(
                Bilingual(
                    f"Ein Bild hat {placed.bits} Bit je Farbkanal.",
                    f"A picture has {placed.bits} bits a channel.",
                ),
                page.number,
                item.place,
            )


@rule("compression", Severity.CHECK, PRESS)
def check_compression(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report ways of packing that printers' computers are known to fail at."""
    for obj in file.objects:
        if isinstance(obj, pikepdf.Stream):
            for packing in set(filters_of(obj)) & set(_PACKINGS):
                yield Hit(
                    Bilingual(
                        f"Ein Inhalt ist mit {_PACKINGS[packing]} komprimiert.",
                        f"Some content is packed with {_PACKINGS[packing]}.",
                    ),
                    object=f"object {obj.objgen[0]}",
                )


@rule("image-alternates", Severity.BLOCKS, PRESS)
def check_alternates(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pictures that bring another version of themselves along."""
    for place, entries in file.dictionaries:
        if str(entries.get("/Subtype")) == "/Image" and "/Alternates" in entries:
            yield Hit(
                Bilingual(
                    "Ein Bild bringt eine zweite Fassung seiner selbst mit (Alternates).",
                    "A picture brings a second version of itself along (Alternates).",
                ),
                object=place,
            )


@rule("single-image-page", Severity.CHECK, PRESS)
def check_single(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages that are nothing but one picture."""
    for page in file.pages:
        seen = list(in_print(page))
        if len(seen) != 1 or seen[0].kind is not PaintKind.IMAGE or seen[0].shown is None:
            continue
        covered = common(seen[0].shown, page.trim)
        if covered and _area(covered) > _MOST_OF_THE_PAGE * _area(page.trim):
            yield Hit(
                Bilingual(
                    "Die ganze Seite ist ein einziges Bild.",
                    "The whole page is a single picture.",
                ),
                page.number,
                seen[0].place,
            )


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
