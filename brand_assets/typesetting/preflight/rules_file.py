"""Owns the rules about a file as a whole: syntax, identification, intent, and what it may do."""

import re
from collections.abc import Iterator

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import BOTH, PRESS, Hit, Question, rule
from brand_assets.typesetting.preflight.reading import ReadFile

_X4_VERSIONS = ("1.3", "1.4", "1.5", "1.6")
_X4_NAMES = ("PDF/X-4", "PDF/X-4p")
_XMP_NEEDED = (
    "dc:title",
    "xmp:CreateDate",
    "xmp:ModifyDate",
    "xmp:MetadataDate",
    "xmpMM:DocumentID",
    "xmpMM:VersionID",
    "xmpMM:RenditionClass",
)
_PROFILE_HEADER = 128
_INKS_OF_SPACE = {b"CMYK": 4, b"RGB ": 3, b"GRAY": 1}


@rule(
    "syntax",
    Severity.CHECK,
    BOTH,
    "Die Datei ist ohne Reparatur lesbar.",
    "The file can be read without mending it.",
)
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


@rule(
    "encrypted",
    Severity.BLOCKS,
    BOTH,
    "Die Datei ist nicht verschlüsselt.",
    "The file is not encrypted.",
)
def check_encrypted(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report encryption, even with an empty password."""
    if file.pdf.is_encrypted:
        yield Hit(
            Bilingual(
                "Die Datei ist verschlüsselt. Speichern Sie sie ohne Kennwort und Rechteschutz.",
                "The file is encrypted. Save it without password or permissions.",
            )
        )


@rule(
    "pdf-version",
    Severity.BLOCKS,
    PRESS,
    "Die Datei ist PDF 1.6 oder älter, wie PDF/X-4 es verlangt.",
    "The file is PDF 1.6 or older, as PDF/X-4 demands.",
)
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


@rule(
    "pdfx-identification",
    Severity.BLOCKS,
    PRESS,
    "Die XMP-Metadaten weisen die Datei als PDF/X-4 aus.",
    "The XMP metadata identify the file as PDF/X-4.",
)
def check_identification(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a missing or other pdfxid:GTS_PDFXVersion."""
    stated = file.xmp.get("pdfxid:GTS_PDFXVersion")
    if stated not in _X4_NAMES:
        found_de = f"„{stated}“" if stated else "nichts"
        found_en = f"“{stated}”" if stated else "nothing"
        yield Hit(
            Bilingual(
                f"Als PDF/X-Fassung steht dort {found_de} statt PDF/X-4.",
                f"It states {found_en} as PDF/X version instead of PDF/X-4.",
            )
        )


@rule(
    "xmp-metadata",
    Severity.BLOCKS,
    PRESS,
    "Titel, Daten und Dokumentkennung stehen in den XMP-Metadaten.",
    "Title, dates and document id stand in the XMP metadata.",
)
def check_metadata(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report the XMP properties that PDF/X-4 demands and the file lacks."""
    missing = [key for key in _XMP_NEEDED if not file.xmp.get(key)]
    if missing:
        listed = ", ".join(missing)
        yield Hit(
            Bilingual(
                f"In den XMP-Metadaten fehlt: {listed}.",
                f"The XMP metadata lack: {listed}.",
            )
        )


@rule(
    "trapped",
    Severity.BLOCKS,
    PRESS,
    "Die Datei sagt, ob sie überfüllt ist (Trapped ist True oder False).",
    "The file says whether it is trapped (Trapped is True or False).",
)
def check_trapped(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report an unknown or contradictory Trapped."""
    in_info = str(file.info.get("/Trapped", "")).lstrip("/")
    in_xmp = file.xmp.get("pdf:Trapped", "")
    stated = {value for value in (in_info, in_xmp) if value}
    if len(stated) != 1 or not stated <= {"True", "False"}:
        yield Hit(
            Bilingual(
                "Trapped ist nicht eindeutig auf True oder False gesetzt.",
                "Trapped is not clearly set to True or False.",
            )
        )


@rule(
    "file-id",
    Severity.BLOCKS,
    PRESS,
    "Die Datei hat eine Kennung (ID) aus zwei Teilen.",
    "The file has an ID of two parts.",
)
def check_id(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a missing or empty ID."""
    # pikepdf gives an ID to files that have none, so the trailer is read as it was written.
    stated = re.search(rb"/ID\s*\[\s*(<[^>]+>|\([^)]+\))\s*(<[^>]+>|\([^)]+\))", file.data)
    if stated is None and "/ID" not in file.pdf.trailer:
        yield Hit(
            Bilingual("Der Datei fehlt die Kennung (ID).", "The file has no ID in its trailer.")
        )


@rule(
    "output-intent",
    Severity.BLOCKS,
    PRESS,
    "Genau eine Druckbedingung (OutputIntent GTS_PDFX) ist angegeben und benannt.",
    "Exactly one printing condition (OutputIntent GTS_PDFX) is stated and named.",
)
def check_intent(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report none, several, or an unnamed output intent."""
    if len(file.intents) != 1:
        count = len(file.intents)
        yield Hit(
            Bilingual(
                f"Es sind {count} Druckbedingungen angegeben, genau eine muss es sein.",
                f"It states {count} printing conditions where there must be exactly one.",
            )
        )
    elif not str(file.intents[0].get("/OutputConditionIdentifier", "")):
        yield Hit(
            Bilingual(
                "Die Druckbedingung hat keinen Namen (OutputConditionIdentifier).",
                "The printing condition has no name (OutputConditionIdentifier).",
            )
        )


@rule(
    "output-profile",
    Severity.BLOCKS,
    PRESS,
    "Das Ausgabeprofil ist eingebettet und ein CMYK-Druckerprofil.",
    "The output profile is embedded and a CMYK printer profile.",
)
def check_profile(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a missing profile, or one that is not for printing in CMYK."""
    for intent in file.intents:
        stream = intent.get("/DestOutputProfile")
        if not isinstance(stream, pikepdf.Stream):
            yield Hit(
                Bilingual(
                    "Das Ausgabeprofil ist nicht eingebettet (DestOutputProfile fehlt).",
                    "The output profile is not embedded (DestOutputProfile is missing).",
                )
            )
        elif not _prints_cmyk(stream):
            yield Hit(
                Bilingual(
                    "Das eingebettete Ausgabeprofil ist kein CMYK-Druckerprofil.",
                    "The embedded output profile is no CMYK printer profile.",
                ),
                object=f"object {stream.objgen[0]}",
            )


def _prints_cmyk(stream: pikepdf.Stream) -> bool:
    data = stream.read_bytes()
    if len(data) < _PROFILE_HEADER or data[12:16] != b"prtr":
        return False
    return _INKS_OF_SPACE.get(data[16:20]) == 4 == int(stream.get("/N", 0))  # noqa: PLR2004 - CMYK


@rule(
    "actions",
    Severity.BLOCKS,
    BOTH,
    "Die Datei führt nichts aus: keine Aktionen, kein JavaScript.",
    "The file does nothing by itself: no actions, no JavaScript.",
)
def check_actions(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report actions on opening, additional actions and scripts, wherever they stand."""
    if "/OpenAction" in file.pdf.Root:
        yield _action("OpenAction", None)
    for place, entries in file.dictionaries:
        for key in ("/AA", "/JS", "/JavaScript"):
            if key in entries:
                yield _action(key[1:], place)
        if str(entries.get("/S", "")) in ("/Launch", "/SubmitForm", "/ImportData"):
            yield _action(str(entries.get("/S"))[1:], place)


def _action(key: str, place: str | None) -> Hit:
    return Hit(
        Bilingual(
            f"Die Datei enthält eine Aktion ({key}). Entfernen Sie sie.",
            f"The file contains an action ({key}). Remove it.",
        ),
        object=place,
    )


@rule(
    "interactive",
    Severity.BLOCKS,
    BOTH,
    "Die Datei enthält keine Formulare und keine angehängten Dateien.",
    "The file contains no forms and no attached files.",
)
def check_interactive(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report form fields and embedded files."""
    names = file.pdf.Root.get("/Names")
    attached = isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names
    if "/AcroForm" in file.pdf.Root or attached:
        yield Hit(
            Bilingual(
                "Die Datei enthält Formularfelder oder angehängte Dateien.",
                "The file contains form fields or attached files.",
            )
        )


@rule(
    "external-content",
    Severity.BLOCKS,
    BOTH,
    "Alles, was gedruckt wird, steht in der Datei selbst.",
    "Everything that prints stands in the file itself.",
)
def check_external(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report OPI comments, reference XObjects, external streams and PostScript."""
    for place, entries in file.dictionaries:
        form = str(entries.get("/Subtype", "")) == "/Form"
        outside = isinstance(entries, pikepdf.Stream) and "/F" in entries
        script = str(entries.get("/Subtype", "")) == "/PS"
        if "/OPI" in entries or (form and "/Ref" in entries) or outside or script:
            yield Hit(
                Bilingual(
                    "Ein Inhalt verweist auf etwas außerhalb der Datei oder auf PostScript.",
                    "Some content refers to something outside the file, or to PostScript.",
                ),
                object=place,
            )


@rule(
    "layers",
    Severity.CHECK,
    PRESS,
    "Die Datei hat keine ein- und ausblendbaren Ebenen.",
    "The file has no layers that can be shown or hidden.",
)
def check_layers(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report optional content, which can print otherwise than it looks."""
    if "/OCProperties" in file.pdf.Root:
        yield Hit(
            Bilingual(
                "Die Datei hat Ebenen. Prüfen Sie, ob die richtigen gedruckt werden.",
                "The file has layers. Check that the right ones will print.",
            )
        )
