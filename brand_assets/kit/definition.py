"""Owns the written form of a brand kit: what `kit.json` may say and in which shape."""

import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from brand_assets.design_facts import Bilingual, Severity

_SAFE_PATH = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*$")


def _safe_path(value: str) -> str:
    if len(value) > 200 or not _SAFE_PATH.match(value):  # noqa: PLR2004 - longer than any kit needs
        raise ValueError("not a path inside the kit")
    return value


Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=40)]
KitKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
KitPath = Annotated[str, AfterValidator(_safe_path)]
Percent = Annotated[float, Field(ge=0, le=100)]
Positive = Annotated[float, Field(gt=0, le=5000)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$")]


class Part(BaseModel):
    """A part of the definition: frozen, and nothing unknown in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Words(Part):
    """One text in both languages."""

    de: Text
    en: Text

    def bilingual(self) -> Bilingual:
        """Return it as the shared value."""
        return Bilingual(self.de, self.en)


class MadeOf(Part):
    """The colour that another one is made of; without a percentage it is no plain tint."""

    token: Token
    percent: Percent | None = None


class ColourPart(Part):
    """A brand colour in its numbers; `overprint` prints it over other inks.

    `contrast_partner` is the colour of text that can always be read on it.
    """

    token: Token
    role: Words
    srgb: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
    cmyk: tuple[Percent, Percent, Percent, Percent]
    spot: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None
    tint: Annotated[float, Field(gt=0, le=100)] = 100.0
    overprint: bool = False
    made_of: MadeOf | None = None
    contrast_partner: Token | None = None

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The sRGB numbers, 0 to 255."""
        red, green, blue = bytes.fromhex(self.srgb[1:])
        return red, green, blue


class PairPart(Part):
    """A colour that may stand on another one; `contrast` is what the brand book states."""

    front: Token
    ground: Token
    use: Words
    contrast: Annotated[float, Field(ge=1, le=21)] | None = None
    min_size: Annotated[float, Field(ge=0, le=500)] = 0.0
    text_allowed: bool = True


class FontPart(Part):
    """One font file of the kit."""

    file: KitPath
    family: Text
    weight: Annotated[int, Field(ge=1, le=1000)]
    italic: bool = False
    licence: Text

    @property
    def key(self) -> str:
        """The font's key: the file's name."""
        return PurePosixPath(self.file).name


class HyphenationPart(Part):
    """When a style may break words; the language is a BCP 47 tag ("de", "en-GB").

    `languages` are further ones; text in one of them is broken by its own patterns.
    """

    language: LanguageTag = "de"
    languages: Annotated[tuple[LanguageTag, ...], Field(max_length=20)] = ()
    min_word: Annotated[int, Field(ge=2, le=40)] = 7
    min_before: Annotated[int, Field(ge=1, le=20)] = 3
    min_after: Annotated[int, Field(ge=1, le=20)] = 3
    max_in_a_row: Annotated[int, Field(ge=1, le=10)] = 2


class LetterCase(StrEnum):
    """How a style writes its text; the kit only tells, text is never changed for it."""

    SENTENCE = "sentence"
    AS_WRITTEN = "as_written"
    FIGURES = "figures"


class StylePart(Part):
    """A named way to set text; no range for a medium means that it is not used there."""

    name: Token
    font: str
    leading: Annotated[float, Field(ge=0.5, le=4)]
    tracking: Annotated[float, Field(ge=-300, le=500)] = 0.0
    print_sizes: tuple[Positive, Positive] | None = None
    screen_sizes: tuple[Positive, Positive] | None = None
    bold_font: str | None = None
    case: LetterCase = LetterCase.AS_WRITTEN
    features: tuple[Annotated[str, StringConstraints(pattern=r"^-?[a-z0-9]{4}$")], ...] = ()
    hyphenation: HyphenationPart | None = None


class Medium(StrEnum):
    """What an ad is made for."""

    PRINT = "print"
    NEWSPAPER = "newspaper"
    POSTER = "poster"
    SCREEN = "screen"


class LogoPart(Part):
    """A logo variant: clear space in parts of its height, least heights, grounds.

    No media and no channels mean that it is for all of them.
    """

    key: KitKey
    file: KitPath
    name: Words
    clear_space: Annotated[float, Field(ge=0, le=5)] = 0.0
    min_height_mm: Annotated[float, Field(ge=0, le=1000)] = 0.0
    min_height_px: Annotated[float, Field(ge=0, le=5000)] = 0.0
    grounds: tuple[Token, ...] = ()
    media: tuple[Medium, ...] = ()
    channels: Annotated[tuple[KitKey, ...], Field(max_length=40)] = ()


class LegalPart(Part):
    """A line that must stand in every ad of its media; `{source}` marks where a value goes."""

    key: KitKey
    media: tuple[Medium, ...]
    text: Words
    min_size_pt: Annotated[float, Field(ge=0, le=100)] = 6.0
    fields: tuple[str, ...] = ()


class WordingKind(StrEnum):
    """Whether the brand never says it, or has a word that it prefers."""

    FORBIDDEN = "forbidden"
    PREFERRED = "preferred"


class WordingPart(Part):
    """A word or phrase that is not used, or for which another is preferred; and that other."""

    phrase: Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
    language: Annotated[str, StringConstraints(pattern=r"^(de|en)$")]
    suggestion: Text | None = None
    reason: Words | None = None
    kind: WordingKind = WordingKind.FORBIDDEN


class ProfilePart(Part):
    """The CMYK output profile."""

    file: KitPath
    name: Text
    condition: Text
    max_ink: Annotated[float, Field(gt=0, le=400)] = 300.0


class LimitsPart(Part):
    """Least and most that the kit allows."""

    min_text_pt: Positive = 6.0
    min_text_px: Positive = 9.5
    max_ink: Annotated[float, Field(gt=0, le=400)] = 280.0
    min_ppi: dict[Medium, Positive] = Field(
        default_factory=lambda: {
            Medium.PRINT: 225.0,
            Medium.NEWSPAPER: 150.0,
            Medium.POSTER: 130.0,
        }
    )
    error_ppi: Positive | None = None
    min_contrast: Annotated[float, Field(ge=1, le=21)] = 4.5
    min_contrast_large: Annotated[float, Field(ge=1, le=21)] = 3.0
    rich_black_min_pt: Annotated[float, Field(ge=0, le=500)] = 14.0


RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z0-9_]+$", max_length=60)]
ScopeKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)]
TreePath = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_-]+/)+$", max_length=200)]


class RuleSettingPart(Part):
    """How the kit wants one rule, and where; without a scope it holds everywhere.

    Of the settings of a rule that hold for an ad, the last one counts. `channels` are keys or
    kinds of channels, `paths` those of the tree of regions ("hg/de/nord/").
    """

    rule: RuleId
    on: bool = True
    severity: Severity | None = None
    parameters: dict[str, float] = Field(default_factory=dict)
    channels: Annotated[tuple[ScopeKey, ...], Field(max_length=100)] = ()
    formats: Annotated[tuple[ScopeKey, ...], Field(max_length=200)] = ()
    templates: Annotated[tuple[ScopeKey, ...], Field(max_length=200)] = ()
    paths: Annotated[tuple[TreePath, ...], Field(max_length=500)] = ()


class KitDraft(Part):
    """Everything that a version in the making says: each part is well formed, some may be missing.

    Files are named by their path.
    """

    schema_number: Annotated[int, Field(alias="schema", ge=1, le=1)]
    key: KitKey
    name: Words
    colours: Annotated[tuple[ColourPart, ...], Field(max_length=200)] = ()
    pairs: Annotated[tuple[PairPart, ...], Field(max_length=1000)] = ()
    fonts: Annotated[tuple[FontPart, ...], Field(max_length=100)] = ()
    font_fallbacks: tuple[str, ...] = ()
    text_styles: Annotated[tuple[StylePart, ...], Field(max_length=200)] = ()
    logos: Annotated[tuple[LogoPart, ...], Field(max_length=100)] = ()
    legal_lines: Annotated[tuple[LegalPart, ...], Field(max_length=200)] = ()
    wordings: Annotated[tuple[WordingPart, ...], Field(max_length=5000)] = ()
    claims: Annotated[dict[str, Words], Field(max_length=200)] = Field(default_factory=dict)
    boilerplate: Annotated[dict[str, Words], Field(max_length=200)] = Field(default_factory=dict)
    hyphen_exceptions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    profile: ProfilePart | None = None
    limits: LimitsPart = Field(default_factory=LimitsPart)
    rules: Annotated[tuple[RuleSettingPart, ...], Field(max_length=500)] = ()

    def files(self) -> tuple[str, ...]:
        """Return the paths of all files that the kit needs, each once, in order."""
        paths = [font.file for font in self.fonts]
        paths += [logo.file for logo in self.logos]
        paths += [self.profile.file] if self.profile else []
        return tuple(dict.fromkeys(paths))


class KitDefinition(KitDraft):
    """Everything that a whole version of a brand kit says: nothing that it needs is missing."""

    colours: Annotated[tuple[ColourPart, ...], Field(min_length=1, max_length=200)]
    fonts: Annotated[tuple[FontPart, ...], Field(min_length=1, max_length=100)]
    text_styles: Annotated[tuple[StylePart, ...], Field(min_length=1, max_length=200)]
    profile: ProfilePart
