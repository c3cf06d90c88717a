"""Owns the frozen values that kit, rules and typesetting share."""

from brand_assets.design_facts.colours import Colour, ColourPair, contrast, linear_light
from brand_assets.design_facts.findings import Finding, Mend, MendKind, Severity
from brand_assets.design_facts.kit_values import (
    FontFile,
    Hyphenation,
    KitValues,
    LegalLine,
    Limits,
    Logo,
    PressProfile,
    TextStyle,
    Wording,
)
from brand_assets.design_facts.numbers import figure
from brand_assets.design_facts.page_facts import (
    ArtworkFacts,
    BarcodeFacts,
    Box,
    CodeProblem,
    CodeSurroundings,
    FrameFacts,
    FrameKind,
    InkFacts,
    LineFacts,
    LogoFacts,
    NearestColour,
    PageFacts,
    PhotoFacts,
    QrFacts,
    TextFacts,
)
from brand_assets.design_facts.rights import AssetRight, RightsProblem
from brand_assets.design_facts.rule_settings import Parameter, Place, RuleSetting
from brand_assets.design_facts.words import Bilingual

__all__ = [
    "ArtworkFacts",
    "AssetRight",
    "BarcodeFacts",
    "Bilingual",
    "Box",
    "CodeProblem",
    "CodeSurroundings",
    "Colour",
    "ColourPair",
    "Finding",
    "FontFile",
    "FrameFacts",
    "FrameKind",
    "Hyphenation",
    "InkFacts",
    "KitValues",
    "LegalLine",
    "Limits",
    "LineFacts",
    "Logo",
    "LogoFacts",
    "Mend",
    "MendKind",
    "NearestColour",
    "PageFacts",
    "Parameter",
    "PhotoFacts",
    "Place",
    "PressProfile",
    "QrFacts",
    "RightsProblem",
    "RuleSetting",
    "Severity",
    "TextFacts",
    "TextStyle",
    "Wording",
    "contrast",
    "figure",
    "linear_light",
]
