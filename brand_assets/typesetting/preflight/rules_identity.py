"""Owns the rules about what a file says of itself: PDF/X, XMP, Info, title, language, tags."""

import re
from collections.abc import Iterator
from datetime import datetime

import pikepdf

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight.findings import PRESS, SCREEN, Hit, Question, rule
from brand_assets.typesetting.preflight.reading import ReadFile

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
_PAIRS = (
    ("/Title", "dc:title"),
    ("/Producer", "pdf:Producer"),
    ("/Creator", "xmp:CreatorTool"),
    ("/CreationDate", "xmp:CreateDate"),
    ("/ModDate", "xmp:ModifyDate"),
)
_INFO_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(Z|[+-]\d\d'?\d\d)?.*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@rule("pdfx-identification", Severity.BLOCKS, PRESS)
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


@rule("xmp-metadata", Severity.BLOCKS, PRESS)
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


@rule("trapped", Severity.BLOCKS, PRESS)
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


@rule("file-id", Severity.BLOCKS, PRESS)
def check_id(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report a missing or empty ID."""
    # pikepdf gives an ID to files that have none, so the trailer is read as it was written.
    stated = re.search(rb"/ID\s*\[\s*(<[^>]+>|\([^)]+\))\s*(<[^>]+>|\([^)]+\))", file.data)
    if stated is None and "/ID" not in file.pdf.trailer:
        yield Hit(
            Bilingual("Der Datei fehlt die Kennung (ID).", "The file has no ID in its trailer.")
        )


@rule("metadata-agree", Severity.CHECK, PRESS)
def check_agreement(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report what the Info dictionary and the XMP metadata state differently."""
    for key, property_name in _PAIRS:
        stated = file.xmp.get(property_name)
        if key not in file.info or not stated:
            continue
        said = str(file.info.get(key))
        agree = _moment(said) == _moment(stated) if key.endswith("Date") else said == stated
        if not agree:
            yield Hit(
                Bilingual(
                    f"{key[1:]} heißt in den Dokumentinfos „{said[:60]}“, in den XMP-Metadaten "
                    f"„{stated[:60]}“.",
                    f"{key[1:]} is “{said[:60]}” in the Info dictionary and “{stated[:60]}” in "
                    "the XMP metadata.",
                )
            )


def _moment(text: str) -> datetime | str:
    """Return the moment that a date of either kind names; the text itself where it is none."""
    found = _INFO_DATE.fullmatch(text)
    if found:
        year, *parts, zone = found.groups()
        month, day, hour, minute, second = (
            part or usual for part, usual in zip(parts, ("01", "01", "00", "00", "00"), strict=True)
        )
        text = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
        if zone:
            text += "+00:00" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.replace(microsecond=0).astimezone() if moment.tzinfo else moment


@rule("title", Severity.CHECK, SCREEN)
def check_title(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report files without a title."""
    title = file.xmp.get("dc:title") or str(file.info.get("/Title", ""))
    if not title.strip() or title.strip().lower() in ("untitled", "unbenannt", "(anonymous)"):
        yield Hit(Bilingual("Die Datei hat keinen Titel.", "The file has no title."))


@rule("language", Severity.NOTE, SCREEN)
def check_language(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report files that do not say in which language they are written."""
    if not _LANGUAGE.fullmatch(str(file.pdf.Root.get("/Lang", ""))):
        yield Hit(
            Bilingual(
                "Die Datei nennt ihre Sprache nicht.", "The file does not state its language."
            )
        )


@rule("tagged", Severity.NOTE, SCREEN)
def check_tagged(file: ReadFile, question: Question) -> Iterator[Hit]:
    """Report files without a structure that a screen reader can follow."""
    marks = file.pdf.Root.get("/MarkInfo")
    is_marked = isinstance(marks, pikepdf.Dictionary) and bool(marks.get("/Marked", False))
    if not is_marked or "/StructTreeRoot" not in file.pdf.Root:
        yield Hit(
            Bilingual(
                "Die Datei hat keine Auszeichnungen (Tags) für Vorleseprogramme.",
                "The file has no tags for screen readers.",
            )
        )
