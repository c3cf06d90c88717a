"""Owns the rules of the corporate design and the law: they judge facts and return findings."""

from brand_assets.cd_rules.context import CheckContext, Goods
from brand_assets.cd_rules.registry import RULES, Report, check_ad, check_page, check_pages

__all__ = ["RULES", "CheckContext", "Goods", "Report", "check_ad", "check_page", "check_pages"]
