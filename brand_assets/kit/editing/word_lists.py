"""Owns lists of wordings as CSV: written for a spreadsheet, and read back whole or not at all."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from brand_assets.design_facts import Bilingual
from brand_assets.kit.definition import WordingPart
from brand_assets.kit.rules import told_error
from portal.foundation.errors import N_, Invalid

COLUMNS = ("language", "kind", "phrase", "suggestion", "reason_de", "reason_en")
_MOST_BYTES = 2_000_000
_RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line of a list."""

    line: int
    message: Bilingual


@dataclass(frozen=True, slots=True)
class WordList:
    """What a list says: its wordings, or what is wrong with its lines."""

    wordings: tuple[dict[str, Any], ...]
    problems: tuple[LineProblem, ...] = ()


def write_list(wordings: Iterable[Mapping[str, Any]]) -> bytes:
    """Return wordings as CSV with semicolons, which spreadsheets open as it is."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in wordings:
        reason = one.get("reason") or {}
        row = (
            one["language"],
            one.get("kind", "forbidden"),
            one["phrase"],
            one.get("suggestion") or "",
            reason.get("de", ""),
            reason.get("en", ""),
        )
        writer.writerow([_harmless(text) for text in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def read_list(data: bytes) -> WordList:
    """Return the wordings of a CSV file; Invalid where it is none, problems by line otherwise."""
    rows = _rows(data)
    missing = [name for name in ("language", "phrase") if name not in (rows.fieldnames or ())]
    if missing:
        raise Invalid(
            N_("The list has no column %(column)s. Begin with the list that you can download."),
            field="file",
            column=missing[0],
        )
    wordings: dict[str, dict[str, Any]] = {}
    problems: list[LineProblem] = []
    try:
        for row in rows:
            _take(row, rows.line_num, wordings, problems)
    except csv.Error as error:
        raise _unreadable() from error
    return WordList(tuple(wordings.values()), tuple(problems))


def _rows(data: bytes) -> "csv.DictReader[str]":
    if len(data) > _MOST_BYTES:
        raise Invalid(N_("The list is larger than 2 MB. Split it."), field="file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = rows.fieldnames or ()
    except csv.Error as error:
        raise _unreadable() from error
    rows.fieldnames = [name.strip().lower() for name in names]
    return rows


def _unreadable() -> Invalid:
    return Invalid(N_("The list cannot be read. Save it as CSV in UTF-8."), field="file")


def _take(
    row: Mapping[str, str | None],
    line: int,
    wordings: dict[str, dict[str, Any]],
    problems: list[LineProblem],
) -> None:
    said = {name: _unquoted((row.get(name) or "").strip()) for name in COLUMNS}
    if not any(said.values()):
        return
    reason = {key: said[f"reason_{key}"] for key in ("de", "en") if said[f"reason_{key}"]}
    entry = {
        "language": said["language"].lower(),
        "kind": said["kind"].lower() or "forbidden",
        "phrase": said["phrase"],
        "suggestion": said["suggestion"] or None,
        "reason": reason or None,
    }
    try:
        kept = WordingPart.model_validate(entry)
    except ValidationError as error:
        problems += [LineProblem(line, told_error(dict(one))) for one in error.errors()]
        return
    wordings[f"{kept.language}:{kept.phrase.casefold()}"] = kept.model_dump(mode="json")


def _unquoted(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text
