"""Owns how findings of a preflight are laid out for people: by page, in columns, with the mend."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight import WORDS, PreflightFinding, Profile
from brand_assets.typesetting.preflight.grouping import WHOLE, Pages, by_pages, page_ranges

_LABELS = {
    Severity.BLOCKS: Bilingual("sperrt", "blocks"),
    Severity.CHECK: Bilingual("prüfen", "check"),
    Severity.NOTE: Bilingual("Hinweis", "note"),
}
_PROFILES = {
    Profile.X4: Bilingual("für den Druck (PDF/X-4)", "for the press (PDF/X-4)"),
    Profile.SCREEN: Bilingual("für den Bildschirm", "for a screen"),
}
_WHOLE = Bilingual("Die Datei als Ganzes", "The file as a whole")
_PAGE = Bilingual("Seite", "Page")
_PAGES = Bilingual("Seiten", "Pages")
_MEND = Bilingual("Abhilfe:", "Mend:")
_NOTHING = Bilingual("nichts gefunden", "no findings")
_LABEL_WIDTH = 8
_WIDEST = 120


def tell_file(
    name: str, findings: Sequence[PreflightFinding], profile: Profile, language: str
) -> str:
    """Return the findings of one file as text."""
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST)
    head = f"{name}, {_PROFILES[profile].in_language(language)}: {_summary(findings, language)}"
    lines = [head]
    told: set[str] = set()
    for pages, here in by_pages(findings).items():
        lines += ["", "  " + _heading(pages, language)]
        for finding in here:
            lines += _rows(finding, language, width, with_mend=finding.rule not in told)
            told.add(finding.rule)
    return "\n".join([*lines, ""])


def _heading(pages: Pages, language: str) -> str:
    if pages == WHOLE:
        return _WHOLE.in_language(language)
    words = _PAGE if len(pages) == 1 else _PAGES
    return f"{words.in_language(language)} {page_ranges(pages)}"


def _summary(findings: Sequence[PreflightFinding], language: str) -> str:
    counts = [(one, sum(1 for f in findings if f.severity is one)) for one in Severity]
    told = [f"{count} × {_LABELS[one].in_language(language)}" for one, count in counts if count]
    return ", ".join(told) or _NOTHING.in_language(language)


def _rows(
    finding: PreflightFinding, language: str, width: int, *, with_mend: bool
) -> Iterator[str]:
    """Yield the rows of one finding; how to mend it is told once for each rule."""
    label = _LABELS[finding.severity].in_language(language).ljust(_LABEL_WIDTH)
    where = f" [{finding.object}]" if finding.object else ""
    indent = "    " + " " * _LABEL_WIDTH
    yield f"    {label}{finding.rule}{where}"
    yield from _wrapped(finding.message.in_language(language), indent, width)
    if with_mend:
        mend = f"{_MEND.in_language(language)} {WORDS[finding.rule].mend.in_language(language)}"
        yield from _wrapped(mend, indent, width)


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)
