"""Owns the pages of a sheet about words and limits: claims, wordings, legal lines, figures."""

import math
import re
from dataclasses import dataclass

from brand_assets.design_facts import Bilingual, figure
from brand_assets.kit.definition import KitDefinition, WordingKind, WordingPart
from brand_assets.kit.sheet.look import PT, Type
from brand_assets.kit.sheet.pages import INNER, MARGIN, Flow, both, shortened

_SIDE = 50.0
_ADVANCE = 0.58
_MOST_WORDINGS = 100
_CLAIM = 90
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_MEDIA = {
    "print": Bilingual("Druck", "print"),
    "newspaper": Bilingual("Zeitung", "newspaper"),
    "poster": Bilingual("Plakat", "poster"),
    "screen": Bilingual("Bildschirm", "screen"),
}


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of a label and a text."""

    flow: Flow

    def add(self, label: Bilingual, text: Bilingual, used: Type | None = None) -> None:
        look = self.flow.look
        used = used or look.text
        height = max(
            used.height(_lines(text, used, INNER - _SIDE)),
            look.strong.height(_lines(label, look.strong, _SIDE - 6)),
        )
        place = self.flow.room(height + 3)
        if place is None:
            return
        page, y = place
        page.text((MARGIN, y, _SIDE - 6, height), label, look.strong)
        page.text((MARGIN + _SIDE, y, INNER - _SIDE, height), text, used)
        page.line(y + height + 0.9)


def _lines(text: Bilingual, used: Type, width: float) -> int:
    """Return how many lines a text needs at most, by a wide guess at its letters."""
    each = max(int(width / (_ADVANCE * used.size * PT)), 1)
    return max(
        sum(math.ceil(max(len(line), 1) / each) for line in words.split("\n"))
        for words in (text.de, text.en)
    )


def add_words(flow: Flow, kit: KitDefinition, language: str) -> None:
    """Add claims, boilerplate, legal lines, wordings of one language, and limits."""
    rows = _Rows(flow)
    if kit.claims or kit.boilerplate:
        rows.flow.section(Bilingual("Worte der Marke", "Words of the brand"), both(""))
    for key, claim in kit.claims.items():
        is_short = max(len(claim.de), len(claim.en)) <= _CLAIM
        rows.add(_claim_name(key), claim.bilingual(), flow.look.section if is_short else None)
    for key, words in kit.boilerplate.items():
        rows.add(both(key), words.bilingual())
    _add_legal(rows, kit)
    _add_wordings(rows, kit, language)
    _add_limits(rows, kit)


def _claim_name(key: str) -> Bilingual:
    return Bilingual("Claim", "Claim") if key == "main" else both(key)


def _add_legal(rows: _Rows, kit: KitDefinition) -> None:
    if not kit.legal_lines:
        return
    rows.flow.section(
        Bilingual("Rechtstexte", "Legal lines"),
        Bilingual(
            "Was in geschweiften Klammern steht, setzt das Portal ein.",
            "What stands in braces is filled in by the portal.",
        ),
    )
    for line in kit.legal_lines:
        media = [_MEDIA[str(medium)] for medium in line.media]
        size = line.min_size_pt
        label = Bilingual(
            f"{line.key}\n{', '.join(m.de for m in media)}\nab {figure(size, 'de', 1)} pt",
            f"{line.key}\n{', '.join(m.en for m in media)}\nfrom {figure(size, 'en', 1)} pt",
        )
        rows.add(label, line.text.bilingual())


def _add_wordings(rows: _Rows, kit: KitDefinition, language: str) -> None:
    own = [wording for wording in kit.wordings if wording.language == language]
    if not own:
        return
    rows.flow.section(
        Bilingual("Wortwahl", "Wording"),
        Bilingual(
            "Was die Marke nicht sagt, und was sie stattdessen sagt.",
            "What the brand does not say, and what it says instead.",
        ),
    )
    for wording in own[:_MOST_WORDINGS]:
        rows.add(both(wording.phrase), _instead(wording))
    left = len(own) - _MOST_WORDINGS
    if left > 0:
        rows.add(both("…"), Bilingual(f"und {left} weitere im Portal", f"and {left} more online"))


def _instead(wording: WordingPart) -> Bilingual:
    reason = wording.reason.bilingual() if wording.reason else both("")
    if wording.suggestion is None:
        return reason if reason.de else both("–")
    is_rather = wording.kind is WordingKind.PREFERRED
    lead = Bilingual("lieber ", "rather ") if is_rather else both("")
    between = " – " if reason.de else ""
    return Bilingual(
        f"{lead.de}{wording.suggestion}{between}{reason.de}",
        f"{lead.en}{wording.suggestion}{between}{reason.en}",
    )


def _add_limits(rows: _Rows, kit: KitDefinition) -> None:
    """Add what the press has to keep: profile, ink, smallest type, resolution, contrast."""
    limits, profile = kit.limits, kit.profile
    ink = figure(min(limits.max_ink, profile.max_ink), "de")
    pt, px = (figure(one, "en", 1) for one in (limits.min_text_pt, limits.min_text_px))
    text, large = (figure(one, "en", 1) for one in (limits.min_contrast, limits.min_contrast_large))
    by_medium = [(_MEDIA[str(medium)], figure(ppi, "de")) for medium, ppi in limits.min_ppi.items()]
    rows.flow.section(Bilingual("Grenzwerte", "Limits"), both(""), least=40)
    rows.add(
        Bilingual("Ausgabeprofil", "Output profile"),
        both(shortened(f"{profile.name}, {profile.condition}", 150)),
    )
    rows.add(
        Bilingual("Farbauftrag", "Total ink"),
        Bilingual(f"höchstens {ink} %", f"at most {ink} %"),
    )
    rows.add(
        Bilingual("Kleinste Schrift", "Smallest type"),
        _german(f"{pt} pt im Druck, {px} px am Bildschirm", f"{pt} pt in print, {px} px on screen"),
    )
    rows.add(
        Bilingual("Kontrast", "Contrast"),
        _german(f"Text {text}, große Schrift {large}", f"Text {text}, large type {large}"),
    )
    rows.add(
        Bilingual("Auflösung von Fotos", "Resolution of photos"),
        Bilingual(
            ", ".join(f"{name.de} {ppi} ppi" for name, ppi in by_medium),
            ", ".join(f"{name.en} {ppi} ppi" for name, ppi in by_medium),
        ),
    )


def _german(de: str, en: str) -> Bilingual:
    """Return a text whose figures have a comma in German."""
    return Bilingual(_POINT.sub(",", de), en)
