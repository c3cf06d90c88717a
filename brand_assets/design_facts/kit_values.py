"""Owns the frozen values of one brand kit version, as rules and typesetter read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from brand_assets.design_facts.colours import Colour, ColourPair
from brand_assets.design_facts.rule_settings import RuleSetting
from brand_assets.design_facts.words import Bilingual


@dataclass(frozen=True, slots=True)
class Hyphenation:
    """When a style may break words: TeX pattern language and least lengths in letters.

    `languages` are further ones: text in one of them is broken by its own patterns.
    """

    language: str = "de"
    min_word: int = 7
    min_before: int = 3
    min_after: int = 3
    max_in_a_row: int = 2
    languages: tuple[str, ...] = ()

    def in_language(self, language: str) -> "Hyphenation":
        """Return the rules for text in a language: in its own patterns where the style has them."""
        base = language.partition("-")[0].lower()
        own = self.language.partition("-")[0]
        if base == own:
            return self
        for tag in self.languages:
            if tag.partition("-")[0] == base:
                return replace(self, language=tag)
        return self


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A named way to set text: sizes in pt (print) and px (screen), tracking in 1/1000 em."""

    name: str
    font: str
    leading: float
    tracking: float = 0.0
    print_sizes: tuple[float, float] | None = None
    screen_sizes: tuple[float, float] | None = None
    bold_font: str | None = None
    features: tuple[str, ...] = ()
    hyphenation: Hyphenation | None = None


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font of the kit: its key (the file's name) and its bytes (TrueType or CFF)."""

    key: str
    sha256: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo variant as sanitised SVG, with clear space as a share of its height.

    `grounds` are the colour tokens it may stand on; least heights are in mm and px. No `media`
    and no `channels` mean that it is for all of them.
    """

    key: str
    sha256: str
    svg: bytes = field(repr=False)
    clear_space: float = 0.0
    min_height_mm: float = 0.0
    min_height_px: float = 0.0
    grounds: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """A word or phrase that is forbidden, with the one to use instead where there is one.

    With `preferred` it is allowed, and the suggestion is what the brand would rather say.
    """

    phrase: str
    language: str
    suggestion: str | None = None
    reason: Bilingual | None = None
    preferred: bool = False


@dataclass(frozen=True, slots=True)
class LegalLine:
    """A line that must stand in every ad of a medium; text with `{field}` placeholders."""

    key: str
    media: tuple[str, ...]
    text: Bilingual
    min_size_pt: float = 6.0
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PressProfile:
    """The CMYK output profile of the press, embedded as the output intent."""

    name: str
    condition: str
    sha256: str
    data: bytes = field(repr=False)
    max_ink: float = 300.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Least and most that the kit allows: sizes in pt and px, resolution in ppi by medium.

    Below `error_ppi` a photo blocks in every medium; None leaves that to the rule, by medium.
    `rich_black_min_pt` is the least type size in which a black of several inks is set: in smaller
    type the inks would not fit upon one another.
    """

    min_text_pt: float = 6.0
    min_text_px: float = 9.5
    max_ink: float = 280.0
    min_ppi: Mapping[str, float] = field(
        default_factory=lambda: {"print": 225.0, "newspaper": 150.0, "poster": 130.0}
    )
    error_ppi: float | None = None
    min_contrast: float = 4.5
    min_contrast_large: float = 3.0
    rich_black_min_pt: float = 14.0


@dataclass(frozen=True, slots=True)
class KitValues:
    """Everything that one version of a brand kit says, by token, key or name."""

    kit_key: str
    version: int
    colours: Mapping[str, Colour]
    pairs: tuple[ColourPair, ...]
    fonts: Mapping[str, FontFile]
    text_styles: Mapping[str, TextStyle]
    logos: Mapping[str, Logo]
    legal_lines: tuple[LegalLine, ...]
    wordings: tuple[Wording, ...]
    profile: PressProfile
    limits: Limits
    claims: Mapping[str, Bilingual] = field(default_factory=dict)
    hyphen_exceptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    font_fallbacks: tuple[str, ...] = ()
    rule_settings: tuple[RuleSetting, ...] = ()
    boilerplate: Mapping[str, Bilingual] = field(default_factory=dict)
