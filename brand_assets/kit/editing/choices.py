"""Owns what the fields of a draft offer to choose from."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from babel import Locale, UnknownLocaleError

from brand_assets.cd_rules.registry import RULES
from brand_assets.design_facts import Bilingual
from brand_assets.kit.definition import LetterCase, Medium, WordingKind
from brand_assets.kit.models import BrandKitVersion
from brand_assets.library.forms import CHANNEL_NAMES
from brand_assets.typesetting.text.pattern_files import LANGUAGES
from portal.foundation.errors import N_
from portal.foundation.translations import translate
from regions.hierarchy.service import region_names

Choices = Mapping[str, str]
"""What can be chosen: the words for each value."""

_CASES = {
    LetterCase.AS_WRITTEN: N_("as written"),
    LetterCase.SENTENCE: N_("as in a sentence"),
    LetterCase.FIGURES: N_("for figures"),
}
_MEDIA = {
    Medium.PRINT: N_("Print"),
    Medium.NEWSPAPER: N_("Newspaper"),
    Medium.POSTER: N_("Poster"),
    Medium.SCREEN: N_("Screen"),
}
_WORDING_KINDS = {
    WordingKind.FORBIDDEN: N_("never says it"),
    WordingKind.PREFERRED: N_("would rather say something else"),
}
_FEATURES = {
    "kern": N_("Kerning"),
    "liga": N_("Ligatures"),
    "dlig": N_("Rare ligatures"),
    "calt": N_("Contextual forms"),
    "lnum": N_("Lining figures"),
    "onum": N_("Old-style figures"),
    "pnum": N_("Proportional figures"),
    "tnum": N_("Tabular figures"),
    "frac": N_("Fractions"),
    "ordn": N_("Ordinals"),
    "zero": N_("Slashed zero"),
    "case": N_("Forms for capitals"),
    "smcp": N_("Small capitals"),
    "ss01": N_("Stylistic set 1"),
}
_SEVERITIES = {
    "": N_("counts as the rule says"),
    "blocks": N_("blocks proof and order"),
    "check": N_("asks for a look"),
    "note": N_("is a note"),
}
NEVER_EMPTY = frozenset({"cases", "wording_kinds", "languages", "severities", "rules"})
"""Where nothing is no choice, or has words of its own."""


def choices_of(version: BrandKitVersion, language: str) -> dict[str, Choices]:
    """Return what can be chosen in a draft, by the names that fields have for it."""
    kit = version.definition

    def told(words: Mapping[Any, str]) -> Choices:
        return {str(value): translate(language, text) for value, text in words.items()}

    return {
        "colours": {one["token"]: one["token"] for one in kit.get("colours", ())},
        "fonts": _fonts(kit.get("fonts", ()), language),
        "cases": told(_CASES),
        "features": told(_FEATURES),
        "patterns": {tag: _language_name(tag, language) for tag in sorted(LANGUAGES)},
        "media": told(_MEDIA),
        "channels": {key: str(name) for key, name in CHANNEL_NAMES.items()},
        "wording_kinds": told(_WORDING_KINDS),
        "languages": {tag: _language_name(tag, language) for tag in ("de", "en")},
        "severities": told(_SEVERITIES),
        "rules": _rules(language),
        "regions": region_names(language),
        "logo_files": {path: path for path in sorted(version.files) if path.endswith(".svg")},
    }


def _fonts(fonts: Sequence[Mapping[str, Any]], language: str) -> Choices:
    found, italic = {}, translate(language, N_("italic"))
    for font in fonts:
        key = PurePosixPath(font["file"]).name
        slant = f" {italic}" if font.get("italic") else ""
        found[key] = f"{font['family']} {font['weight']}{slant}"
    repeated = len(set(found.values())) < len(found)
    return {key: f"{name} ({key})" if repeated else name for key, name in found.items()}


def _language_name(tag: str, language: str) -> str:
    try:
        name = Locale.parse(tag, sep="-").get_display_name(language)
    except (UnknownLocaleError, ValueError):
        name = None
    return str(name or tag)


def _rules(language: str) -> Choices:
    words: Callable[[Bilingual], str] = lambda text: text.in_language(language)  # noqa: E731 - short
    return {rule.id: f"{rule.id}: {words(rule.about)}" for rule in RULES if not rule.is_binding}
