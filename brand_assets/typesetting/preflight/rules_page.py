"""Owns the rules about pages: their boxes, what lies on them, and whether they can be read."""

from collections.abc import Iterator

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import (
    BOTH,
    PRESS,
    SCREEN,
    Hit,
    Question,
    german,
    rule,
)
from brand_assets.typesetting.preflight.painted import Corners, Painted, PaintKind, thick, touches
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage, inherited
from brand_assets.typesetting.preflight.telling import MM

_SLACK = 0.01
_SIZE_SLACK = 0.1
_VISIBLE_EDGE = 0.5
_NESTED = ("MediaBox", "CropBox", "BleedBox", "TrimBox")


@rule("content-readable", Severity.BLOCKS, BOTH)
def check_readable(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages whose content could not be followed."""
    for page in file.pages:
        if page.problem is not None:
            yield Hit(
                Bilingual(
                    f"Der Inhalt der Seite lässt sich nicht lesen: {page.problem}",
                    f"The content of the page cannot be read: {page.problem}",
                ),
                page.number,
            )


@rule("page-count", Severity.BLOCKS, BOTH)
def check_count(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report no pages, or another number than the order says."""
    count = len(file.pdf.pages)
    wanted = question.expected.pages
    if count == 0 or (wanted is not None and wanted != count):
        told = str(wanted) if wanted is not None else "1"
        yield Hit(
            Bilingual(
                f"Die Datei hat {count} Seiten statt {told}.",
                f"The file has {count} pages instead of {told}.",
            )
        )


@rule("trim-box", Severity.BLOCKS, PRESS)
def check_trim_box(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages with no finished size, or with two."""
    for page in file.pages:
        stated = [key for key in ("TrimBox", "ArtBox") if key in page.boxes]
        if len(stated) != 1:
            yield Hit(
                Bilingual(
                    "Die Seite braucht genau eine TrimBox oder ArtBox.",
                    "The page needs exactly one TrimBox or ArtBox.",
                ),
                page.number,
            )


@rule("box-nesting", Severity.BLOCKS, PRESS)
def check_nesting(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report boxes that stand out of the box around them."""
    for page in file.pages:
        for inner, outer in _crossed(page):
            yield Hit(
                Bilingual(
                    f"Die {inner} steht aus der {outer} heraus.",
                    f"The {inner} stands out of the {outer}.",
                ),
                page.number,
            )


def _crossed(page: ReadPage) -> Iterator[tuple[str, str]]:
    stated = [key for key in _NESTED if key in page.boxes]
    for index, outer in enumerate(stated):
        for inner in stated[index + 1 :]:
            cropped = outer == "CropBox"
            if not cropped and not _within(page.boxes[inner], page.boxes[outer]):
                yield inner, outer


def _within(inner: Corners, outer: Corners) -> bool:
    return (
        inner[0] >= outer[0] - _SLACK
        and inner[1] >= outer[1] - _SLACK
        and inner[2] <= outer[2] + _SLACK
        and inner[3] <= outer[3] + _SLACK
    )


@rule("page-size", Severity.BLOCKS, PRESS)
def check_size(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages that differ from the order, or from the first page."""
    wanted = question.expected.trim_mm
    for page in file.pages:
        size = _size_mm(page.trim)
        wanted = wanted or size
        if max(abs(size[0] - wanted[0]), abs(size[1] - wanted[1])) > _SIZE_SLACK:
            found, told = _written(size), _written(wanted)
            yield Hit(
                Bilingual(
                    f"Das Endformat ist {found.replace('.', ',')} mm statt "
                    f"{told.replace('.', ',')} mm.",
                    f"The finished size is {found} mm instead of {told} mm.",
                ),
                page.number,
            )


def _size_mm(box: Corners) -> tuple[float, float]:
    return (box[2] - box[0]) / MM, (box[3] - box[1]) / MM


def _written(size: tuple[float, float]) -> str:
    return f"{size[0]:.1f} × {size[1]:.1f}"


@rule("bleed", Severity.CHECK, PRESS)
def check_bleed(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report less bleed than ordered; a mere note where nothing was ordered."""
    ordered = question.expected.bleed_mm
    wanted = question.limits.bleed_mm if ordered is None else ordered
    for page in file.pages:
        trim, bleed = page.trim, page.bleed
        least = min(trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3])
        wide = max(least, 0.0) / MM
        if wide < wanted - _SIZE_SLACK:
            yield Hit(
                Bilingual(
                    f"Der Anschnitt ist {german(wide, 1)} mm statt {german(wanted, 1)} mm breit.",
                    f"The bleed is {wide:.1f} mm instead of {wanted:.1f} mm wide.",
                ),
                page.number,
                severity=Severity.NOTE if ordered is None else None,
            )


@rule("page-turned", Severity.CHECK, PRESS)
def check_turned(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages with a rotation or a unit of their own."""
    for page in file.pages:
        turned = int(inherited(page.obj, "/Rotate") or 0) % 360
        unit = float(page.obj.get("/UserUnit", 1))
        if turned or unit != 1:
            yield Hit(
                Bilingual(
                    "Die Seite ist gedreht oder in einer eigenen Einheit angelegt.",
                    "The page is turned or uses a unit of its own.",
                ),
                page.number,
            )


@rule("page-empty", Severity.CHECK, BOTH)
def check_empty(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages that show nothing within the trim."""
    for page in file.pages:
        if page.problem is None and page.is_whole and not any(map(_is_seen, _on(page))):
            yield Hit(Bilingual("Die Seite ist leer.", "The page is empty."), page.number)


def _on(page: ReadPage) -> Iterator[Painted]:
    for item in page.painted:
        if item.shown is not None and touches(thick(item.shown), page.trim):
            yield item


def _is_seen(item: Painted) -> bool:
    is_hidden = item.kind is PaintKind.TEXT and item.rendering == 3  # noqa: PLR2004 - invisible
    return not is_hidden and (item.tone is None or not item.tone.is_white)


@rule("crop-box", Severity.CHECK, PRESS)
def check_crop(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a crop box that cuts into the bleed."""
    for page in file.pages:
        crop = page.boxes.get("CropBox")
        if crop is not None and not _within(page.bleed, crop):
            yield Hit(
                Bilingual(
                    "Die CropBox schneidet den Anschnitt ab.",
                    "The CropBox cuts the bleed off.",
                ),
                page.number,
            )


@rule("screen-bleed", Severity.CHECK, SCREEN)
def check_visible_bleed(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages that show more than their finished size."""
    for page in file.pages:
        seen = page.boxes.get("CropBox", page.media)
        if "TrimBox" in page.boxes:
            over = max(abs(a - b) for a, b in zip(seen, page.trim, strict=True)) / MM
            if over > _VISIBLE_EDGE:
                yield Hit(
                    Bilingual(
                        f"Am Bildschirm sind {german(over, 1)} mm mehr als das Endformat zu sehen.",
                        f"A screen shows {over:.1f} mm more than the finished size.",
                    ),
                    page.number,
                )
