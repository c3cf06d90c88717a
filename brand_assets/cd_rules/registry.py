"""Owns the list of all rules, and how an ad is checked against them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from brand_assets.cd_rules.artwork_rules import ArtworkColours, ArtworkShape
from brand_assets.cd_rules.barcode_rules import BarcodeData, BarcodeModule
from brand_assets.cd_rules.code_rules import CodeContrast, CodeQuietZone, CodeRead
from brand_assets.cd_rules.colour_rules import AllowedPair, ReadableContrast, TotalInk
from brand_assets.cd_rules.context import Ad, CheckContext
from brand_assets.cd_rules.field_rules import RequiredField
from brand_assets.cd_rules.ink_rules import InkAtOnePlace, InkUnknown, RichBlack
from brand_assets.cd_rules.law_rules import MandatoryLine, TraderNamed, UnitPriceShown
from brand_assets.cd_rules.logo_rules import LogoClearSpace, LogoGround, LogoShape, LogoSmallest
from brand_assets.cd_rules.photo_rules import AssetRightHolds, FocalPointVisible, Resolution
from brand_assets.cd_rules.price_rules import LowestPriceMarked
from brand_assets.cd_rules.qr_rules import QrReadable, QrTarget
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.type_rules import (
    FeaturesPresent,
    GlyphsPresent,
    SmallestType,
    TextFits,
)
from brand_assets.cd_rules.typography_rules import SignsSetRight
from brand_assets.cd_rules.wording_rules import ForbiddenWording
from brand_assets.design_facts import Finding, KitValues, PageFacts, Severity

# Subjects differ from rule to rule; only a rule's own two methods ever see them.
RULES: tuple[Rule[Any], ...] = (
    RequiredField(),
    TextFits(),
    ForbiddenWording(),
    SignsSetRight(),
    UnitPriceShown(),
    LowestPriceMarked(),
    MandatoryLine(),
    TraderNamed(),
    Resolution(),
    FocalPointVisible(),
    AssetRightHolds(),
    ArtworkColours(),
    ArtworkShape(),
    LogoClearSpace(),
    LogoSmallest(),
    LogoShape(),
    LogoGround(),
    AllowedPair(),
    ReadableContrast(),
    SmallestType(),
    GlyphsPresent(),
    FeaturesPresent(),
    TotalInk(),
    RichBlack(),
    InkAtOnePlace(),
    InkUnknown(),
    QrReadable(),
    QrTarget(),
    BarcodeData(),
    BarcodeModule(),
    CodeQuietZone(),
    CodeContrast(),
    CodeRead(),
)

_ORDER = {Severity.BLOCKS: 0, Severity.CHECK: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one ad in one format gave: findings, worst first, and how many were tested.

    `tested` counts every single thing that a rule judged, `passed` those without a finding.
    """

    findings: tuple[Finding, ...]
    tested: int
    passed: int

    @property
    def blocks(self) -> bool:
        """Whether anything stops proof and order."""
        return any(f.severity is Severity.BLOCKS for f in self.findings)

    @property
    def score(self) -> int:
        """Passed of tested in percent, rounded down; 100 where nothing was to be tested."""
        return 100 if self.tested == 0 else self.passed * 100 // self.tested


def check_ad(pages: Sequence[PageFacts], kit: KitValues, context: CheckContext) -> Report:
    """Check all pages of one ad in one format against every rule."""
    ad = Ad(tuple(pages), kit, context)
    format_key = pages[0].format_key if pages else None
    findings: list[Finding] = []
    tested = 0
    for rule in RULES:
        for subject in rule.subjects(ad):
            tested += 1
            found = rule.judge(subject, ad)
            if found is not None:
                findings.append(replace(found, format_key=found.format_key or format_key))
    passed = tested - len(findings)
    ordered = sorted(findings, key=lambda f: (_ORDER[f.severity], f.page))
    return Report(tuple(ordered), tested, passed)


def check_pages(pages: Sequence[PageFacts], kit: KitValues, context: CheckContext) -> list[Finding]:
    """Return the findings of all pages of one ad in one format, worst first."""
    return list(check_ad(pages, kit, context).findings)


def check_page(facts: PageFacts, kit: KitValues, context: CheckContext) -> list[Finding]:
    """Return the findings of an ad that has one page; use `check_pages` where it has more."""
    return check_pages((facts,), kit, context)
