"""Owns the rules about colour: RGB, ink, spot inks, overprint and transparency."""

from collections.abc import Iterable, Iterator

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import (
    PRESS,
    SCREEN,
    Hit,
    Question,
    rule,
)
from brand_assets.typesetting.preflight.painted import KIND_WORDS, Painted, touches
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage
from brand_assets.typesetting.preflight.spaces import PROCESS, Space, read_space

_RESERVED = frozenset({*PROCESS, "All", "None"})


def _space(item: Painted) -> Space | None:
    return item.space or (item.tone.space if item.tone else None)


def _first_by_place(items: Iterable[Painted]) -> Iterator[Painted]:
    """Yield one item for each place, so that one fault is told once."""
    seen: set[str] = set()
    for item in items:
        if item.place not in seen:
            seen.add(item.place)
            yield item


@rule(
    "device-rgb",
    Severity.BLOCKS,
    PRESS,
    "Nichts ist in unbestimmtem RGB angelegt.",
    "Nothing is in plain RGB.",
)
def check_rgb(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report fills, lines, text, pictures and shadings in DeviceRGB, once for each place."""
    for page in file.pages:
        found = [i for i in page.painted if (space := _space(i)) and space.is_device_rgb]
        for item in _first_by_place(found):
            yield Hit(
                Bilingual(
                    f"Ein Element ({KIND_WORDS[item.kind].de}) ist in RGB angelegt.",
                    f"An element ({KIND_WORDS[item.kind].en}) is in RGB.",
                ),
                page.number,
                item.place,
            )


@rule(
    "cmyk-on-screen",
    Severity.CHECK,
    SCREEN,
    "Eine Datei für den Bildschirm enthält kein CMYK.",
    "A file for a screen contains no CMYK.",
)
def check_cmyk(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report CMYK, which each program shows differently."""
    for page in file.pages:
        found = [i for i in page.painted if (space := _space(i)) and space.is_cmyk]
        for item in _first_by_place(found):
            yield Hit(
                Bilingual(
                    f"Ein Element ({KIND_WORDS[item.kind].de}) ist in CMYK angelegt.",
                    f"An element ({KIND_WORDS[item.kind].en}) is in CMYK.",
                ),
                page.number,
                item.place,
            )


@rule(
    "total-ink",
    Severity.CHECK,
    PRESS,
    "Keine Fläche und kein Text trägt mehr Farbe als die Druckbedingung erlaubt (300 %).",
    "No flat colour carries more ink than the printing condition allows (300 %).",
)
def check_ink(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the heaviest flat colour of each page where it is too heavy."""
    for page in file.pages:
        most = max(_flat_inks(page), default=0.0)
        if most > question.limits.max_ink + 0.5:
            yield Hit(
                Bilingual(
                    f"Eine Fläche trägt {most:.0f} % Farbe, erlaubt sind "
                    f"{question.limits.max_ink:.0f} %.",
                    f"A flat colour carries {most:.0f} % ink where "
                    f"{question.limits.max_ink:.0f} % are allowed.",
                ),
                page.number,
            )


def _flat_inks(page: ReadPage) -> Iterator[float]:
    for item in page.painted:
        if item.tone is not None and "All" not in item.tone.space.inks:
            yield item.tone.ink or 0.0


@rule(
    "registration-colour",
    Severity.BLOCKS,
    PRESS,
    "Die Passerfarbe (All) steht nur außerhalb des Anschnitts.",
    "The registration colour (All) stands only outside the bleed.",
)
def check_registration(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the registration colour within the bleed."""
    for page in file.pages:
        for item in page.painted:
            space = _space(item)
            if space and "All" in space.inks and touches(_thick(item), page.bleed):
                yield Hit(
                    Bilingual(
                        "Ein Element im Druckbild benutzt die Passerfarbe (All).",
                        "An element of the picture uses the registration colour (All).",
                    ),
                    page.number,
                    item.place,
                )
                break


def _thick(item: Painted) -> tuple[float, float, float, float]:
    """Return the box of an item, a line with its thickness."""
    half = max(item.size / 2, 0.01)
    x0, y0, x1, y1 = item.box
    return (x0 - half, y0 - half, x1 + half, y1 + half)


@rule(
    "white-overprint",
    Severity.BLOCKS,
    PRESS,
    "Nichts Weißes ist auf Überdrucken gestellt.",
    "Nothing white is set to overprint.",
)
def check_white(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report white that would vanish in print."""
    for page in file.pages:
        found = [i for i in page.painted if i.overprint and i.tone and i.tone.is_white]
        for item in _first_by_place(found):
            yield Hit(
                Bilingual(
                    f"Ein weißes Element ({KIND_WORDS[item.kind].de}) überdruckt und "
                    "verschwindet im Druck.",
                    f"A white element ({KIND_WORDS[item.kind].en}) overprints and vanishes "
                    "in print.",
                ),
                page.number,
                item.place,
            )


def _plates(file: ReadFile) -> Iterator[tuple[int, str, str]]:
    """Yield page, ink and recipe of each spot ink that is painted with."""
    for page in file.pages:
        for item in page.painted:
            space = _space(item)
            while space is not None:
                for ink in space.inks:
                    if ink not in _RESERVED:
                        recipe = space.recipe if space.family == "Separation" else ""
                        yield page.number, ink, recipe
                space = space.base


@rule(
    "spot-recipe",
    Severity.BLOCKS,
    PRESS,
    "Gleichnamige Sonderfarben sind überall gleich gemischt.",
    "Spot inks of one name are mixed alike everywhere.",
)
def check_recipes(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a spot ink with two alternates."""
    recipes: dict[str, str] = {}
    told: set[str] = set()
    for page, ink, recipe in _plates(file):
        if recipe and recipes.setdefault(ink, recipe) != recipe and ink not in told:
            told.add(ink)
            yield Hit(
                Bilingual(
                    f"Die Sonderfarbe „{ink}“ ist auf zwei Arten gemischt.",
                    f"The spot ink “{ink}” is mixed in two ways.",
                ),
                page,
                ink,
            )


@rule(
    "spot-names",
    Severity.CHECK,
    PRESS,
    "Sonderfarben heißen eindeutig, und wie bestellt.",
    "Spot inks have clear names, those that were ordered.",
)
def check_names(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report names that differ only in writing, are empty, or were not ordered."""
    found = sorted({ink for _, ink, _ in _plates(file)})
    written: dict[str, str] = {}
    for ink in found:
        plain = "".join(c for c in ink.lower() if c.isalnum())
        twin = written.setdefault(plain, ink)
        if twin != ink or not plain:
            yield Hit(
                Bilingual(
                    f"Die Sonderfarbe „{ink}“ heißt fast wie „{twin}“ oder hat keinen Namen.",
                    f"The spot ink “{ink}” is nearly called “{twin}”, or has no name.",
                ),
                object=ink,
            )
    wanted = question.expected.spots
    if wanted is not None and wanted != frozenset(found):
        has, want = ", ".join(found) or "–", ", ".join(sorted(wanted)) or "–"
        yield Hit(
            Bilingual(
                f"Sonderfarben in der Datei: {has}. Bestellt: {want}.",
                f"Spot inks in the file: {has}. Ordered: {want}.",
            ),
            severity=Severity.BLOCKS,
        )


@rule(
    "transparency-space",
    Severity.BLOCKS,
    PRESS,
    "Transparenz wird in CMYK verrechnet.",
    "Transparency is blended in CMYK.",
)
def check_groups(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report transparency groups in RGB, on pages and in forms."""
    for page in file.pages:
        groups = {"page": page.obj.get("/Group"), **page.walk.groups}
        for place, group in groups.items():
            stated = group.get("/CS") if isinstance(group, pikepdf.Dictionary) else None
            if stated is not None and read_space(stated, None).is_device_rgb:
                yield Hit(
                    Bilingual(
                        "Eine Transparenzgruppe rechnet in RGB.",
                        "A transparency group blends in RGB.",
                    ),
                    page.number,
                    place,
                )


@rule(
    "transfer-functions",
    Severity.BLOCKS,
    PRESS,
    "Die Datei greift nicht in Tonwerte und Raster ein (TR, TR2, HTP, HT).",
    "The file does not meddle with tones and screens (TR, TR2, HTP, HT).",
)
def check_transfer(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report transfer functions and halftones in graphics states."""
    for page in file.pages:
        for place, state in page.walk.states.items():
            meddles = any(key in state for key in ("/TR", "/HTP"))
            other = str(state.get("/TR2", "/Default")) != "/Default"
            screens = str(state.get("/HT", "/Default")) != "/Default"
            if meddles or other or screens:
                yield Hit(
                    Bilingual(
                        "Ein Grafikzustand ändert Tonwerte oder Raster.",
                        "A graphics state changes tones or screens.",
                    ),
                    page.number,
                    place,
                )
