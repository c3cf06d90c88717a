"""Owns the rules about a file as a whole: syntax, size, version, layers, how it is shown."""

from collections.abc import Iterator

import pikepdf

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
from brand_assets.typesetting.preflight.reading import ReadFile

_X4_VERSIONS = ("1.3", "1.4", "1.5", "1.6")
_AREAS = ("/ViewArea", "/ViewClip", "/PrintArea", "/PrintClip")
_END = b"%%EOF"
_BINARY = 128


@rule("syntax", Severity.CHECK, BOTH)
def check_syntax(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report what the reader had to mend, the first of it in words."""
    if file.syntax:
        first = file.syntax[0][:160]
        yield Hit(
            Bilingual(
                f"Die Datei ist beschädigt und wurde beim Lesen repariert: {first}",
                f"The file is damaged and was mended while reading: {first}",
            )
        )


@rule("encrypted", Severity.BLOCKS, BOTH)
def check_encrypted(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report encryption, even with an empty password."""
    if file.pdf.is_encrypted:
        yield Hit(
            Bilingual(
                "Die Datei ist verschlüsselt. Speichern Sie sie ohne Kennwort und Rechteschutz.",
                "The file is encrypted. Save it without password or permissions.",
            )
        )


@rule("pdf-version", Severity.BLOCKS, PRESS)
def check_version(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a version that PDF/X-4 does not know."""
    version = file.pdf.pdf_version
    if version not in _X4_VERSIONS:
        yield Hit(
            Bilingual(
                f"Die Datei ist PDF {version}. PDF/X-4 erlaubt höchstens 1.6.",
                f"The file is PDF {version}. PDF/X-4 allows 1.6 at most.",
            )
        )


@rule("file-frame", Severity.CHECK, BOTH)
def check_frame(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report bytes before the first line of a PDF or after its last."""
    data = file.data
    head = data[:1024].lstrip()
    second = data[:64].splitlines()[1:2]
    marked = bool(second) and second[0][:1] == b"%" and sum(b >= _BINARY for b in second[0]) >= 4  # noqa: PLR2004 - four, says the standard
    _, found, tail = data[-2048:].rpartition(_END)
    if not head.startswith(b"%PDF-") or head != data[:1024] or not marked:
        yield Hit(
            Bilingual(
                "Die Datei beginnt nicht so, wie ein PDF beginnen muss.",
                "The file does not begin as a PDF must.",
            )
        )
    if not found or tail.strip(b"\r\n"):
        yield Hit(
            Bilingual(
                "Hinter dem Ende der Datei stehen noch Daten, oder ihr Ende fehlt.",
                "There are data behind the end of the file, or its end is missing.",
            )
        )


@rule("checked-whole", Severity.CHECK, BOTH)
def check_whole(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report files with more pages or content than a check can take."""
    if not file.is_whole:
        unread = [page.number for page in file.pages if not page.is_whole]
        yield Hit(
            Bilingual(
                "Die Datei ist so umfangreich, dass nur ein Teil geprüft wurde.",
                "The file is so large that only a part was checked.",
            ),
            unread[0] if unread else None,
        )


@rule("file-size", Severity.CHECK, SCREEN)
def check_size(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report files that take long to load."""
    size, most = len(file.data) / 1e6, question.limits.screen_bytes / 1e6
    if size > most:
        yield Hit(
            Bilingual(
                f"Die Datei ist {german(size, 1)} MB groß, höchstens {most:.0f} MB sollten es "
                "sein.",
                f"The file has {size:.1f} MB where {most:.0f} MB are the most.",
            )
        )


@rule("preseparated", Severity.BLOCKS, PRESS)
def check_separated(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report pages that are single plates."""
    for page in file.pages:
        if "/SeparationInfo" in page.obj:
            yield Hit(
                Bilingual(
                    "Die Seite ist schon in Druckfarben zerlegt.",
                    "The page is already separated into inks.",
                ),
                page.number,
            )


@rule("viewer-preferences", Severity.BLOCKS, PRESS)
def check_viewer(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report settings that print another part of the page than the standard says."""
    stated = file.pdf.Root.get("/ViewerPreferences")
    if not isinstance(stated, pikepdf.Dictionary):
        return
    wrong = [key[1:] for key in _AREAS if str(stated.get(key, "/MediaBox")) not in _PRINTABLE]
    if wrong:
        yield Hit(
            Bilingual(
                f"Eine Voreinstellung zeigt oder druckt nur einen Teil der Seite ({wrong[0]}).",
                f"A setting shows or prints only a part of the page ({wrong[0]}).",
            )
        )


_PRINTABLE = ("/MediaBox", "/BleedBox")


@rule("layers", Severity.CHECK, PRESS)
def check_layers(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report optional content, which can print otherwise than it looks."""
    if "/OCProperties" in file.pdf.Root:
        yield Hit(
            Bilingual(
                "Die Datei hat Ebenen. Prüfen Sie, ob die richtigen gedruckt werden.",
                "The file has layers. Check that the right ones will print.",
            )
        )


def _configurations(file: ReadFile) -> list[pikepdf.Object]:
    """Return the settings of layers, the usual one first."""
    stated = file.pdf.Root.get("/OCProperties")
    if not isinstance(stated, pikepdf.Dictionary):
        return []
    others = stated.get("/Configs")
    listed = list(others.as_list()) if isinstance(others, pikepdf.Array) else []
    found = [stated.get("/D"), *listed]
    return [one for one in found if isinstance(one, pikepdf.Dictionary)]


@rule("hidden-layers", Severity.CHECK, BOTH)
def check_hidden(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report layers that are switched off."""
    for usual in _configurations(file)[:1]:
        off = usual.get("/OFF")
        listed = list(off.as_list()) if isinstance(off, pikepdf.Array) else []
        names = [str(layer.get("/Name", "?")) for layer in listed]
        if names or str(usual.get("/BaseState")) == "/OFF":
            told = ", ".join(f"„{name}“" for name in names[:3]) or "alle"
            said = ", ".join(f"“{name}”" for name in names[:3]) or "all"
            yield Hit(
                Bilingual(
                    f"Ebenen sind ausgeblendet: {told}.",
                    f"Layers are hidden: {said}.",
                )
            )


@rule("layer-settings", Severity.BLOCKS, PRESS)
def check_settings(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report layers that switch by themselves, or whose settings have no name."""
    for one in _configurations(file):
        if "/AS" in one or not str(one.get("/Name", "")):
            yield Hit(
                Bilingual(
                    "Ebenen schalten sich selbst um (AS), oder ihre Einstellung hat keinen Namen.",
                    "Layers switch by themselves (AS), or their setting has no name.",
                )
            )
