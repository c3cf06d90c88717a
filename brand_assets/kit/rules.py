"""Owns what makes a brand kit sound, and how its written form becomes `KitValues`."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import ValidationError

from brand_assets.design_facts import (
    Bilingual,
    Colour,
    ColourPair,
    FontFile,
    Hyphenation,
    KitValues,
    LegalLine,
    Limits,
    Logo,
    PressProfile,
    RuleSetting,
    TextStyle,
    Wording,
)
from brand_assets.kit.definition import (
    HyphenationPart,
    KitDefinition,
    KitDraft,
    StylePart,
    WordingKind,
    WordingPart,
)
from brand_assets.kit.soundness import KitProblem, check_kit, missing_parts
from portal.foundation.errors import N_, Invalid

__all__ = [
    "KitProblem",
    "KitStatus",
    "ParsedDraft",
    "ParsedKit",
    "check_kit",
    "kit_values",
    "parse_draft",
    "parse_kit",
    "text_style",
    "told_error",
]


class KitStatus(StrEnum):
    """Where a version of a kit stands; only a draft can still change."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ParsedKit:
    """What reading a written kit gave: the definition, or the problems that keep it from one."""

    definition: KitDefinition | None
    problems: tuple[KitProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedDraft:
    """What reading a version in the making gave; `misshapen` where it cannot be kept like that."""

    draft: KitDraft | None
    misshapen: tuple[KitProblem, ...] = ()
    problems: tuple[KitProblem, ...] = ()


def parse_draft(raw: object) -> ParsedDraft:
    """Read a version in the making: what is misshapen, or else all that keeps it from use."""
    try:
        draft = KitDraft.model_validate(raw)
    except ValidationError as error:
        return ParsedDraft(None, tuple(_shape_problem(dict(e)) for e in error.errors()))
    return ParsedDraft(draft, (), (*missing_parts(draft), *check_kit(draft)))


def parse_kit(raw: object) -> ParsedKit:
    """Read the written form (parsed JSON) and check it; every problem is told, not the first."""
    try:
        definition = KitDefinition.model_validate(raw)
    except ValidationError as error:
        return ParsedKit(None, tuple(_shape_problem(dict(e)) for e in error.errors()))
    problems = tuple(check_kit(definition))
    return ParsedKit(definition, problems)


def _shape_problem(error: Mapping[str, object]) -> KitProblem:
    location = error.get("loc")
    where = ".".join(str(part) for part in location) if isinstance(location, tuple) else ""
    return KitProblem(where, told_error(error))


_TOLD = {
    "missing": ("Diese Angabe fehlt.", "This entry is missing."),
    "extra_forbidden": ("Diese Angabe ist unbekannt.", "This entry is not known."),
    "string_too_short": ("Diese Angabe fehlt.", "This entry is missing."),
    "string_too_long": ("Höchstens {max_length} Zeichen.", "At most {max_length} characters."),
    "greater_than": ("Mehr als {gt:g}.", "More than {gt:g}."),
    "greater_than_equal": ("Mindestens {ge:g}.", "At least {ge:g}."),
    "less_than_equal": ("Höchstens {le:g}.", "At most {le:g}."),
    "too_short": ("Mindestens {min_length}.", "At least {min_length}."),
    "too_long": ("Höchstens {max_length}.", "At most {max_length}."),
    "int_from_float": ("Eine ganze Zahl.", "A whole number."),
    "float_parsing": ("Eine Zahl, zum Beispiel 12 oder 1,5.", "A number, such as 12 or 1.5."),
    "float_type": ("Eine Zahl, zum Beispiel 12 oder 1,5.", "A number, such as 12 or 1.5."),
    "finite_number": ("Eine Zahl, zum Beispiel 12 oder 1,5.", "A number, such as 12 or 1.5."),
    "int_parsing": ("Eine ganze Zahl.", "A whole number."),
    "enum": ("Wählen Sie einen der Werte.", "Choose one of the values."),
    "value_error": (
        "Buchstaben, Ziffern, Punkt und Strich, zum Beispiel logos/positiv.svg.",
        "Letters, digits, dot and hyphen, such as logos/positive.svg.",
    ),
}
_PATTERNS = {
    r"^[A-Za-z][A-Za-z0-9_-]*$": (
        "Buchstaben ohne Umlaute, Ziffern, - und _; vorn ein Buchstabe.",
        "Letters without accents, digits, - and _; a letter first.",
    ),
    r"^[a-z][a-z0-9_-]*$": (
        "Kleine Buchstaben ohne Umlaute, Ziffern, - und _; vorn ein Buchstabe.",
        "Small letters without accents, digits, - and _; a letter first.",
    ),
    r"^#[0-9A-Fa-f]{6}$": ("Eine Farbe wie #07452F.", "A colour such as #07452F."),
}


def told_error(error: Mapping[str, object]) -> Bilingual:
    """Return one error of Pydantic in words that say what to enter."""
    kind, found = str(error.get("type")), error.get("ctx")
    context = dict(found) if isinstance(found, Mapping) else {}
    told = _PATTERNS.get(str(context.get("pattern"))) or _TOLD.get(kind)
    if told is None:
        said = error.get("msg")
        return Bilingual(f"Der Wert passt nicht ({said}).", f"The value does not fit ({said}).")
    try:
        return Bilingual(told[0].format(**context), told[1].format(**context))
    except (KeyError, ValueError):
        return Bilingual(*told)


def kit_values(definition: KitDefinition, version: int, files: Mapping[str, bytes]) -> KitValues:
    """Return the values of one version, given the bytes of its files by path."""
    for path in definition.files():
        if path not in files:
            raise Invalid(N_("The file %(path)s of the brand kit is missing."), path=path)
    return KitValues(
        kit_key=definition.key,
        version=version,
        colours={
            c.token: Colour(c.token, c.rgb, c.cmyk, c.spot, c.tint, c.overprint)
            for c in definition.colours
        },
        pairs=tuple(
            ColourPair(p.front, p.ground, p.min_size, p.text_allowed) for p in definition.pairs
        ),
        fonts={
            f.key: FontFile(f.key, _sha256(files[f.file]), files[f.file]) for f in definition.fonts
        },
        text_styles={style.name: text_style(style) for style in definition.text_styles},
        logos=_logos(definition, files),
        legal_lines=tuple(
            LegalLine(
                line.key, tuple(line.media), line.text.bilingual(), line.min_size_pt, line.fields
            )
            for line in definition.legal_lines
        ),
        wordings=tuple(_wording(w) for w in definition.wordings),
        profile=_profile(definition, files),
        limits=Limits(**definition.limits.model_dump()),
        claims={key: claim.bilingual() for key, claim in definition.claims.items()},
        boilerplate={key: text.bilingual() for key, text in definition.boilerplate.items()},
        hyphen_exceptions=dict(definition.hyphen_exceptions),
        font_fallbacks=definition.font_fallbacks,
        rule_settings=tuple(RuleSetting(**dict(part)) for part in definition.rules),
    )


def text_style(style: StylePart) -> TextStyle:
    """Return a text style as the typesetter reads it."""
    hyphenation = style.hyphenation
    return TextStyle(
        name=style.name,
        font=style.font,
        leading=style.leading,
        tracking=style.tracking,
        print_sizes=style.print_sizes,
        screen_sizes=style.screen_sizes,
        bold_font=style.bold_font,
        features=style.features,
        hyphenation=_hyphenation(hyphenation) if hyphenation else None,
    )


def _wording(part: WordingPart) -> Wording:
    reason = part.reason.bilingual() if part.reason else None
    preferred = part.kind is WordingKind.PREFERRED
    return Wording(part.phrase, part.language, part.suggestion, reason, preferred)


def _hyphenation(part: HyphenationPart) -> Hyphenation:
    return Hyphenation(**dict(part))


def _logos(definition: KitDefinition, files: Mapping[str, bytes]) -> dict[str, Logo]:
    return {
        logo.key: Logo(
            logo.key,
            _sha256(files[logo.file]),
            files[logo.file],
            logo.clear_space,
            logo.min_height_mm,
            logo.min_height_px,
            logo.grounds,
            tuple(logo.media),
            logo.channels,
        )
        for logo in definition.logos
    }


def _profile(definition: KitDefinition, files: Mapping[str, bytes]) -> PressProfile:
    profile = definition.profile
    data = files[profile.file]
    return PressProfile(profile.name, profile.condition, _sha256(data), data, profile.max_ink)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
