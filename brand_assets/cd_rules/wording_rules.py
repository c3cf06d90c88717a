"""Owns the rules about words that the brand does not use, or would rather say otherwise."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from brand_assets.cd_rules.context import Ad
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.searching import Same
from brand_assets.cd_rules.wording import WordingMatch, find_wordings, plain, replace_all
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity, Wording


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
        matches = _matches(text, ad, preferred=False)
        if not matches:
            return None
        return self.finding(
            _message(matches),
            field=key,
            mends=_mends(text, matches),
            figures={"words": float(len(matches))},
        )


class PreferredWording(Rule[tuple[str, str]]):
    """Texts use the words that the brand prefers."""

    id = "wording.preferred"
    severity = Severity.NOTE
    clause = "Brand kit, preferred wordings"
    about = Bilingual(
        "Texte verwenden die Wörter, die die Marke bevorzugt, auch gebeugt.",
        "Texts use the words that the brand prefers, inflected forms included.",
    )

    def subjects(self, ad: Ad) -> Iterable[tuple[str, str]]:
        """Return field and text of what a person typed and may change."""
        if not any(wording.preferred for wording in ad.kit.wordings):
            return []
        return [(key, plain(text)) for key, text in ad.context.typed.items() if text.strip()]

    def judge(self, subject: tuple[str, str], ad: Ad) -> Finding | None:
        """Offer the text with the brand's own words."""
        key, text = subject
        matches = _matches(text, ad, preferred=True)
        if not matches:
            return None
        return self.finding(
            _preferred_message(matches),
            field=key,
            mends=_mends(text, matches),
            figures={"words": float(len(matches))},
        )


def _matches(text: str, ad: Ad, *, preferred: bool) -> tuple[WordingMatch, ...]:
    return _found(text, Same(ad.kit.wordings), ad.context.locale, preferred)


@lru_cache(maxsize=4096)
def _found(
    text: str,
    wordings: Same[tuple[Wording, ...]],
    language: str,
    preferred: bool,
) -> tuple[WordingMatch, ...]:
    """Return what is found in a text; the same one stands in most formats and in many ads."""
    chosen = (w for w in wordings.thing if w.preferred is preferred)
    wanted = (w for w in chosen if w.suggestion or not preferred)
    return tuple(find_wordings(text, wanted, language))


def _preferred_message(matches: Sequence[WordingMatch]) -> Bilingual:
    pairs = list(dict.fromkeys((m.replacement or "", m.found) for m in matches))
    german = ", ".join(f"„{better}“ statt „{found}“" for better, found in pairs)
    english = ", ".join(f'"{better}" instead of "{found}"' for better, found in pairs)
    reason = matches[0].wording.reason
    return Bilingual(
        f"Die Marke sagt lieber {german}." + (f" {reason.de}" if reason else ""),
        f"The brand would rather say {english}." + (f" {reason.en}" if reason else ""),
    )


def _message(matches: Sequence[WordingMatch]) -> Bilingual:
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


def _mends(text: str, matches: Sequence[WordingMatch]) -> tuple[Mend, ...]:
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
