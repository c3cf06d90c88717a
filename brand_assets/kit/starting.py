"""Owns what a kit from scratch begins with: black and white, and what another kit lends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from brand_assets.kit.definition import FontPart
from brand_assets.kit.models import BrandKitVersion

_TOKENS = {"de": ("Schwarz", "Weiss"), "en": ("Black", "White")}
_REGULAR, _SEMIBOLD = 400, 600


@dataclass(frozen=True, slots=True)
class Taken:
    """Which version lends something to a new kit, and what: its fonts, its press profile."""

    version_id: UUID
    fonts: bool = True
    profile: bool = True


def starting_definition(
    key: str,
    name: Mapping[str, str],
    language: str,
    source: BrandKitVersion | None = None,
    taken: Taken | None = None,
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the written form of a new kit, and the hashes of the files that it takes over.

    Without a source it has neither fonts nor a press profile: those are uploaded.
    """
    black, white = _TOKENS["en" if language == "en" else "de"]
    written: dict[str, Any] = {
        "schema": 1,
        "key": key,
        "name": dict(name),
        "colours": [
            _colour(black, ("Text", "Text"), "#000000", 100),
            _colour(white, ("Papier, Text auf Dunkel", "Paper, text on dark"), "#FFFFFF", 0),
        ],
        "pairs": [_pair(black, white), _pair(white, black)],
    }
    if source is None or taken is None:
        return written, {}
    return written, _take(written, source, taken)


def _take(written: dict[str, Any], source: BrandKitVersion, taken: Taken) -> dict[str, str]:
    paths: list[str] = []
    if taken.fonts:
        written["fonts"] = source.definition.get("fonts", [])
        written["text_styles"] = starting_styles(written["fonts"])
        paths += [font["file"] for font in written["fonts"]]
    if taken.profile and source.definition.get("profile"):
        written["profile"] = source.definition["profile"]
        paths.append(written["profile"]["file"])
    return {path: source.files[path] for path in paths if path in source.files}


def starting_styles(fonts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return three text styles to begin with, in the fonts that there are; none without a font."""
    parts = [FontPart.model_validate(font) for font in fonts]
    if not parts:
        return []
    upright = [font for font in parts if not font.italic] or parts
    text = min(upright, key=lambda font: abs(font.weight - _REGULAR))
    family = [font for font in upright if font.family == text.family]
    bold = min(family, key=lambda font: abs(font.weight - _SEMIBOLD))
    head = max(upright, key=lambda font: font.weight)
    return [
        _style("H1", head, 1.1, (16.0, 72.0), (20.0, 120.0)),
        {
            **_style("Text", text, 1.4, (8.0, 12.0), (14.0, 28.0)),
            "bold_font": bold.key if bold is not text else None,
            "hyphenation": {"language": "de", "languages": ["en"]},
        },
        _style("Small", text, 1.3, (6.0, 8.0), (10.0, 16.0)),
    ]


def _style(
    name: str,
    font: FontPart,
    leading: float,
    on_paper: tuple[float, float],
    on_screen: tuple[float, float],
) -> dict[str, Any]:
    return {
        "name": name,
        "font": font.key,
        "leading": leading,
        "print_sizes": list(on_paper),
        "screen_sizes": list(on_screen),
        "features": ["kern", "liga"],
    }


def _colour(token: str, role: tuple[str, str], srgb: str, black: int) -> dict[str, Any]:
    return {
        "token": token,
        "role": {"de": role[0], "en": role[1]},
        "srgb": srgb,
        "cmyk": [0, 0, 0, black],
    }


def _pair(front: str, ground: str) -> dict[str, Any]:
    return {"front": front, "ground": ground, "use": {"de": "Jeder Text", "en": "All text"}}
