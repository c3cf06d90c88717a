"""Owns a kit made of a real package's tokens, with what tokens lack: pairs, logo, profile."""

import json
from pathlib import Path
from typing import Any

from brand_assets.design_facts import KitValues
from brand_assets.kit.definition import KitDefinition, KitDraft
from brand_assets.kit.exchange.from_tokens import plan_tokens
from brand_assets.kit.exchange.inks import InkMaker
from brand_assets.kit.exchange.json_text import read_json
from brand_assets.kit.exchange.plan import take
from brand_assets.kit.exchange.tokens import read_tokens
from brand_assets.kit.rules import kit_values
from tests.factories.kit import BRAND

PRIMER = Path(__file__).parents[1] / "data" / "primer"
LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">'
    b'<path fill="#1F2328" d="M0 0H40V40H0ZM10 10V30H30V10ZM50 0H60V40H50ZM70 0H120V10H70Z'
    b'M70 30H120V40H70Z"/><path fill="#0969DA" d="M70 15H120V25H70Z"/></svg>'
)
_PAIRS = (
    ("black", "white", "All text", "Jeder Text"),
    ("white", "black", "All text", "Jeder Text"),
    ("blue-5", "white", "Links", "Links"),
    ("white", "green-5", "Buttons", "Knöpfe"),
    ("neutral-9", "neutral-1", "Notes", "Hinweise"),
)


def start_of_kit() -> KitDraft:
    """Return a kit with Inter and the demonstration's profile, and no colour yet."""
    demo = json.loads((BRAND / "kit.json").read_text(encoding="utf-8"))
    fonts = [font for font in demo["fonts"] if font["family"] == "Inter"]
    return KitDraft.model_validate(
        {
            "schema": 1,
            "key": "primer",
            "name": {"de": "Primer", "en": "Primer"},
            "fonts": fonts,
            "font_fallbacks": ["Inter-Regular.otf"],
            "profile": demo["profile"],
        }
    )


def primer_definition() -> KitDefinition:
    """Return the kit with all that the package's tokens bring by themselves."""
    start = start_of_kit()
    files = [read_json(path.read_bytes()) for path in sorted(PRIMER.glob("*.json5"))]
    profile = (BRAND / "colour" / "FOGRA39-coated.icc").read_bytes()
    inks = InkMaker(profile, start.limits.max_ink)
    plan = plan_tokens(read_tokens(files), start, inks)
    written: dict[str, Any] = json.loads(start.model_dump_json(by_alias=True))
    take(written, plan, plan.chosen_keys())
    written["pairs"] = [
        {"front": front, "ground": ground, "use": {"de": de, "en": en}}
        for front, ground, en, de in _PAIRS
    ]
    written["claims"] = {"main": {"de": "Bausteine für alle", "en": "Blocks for everyone"}}
    written["logos"] = [
        {
            "key": "main",
            "file": "logos/main.svg",
            "name": {"de": "Logo", "en": "Logo"},
            "clear_space": 0.25,
            "min_height_mm": 6,
            "min_height_px": 24,
            "grounds": ["white", "neutral-1"],
        }
    ]
    return KitDefinition.model_validate(written)


def primer_values(kit: KitDefinition) -> KitValues:
    """Return the values of that kit with its files."""
    own = [path for path in kit.files() if not path.startswith("logos/")]
    files = {path: (BRAND / path).read_bytes() for path in own}
    return kit_values(kit, 1, {**files, "logos/main.svg": LOGO})
