"""Owns the demonstration's kit with fonts for Arabic and Hebrew behind its own."""

import functools
import hashlib
from dataclasses import replace
from pathlib import Path

from brand_assets.design_facts import FontFile, KitValues
from tests.factories.kit import demo_kit

FONTS = Path(__file__).parents[1] / "data" / "fonts"
ARABIC, ARABIC_BOLD = "NotoSansArabic-Regular-Subset.ttf", "NotoSansArabic-Bold-Subset.ttf"
HEBREW = "NotoSansHebrew-Regular-Subset.ttf"


def font_file(key: str) -> FontFile:
    """Return a font of the test data."""
    data = (FONTS / key).read_bytes()
    return FontFile(key, hashlib.sha256(data).hexdigest(), data)


@functools.cache
def wide_kit() -> KitValues:
    """Return the demonstration's kit, whose fallbacks also have Arabic and Hebrew."""
    kit = demo_kit()
    fonts = {key: font_file(key) for key in (ARABIC, ARABIC_BOLD, HEBREW)}
    return replace(
        kit,
        fonts={**kit.fonts, **fonts},
        font_fallbacks=(*kit.font_fallbacks, "Inter-Bold.otf", ARABIC, ARABIC_BOLD, HEBREW),
    )
