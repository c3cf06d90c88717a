"""Owns how composite typography tokens become text styles of a kit."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from brand_assets.design_facts import Bilingual
from brand_assets.kit.definition import FontPart, KitDraft, StylePart
from brand_assets.kit.exchange.names import Namer, token_name
from brand_assets.kit.exchange.plan import ComingStyle, LeftOut, State
from brand_assets.kit.exchange.tokens import DesignToken, TokenTree

PT_PER_PX = 0.75
_PX = {"px": 1.0, "rem": 16.0, "pt": 1 / PT_PER_PX}
_DIMENSION = re.compile(r"^\s*(-?(?:\d+\.?\d*|\.\d+))\s*(px|rem|em|pt|%)?\s*$")
_VARIABLE = re.compile(r"\s+(VF|Variable)$", re.IGNORECASE)
_WEIGHTS = {
    "thin": 100,
    "hairline": 100,
    "extra-light": 200,
    "ultra-light": 200,
    "light": 300,
    "normal": 400,
    "regular": 400,
    "book": 400,
    "medium": 500,
    "semi-bold": 600,
    "demi-bold": 600,
    "bold": 700,
    "extra-bold": 800,
    "ultra-bold": 800,
    "black": 900,
    "heavy": 900,
    "extra-black": 950,
    "ultra-black": 950,
}
_REGULAR = 400
_LEADING = 1.2
_SYSTEM = frozenset(
    (
        *("-apple-system", "blinkmacsystemfont", "system-ui", "ui-sans-serif", "ui-serif"),
        *("ui-monospace", "ui-rounded", "sans-serif", "serif", "monospace", "cursive", "fantasy"),
    )
)
_MONO = frozenset({"ui-monospace", "monospace"})


@dataclass(frozen=True, slots=True)
class PlannedStyles:
    """The styles that would come in, what does not, and the families without a font."""

    coming: tuple[ComingStyle, ...]
    left_out: tuple[LeftOut, ...]
    families: tuple[str, ...]


def plan_styles(tree: TokenTree, draft: KitDraft, extension: str) -> PlannedStyles:
    """Set the typography tokens beside the styles of a kit."""
    there = {style.name.casefold(): style for style in draft.text_styles}
    namer, coming, left_out, families = Namer(), [], [], dict[str, None]()
    for token in tree.of_type("typography"):
        exact = _exact(token, draft, extension)
        wanted = exact.name if exact else token_name(token.path)
        before = there.get(wanted.casefold())
        read = exact or _style(token, wanted, before, draft, families)
        if isinstance(read, Bilingual):
            left_out.append(LeftOut(".".join(token.path), read))
            continue
        part = read.model_copy(update={"name": namer.name(wanted, token.path)})
        before = there.get(part.name.casefold())
        coming.append(_coming(token, part, before, draft))
    return PlannedStyles(tuple(coming), tuple(left_out), tuple(families))


def _coming(
    token: DesignToken, part: StylePart, before: StylePart | None, draft: KitDraft
) -> ComingStyle:
    stack = _stack(_value(token).get("fontFamily"))
    notes, chosen = [], True
    if stack and not _fonts_of(stack, draft.fonts):
        notes.append(
            Bilingual(
                f"{stack[0]} fehlt im Markenpaket; steht hier in {part.font}.",
                f"The kit has no {stack[0]}; set in {part.font} here.",
            )
        )
        chosen = not _MONO & {name.casefold() for name in stack}
    source = ".".join(token.path)
    if before is None:
        return ComingStyle(part, source, State.NEW, None, tuple(notes), chosen)
    same = part.model_copy(update={"name": before.name}) == before
    state = State.SAME if same else State.CHANGED
    kept = part.model_copy(update={"name": before.name})
    return ComingStyle(kept, source, state, before, tuple(notes), chosen and not same)


def _exact(token: DesignToken, draft: KitDraft, extension: str) -> StylePart | None:
    own = token.extensions.get(extension)
    if not isinstance(own, Mapping) or "style" not in own:
        return None
    try:
        part = StylePart.model_validate(own["style"])
    except ValidationError:
        return None
    return part if part.font in {font.key for font in draft.fonts} else None


def _value(token: DesignToken) -> Mapping[str, object]:
    return token.value if isinstance(token.value, Mapping) else {}


def _style(
    token: DesignToken,
    name: str,
    before: StylePart | None,
    draft: KitDraft,
    families: dict[str, None],
) -> StylePart | Bilingual:
    value = _value(token)
    stack = _stack(value.get("fontFamily"))
    weight = _weight(value.get("fontWeight"))
    size = _pixels(value.get("fontSize"))
    if size is None or not 1 <= size <= 2000:  # noqa: PLR2004 - sizes that the kit can hold
        return Bilingual(
            "Die Schriftgröße ist nicht in px, rem oder pt angegeben.",
            "The size of the type is not stated in px, rem or pt.",
        )
    if stack and not _fonts_of(stack, draft.fonts):
        families.update(dict.fromkeys(stack[:1]))
    font = _font(stack, weight, draft.fonts)
    if font is None:
        return Bilingual(
            "Das Markenpaket hat noch keine Schrift. Laden Sie zuerst eine hoch.",
            "The kit has no font yet. Upload one first.",
        )
    points = round(size * PT_PER_PX, 2)
    data: dict[str, Any] = {
        **(before.model_dump(mode="json") if before else {}),
        "name": name,
        "font": font.key,
        "leading": _leading(value.get("lineHeight"), size),
        "tracking": _tracking(value.get("letterSpacing"), size),
        "print_sizes": _range(before.print_sizes if before else None, points),
        "screen_sizes": _range(before.screen_sizes if before else None, round(size, 2)),
    }
    try:
        return StylePart.model_validate(data)
    except ValidationError:
        return Bilingual("Der Stil hat unmögliche Werte.", "The style has impossible values.")


def _range(before: tuple[float, float] | None, size: float) -> tuple[float, float]:
    """Keep the range of a style that holds the size already; a token knows one size alone."""
    return before if before and before[0] <= size <= before[1] else (size, size)


def _stack(value: object) -> list[str]:
    """Return the families of a token, without those that only name the system's."""
    names = value.split(",") if isinstance(value, str) else value
    if not isinstance(names, Sequence):
        return []
    plain = [str(name).strip().strip("'\"").strip() for name in names if isinstance(name, str)]
    own = [name for name in plain if name.casefold() not in _SYSTEM - _MONO]
    return [_VARIABLE.sub("", name)[:80] for name in own if name][:20]


def _fonts_of(stack: Sequence[str], fonts: Sequence[FontPart]) -> list[FontPart]:
    """Return the kit's fonts of the first family of the stack; others only stand in for it."""
    wanted = stack[0].casefold() if stack else ""
    return [font for font in fonts if font.family.casefold() == wanted]


def _font(stack: Sequence[str], weight: int, fonts: Sequence[FontPart]) -> FontPart | None:
    choice = _fonts_of(stack, fonts)
    for name in stack[1:]:
        choice = choice or _fonts_of([name], fonts)
    choice = choice or _own_family(fonts)
    return min(choice, key=lambda font: (font.italic, abs(font.weight - weight)), default=None)


def _own_family(fonts: Sequence[FontPart]) -> list[FontPart]:
    """Return the family that the kit has most weights of: its text face."""
    families = [font.family for font in fonts if not font.italic]
    most = max(families, key=families.count, default="")
    return [font for font in fonts if font.family == most] or list(fonts)


def _weight(value: object) -> int:
    if isinstance(value, str):
        key = value.strip().casefold().replace(" ", "-").replace("_", "-")
        return _WEIGHTS.get(key, int(key) if key.isascii() and key.isdigit() else _REGULAR)
    number = _number(value)
    return round(number) if number and 1 <= number <= 1000 else _REGULAR  # noqa: PLR2004


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e6:  # noqa: PLR2004
        return None
    return float(value) if math.isfinite(value) else None


def _dimension(value: object) -> tuple[float, str] | None:
    """Return a dimension and its unit, empty for a plain number."""
    if isinstance(value, Mapping):
        number = _number(value.get("value"))
        return None if number is None else (number, str(value.get("unit", "")))
    if isinstance(value, str):
        found = _DIMENSION.match(value[:40])
        return (float(found[1]), found[2] or "") if found else None
    number = _number(value)
    return None if number is None else (number, "")


def _pixels(value: object) -> float | None:
    found = _dimension(value)
    if found is None:
        return None
    factor = _PX.get(found[1] or "px")
    return None if factor is None else found[0] * factor


def _leading(value: object, size: float) -> float:
    found = _dimension(value)
    if found is None:
        return _LEADING
    number, unit = found
    share = number / 100 if unit == "%" else number
    if unit in _PX:
        share = number * _PX[unit] / size
    return round(min(max(share, 0.5), 4.0), 4)


def _tracking(value: object, size: float) -> float:
    found = _dimension(value)
    if found is None:
        return 0.0
    number, unit = found
    thousandths = number * 1000 if unit == "em" else number * 10
    if unit in _PX or not unit:
        thousandths = number * _PX.get(unit, 1.0) / size * 1000
    return round(min(max(thousandths, -300.0), 500.0), 2)
