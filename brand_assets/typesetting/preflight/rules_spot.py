"""Owns the rules about spot inks: their names, recipes, and inks that are no colour."""

import re
from collections.abc import Iterator

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import PRESS, Hit, Question, rule
from brand_assets.typesetting.preflight.painted import Painted
from brand_assets.typesetting.preflight.reading import ReadFile
from brand_assets.typesetting.preflight.spaces import RESERVED

# Endings that name the paper or an old swatch book of one and the same ink.
_ENDINGS = re.compile(r"\b(cvc|cvu|cvp|cv|cp|up|c|u|m|k|n|e|z)$")
_PROCESS_NAMES = frozenset(
    {
        "cyan",
        "magenta",
        "yellow",
        "black",
        "gelb",
        "schwarz",
        "processcyan",
        "processmagenta",
        "processyellow",
        "processblack",
        "cmykblack",
        "richblack",
    }
)
_TECHNICAL = re.compile(
    r"\b(cut|cutter|cutcontour|thrucut|kisscut|die|diecut|dieline|stanz\w*|crease|rill\w*|falz\w*"
    r"|perf\w*|varnish|lack\w*|uvlack|gloss|emboss\w*|präg\w*|foil|folie|heißfolie|glue|leim\w*"
    r"|braille|opaque ?white|deckweiß)\b"
)


def _spots(file: ReadFile) -> Iterator[tuple[int, str, str]]:
    """Yield page, ink and recipe (where stated) of each spot ink that is painted with."""
    for page in file.pages:
        for item in page.painted:
            space = item.colour_space
            for beneath in space.beneath if space else ():
                for ink in beneath.inks:
                    if ink not in RESERVED:
                        yield page.number, ink, beneath.recipes.get(ink, "")


@rule("spot-recipe", Severity.BLOCKS, PRESS)
def check_recipes(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a spot ink with two alternates."""
    recipes: dict[str, str] = {}
    told: set[str] = set()
    for page, ink, recipe in _spots(file):
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


@rule("spot-names", Severity.CHECK, PRESS)
def check_names(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report names that differ only in writing, are those of process inks, or not ordered."""
    found = sorted({ink for _, ink, _ in _spots(file)})
    written: dict[str, str] = {}
    for ink in found:
        plain = _plain(ink)
        twin = written.setdefault(plain, ink)
        if twin != ink or not plain or plain in _PROCESS_NAMES:
            yield Hit(_confusing(ink, twin), object=ink)
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


def _plain(ink: str) -> str:
    """Return what a name comes to without its writing and the ending for the paper."""
    words = re.sub(r"[^\w]+|_", " ", ink.lower()).strip()
    words = re.sub(r"(?<=\d)(?=[a-z])", " ", words)
    base = _ENDINGS.sub("", words) if any(c.isdigit() for c in words) else words
    return base.replace(" ", "")


def _confusing(ink: str, twin: str) -> Bilingual:
    if twin != ink:
        return Bilingual(
            f"Die Sonderfarben „{twin}“ und „{ink}“ sind wohl dieselbe Farbe.",
            f"The spot inks “{twin}” and “{ink}” are probably one ink.",
        )
    return Bilingual(
        f"Die Sonderfarbe „{ink}“ heißt wie eine Prozessfarbe oder hat keinen Namen.",
        f"The spot ink “{ink}” is called like a process ink, or has no name.",
    )


@rule("technical-inks", Severity.CHECK, PRESS)
def check_technical(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report die lines, varnish and the like that knock out what lies beneath."""
    told: set[str] = set()
    for page in file.pages:
        for item in page.painted:
            for ink in _technical_inks(item):
                if not item.overprint and ink not in told:
                    told.add(ink)
                    yield Hit(
                        Bilingual(
                            f"„{ink}“ ist keine Druckfarbe und spart das Motiv aus, statt zu "
                            "überdrucken.",
                            f"“{ink}” is no printing ink and knocks out the picture instead of "
                            "overprinting.",
                        ),
                        page.number,
                        ink,
                    )


def _technical_inks(item: Painted) -> Iterator[str]:
    for ink in item.colour_space.inks if item.colour_space else ():
        plain = re.sub(r"[^\w]+|_", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", ink)).lower()
        if ink not in RESERVED and _TECHNICAL.search(plain):
            yield ink


@rule("devicen-inks", Severity.CHECK, PRESS)
def check_mixtures(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report spot inks within a mixture (DeviceN) that nothing describes on their own."""
    recipes: set[str] = set()
    mixed: dict[str, int] = {}
    for page, ink, recipe in _spots(file):
        if recipe:
            recipes.add(ink)
        else:
            mixed.setdefault(ink, page)
    for ink, page in mixed.items():
        if ink not in recipes:
            yield Hit(
                Bilingual(
                    f"Die Sonderfarbe „{ink}“ kommt nur in einer Mischung (DeviceN) vor und ist "
                    "für sich nicht beschrieben.",
                    f"The spot ink “{ink}” occurs only in a mixture (DeviceN) and is not "
                    "described on its own.",
                ),
                page,
                ink,
            )
