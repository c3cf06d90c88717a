"""Owns the colours of an SVG file: literal ones as numbers, and as tokens of a kit."""

import colorsys
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import ImageColor

from brand_assets.typesetting.pictures.svg.refusals import unreadable

Rgb = tuple[int, int, int]
_HEX = re.compile(r"#([0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})")
_CALL = re.compile(r"(rgb|hsl)a?\(\s*([^()]*)\)")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Literal:
    """A colour as the file states it, and how opaque it is."""

    rgb: Rgb
    alpha: float = 1.0


def read_colour(text: str, current: Literal) -> Literal:
    """Return a colour; `current` is the one of `currentColor`."""
    text = text.strip()
    lower = text.lower()
    if lower == "currentcolor":
        return current
    if lower == "transparent":
        return Literal((0, 0, 0), 0.0)
    named = ImageColor.colormap.get(lower)
    if isinstance(named, str):
        lower = named
    if match := _HEX.fullmatch(lower):
        return _hex(match[1])
    if match := _CALL.fullmatch(lower):
        return _call(match[1], match[2], text)
    raise unreadable(text)


def _hex(digits: str) -> Literal:
    if len(digits) <= _SHORT:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue, *alpha = bytes.fromhex(digits)
    return Literal((red, green, blue), alpha[0] / 255 if alpha else 1.0)


def _call(kind: str, arguments: str, text: str) -> Literal:
    parts = [part for part in re.split(r"[\s,/]+", arguments.strip()) if part]
    if len(parts) not in (3, 4):
        raise unreadable(text)
    try:
        values = [_value(part) for part in parts]
    except ValueError:
        raise unreadable(text) from None
    alpha = _share(parts[3], 1.0) if len(parts) == 4 else 1.0  # noqa: PLR2004 # red, green, blue, alpha
    if kind == "hsl":
        red, green, blue = colorsys.hls_to_rgb(
            values[0] % 360 / 360, _share(parts[2], 100), _share(parts[1], 100)
        )
        return Literal((round(red * 255), round(green * 255), round(blue * 255)), alpha)
    shares = [_share(part, 255) for part in parts[:3]]
    return Literal((round(shares[0] * 255), round(shares[1] * 255), round(shares[2] * 255)), alpha)


def _value(part: str) -> float:
    value = float(part.removesuffix("%").removesuffix("deg"))
    if not math.isfinite(value):
        raise ValueError(part)
    return value


def _share(part: str, whole: float) -> float:
    value = _value(part) / (100 if part.endswith("%") else whole)
    return min(1.0, max(0.0, value))


@dataclass(slots=True)
class Tokens:
    """A kit's colours by their sRGB, and which literal colours had no equal among them."""

    by_rgb: Mapping[Rgb, str]
    not_exact: dict[Rgb, str] = field(default_factory=dict)

    def token(self, rgb: Rgb) -> str:
        """Return the token of a literal colour, the nearest where the kit has no equal one."""
        if rgb in self.by_rgb:
            return self.by_rgb[rgb]
        if rgb not in self.not_exact:
            nearest = min(self.by_rgb, key=lambda own: _apart(own, rgb))
            self.not_exact[rgb] = self.by_rgb[nearest]
        return self.not_exact[rgb]


def _apart(one: Rgb, other: Rgb) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))
