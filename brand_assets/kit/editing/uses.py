"""Owns where a kit names its own colours and fonts, and what renaming one changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Rename = Callable[[str], str]


class Named(StrEnum):
    """What other entries of a kit refer to by name."""

    COLOUR = "colour"
    FONT = "font"


@dataclass(frozen=True, slots=True)
class Use:
    """One entry that names another: its part of the kit and its own name."""

    part: str
    entry: str


def find_uses(kit: Mapping[str, Any], named: Named, name: str) -> list[Use]:
    """Return the entries of a kit that name a colour token or a font key, each once."""
    found = (use for use, held in _references(kit, named) if held == name)
    return list(dict.fromkeys(found))


def _references(kit: Mapping[str, Any], named: Named) -> Iterator[tuple[Use, str | None]]:
    return _to_fonts(kit) if named is Named.FONT else _to_colours(kit)


def _to_fonts(kit: Mapping[str, Any]) -> Iterator[tuple[Use, str | None]]:
    for style in kit.get("text_styles", ()):
        for key in ("font", "bold_font"):
            yield Use("text_styles", style["name"]), style.get(key)
    for font in kit.get("font_fallbacks", ()):
        yield Use("font_fallbacks", font), font


def _to_colours(kit: Mapping[str, Any]) -> Iterator[tuple[Use, str | None]]:
    for colour in kit.get("colours", ()):
        use = Use("colours", colour["token"])
        yield use, (colour.get("made_of") or {}).get("token")
        yield use, colour.get("contrast_partner")
    for pair in kit.get("pairs", ()):
        use = Use("pairs", f"{pair['front']}/{pair['ground']}")
        yield use, pair["front"]
        yield use, pair["ground"]
    for logo in kit.get("logos", ()):
        for ground in logo.get("grounds", ()):
            yield Use("logos", logo["key"]), ground


def rename_uses(kit: dict[str, Any], named: Named, names: Mapping[str, str]) -> None:
    """Let every entry that names one of these name it by its new name."""

    def new(name: str) -> str:
        return names.get(name, name)

    if named is Named.FONT:
        _rename_fonts(kit, new)
    else:
        _rename_colours(kit, new)


def _rename_fonts(kit: dict[str, Any], new: Rename) -> None:
    for style in kit.get("text_styles", ()):
        _set(style, ("font", "bold_font"), new)
    kit["font_fallbacks"] = [new(font) for font in kit.get("font_fallbacks", ())]


def _rename_colours(kit: dict[str, Any], new: Rename) -> None:
    for colour in kit.get("colours", ()):
        _set(colour, ("contrast_partner",), new)
        _set(colour.get("made_of") or {}, ("token",), new)
    for pair in kit.get("pairs", ()):
        _set(pair, ("front", "ground"), new)
    for logo in kit.get("logos", ()):
        logo["grounds"] = [new(ground) for ground in logo.get("grounds", ())]


def _set(entry: dict[str, Any], keys: tuple[str, ...], new: Rename) -> None:
    for key in keys:
        if entry.get(key):
            entry[key] = new(entry[key])
