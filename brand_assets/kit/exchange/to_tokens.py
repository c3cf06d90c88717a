"""Owns how a kit is written as W3C design tokens, complete enough to be read back unchanged.

What tokens have no words for (inks, spot inks, ranges of sizes, features) stands under
`$extensions`, so that other programs keep it without understanding it.
"""

import json
from typing import Any

from brand_assets.kit.definition import ColourPart, FontPart, KitDraft, StylePart
from brand_assets.kit.exchange.from_tokens import EXTENSION
from brand_assets.kit.exchange.styles import PT_PER_PX

MEDIA_TYPE = "application/design-tokens+json"
_PX_PER_MM = 96 / 25.4


def tokens_json(kit: KitDraft, version: int) -> str:
    """Return the tokens of one version of a kit as JSON text."""
    return json.dumps(kit_tokens(kit, version), ensure_ascii=False, indent=2) + "\n"


def kit_tokens(kit: KitDraft, version: int) -> dict[str, Any]:
    """Return the tokens of one version of a kit by groups."""
    fonts = {font.key: font for font in kit.fonts}
    groups = {
        "color": _group("color", {one.token: _colour(one) for one in kit.colours}),
        "fontFamily": _group("fontFamily", _families(kit)),
        "typography": _group(
            "typography", {one.name: _style(one, fonts) for one in kit.text_styles}
        ),
        "dimension": _group("dimension", _dimensions(kit)),
    }
    return {
        "$description": f"{kit.name.en}, version {version}",
        "$extensions": {EXTENSION: {"key": kit.key, "version": version}},
        **{name: group for name, group in groups.items() if len(group) > 1},
    }


def _group(kind: str, tokens: dict[str, Any]) -> dict[str, Any]:
    return {"$type": kind, **tokens}


def _token(value: object, description: str = "", **own: object) -> dict[str, Any]:
    token: dict[str, Any] = {"$value": value}
    if description:
        token["$description"] = description
    if own:
        token["$extensions"] = {EXTENSION: own}
    return token


def _colour(colour: ColourPart) -> dict[str, Any]:
    value = {
        "colorSpace": "srgb",
        "components": [round(one / 255, 5) for one in colour.rgb],
        "alpha": 1,
        "hex": colour.srgb.lower(),
    }
    return _token(value, colour.role.en, colour=colour.model_dump(mode="json"))


def _families(kit: KitDraft) -> dict[str, Any]:
    found = {}
    for family in dict.fromkeys(font.family for font in kit.fonts):
        own = [font for font in kit.fonts if font.family == family]
        files = [font.model_dump(mode="json", exclude={"family"}) for font in own]
        found[_name(family)] = _token([family], "", files=files)
    return found


def _name(text: str) -> str:
    """Return text as the name of a token, in which dots and braces have a meaning."""
    return "".join(" " if sign in "{}.$" else sign for sign in text).strip() or "-"


def _style(style: StylePart, fonts: dict[str, FontPart]) -> dict[str, Any]:
    font = fonts.get(style.font)
    size = _largest(style)
    value = {
        "fontFamily": [font.family] if font else [style.font],
        "fontSize": _px(size),
        "fontWeight": font.weight if font else 400,
        "letterSpacing": _px(size * style.tracking / 1000),
        "lineHeight": style.leading,
    }
    return _token(value, "", style=style.model_dump(mode="json"))


def _largest(style: StylePart) -> float:
    if style.screen_sizes:
        return style.screen_sizes[1]
    return style.print_sizes[1] / PT_PER_PX if style.print_sizes else 16.0


def _px(size: float) -> dict[str, Any]:
    return {"value": round(size, 3), "unit": "px"}


def _dimensions(kit: KitDraft) -> dict[str, Any]:
    limits = kit.limits
    found = {
        "smallest-type-screen": _token(_px(limits.min_text_px)),
        "smallest-type-print": _token(
            _px(limits.min_text_pt / PT_PER_PX), f"{limits.min_text_pt:g} pt"
        ),
    }
    for logo in kit.logos:
        if logo.min_height_px:
            found[f"logo-{logo.key}-screen"] = _token(_px(logo.min_height_px), "Least height")
        if logo.min_height_mm:
            found[f"logo-{logo.key}-print"] = _token(
                _px(logo.min_height_mm * _PX_PER_MM), f"Least height, {logo.min_height_mm:g} mm"
            )
    return found
