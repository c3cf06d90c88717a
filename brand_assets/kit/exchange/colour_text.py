"""Owns how colours are written in tokens: hex, CSS functions, and objects with a colour space."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ScreenColour:
    """A colour in sRGB (0 to 1, clipped), how much it covers, and whether clipping changed it."""

    rgb: Triple
    alpha: float = 1.0
    clipped: bool = False

    @property
    def hex(self) -> str:
        """The colour as it stands in a kit, covering."""
        return "#" + "".join(f"{round(255 * one):02X}" for one in self.rgb)

    def on_white(self) -> "ScreenColour":
        """Return the covering colour that it looks like on white."""
        red, green, blue = (1 - self.alpha * (1 - one) for one in self.rgb)
        return ScreenColour((red, green, blue), 1.0, self.clipped)


_HEX = re.compile(r"^#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$")
_FUNCTION = re.compile(r"^(rgb|rgba|hsl|hsla)\(([^()]{1,120})\)$", re.IGNORECASE)
_NUMBER = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,2})?)(%|deg)?$", re.IGNORECASE)
_IN_GAMUT = 0.002
_NEAR = 3 / 255


def read_colour(value: object) -> ScreenColour | None:
    """Return the colour that a token's value means; None where it is none that can be read."""
    if isinstance(value, str):
        return _from_text(value.strip())
    if isinstance(value, Mapping):
        return _from_object(value)
    return None


def _from_text(text: str) -> ScreenColour | None:
    if _HEX.match(text):
        return _from_hex(text[1:])
    if text.lower() == "transparent":
        return ScreenColour((1.0, 1.0, 1.0), 0.0)
    found = _FUNCTION.match(text)
    return _from_function(found[1].lower(), found[2]) if found else None


def _from_hex(digits: str) -> ScreenColour:
    if len(digits) <= 4:  # noqa: PLR2004 - each digit stands for two
        digits = "".join(2 * digit for digit in digits)
    red, green, blue, *alpha = (one / 255 for one in bytes.fromhex(digits))
    return ScreenColour((red, green, blue), alpha[0] if alpha else 1.0)


def _from_function(name: str, inner: str) -> ScreenColour | None:
    parts = [part for part in re.split(r"[\s,/]+", inner.strip()) if part]
    found = [_NUMBER.match(part) for part in parts]
    if len(found) not in {3, 4} or not all(found):
        return None
    numbers = [(float(one[1]), one[2]) for one in found if one]
    alpha = _share(numbers[3]) if len(numbers) == 4 else 1.0  # noqa: PLR2004
    if name.startswith("rgb"):
        rgb = [n / 100 if unit == "%" else n / 255 for n, unit in numbers[:3]]
        return _clipped(tuple3(rgb), alpha)
    hue, saturation, lightness = (number for number, _ in numbers[:3])
    return _clipped(_from_hsl((hue, saturation, lightness)), alpha)


def _share(number: tuple[float, str | None]) -> float:
    value = number[0] / 100 if number[1] == "%" else number[0]
    return min(max(value, 0.0), 1.0)


def _from_object(value: Mapping[str, object]) -> ScreenColour | None:
    stated = value.get("hex")
    known = _from_text(stated) if isinstance(stated, str) else None
    alpha = _alpha(value.get("alpha"))
    if alpha is None:
        return None
    exact = _computed(value, alpha)
    if exact is None or (known is not None and _is_near(exact, known)):
        # The hex digits are what other programs show; components are rounded in many files.
        return ScreenColour(known.rgb, alpha) if known else None
    return exact


def _alpha(value: object) -> float | None:
    if value is None or value == "none":
        return 1.0
    number = _component(value)
    return None if number is None else min(max(number, 0.0), 1.0)


def _computed(value: Mapping[str, object], alpha: float) -> ScreenColour | None:
    convert = _SPACES.get(str(value.get("colorSpace", "")))
    components = value.get("components")
    if convert is None:
        return _from_members(value, alpha)
    if not isinstance(components, list) or len(components) != 3:  # noqa: PLR2004
        return None
    numbers = [_component(one) for one in components]
    if any(one is None for one in numbers):
        return None
    return _clipped(convert(tuple3([one or 0.0 for one in numbers])), alpha)


def _from_members(value: Mapping[str, object], alpha: float) -> ScreenColour | None:
    """Read {r, g, b} or {red, green, blue}, 0 to 1 or to 255, as some programs export them."""
    for names in (("r", "g", "b"), ("red", "green", "blue")):
        numbers = [_component(value.get(name)) for name in names]
        if all(one is not None for one in numbers):
            plain = [one or 0.0 for one in numbers]
            scale = 1.0 if max(plain) <= 1 else 255.0
            a = value.get("a")
            alpha = min(alpha, _alpha(a) or 0.0) if a is not None else alpha
            return _clipped(tuple3([one / scale for one in plain]), alpha)
    return None


def _component(value: object) -> float | None:
    if value == "none":
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e6:  # noqa: PLR2004
        return None
    return float(value) if math.isfinite(value) else None


def _is_near(one: ScreenColour, other: ScreenColour) -> bool:
    return all(abs(a - b) <= _NEAR for a, b in zip(one.rgb, other.rgb, strict=True))


def _clipped(rgb: Triple, alpha: float) -> ScreenColour:
    inside = tuple3([min(max(one, 0.0), 1.0) for one in rgb])
    changed = any(abs(a - b) > _IN_GAMUT for a, b in zip(rgb, inside, strict=True))
    return ScreenColour(inside, alpha, changed)


def tuple3(numbers: Sequence[float]) -> Triple:
    """Return three numbers as what they are."""
    first, second, third = numbers
    return first, second, third


def _from_hsl(hsl: Triple) -> Triple:
    hue, saturation, lightness = hsl[0] % 360, hsl[1] / 100, hsl[2] / 100
    reach = saturation * min(lightness, 1 - lightness)

    def channel(step: float) -> float:
        k = (step + hue / 30) % 12
        return lightness - reach * max(-1.0, min(k - 3, 9 - k, 1.0))

    return channel(0), channel(8), channel(4)


def _from_hwb(hwb: Triple) -> Triple:
    white, black = hwb[1] / 100, hwb[2] / 100
    if white + black >= 1:
        grey = white / (white + black)
        return grey, grey, grey
    pure = _from_hsl((hwb[0], 100, 50))
    return tuple3([one * (1 - white - black) + white for one in pure])


def _encoded(light: float) -> float:
    size = abs(light)
    curve = 12.92 * size if size <= 0.0031308 else 1.055 * size ** (1 / 2.4) - 0.055  # noqa: PLR2004
    return math.copysign(curve, light)


def _decoded(value: float) -> float:
    size = abs(value)
    light = size / 12.92 if size <= 0.04045 else ((size + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
    return math.copysign(light, value)


Matrix = tuple[Triple, Triple, Triple]
# CSS Color 4, sample code: D65 XYZ to linear sRGB, Bradford D50 to D65, Display P3 to D65 XYZ.
_XYZ_TO_RGB: Matrix = (
    (3.2409699419045226, -1.537383177570094, -0.4986107602930034),
    (-0.9692436362808796, 1.8759675015077202, 0.04155505740717559),
    (0.05563007969699366, -0.20397695888897652, 1.0569715142428786),
)
_D50_TO_D65: Matrix = (
    (0.9554734527042182, -0.023098536874261423, 0.0632593086610217),
    (-0.028369706963208136, 1.0099954580058226, 0.021041398966943008),
    (0.012314001688319899, -0.020507696433477912, 1.3303659366080753),
)
_P3_TO_XYZ: Matrix = (
    (0.4865709486482162, 0.26566769316909306, 0.1982172852343625),
    (0.2289745640697488, 0.6917385218365064, 0.079286914093745),
    (0.0, 0.04511338185890264, 1.043944368900976),
)
_OKLAB_TO_LMS: Matrix = (
    (1.0, 0.3963377773761749, 0.2158037573099136),
    (1.0, -0.1055613458156586, -0.0638541728258133),
    (1.0, -0.0894841775298119, -1.2914855480194092),
)
_LMS_TO_XYZ: Matrix = (
    (1.2268798758459243, -0.5578149944602171, 0.2813910456659647),
    (-0.0405757452148008, 1.1122868032803170, -0.0717110580655164),
    (-0.0763729366746601, -0.4214933324022432, 1.5869240198367816),
)
_WHITE_D50: Triple = (0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585)


def _times(matrix: Matrix, vector: Triple) -> Triple:
    return tuple3([sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix])


def _from_xyz(xyz: Triple) -> Triple:
    return tuple3([_encoded(one) for one in _times(_XYZ_TO_RGB, xyz)])


def _from_xyz_d50(xyz: Triple) -> Triple:
    return _from_xyz(_times(_D50_TO_D65, xyz))


def rgb_from_lab(lab: Triple) -> Triple:
    """Return a CIE Lab colour under D50 in sRGB; values beyond 0 to 1 are outside of it."""
    fy = (lab[0] + 16) / 116
    parts = (fy + lab[1] / 500, fy, fy - lab[2] / 200)
    xyz = [
        white * (one**3 if one**3 > 216 / 24389 else (116 * one - 16) / (24389 / 27))
        for one, white in zip(parts, _WHITE_D50, strict=True)
    ]
    return _from_xyz_d50(tuple3(xyz))


def _around(lch: Triple) -> Triple:
    angle = math.radians(lch[2])
    return lch[0], lch[1] * math.cos(angle), lch[1] * math.sin(angle)


def _from_oklab(lab: Triple) -> Triple:
    cones = _times(_OKLAB_TO_LMS, lab)
    return _from_xyz(_times(_LMS_TO_XYZ, tuple3([one**3 for one in cones])))


_SPACES: Mapping[str, Callable[[Triple], Triple]] = {
    "srgb": lambda rgb: rgb,
    "srgb-linear": lambda rgb: tuple3([_encoded(one) for one in rgb]),
    "hsl": _from_hsl,
    "hwb": _from_hwb,
    "display-p3": lambda p3: _from_xyz(_times(_P3_TO_XYZ, tuple3([_decoded(one) for one in p3]))),
    "xyz-d65": _from_xyz,
    "xyz-d50": _from_xyz_d50,
    "lab": rgb_from_lab,
    "lch": lambda lch: rgb_from_lab(_around(lch)),
    "oklab": _from_oklab,
    "oklch": lambda lch: _from_oklab(_around(lch)),
}
