"""Owns colour spaces and colours as a finished file states them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf

from brand_assets.typesetting.preflight.tints import full_tint

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
RESERVED = frozenset({*PROCESS, "All", "None"})
"""Names of inks that are no spot inks."""
_SHORT = {"/G": "DeviceGray", "/RGB": "DeviceRGB", "/CMYK": "DeviceCMYK", "/I": "Indexed"}
_DEFAULTS = {
    "DeviceGray": "/DefaultGray",
    "DeviceRGB": "/DefaultRGB",
    "DeviceCMYK": "/DefaultCMYK",
}
_DEPTH = 8

Resources = pikepdf.Object | None
"""A resource dictionary, or nothing where a stream has none."""


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space: family, number of components, ink names, and the space beneath it.

    `recipes` is what each ink that says so is made from, as text, to compare two of one name.
    """

    family: str
    components: int = 0
    inks: tuple[str, ...] = ()
    base: "Space | None" = None
    recipes: Mapping[str, str] = field(default_factory=dict)

    @property
    def beneath(self) -> "Iterator[Space]":
        """This space and those beneath it."""
        space: Space | None = self
        while space is not None:
            yield space
            space = space.base

    @property
    def is_device_rgb(self) -> bool:
        """Whether this or what lies beneath it is plain RGB."""
        return self.family == "DeviceRGB" or (self.base is not None and self.base.is_device_rgb)

    @property
    def is_cmyk(self) -> bool:
        """Whether this or what lies beneath it prints from the four process inks."""
        four = self.family == "ICCBased" and self.components == len(PROCESS)
        if self.family == "DeviceCMYK" or four:
            return True
        return self.base is not None and self.base.is_cmyk


@dataclass(frozen=True, slots=True)
class Tone:
    """A colour: its space and the values of its components."""

    space: Space
    values: tuple[float, ...]

    @property
    def ink(self) -> float | None:
        """Total ink in percent; None where the space does not say."""
        family = self.space.family
        if self.space.family == "DeviceGray":
            return (1 - self.values[0]) * 100 if self.values else None
        four = family == "ICCBased" and self.space.components == len(PROCESS)
        if family in ("DeviceCMYK", "Separation", "DeviceN") or four:
            return sum(self.values) * 100
        return None

    @property
    def inks(self) -> dict[str, float]:
        """How much of each ink it prints, from 0 to 1; empty where the space does not say."""
        space = self.space
        if space.family == "DeviceGray":
            return {"Black": 1 - self.values[0]} if self.values else {}
        if space.family == "DeviceCMYK" or (
            space.family == "ICCBased" and space.components == len(PROCESS)
        ):
            return dict(zip(PROCESS, self.values, strict=False))
        return dict(zip(space.inks, self.values, strict=False))

    @property
    def plates(self) -> int | None:
        """On how many plates it prints; None where the space does not say."""
        if self.space.family in ("DeviceCMYK", "Separation", "DeviceN"):
            return sum(1 for value in self.values if value > 0)
        return 1 if self.space.family == "DeviceGray" else None

    @property
    def is_white(self) -> bool:
        """Whether nothing prints."""
        if self.space.family in ("DeviceGray", "DeviceRGB", "CalGray", "CalRGB"):
            return all(value >= 1 for value in self.values)
        return self.ink == 0


GRAY = Space("DeviceGray", 1)
RGB = Space("DeviceRGB", 3)
CMYK = Space("DeviceCMYK", 4)
PATTERN = Space("Pattern")
DEVICE = {space.family: space for space in (GRAY, RGB, CMYK)}


def read_space(stated: object, resources: Resources, depth: int = 0) -> Space:
    """Return the space that an object or a resource name states."""
    if depth > _DEPTH:
        return Space("Unknown")
    if isinstance(stated, pikepdf.Name):
        return _named(str(stated), resources, depth)
    if isinstance(stated, pikepdf.Array) and len(stated):
        return _listed(stated, resources, depth)
    return Space("Unknown")


def _named(key: str, resources: Resources, depth: int) -> Space:
    family = _SHORT.get(key, key[1:])
    named = resources.get("/ColorSpace") if resources is not None else None
    spaces = named if isinstance(named, pikepdf.Dictionary) else pikepdf.Dictionary()
    if family in DEVICE:
        default = spaces.get(_DEFAULTS[family])
        return DEVICE[family] if default is None else read_space(default, None, depth + 1)
    if family == "Pattern":
        return PATTERN
    found = spaces.get(key)
    return Space("Unknown") if found is None else read_space(found, resources, depth + 1)


def _listed(stated: pikepdf.Array, resources: Resources, depth: int) -> Space:
    key = str(stated[0])
    family = _SHORT.get(key, key[1:])
    if len(stated) == 1:
        return _named(key, resources, depth + 1)
    if family == "ICCBased":
        return Space("ICCBased", int(stated[1].get("/N", 0)))
    if family in ("Indexed", "Pattern"):
        return Space(family, 1, base=read_space(stated[1], resources, depth + 1))
    if family == "Separation":
        inks: tuple[str, ...] = (str(stated[1])[1:],)
        recipes = {inks[0]: _recipe(stated)}
    elif family == "DeviceN":
        inks = tuple(str(ink)[1:] for ink in stated[1].as_list())
        recipes = _colorants(stated)
    else:
        return Space(family, 1 if family == "CalGray" else 3)
    base = read_space(stated[2], resources, depth + 1)
    return Space(family, len(inks), inks, base, recipes)


def _colorants(stated: pikepdf.Array) -> dict[str, str]:
    """Return the recipes of the inks of a DeviceN space, where its attributes give them."""
    attributes = stated[4] if len(stated) > 4 else None  # noqa: PLR2004 - the fifth part
    described = attributes.get("/Colorants") if attributes is not None else None
    if not isinstance(described, pikepdf.Dictionary):
        return {}
    found: dict[str, str] = {}
    for key, space in described.items():
        if isinstance(space, pikepdf.Array) and str(space[0]) == "/Separation":
            found[key[1:]] = _recipe(space)
    return found


def _recipe(stated: pikepdf.Array) -> str:
    """Return what a Separation is mixed from: its alternate space and what full tint gives."""
    function = stated[3] if len(stated) > 3 else None  # noqa: PLR2004 - the fourth part
    full = full_tint(function)
    if full is not None:
        return f"{_short(stated[2])} {' '.join(f'{value:.2f}' for value in full)}"
    if isinstance(function, pikepdf.Stream):
        return f"{_short(stated[2])} {function.read_bytes().hex()}"
    return _short(stated[2])


def _short(stated: object) -> str:
    if isinstance(stated, pikepdf.Array) and len(stated):
        return str(stated[0])
    return str(stated) if isinstance(stated, pikepdf.Name) else "?"
