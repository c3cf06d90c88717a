"""Owns the rules about what a file does or brings along: actions, fields, links, other files."""

import re
from collections.abc import Iterator

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import (
    BOTH,
    PRESS,
    SCREEN,
    Hit,
    Profile,
    Question,
    rule,
)
from brand_assets.typesetting.preflight.painted import touches
from brand_assets.typesetting.preflight.reading import ReadFile, ReadPage, read_box

_DOING = ("/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/Rendition", "/Movie", "/Sound")
_HARMLESS = ("/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet")
_SAFE_LINK = re.compile(r"(https?://|mailto:|tel:)\S+", re.IGNORECASE)
_NOWHERE = re.compile(r"https?://(localhost|127\.|10\.|192\.168\.|\[::1\])", re.IGNORECASE)


@rule("actions", Severity.BLOCKS, BOTH)
def check_actions(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report actions on opening, additional actions and scripts, wherever they stand."""
    opening = file.pdf.Root.get("/OpenAction")
    goes = isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S")) == "/GoTo"
    if isinstance(opening, pikepdf.Dictionary) and (not goes or question.profile is Profile.X4):
        yield _action("OpenAction", None)
    for place, entries in file.dictionaries:
        for key in ("/AA", "/JS", "/JavaScript"):
            if key in entries:
                yield _action(key[1:], place)
        if str(entries.get("/S", "")) in _DOING:
            yield _action(str(entries.get("/S"))[1:], place)


def _action(key: str, place: str | None) -> Hit:
    return Hit(
        Bilingual(
            f"Die Datei enthält eine Aktion ({key}). Entfernen Sie sie.",
            f"The file contains an action ({key}). Remove it.",
        ),
        object=place,
    )


@rule("external-content", Severity.BLOCKS, BOTH)
def check_external(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report OPI comments, reference XObjects and external streams."""
    for place, entries in file.dictionaries:
        form = str(entries.get("/Subtype", "")) == "/Form"
        outside = isinstance(entries, pikepdf.Stream) and "/F" in entries
        if "/OPI" in entries or (form and "/Ref" in entries) or outside:
            yield Hit(
                Bilingual(
                    "Ein Inhalt verweist auf etwas außerhalb der Datei.",
                    "Some content refers to something outside the file.",
                ),
                object=place,
            )


@rule("postscript", Severity.BLOCKS, BOTH)
def check_postscript(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pieces of PostScript."""
    for place, entries in file.dictionaries:
        if "/PS" in (str(entries.get("/Subtype")), str(entries.get("/Subtype2"))):
            yield Hit(
                Bilingual(
                    "Die Datei enthält ein Stück PostScript.", "The file contains PostScript."
                ),
                object=place,
            )


@rule("form-fields", Severity.BLOCKS, BOTH)
def check_fields(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report forms that somebody could fill in; on a screen a person should look."""
    form = file.pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    fields = form.get("/Fields")
    if (isinstance(fields, pikepdf.Array) and len(fields)) or "/XFA" in form:
        yield Hit(
            Bilingual("Die Datei enthält Formularfelder.", "The file contains form fields."),
            severity=Severity.CHECK if question.profile is Profile.SCREEN else None,
        )


@rule("embedded-files", Severity.BLOCKS, BOTH)
def check_embedded_files(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report files attached to the file."""
    for place, entries in file.dictionaries:
        if "/EF" in entries:
            name = str(entries.get("/UF", entries.get("/F", "?")))[:60]
            yield Hit(
                Bilingual(
                    f"An der Datei hängt eine andere Datei („{name}“).",
                    f"Another file is attached to the file (“{name}”).",
                ),
                object=place,
            )


def _notes(page: ReadPage) -> Iterator[pikepdf.Object]:
    stated = page.obj.get("/Annots")
    for note in stated.as_list() if isinstance(stated, pikepdf.Array) else ():
        if isinstance(note, pikepdf.Dictionary):
            yield note


@rule("annotations", Severity.BLOCKS, PRESS)
def check_annotations(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report annotations that reach into the bleed."""
    for page in file.pages:
        for note in _notes(page):
            kind = str(note.get("/Subtype", "/?"))[1:]
            box = read_box(note.get("/Rect"))
            if kind not in ("TrapNet", "PrinterMark") and touches(box, page.bleed):
                yield Hit(
                    Bilingual(
                        f"Auf der Seite liegt eine Anmerkung ({kind}). Entfernen Sie sie.",
                        f"An annotation ({kind}) lies on the page. Remove it.",
                    ),
                    page.number,
                    f"object {note.objgen[0]}",
                )


@rule("comments", Severity.CHECK, SCREEN)
def check_comments(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report comments, stamps and the like, which readers show."""
    for page in file.pages:
        for note in _notes(page):
            kind = str(note.get("/Subtype", "/?"))
            if kind not in _HARMLESS:
                yield Hit(
                    Bilingual(
                        f"Auf der Seite liegt ein Kommentar oder Stempel ({kind[1:]}).",
                        f"A comment or stamp lies on the page ({kind[1:]}).",
                    ),
                    page.number,
                    f"object {note.objgen[0]}",
                )


@rule("links", Severity.CHECK, SCREEN)
def check_links(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report links that lead nowhere for somebody else, or to another file."""
    for page in file.pages:
        for note in _notes(page):
            action = note.get("/A")
            if not isinstance(action, pikepdf.Dictionary):
                continue
            target = _target(action)
            if target is not None and (not _SAFE_LINK.fullmatch(target) or _NOWHERE.match(target)):
                yield Hit(
                    Bilingual(
                        f"Ein Link führt nicht ins Netz: „{target[:80]}“.",
                        f"A link does not lead to the web: “{target[:80]}”.",
                    ),
                    page.number,
                    f"object {note.objgen[0]}",
                )


def _target(action: pikepdf.Object) -> str | None:
    """Return where a link leads; None for another place of the same file."""
    kind = str(action.get("/S"))
    if kind == "/URI":
        return str(action.get("/URI", ""))
    return str(action.get("/F", "?")) if kind in ("/GoToR", "/GoToE") else None
