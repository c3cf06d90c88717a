"""Owns the rules about ink on paper: how much of it, overprint, tones and screens."""

from collections.abc import Iterator

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import PRESS, Hit, Question, german, rule
from brand_assets.typesetting.preflight.grounds import ground_of
from brand_assets.typesetting.preflight.painted import (
    KIND_WORDS,
    Painted,
    PaintKind,
    thick,
    touches,
)
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage
from brand_assets.typesetting.preflight.telling import first_by_place, tell_each_place

_FINE_LINE_PT = 1.0
_SOLID = 0.995
_HALFTONES = (1, 5)


@rule("total-ink", Severity.CHECK, PRESS)
def check_ink(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the heaviest flat colour of each page, with what it overprints, where too heavy."""
    for page in file.pages:
        most, item = max(
            ((_ink(file, page, index), item) for index, item in _flat(page)),
            key=lambda found: found[0],
            default=(0.0, None),
        )
        if item is not None and most > question.limits.max_ink + 0.5:
            word = KIND_WORDS[item.kind]
            yield Hit(
                Bilingual(
                    f"Eine Stelle ({word.de}) trägt {most:.0f} % Farbe, erlaubt sind "
                    f"{question.limits.max_ink:.0f} %.",
                    f"One place ({word.en}) carries {most:.0f} % ink where "
                    f"{question.limits.max_ink:.0f} % are allowed.",
                ),
                page.number,
                item.place,
            )


def _flat(page: ReadPage) -> Iterator[tuple[int, Painted]]:
    for index, item in enumerate(page.painted):
        if item.tone is None or "All" in item.tone.space.inks:
            continue
        if item.shown is None or touches(thick(item.shown), page.bleed):
            yield index, item


def _ink(file: ReadFile, page: ReadPage, index: int) -> float:
    """Return the ink of an element in percent; where it overprints, with its ground's."""
    item = page.painted[index]
    tone = item.tone
    if tone is None:
        return 0.0
    if not item.overprint:
        return tone.ink or 0.0
    ground = ground_of(file, page.painted, index)
    beneath = dict(ground.tone.inks) if ground is not None and ground.tone is not None else {}
    whole = tone.space.family == "DeviceCMYK" and item.overprint_mode == 0
    beneath.update({ink: share for ink, share in tone.inks.items() if whole or share > 0})
    return max(sum(beneath.values()) * 100, tone.ink or 0.0)


@rule("registration-colour", Severity.BLOCKS, PRESS)
def check_registration(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the registration colour within the bleed."""
    for page in file.pages:
        for item in page.painted:
            space = item.colour_space
            box = thick(item.shown or item.box, item.size)
            if space and "All" in space.inks and touches(box, page.bleed):
                yield Hit(
                    Bilingual(
                        "Ein Element im Druckbild benutzt die Passerfarbe (All).",
                        "An element of the picture uses the registration colour (All).",
                    ),
                    page.number,
                    item.place,
                )
                break


@rule("white-overprint", Severity.BLOCKS, PRESS)
def check_white(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report white that would vanish in print."""
    return tell_each_place(
        file,
        lambda item: item.overprint and item.tone is not None and item.tone.is_white,
        "Ein weißes Element ({kind}) überdruckt und verschwindet im Druck.",
        "A white element ({kind}) overprints and vanishes in print.",
    )


@rule("overprint-mode", Severity.CHECK, PRESS)
def check_mode(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report CMYK that is to overprint, but whose empty inks knock out (OPM 0)."""
    return tell_each_place(
        file,
        lambda item: (
            item.overprint
            and item.overprint_mode == 0
            and item.tone is not None
            and item.tone.space.family == "DeviceCMYK"
            and 0.0 in item.tone.values
            and not item.tone.is_white
        ),
        "Ein Element ({kind}) soll überdrucken, stanzt aber mit seinen leeren Farben aus (OPM 0).",
        "An element ({kind}) should overprint, but its empty inks knock out (OPM 0).",
    )


@rule("gray-overprint", Severity.CHECK, PRESS)
def check_gray(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report grey of the device that is to overprint, which presses do differently."""
    return tell_each_place(
        file,
        lambda item: (
            item.overprint
            and item.tone is not None
            and item.tone.space.family == "DeviceGray"
            and not item.tone.is_white
        ),
        "Ein Element ({kind}) in Graustufen soll überdrucken; das tut nicht jede Druckerei.",
        "An element ({kind}) in grey should overprint; not every printer does that.",
    )


@rule("black-overprint", Severity.CHECK, PRESS)
def check_black(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report small black text and fine black lines that knock out of a coloured ground."""
    for page in file.pages:
        found = [
            item
            for index, item in enumerate(page.painted)
            if _is_fine_black(item, question.limits.black_text_pt)
            and not item.overprint
            and _is_coloured(ground_of(file, page.painted, index))
        ]
        for item in first_by_place(found):
            word = KIND_WORDS[item.kind]
            yield Hit(
                Bilingual(
                    f"Ein schwarzes Element ({word.de}, {german(item.size, 1)} pt) spart den "
                    "farbigen Grund aus, statt zu überdrucken.",
                    f"A black element ({word.en}, {item.size:.1f} pt) knocks out of the coloured "
                    "ground instead of overprinting.",
                ),
                page.number,
                item.place,
            )


def _is_fine_black(item: Painted, text_pt: float) -> bool:
    limit = {PaintKind.TEXT: text_pt, PaintKind.STROKE: _FINE_LINE_PT}.get(item.kind)
    if limit is None or item.tone is None or item.rendering == 3 or item.size >= limit:  # noqa: PLR2004 - unseen
        return False
    inks = item.tone.inks
    return inks.get("Black", 0.0) >= _SOLID and sum(inks.values()) <= inks["Black"]


def _is_coloured(ground: Painted | None) -> bool:
    if ground is None:
        return False
    if ground.tone is None:
        space = ground.colour_space
        return space is None or "Gray" not in space.family
    inks = ground.tone.inks
    return not ground.tone.is_white and any(
        share > 0 for ink, share in inks.items() if ink != "Black"
    )


@rule("transfer-functions", Severity.BLOCKS, PRESS)
def check_transfer(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report transfer functions in graphics states."""
    for page in file.pages:
        for place, state in page.walk.states.items():
            other = str(state.get("/TR2", "/Default")) != "/Default"
            if "/TR" in state or other:
                yield Hit(
                    Bilingual(
                        "Ein Grafikzustand ändert die Tonwerte (TR, TR2).",
                        "A graphics state changes the tones (TR, TR2).",
                    ),
                    page.number,
                    place,
                )


@rule("halftones", Severity.CHECK, PRESS)
def check_halftones(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report screens of the file's own; those that PDF/X-4 forbids block."""
    for page in file.pages:
        for place, state in page.walk.states.items():
            stated = state.get("/HT")
            if (stated is None or str(stated) == "/Default") and "/HTP" not in state:
                continue
            allowed = _is_allowed(stated) and "/HTP" not in state
            yield Hit(
                Bilingual(
                    "Die Datei bringt ein eigenes Druckraster mit.",
                    "The file brings a printing screen of its own.",
                ),
                page.number,
                place,
                None if allowed else Severity.BLOCKS,
            )


def _is_allowed(screen: object) -> bool:
    if not isinstance(screen, pikepdf.Dictionary | pikepdf.Stream):
        return False
    return int(screen.get("/HalftoneType", 0)) in _HALFTONES and "/HalftoneName" not in screen


@rule("black-generation", Severity.CHECK, PRESS)
def check_generation(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report functions for black generation and undercolour removal."""
    for page in file.pages:
        for place, state in page.walk.states.items():
            keys = [key for key in ("/BG", "/BG2", "/UCR", "/UCR2") if key in state]
            if any(str(state.get(key)) != "/Default" for key in keys):
                yield Hit(
                    Bilingual(
                        "Die Datei schreibt vor, wie Schwarz aus Farben gebildet wird (BG, UCR).",
                        "The file prescribes how black is made from colours (BG, UCR).",
                    ),
                    page.number,
                    place,
                )
