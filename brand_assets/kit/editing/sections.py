"""Owns the sections in which a kit is edited: their order, their parts, and whose problems."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from brand_assets.kit.definition import (
    ColourPart,
    LanguageTag,
    LegalPart,
    LimitsPart,
    LogoPart,
    PairPart,
    Part,
    RuleSettingPart,
    StylePart,
    Text,
    Token,
    WordingPart,
    Words,
)
from brand_assets.kit.editing import design_fields, rule_fields, word_fields
from brand_assets.kit.editing.groups import Entry, Group, Shape
from brand_assets.kit.soundness import KitProblem
from portal.foundation.errors import N_


class TextEntry(Part):
    """A claim or boilerplate with its key."""

    key: Token
    de: Text
    en: Text


class BreaksEntry(Part):
    """The words of one language that are broken as stated."""

    language: LanguageTag
    words: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One page of editing: its key in the address, its title, what it is for, its groups.

    `parts` are the parts of a kit whose problems belong here; one without groups is edited on a
    page of its own.
    """

    key: str
    title: str
    lead: str
    groups: tuple[Group, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def all_parts(self) -> tuple[str, ...]:
        """The parts of a kit that this section speaks of."""
        return (*(group.part for group in self.groups), *self.parts)


def _key(name: str) -> Any:
    return lambda entry: str(entry.get(name, ""))


def _pair(entry: Entry) -> str:
    return f"{entry.get('front', '')}/{entry.get('ground', '')}"


def _wording(entry: Entry) -> str:
    return f"{entry.get('language', '')}:{str(entry.get('phrase', '')).casefold()}"


def _setting(entry: Entry) -> str:
    where = (entry.get(key) or () for key in ("channels", "formats", "templates", "paths"))
    return " ".join([str(entry.get("rule", "")), *(str(one) for some in where for one in some)])


COLOURS = Group(
    "colours",
    N_("Colours"),
    ColourPart,
    design_fields.COLOUR,
    _key("token"),
    add=N_("Add a colour"),
    none=N_("No colour yet."),
    deciding={"made_of": "token"},
)
PAIRS = Group(
    "pairs",
    N_("Pairs"),
    PairPart,
    design_fields.PAIR,
    _pair,
    add=N_("Add a pair"),
    none=N_("No pair yet: text in one colour on another is then checked by its contrast alone."),
    page_size=100,
)
STYLES = Group(
    "text_styles",
    N_("Text styles"),
    StylePart,
    design_fields.STYLE,
    _key("name"),
    add=N_("Add a text style"),
    none=N_("No text style yet."),
    deciding={"hyphenation": "language"},
    page_size=40,
)
LOGOS = Group(
    "logos", N_("Logo"), LogoPart, design_fields.LOGO, _key("key"), none=N_("No logo yet.")
)
CLAIMS = Group(
    "claims",
    N_("Claims"),
    TextEntry,
    word_fields.CLAIM,
    _key("key"),
    Shape.TABLE,
    add=N_("Add a claim"),
    none=N_("No claim yet."),
    table_key="key",
)
BOILERPLATE = Group(
    "boilerplate",
    N_("Boilerplate"),
    TextEntry,
    word_fields.BOILERPLATE,
    _key("key"),
    Shape.TABLE,
    add=N_("Add a text"),
    none=N_("No text yet: what stands in many ads, such as who the brand is."),
    table_key="key",
)
LEGAL = Group(
    "legal_lines",
    N_("Legal lines"),
    LegalPart,
    word_fields.LEGAL,
    _key("key"),
    add=N_("Add a legal line"),
    none=N_("No legal line yet."),
    extend=word_fields.name_placeholders,
)
WORDINGS = Group(
    "wordings",
    N_("Words"),
    WordingPart,
    word_fields.WORDING,
    _wording,
    add=N_("Add a word"),
    none=N_("No word here."),
    page_size=60,
)
BREAKS = Group(
    "hyphen_exceptions",
    N_("Exceptions"),
    BreaksEntry,
    word_fields.BREAKS,
    _key("language"),
    Shape.TABLE,
    add=N_("Add a language"),
    none=N_("No exception yet: words are broken by the patterns of their language."),
    table_key="language",
    table_value="words",
)
BASICS = Group("name", N_("Name"), Words, word_fields.BASICS, lambda _: "name", Shape.ONE)
LIMITS = Group(
    "limits", N_("Limits"), LimitsPart, design_fields.LIMITS, lambda _: "limits", Shape.ONE
)
RULES = Group(
    "rules",
    N_("Rules"),
    RuleSettingPart,
    rule_fields.RULE,
    _setting,
    add=N_("Set a rule"),
    none=N_("No rule is set: all of them are checked as they come."),
    more_fields=rule_fields.parameters_of,
)

SECTIONS: tuple[Section, ...] = (
    Section("name", N_("Name"), N_("What the kit is called."), (BASICS,), ("key", "schema")),
    Section(
        "colours",
        N_("Colours"),
        N_("Each colour with its numbers on screen and in print."),
        (COLOURS,),
    ),
    Section(
        "pairs",
        N_("Pairs of colours"),
        N_("Which colour may stand on which, and for what."),
        (PAIRS,),
    ),
    Section(
        "fonts",
        N_("Fonts"),
        N_("The font files, and which one helps out where a character is missing."),
        parts=("fonts", "font_fallbacks"),
    ),
    Section(
        "styles",
        N_("Text styles"),
        N_("How text is set: templates choose from these and nothing else."),
        (STYLES,),
    ),
    Section(
        "logos",
        N_("Logo"),
        N_("The variants of the logo, and where each of them stands."),
        (LOGOS,),
    ),
    Section(
        "claims",
        N_("Claims and boilerplate"),
        N_("Texts of the brand that stand in ads word by word."),
        (CLAIMS, BOILERPLATE),
    ),
    Section(
        "legal",
        N_("Legal lines"),
        N_("What must stand in every ad of a medium."),
        (LEGAL,),
    ),
    Section(
        "wordings",
        N_("Words"),
        N_("What the brand does not say, and what it would rather say."),
        (WORDINGS,),
    ),
    Section(
        "hyphenation",
        N_("Hyphenation"),
        N_("Words that are broken otherwise than their language does it."),
        (BREAKS,),
    ),
    Section("limits", N_("Limits"), N_("The least and the most that this kit allows."), (LIMITS,)),
    Section(
        "rules",
        N_("Rules"),
        N_("Which rules are checked, how strictly, and where. Law and rights are always checked."),
        (RULES,),
    ),
    Section(
        "profile",
        N_("Press profile"),
        N_("The colour profile of your printer, for which press files are made."),
        parts=("profile",),
    ),
)
_BY_KEY = {section.key: section for section in SECTIONS}
_BY_PART = {part: section for section in SECTIONS for part in section.all_parts}


def find_section(key: str) -> Section | None:
    """Return the section of a key, None where there is none."""
    return _BY_KEY.get(key)


def section_of_part(part: str) -> Section:
    """Return the section in which a part of a kit is edited; the first for what is unknown."""
    return _BY_PART.get(part, SECTIONS[0])


def section_of(problem: KitProblem) -> Section:
    """Return the section in which a problem is mended."""
    return section_of_part(problem.where.partition(".")[0])


def problems_at(problems: Iterable[KitProblem], part: str, name: str) -> list[KitProblem]:
    """Return the problems of one entry."""
    address = f"{part}.{name}"
    return [p for p in problems if p.where == address or p.where.startswith(f"{address}.")]
