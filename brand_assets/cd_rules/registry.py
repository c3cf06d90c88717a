"""Owns the list of all rules, and how an ad is checked against them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from brand_assets.cd_rules.alternative_rules import AlternativeText
from brand_assets.cd_rules.artwork_rules import ArtworkColours, ArtworkShape
from brand_assets.cd_rules.barcode_rules import BarcodeData, BarcodeModule
from brand_assets.cd_rules.code_rules import CodeContrast, CodeQuietZone, CodeRead
from brand_assets.cd_rules.colour_rules import AllowedPair, ReadableContrast, TotalInk
from brand_assets.cd_rules.context import Ad, CheckContext
from brand_assets.cd_rules.digital_rules import ProviderNamed, ReasonOfMessage, WayToUnsubscribe
from brand_assets.cd_rules.edge_rules import BleedFilled, SafeMargin
from brand_assets.cd_rules.field_rules import ExampleReplaced, RequiredField, ValueReadable
from brand_assets.cd_rules.ink_rules import InkAtOnePlace, InkUnknown, RichBlack
from brand_assets.cd_rules.law_rules import MandatoryLine, TraderNamed
from brand_assets.cd_rules.logo_rules import (
    LogoClearSpace,
    LogoColours,
    LogoGround,
    LogoShape,
    LogoSmallest,
    LogoVariant,
)
from brand_assets.cd_rules.offer_rules import DrawTerms, OfferPeriod
from brand_assets.cd_rules.photo_rules import AssetRightHolds, FocalPointVisible, Resolution
from brand_assets.cd_rules.price_rules import (
    LowestPriceMarked,
    PriceKindSaid,
    RecommendedPriceNamed,
    TotalPrice,
)
from brand_assets.cd_rules.qr_rules import QrReadable, QrTarget
from brand_assets.cd_rules.reduction_rules import LowestPriceStated
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.settings import (
    SEVERITY_ORDER,
    SettingProblem,
    is_on,
    setting_problems,
    with_severity,
)
from brand_assets.cd_rules.style_rules import FewTypefaces, NotTightened, OfferLarge
from brand_assets.cd_rules.type_rules import (
    FeaturesPresent,
    GlyphsPresent,
    SmallestType,
    TextFits,
)
from brand_assets.cd_rules.typography_rules import SignsSetRight
from brand_assets.cd_rules.unit_price_rules import UnitPriceShown
from brand_assets.cd_rules.withdrawn_rules import PhotoWithdrawn
from brand_assets.cd_rules.wording_rules import ForbiddenWording, PreferredWording
from brand_assets.design_facts import Finding, KitValues, PageFacts, RuleSetting, Severity

# Subjects differ from rule to rule; only a rule's own two methods ever see them.
RULES: tuple[Rule[Any], ...] = (
    ValueReadable(),
    RequiredField(),
    ExampleReplaced(),
    TextFits(),
    ForbiddenWording(),
    PreferredWording(),
    SignsSetRight(),
    UnitPriceShown(),
    TotalPrice(),
    LowestPriceStated(),
    LowestPriceMarked(),
    PriceKindSaid(),
    RecommendedPriceNamed(),
    MandatoryLine(),
    TraderNamed(),
    OfferPeriod(),
    DrawTerms(),
    ProviderNamed(),
    WayToUnsubscribe(),
    ReasonOfMessage(),
    Resolution(),
    FocalPointVisible(),
    AlternativeText(),
    AssetRightHolds(),
    PhotoWithdrawn(),
    ArtworkColours(),
    ArtworkShape(),
    LogoClearSpace(),
    LogoSmallest(),
    LogoShape(),
    LogoColours(),
    LogoVariant(),
    LogoGround(),
    AllowedPair(),
    ReadableContrast(),
    SmallestType(),
    NotTightened(),
    OfferLarge(),
    FewTypefaces(),
    GlyphsPresent(),
    FeaturesPresent(),
    BleedFilled(),
    SafeMargin(),
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

RULES_BY_ID: Mapping[str, Rule[Any]] = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one rule was asked and how often nothing was found; `on` unless the kit has it off.

    A rule with nothing to judge in an ad was tested 0 times.
    """

    rule: str
    tested: int
    passed: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one ad in one format gave: findings, worst first, and how many were tested.

    `tested` counts every single thing that a rule judged, `passed` those without a finding;
    `tallies` say the same rule by rule, in the order in which they are checked.
    """

    findings: tuple[Finding, ...]
    tested: int
    passed: int
    tallies: tuple[Tally, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether anything stops proof and order."""
        return any(f.severity is Severity.BLOCKS for f in self.findings)

    @property
    def score(self) -> int:
        """Passed of tested in percent, rounded down; 100 where nothing was to be tested."""
        return 100 if self.tested == 0 else self.passed * 100 // self.tested


def find_setting_problems(settings: Iterable[RuleSetting]) -> list[SettingProblem]:
    """Return what is wrong with a kit's settings of rules; an empty list where nothing is."""
    return list(setting_problems(settings, RULES_BY_ID))


def check_ad(pages: Sequence[PageFacts], kit: KitValues, context: CheckContext) -> Report:
    """Check all pages of one ad in one format against every rule, as the kit sets them."""
    ad = Ad(tuple(pages), kit, context)
    findings: list[Finding] = []
    tallies = []
    for rule in RULES:
        if not is_on(rule, ad.settings.get(rule.id)):
            tallies.append(Tally(rule.id, 0, 0, on=False))
            continue
        tested, found = _ask(rule, ad)
        findings += found
        tallies.append(Tally(rule.id, tested, tested - len(found)))
    tested, passed = sum(one.tested for one in tallies), sum(one.passed for one in tallies)
    return Report(tuple(_worst_first(findings)), tested, passed, tuple(tallies))


def _worst_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: (SEVERITY_ORDER[f.severity], f.page))


def _ask(rule: Rule[Any], ad: Ad) -> tuple[int, list[Finding]]:
    """Return how many things a rule judged, and what it found."""
    format_key = ad.pages[0].format_key if ad.pages else None
    setting = ad.settings.get(rule.id)
    findings, tested = [], 0
    for subject in rule.subjects(ad):
        tested += 1
        found = rule.judge(subject, ad)
        if found is not None:
            own = found if found.format_key else replace(found, format_key=format_key)
            findings.append(with_severity(own, rule, setting))
    return tested, findings


def check_pages(pages: Sequence[PageFacts], kit: KitValues, context: CheckContext) -> list[Finding]:
    """Return the findings of all pages of one ad in one format, worst first."""
    ad = Ad(tuple(pages), kit, context)
    asked = (rule for rule in RULES if is_on(rule, ad.settings.get(rule.id)))
    return _worst_first(found for rule in asked for found in _ask(rule, ad)[1])


def check_page(facts: PageFacts, kit: KitValues, context: CheckContext) -> list[Finding]:
    """Return the findings of an ad that has one page; use `check_pages` where it has more."""
    return check_pages((facts,), kit, context)
