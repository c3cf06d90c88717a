"""Owns the checks that one brand kit has to pass before it can be published."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from brand_assets.cd_rules import find_setting_problems
from brand_assets.design_facts import Bilingual, RuleSetting, contrast, figure
from brand_assets.kit.definition import (
    HyphenationPart,
    KitDraft,
    LegalPart,
    PairPart,
    StylePart,
    WordingKind,
)
from brand_assets.typesetting.text.pattern_files import pattern_language

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.]*)\}")
LARGE_TEXT_PT = 18.0
ROUNDING = 0.05
_LACKING = {
    "colours": ("Noch keine Farbe: Legen Sie eine an.", "No colour yet: add one."),
    "fonts": (
        "Noch keine Schrift: Laden Sie eine hoch oder übernehmen Sie eine.",
        "No font yet: upload one or take one over.",
    ),
    "text_styles": ("Noch kein Textstil: Legen Sie einen an.", "No text style yet: add one."),
    "profile": (
        "Noch kein Druckprofil: Laden Sie das ICC-Profil Ihrer Druckerei hoch.",
        "No press profile yet: upload the ICC profile of your printer.",
    ),
}


@dataclass(frozen=True, slots=True)
class KitProblem:
    """What is wrong with a kit: the entry (dotted path or token) and what to do about it."""

    where: str
    message: Bilingual


def check_kit(kit: KitDraft) -> list[KitProblem]:
    """Return every problem of a well-formed kit; an empty list means that it can be published."""
    return [
        *_repeated(kit),
        *_colours(kit),
        *_pairs(kit),
        *_styles(kit),
        *_logos(kit),
        *_legal_lines(kit),
        *_wordings(kit),
        *_hyphen_exceptions(kit),
        *_rules(kit),
    ]


def missing_parts(kit: KitDraft) -> list[KitProblem]:
    """Return what a version in the making still lacks to be a whole kit."""
    lacks = {
        "colours": not kit.colours,
        "fonts": not kit.fonts,
        "text_styles": not kit.text_styles,
        "profile": kit.profile is None,
    }
    return [_problem(part, *_LACKING[part]) for part, is_missing in lacks.items() if is_missing]


def missing_files(kit: KitDraft, there: Container[str]) -> list[KitProblem]:
    """Return a problem for each file that the kit names and that is not there."""
    parts = [(f"fonts.{font.key}", font.file) for font in kit.fonts]
    parts += [(f"logos.{logo.key}", logo.file) for logo in kit.logos]
    parts += [("profile", kit.profile.file)] if kit.profile else []
    return [
        _problem(where, f"Die Datei {file} fehlt.", f"The file {file} is missing.")
        for where, file in parts
        if file not in there
    ]


def _problem(where: str, de: str, en: str) -> KitProblem:
    return KitProblem(where, Bilingual(de, en))


def _unknown_colour(where: str, token: str) -> KitProblem:
    return _problem(
        where,
        f"Die Farbe „{token}“ gibt es in diesem Markenpaket nicht.",
        f'This kit has no colour "{token}".',
    )


def _repeated(kit: KitDraft) -> Iterator[KitProblem]:
    names: dict[str, Iterable[str]] = {
        "colours": [c.token for c in kit.colours],
        "fonts": [f.key for f in kit.fonts],
        "text_styles": [s.name for s in kit.text_styles],
        "logos": [logo.key for logo in kit.logos],
        "legal_lines": [line.key for line in kit.legal_lines],
        "pairs": [f"{p.front}/{p.ground}" for p in kit.pairs],
        "wordings": [f"{w.language}:{w.phrase.casefold()}" for w in kit.wordings],
    }
    for part, entries in names.items():
        for name, times in Counter(entries).items():
            if times > 1:
                yield _problem(
                    f"{part}.{name}",
                    f"„{name}“ kommt {times}-mal vor, erlaubt ist einmal.",
                    f'"{name}" stands here {times} times, once is allowed.',
                )


def _colours(kit: KitDraft) -> Iterator[KitProblem]:
    tokens = {c.token for c in kit.colours}
    for colour in kit.colours:
        ink = sum(colour.cmyk)
        if ink > kit.limits.max_ink:
            yield _problem(
                f"colours.{colour.token}",
                f"Gesamtfarbauftrag {ink:.0f} %, erlaubt sind {kit.limits.max_ink:.0f} %.",
                f"Total ink {ink:.0f} %, allowed are {kit.limits.max_ink:.0f} %.",
            )
        if colour.overprint and not ink:
            yield _problem(
                f"colours.{colour.token}",
                "Eine Farbe ohne Druckfarbe würde beim Überdrucken verschwinden.",
                "A colour without ink would vanish where it prints over others.",
            )
        if colour.made_of and colour.made_of.token not in tokens:
            yield _unknown_colour(f"colours.{colour.token}", colour.made_of.token)
    yield from _contrast_partners(kit)
    if kit.profile and kit.limits.max_ink > kit.profile.max_ink:
        yield _problem(
            "limits.max_ink",
            f"Das Markenpaket erlaubt mehr als das Profil ({kit.profile.max_ink:.0f} %).",
            f"The kit allows more ink than the profile does ({kit.profile.max_ink:.0f} %).",
        )


def _contrast_partners(kit: KitDraft) -> Iterator[KitProblem]:
    colours = {c.token: c.rgb for c in kit.colours}
    for colour in kit.colours:
        partner, where = colour.contrast_partner, f"colours.{colour.token}"
        if partner is None:
            continue
        if partner not in colours:
            yield _unknown_colour(where, partner)
            continue
        ratio, wanted = contrast(colour.rgb, colours[partner]), kit.limits.min_contrast
        if ratio < wanted - ROUNDING:
            yield _low_contrast(where, ratio, wanted)


def _low_contrast(where: str, ratio: float, wanted: float) -> KitProblem:
    return _problem(
        where,
        f"Kontrast {figure(ratio, 'de', 1)}, nötig sind {figure(wanted, 'de', 1)}.",
        f"Contrast {figure(ratio, 'en', 1)}, {figure(wanted, 'en', 1)} are needed.",
    )


def _pairs(kit: KitDraft) -> Iterator[KitProblem]:
    colours = {c.token: c.rgb for c in kit.colours}
    for pair in kit.pairs:
        where = f"pairs.{pair.front}/{pair.ground}"
        unknown = [token for token in (pair.front, pair.ground) if token not in colours]
        if unknown:
            yield from (_unknown_colour(where, token) for token in unknown)
            continue
        ratio = contrast(colours[pair.front], colours[pair.ground])
        wanted = _least_contrast(kit, pair)
        if ratio < wanted - ROUNDING:
            yield _low_contrast(where, ratio, wanted)


def _least_contrast(kit: KitDraft, pair: PairPart) -> float:
    stated = pair.contrast or 1.0
    if not pair.text_allowed:
        return stated
    large = pair.min_size >= LARGE_TEXT_PT
    return max(stated, kit.limits.min_contrast_large if large else kit.limits.min_contrast)


def _styles(kit: KitDraft) -> Iterator[KitProblem]:
    fonts = {font.key for font in kit.fonts}
    named = [(f"text_styles.{s.name}", f) for s in kit.text_styles for f in (s.font, s.bold_font)]
    named += [("font_fallbacks", font) for font in kit.font_fallbacks]
    for where, font in named:
        if font is not None and font not in fonts:
            yield _problem(
                where,
                f"Die Schrift „{font}“ gibt es in diesem Markenpaket nicht.",
                f'This kit has no font "{font}".',
            )
    for style in kit.text_styles:
        yield from _sizes(style, style.print_sizes, kit.limits.min_text_pt, "pt")
        yield from _sizes(style, style.screen_sizes, kit.limits.min_text_px, "px")
        if style.hyphenation:
            yield from _languages(style.name, style.hyphenation)


def _languages(style: str, rules: HyphenationPart) -> Iterator[KitProblem]:
    for language in (rules.language, *rules.languages):
        if pattern_language(language) is None:
            yield _problem(
                f"text_styles.{style}",
                f"Für die Sprache „{language}“ gibt es keine Silbentrennung.",
                f'There is no hyphenation for the language "{language}".',
            )


def _sizes(
    style: StylePart, sizes: tuple[float, float] | None, least: float, unit: str
) -> Iterator[KitProblem]:
    if sizes is None:
        return
    where = f"text_styles.{style.name}"
    low, high = sizes
    if low > high:
        yield _problem(
            where,
            f"Die kleinste Größe ({low:g} {unit}) ist größer als die größte ({high:g} {unit}).",
            f"The smallest size ({low:g} {unit}) is larger than the largest ({high:g} {unit}).",
        )
    if low < least:
        yield _problem(
            where,
            f"{low:g} {unit} sind kleiner als die kleinste erlaubte Schrift ({least:g} {unit}).",
            f"{low:g} {unit} is below the smallest type allowed ({least:g} {unit}).",
        )


def _logos(kit: KitDraft) -> Iterator[KitProblem]:
    tokens = {c.token for c in kit.colours}
    for logo in kit.logos:
        for ground in logo.grounds:
            if ground not in tokens:
                yield _unknown_colour(f"logos.{logo.key}", ground)


def _legal_lines(kit: KitDraft) -> Iterator[KitProblem]:
    for line in kit.legal_lines:
        yield from _placeholders(line, "de", line.text.de)
        yield from _placeholders(line, "en", line.text.en)


def _placeholders(line: LegalPart, language: str, text: str) -> Iterator[KitProblem]:
    used, declared = set(PLACEHOLDER.findall(text)), set(line.fields)
    for name in sorted(used ^ declared):
        yield _problem(
            f"legal_lines.{line.key}.{language}",
            f"Der Platzhalter {{{name}}} steht nur im Text oder nur in der Liste.",
            f"The placeholder {{{name}}} stands only in the text or only in the list.",
        )


def _wordings(kit: KitDraft) -> Iterator[KitProblem]:
    for wording in kit.wordings:
        if wording.kind is WordingKind.PREFERRED and wording.suggestion is None:
            yield _problem(
                f"wordings.{wording.language}:{wording.phrase.casefold()}",
                f"„{wording.phrase}“: Nennen Sie das Wort, das die Marke lieber verwendet.",
                f'"{wording.phrase}": name the word that the brand prefers.',
            )


def _hyphen_exceptions(kit: KitDraft) -> Iterator[KitProblem]:
    for language, words in kit.hyphen_exceptions.items():
        for word in words:
            if not all(part.isalpha() for part in word.split("-")):
                yield _problem(
                    f"hyphen_exceptions.{language}",
                    f"„{word}“: nur Buchstaben, Trennstellen als Bindestrich.",
                    f'"{word}": letters only, break points as hyphens.',
                )


def _rules(kit: KitDraft) -> Iterator[KitProblem]:
    settings = [RuleSetting(**dict(part)) for part in kit.rules]
    for problem in find_setting_problems(settings):
        yield KitProblem(f"rules.{problem.position}.{problem.rule}", problem.message)
