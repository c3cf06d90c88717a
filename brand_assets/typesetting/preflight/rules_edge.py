"""Owns the rules about the edge of the page: what bleeds, what comes too near, what lies off."""

from collections.abc import Iterator

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import PRESS, Hit, Question, german, rule
from brand_assets.typesetting.preflight.painted import (
    Corners,
    Painted,
    PaintKind,
    common,
    thick,
    touches,
)
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage
from brand_assets.typesetting.preflight.telling import MM

_SIDES = (
    Bilingual("links", "left"),
    Bilingual("unten", "bottom"),
    Bilingual("rechts", "right"),
    Bilingual("oben", "top"),
)
_AT_THE_EDGE = 0.3 * MM
_SLACK = 0.2 * MM
_LEAST = 1.0 * MM
_AREAS = (PaintKind.FILL, PaintKind.IMAGE, PaintKind.SHADING)


def _inside(box: Corners, frame: Corners) -> tuple[float, ...]:
    """Return how far each side of a box lies inside a frame, in the order of the sides."""
    return (box[0] - frame[0], box[1] - frame[1], frame[2] - box[2], frame[3] - box[3])


@rule("bleed-painted", Severity.CHECK, PRESS)
def check_painted(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report areas and pictures that end at the trim; a note where the file has no bleed."""
    ordered = question.expected.bleed_mm
    wanted = (question.limits.bleed_mm if ordered is None else ordered) * MM
    for page in file.pages:
        short: dict[int, str] = {}
        for item in page.painted:
            for side in _short_sides(item, page, wanted):
                short.setdefault(side, item.place)
        if short:
            sides = [_SIDES[side] for side in sorted(short)]
            yield Hit(
                Bilingual(
                    "Eine Fläche oder ein Bild endet am Beschnitt, statt in den Anschnitt zu "
                    f"laufen ({', '.join(side.de for side in sides)}).",
                    "An area or a picture ends at the trim instead of running into the bleed "
                    f"({', '.join(side.en for side in sides)}).",
                ),
                page.number,
                next(iter(short.values())),
                Severity.NOTE if ordered is None and page.bleed == page.trim else None,
            )


def _short_sides(item: Painted, page: ReadPage, wanted: float) -> Iterator[int]:
    if item.kind not in _AREAS or item.shown is None or (item.tone and item.tone.is_white):
        return
    shown = common(item.shown, page.media)
    if shown is None or min(shown[2] - shown[0], shown[3] - shown[1]) < _LEAST:
        return
    if touches(shown, page.trim):
        for side, inside in enumerate(_inside(shown, page.trim)):
            if -wanted + _SLACK < inside <= _AT_THE_EDGE:
                yield side


@rule("text-near-trim", Severity.CHECK, PRESS)
def check_near(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the text of each page that comes nearest to the trim, where it is too near."""
    limit = question.limits.text_margin_mm * MM
    for page in file.pages:
        nearest = min(
            ((min(_inside(box, page.trim)), place) for box, place in _texts(page)),
            default=(limit, ""),
        )
        if nearest[0] < limit - _SLACK:
            yield Hit(
                Bilingual(
                    f"Text steht {german(max(nearest[0], 0.0) / MM, 1)} mm vor dem Beschnitt.",
                    f"Text stands {max(nearest[0], 0.0) / MM:.1f} mm from the trim.",
                ),
                page.number,
                nearest[1],
            )


def _texts(page: ReadPage) -> Iterator[tuple[Corners, str]]:
    for item in page.painted:
        is_seen = item.kind is PaintKind.TEXT and item.rendering != 3  # noqa: PLR2004 - unseen
        if is_seen and item.shown is not None and touches(thick(item.shown), page.trim):
            yield item.shown, item.place


@rule("stray-content", Severity.NOTE, PRESS)
def check_stray(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report what lies wholly outside the page."""
    for page in file.pages:
        stray = [
            item
            for item in page.painted
            if item.shown is not None and not touches(thick(item.shown), page.media)
        ]
        if stray:
            yield Hit(
                Bilingual(
                    f"{len(stray)} Elemente liegen ganz außerhalb der Seite.",
                    f"{len(stray)} elements lie wholly outside the page.",
                )
                if len(stray) > 1
                else Bilingual(
                    "Ein Element liegt ganz außerhalb der Seite.",
                    "One element lies wholly outside the page.",
                ),
                page.number,
                stray[0].place,
            )
