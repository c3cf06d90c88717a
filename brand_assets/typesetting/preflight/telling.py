"""Owns how rules tell what they found: each fault once for each place, pages in words."""

from collections.abc import Callable, Iterable, Iterator

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import Hit
from brand_assets.typesetting.preflight.painted import KIND_WORDS, Painted, touches
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage

MM = 72 / 25.4


def tell_each_place(
    file: ReadFile,
    is_fault: Callable[[Painted], bool],
    de: str,
    en: str,
    severity: Callable[[Painted], Severity | None] = lambda item: None,
) -> Iterator[Hit]:
    """Yield a hit for each place of each page where an element is at fault.

    `{kind}` in the words becomes what the element is.
    """
    for page in file.pages:
        for item in first_by_place(item for item in page.painted if is_fault(item)):
            word = KIND_WORDS[item.kind]
            yield Hit(
                Bilingual(de.format(kind=word.de), en.format(kind=word.en)),
                page.number,
                item.place,
                severity(item),
            )


def first_by_place(items: Iterable[Painted]) -> Iterator[Painted]:
    """Yield one item for each place, so that one fault is told once."""
    seen: set[str] = set()
    for item in items:
        if item.place not in seen:
            seen.add(item.place)
            yield item


def in_print(page: ReadPage) -> Iterator[Painted]:
    """Yield what is to be seen within the bleed."""
    bleed = page.bleed
    return (item for item in page.painted if item.shown is not None and touches(item.shown, bleed))
