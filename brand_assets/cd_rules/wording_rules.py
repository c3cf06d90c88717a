"""Owns the rule about words that the brand does not use."""

from collections.abc import Iterable

from brand_assets.cd_rules.context import Ad
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.wording import WordingMatch, find_wordings, plain, replace_all
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity


class ForbiddenWording(Rule[tuple[str, str]]):
    """No text uses a word that the kit forbids, in whatever ending."""

    id = "wording.forbidden"
    severity = Severity.BLOCKS
    clause = "Brand kit, wordings"
    about = Bilingual(
        "Kein Text verwendet ein Wort, das die Marke nicht benutzt, auch nicht gebeugt.",
        "No text uses a word that the brand avoids, inflected forms included.",
    )

    def subjects(self, ad: Ad) -> Iterable[tuple[str, str]]:
        """Return field and text of every value that was entered."""
        return [(key, plain(text)) for key, text in ad.context.values.items() if text.strip()]

    def judge(self, subject: tuple[str, str], ad: Ad) -> Finding | None:
        """Name the words found, and offer the text with all of them replaced."""
        key, text = subject
        matches = find_wordings(text, ad.kit.wordings, ad.context.locale)
        if not matches:
            return None
        return self.finding(
            _message(matches),
            field=key,
            mends=_mends(text, matches),
            figures={"words": float(len(matches))},
        )


def _message(matches: list[WordingMatch]) -> Bilingual:
    first = matches[0]
    found = list(dict.fromkeys(m.found for m in matches))
    german = ", ".join(f"„{word}“" for word in found)
    english = ", ".join(f'"{word}"' for word in found)
    reason = first.wording.reason
    advice = first.replacement if len(found) == 1 else None
    return Bilingual(
        f"{german} verwendet die Marke nicht."
        + (f" Besser: „{advice}“." if advice else "")
        + (f" {reason.de}" if reason else ""),
        f"The brand does not use {english}."
        + (f' Better: "{advice}".' if advice else "")
        + (f" {reason.en}" if reason else ""),
    )


def _mends(text: str, matches: list[WordingMatch]) -> tuple[Mend, ...]:
    mended = replace_all(text, matches)
    if mended is None:
        return (Mend(MendKind.OPEN_FIELD, Bilingual("Text ändern", "Change the text")),)
    words = ", ".join(dict.fromkeys(m.replacement or "" for m in matches))
    return (
        Mend(
            MendKind.SET_VALUE,
            Bilingual(f"Durch „{words}“ ersetzen", f'Replace with "{words}"'),
            value=mended,
        ),
    )
