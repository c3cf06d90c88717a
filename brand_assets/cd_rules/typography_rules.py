"""Owns the rule about signs: quotes, dashes, spaces and apostrophes as typography wants them."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.typography import Correction, correct
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity

_NAMED = 3
"""Changes that the sentence names; the mend makes all of them."""


class SignsSetRight(Rule[tuple[str, str]]):
    """Typed text has the quotes, dashes, apostrophes and spaces of its language."""

    id = "text.signs"
    severity = Severity.NOTE
    clause = "Duden, Textverarbeitung; DIN 5008"
    about = Bilingual(
        "Getippter Text hat die Anführungszeichen, Striche, Apostrophe und Abstände seiner "
        "Sprache.",
        "Typed text has the quotes, dashes, apostrophes and spaces of its language.",
    )

    def subjects(self, ad: Ad) -> Iterable[tuple[str, str]]:
        """Return field and text of what was typed."""
        return [(key, text) for key, text in ad.context.typed.items() if text.strip()]

    def judge(self, subject: tuple[str, str], ad: Ad) -> Finding | None:
        """Name what changes, and offer the text with all signs set right."""
        key, text = subject
        correction = correct(text, ad.context.locale)
        if correction.text == text:
            return None
        return self.finding(
            _message(correction),
            field=key,
            mends=(
                Mend(
                    MendKind.SET_VALUE,
                    Bilingual("Zeichen richtigstellen", "Set the signs right"),
                    value=correction.text,
                ),
            ),
            figures={"changes": float(len(correction.changes))},
        )


def _message(correction: Correction) -> Bilingual:
    right = " · ".join(_seen(now) for _, now in correction.changes[:_NAMED])
    more = " · …" if len(correction.changes) > _NAMED else ""
    return Bilingual(f"Richtig gesetzt: {right}{more}", f"Set right: {right}{more}")


def _seen(piece: str) -> str:
    """Return a piece on one line."""
    return piece.replace("\n", " ")
