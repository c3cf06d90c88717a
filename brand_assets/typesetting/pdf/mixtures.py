"""Owns the colour spaces in which colours of different inks run into one another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brand_assets.typesetting.pdf.objects import name, number, numbers

Cmyk = tuple[float, ...]
"""Shares of cyan, magenta, yellow and black from 0 to 1."""
TRANSFORM = "<transform>"
_PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


@dataclass(frozen=True, slots=True)
class Mixture:
    """A colour space, and the numbers of each colour of a gradient in it.

    Where the space needs a PostScript `program`, `TRANSFORM` holds its place.
    """

    space: str
    values: tuple[tuple[float, ...], ...]
    program: str | None = None


@dataclass(frozen=True, slots=True)
class Inked:
    """A colour as its plates print it: shares of the process inks, or of one spot ink."""

    cmyk: Cmyk = (0.0, 0.0, 0.0, 0.0)
    spot: str | None = None
    tint: float = 0.0


def mix_plates(colours: tuple[Inked, ...], full_tones: Mapping[str, Cmyk]) -> Mixture:
    """Return colours of which some print on plates of their own, in one space.

    `full_tones` says what stands for each spot ink where it is shown without its plate.
    """
    spots = tuple(dict.fromkeys(colour.spot for colour in colours if colour.spot))
    if not spots:
        return Mixture("/DeviceCMYK", tuple(colour.cmyk for colour in colours))
    if len(spots) == 1 and all(colour.spot for colour in colours):
        space = separation(spots[0], full_tones[spots[0]])
        return Mixture(space, tuple((colour.tint,) for colour in colours))
    values = tuple(
        (*colour.cmyk, *(colour.tint if spot == colour.spot else 0.0 for spot in spots))
        for colour in colours
    )
    space, program = _device_n(spots, full_tones)
    return Mixture(space, values, program)


def separation(ink: str, full: Cmyk) -> str:
    """Return a Separation space with a straight way to the CMYK that stands for the ink."""
    return (
        f"[/Separation {name(ink)} /DeviceCMYK << /FunctionType 2 /Domain [0 1]"
        f" /C0 [0 0 0 0] /C1 [{numbers(full, 4)}] /N 1 >>]"
    )


def _device_n(spots: tuple[str, ...], full_tones: Mapping[str, Cmyk]) -> tuple[str, str]:
    """Return a space of the process inks and these spots, and the program that shows it in CMYK."""
    names = " ".join(name(ink) for ink in (*_PROCESS, *spots))
    colorants = " ".join(f"{name(spot)} {separation(spot, full_tones[spot])}" for spot in spots)
    space = f"[/DeviceN [{names}] /DeviceCMYK {TRANSFORM} << /Colorants << {colorants} >> >>]"
    return space, _adding([full_tones[spot] for spot in spots])


def _adding(tones: Sequence[Cmyk]) -> str:
    """Return a program that adds what stands for each spot ink to the process inks.

    Inputs lie on the stack from cyan at the bottom to the last spot on top; each sum is pushed
    over them, and at the end the inputs beneath the four sums are dropped.
    """
    count = len(tones)
    sums = []
    for channel in range(4):
        terms = "".join(
            f" {count + channel - place} index {number(tone[channel], 4)} mul add"
            for place, tone in enumerate(tones)
        )
        sums.append(f"{3 + count} index{terms}")
    drop = " ".join(["pop"] * (4 + count))
    return f"{{ {' '.join(sums)} {8 + count} 4 roll {drop} }}"
