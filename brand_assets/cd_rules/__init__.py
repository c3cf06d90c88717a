"""Owns the rules of the corporate design and the law: they judge facts and return findings."""

from brand_assets.cd_rules.context import CheckContext, Goods
from brand_assets.cd_rules.registry import (
    RULES,
    RULES_BY_ID,
    Report,
    Tally,
    check_ad,
    check_page,
    check_pages,
    find_setting_problems,
)
from brand_assets.cd_rules.rule import Rule
from brand_assets.cd_rules.settings import SettingProblem

__all__ = [
    "RULES",
    "RULES_BY_ID",
    "CheckContext",
    "Goods",
    "Report",
    "Rule",
    "SettingProblem",
    "Tally",
    "check_ad",
    "check_page",
    "check_pages",
    "find_setting_problems",
]
