"""Owns how swatch files of Adobe's programs are read: ASE, and ACO in both versions."""

import colorsys
import math
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.foundation.errors import N_, Invalid

MOST_BYTES = 2_000_000
MOST_SWATCHES = 5_000
_MOST_NAME = 120
_ASE = b"ASEF"
_GROUP_BEGIN, _GROUP_END, _COLOUR = 0xC001, 0xC002, 0x0001
_FULL = 65_535
_WIDE = 10_000


class Space(StrEnum):
    """How a swatch states its colour."""

    RGB = "rgb"
    CMYK = "cmyk"
    LAB = "lab"
    GREY = "grey"


class Use(StrEnum):
    """How a swatch prints: as its inks, as those that all its uses follow, or as an own ink."""

    PROCESS = "process"
    GLOBAL = "global"
    SPOT = "spot"


@dataclass(frozen=True, slots=True)
class Swatch:
    """One swatch: RGB 0 to 1, CMYK and grey (black ink) in percent, Lab under D50."""

    name: str
    space: Space
    values: tuple[float, ...]
    use: Use = Use.PROCESS
    group: str = ""


@dataclass(frozen=True, slots=True)
class SwatchFile:
    """The swatches of a file, and how many of its entries are in a space that nobody describes."""

    swatches: tuple[Swatch, ...]
    unread: int = 0


def read_swatches(data: bytes) -> SwatchFile:
    """Return what an ASE or ACO file holds, told apart by content; `Invalid` says what is wrong."""
    if len(data) > MOST_BYTES:
        raise Invalid(N_("The swatch file is larger than 2 MB. Export fewer swatches."))
    try:
        found = _read_ase(data) if data[:4] == _ASE else _read_aco(data)
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise _damaged() from error
    if not found.swatches:
        raise Invalid(N_("The file holds no swatch that can be read. Export it as ASE again."))
    return found


def _damaged() -> Invalid:
    return Invalid(N_("The swatch file is damaged or of another kind. Export it as ASE or ACO."))


def _check_count(count: int) -> None:
    if count > MOST_SWATCHES:
        raise Invalid(
            N_("The file holds more than %(most)s swatches. Export fewer."), most=MOST_SWATCHES
        )


def _read_ase(data: bytes) -> SwatchFile:
    version, _, blocks = struct.unpack_from(">HHI", data, 4)
    if version != 1:
        raise _damaged()
    _check_count(blocks)
    found: list[Swatch] = []
    group, unread = "", 0
    for kind, body in _blocks(data, blocks):
        if kind == _GROUP_BEGIN:
            group, _ = _name(body, 0)
        elif kind == _GROUP_END:
            group = ""
        elif kind == _COLOUR:
            swatch = _ase_colour(body, group)
            unread += swatch is None
            found += [swatch] if swatch else []
    return SwatchFile(tuple(found), unread)


def _blocks(data: bytes, count: int) -> Iterator[tuple[int, bytes]]:
    at = 12
    for _ in range(count):
        kind, length = struct.unpack_from(">HI", data, at)
        at += 6
        if at + length > len(data):
            raise _damaged()
        yield kind, data[at : at + length]
        at += length


def _name(body: bytes, at: int) -> tuple[str, int]:
    """Return a name and where it ends; its length in characters counts the zero at its end."""
    length = struct.unpack_from(">H", body, at)[0]
    end = at + 2 + 2 * length
    if end > len(body):
        raise _damaged()
    return _plain(body[at + 2 : end]), end


def _plain(packed: bytes) -> str:
    text = packed.decode("utf-16-be", errors="replace").rstrip("\0")
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_MOST_NAME]


def _ase_colour(body: bytes, group: str) -> Swatch | None:
    name, at = _name(body, 0)
    model = body[at : at + 4]
    space, count = _ASE_MODELS.get(model, (None, 0))
    if space is None:
        return None
    values = struct.unpack_from(f">{count}f", body, at + 4)
    if not all(math.isfinite(one) for one in values):
        raise _damaged()
    use = struct.unpack_from(">H", body, at + 4 + 4 * count)[0]
    return Swatch(name, space, _ase_values(space, values), _ASE_USES.get(use, Use.PROCESS), group)


_ASE_MODELS: dict[bytes, tuple[Space, int]] = {
    b"RGB ": (Space.RGB, 3),
    b"CMYK": (Space.CMYK, 4),
    b"LAB ": (Space.LAB, 3),
    b"Gray": (Space.GREY, 1),
}
_ASE_USES = {0: Use.GLOBAL, 1: Use.SPOT, 2: Use.PROCESS}


def _ase_values(space: Space, values: tuple[float, ...]) -> tuple[float, ...]:
    if space is Space.RGB:
        return tuple(_within(one, 0, 1) for one in values)
    if space is Space.LAB:
        return _lab(values[0] * 100, values[1], values[2])
    if space is Space.GREY:
        return (_percent(1 - values[0]),)
    return tuple(_percent(one) for one in values)


def _percent(share: float) -> float:
    return round(_within(100 * share, 0, 100), 1)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)


def _lab(lightness: float, a: float, b: float) -> tuple[float, ...]:
    return _within(lightness, 0, 100), _within(a, -128, 127), _within(b, -128, 127)


def _read_aco(data: bytes) -> SwatchFile:
    version, count = struct.unpack_from(">HH", data)
    if version not in {1, 2}:
        raise _damaged()
    _check_count(count)
    records, end = _aco_records(data, count, named=version == 2)  # noqa: PLR2004 - version
    if version == 1 and data[end : end + 2] == b"\0\2":
        # Files of version 2 begin with the same colours without names, for older programs.
        again = struct.unpack_from(">H", data, end + 2)[0]
        _check_count(again)
        records, _ = _aco_records(data[end:], again, named=True)
    found = [_aco_colour(name, space, words) for name, space, words in records]
    known = tuple(one for one in found if one is not None)
    return SwatchFile(known, len(found) - len(known))


_Record = tuple[str, int, tuple[int, int, int, int]]


def _aco_records(data: bytes, count: int, *, named: bool) -> tuple[list[_Record], int]:
    records: list[_Record] = []
    at = 4
    for _ in range(count):
        space, w, x, y, z = struct.unpack_from(">5H", data, at)
        at += 10
        name = ""
        if named:
            padding = struct.unpack_from(">H", data, at)[0]
            if padding:
                raise _damaged()
            name, at = _name(data, at + 2)
        records.append((name, space, (w, x, y, z)))
    return records, at


def _aco_colour(name: str, space: int, words: tuple[int, int, int, int]) -> Swatch | None:
    """Read a colour by the format's own number of its space; those of ink makers are unknown."""
    read = _ACO_SPACES.get(space)
    if read is None:
        return None
    kind, values = read(words)
    return Swatch(name, kind, values)


_Words = tuple[int, int, int, int]
_Values = tuple[Space, tuple[float, ...]]


def _aco_rgb(words: _Words) -> _Values:
    return Space.RGB, tuple(one / _FULL for one in words[:3])


def _aco_hsb(words: _Words) -> _Values:
    hue, saturation, brightness = (one / _FULL for one in words[:3])
    return Space.RGB, colorsys.hsv_to_rgb(hue, saturation, brightness)


def _aco_cmyk(words: _Words) -> _Values:
    return Space.CMYK, tuple(_percent(1 - one / _FULL) for one in words)


def _aco_wide_cmyk(words: _Words) -> _Values:
    return Space.CMYK, tuple(_percent(one / _WIDE) for one in words)


def _aco_lab(words: _Words) -> _Values:
    a, b = (one - 65_536 if one > 32_767 else one for one in words[1:3])  # noqa: PLR2004 - signed
    return Space.LAB, _lab(words[0] / 100, a / 100, b / 100)


def _aco_grey(words: _Words) -> _Values:
    return Space.GREY, (_percent(words[0] / _WIDE),)


_ACO_SPACES: dict[int, Callable[[_Words], _Values]] = {
    0: _aco_rgb,
    1: _aco_hsb,
    2: _aco_cmyk,
    7: _aco_lab,
    8: _aco_grey,
    9: _aco_wide_cmyk,
}
