"""Owns how colour tokens become the numbers of a medium: press, screen, or one ink as grey."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Protocol

from brand_assets.design_facts import Colour, KitValues
from brand_assets.typesetting.pdf.mixtures import Inked, Mixture, mix_plates, separation
from brand_assets.typesetting.pdf.objects import PdfObjects, number, numbers
from portal.foundation.errors import N_, Invalid

FINE_LINE = 1.0
"""Width in pt up to which a line of black overprints as text does."""
PROCESS_INKS = ("Cyan", "Magenta", "Yellow", "Black")


class SpotMode(StrEnum):
    """How a spot token prints: as its own plate, or from its CMYK alternate."""

    ALTERNATE = "alternate"
    SEPARATION = "separation"


class UnknownColour(Invalid):
    """A colour token that the kit does not know."""

    code = "unknown_colour"


class Palette(Protocol):
    """The operators that set a token as fill or stroke colour in one medium."""

    group_space: str

    def fill(self, token: str) -> str:
        """Return the operator that sets the fill colour."""
        ...

    def stroke(self, token: str) -> str:
        """Return the operator that sets the stroke colour."""
        ...

    def mixture(self, tokens: Sequence[str]) -> Mixture:
        """Return the colours of a gradient in one space."""
        ...

    def overprints(self, token: str, *, fine: bool) -> bool:
        """Whether a token prints over other inks instead of knocking them out."""
        ...

    def plates(self) -> Mapping[str, str]:
        """Return the resources of spot inks used so far that print as plates, by ink."""
        ...

    def spaces(self, objects: PdfObjects) -> Mapping[str, int]:
        """Add the colour spaces used so far; return their objects by resource name."""
        ...


def find_token(kit: KitValues, token: str) -> Colour:
    """Return the colour of a token; refuse one that the kit does not know."""
    try:
        return kit.colours[token]
    except KeyError:
        raise UnknownColour(
            N_("The brand kit has no colour “%(token)s”. Choose one of its colours."), token=token
        ) from None


class PressPalette:
    """DeviceCMYK exactly as the kit states it; spots as the order asks."""

    group_space = "/DeviceCMYK"

    def __init__(self, kit: KitValues, spot: SpotMode) -> None:
        self._kit = kit
        self._spot = spot
        self._spots: dict[str, str] = {}

    def fill(self, token: str) -> str:
        """Return the operator that sets the fill colour."""
        colour = find_token(self._kit, token)
        if self._is_plate(colour):
            return f"/{self._plate(colour)} cs {number(colour.tint / 100, 4)} scn\n"
        return f"{numbers((v / 100 for v in colour.cmyk), 4)} k\n"

    def stroke(self, token: str) -> str:
        """Return the operator that sets the stroke colour."""
        colour = find_token(self._kit, token)
        if self._is_plate(colour):
            return f"/{self._plate(colour)} CS {number(colour.tint / 100, 4)} SCN\n"
        return f"{numbers((v / 100 for v in colour.cmyk), 4)} K\n"

    def mixture(self, tokens: Sequence[str]) -> Mixture:
        """Return the colours of a gradient as their plates print them."""
        inked = tuple(self._inked(find_token(self._kit, token)) for token in tokens)
        tones = {one.spot: self._tone(one.spot) for one in inked if one.spot}
        return mix_plates(inked, tones)

    def overprints(self, token: str, *, fine: bool) -> bool:
        """Whether the kit says so, or it is text or a fine line of black ink alone."""
        return prints_over(find_token(self._kit, token), self._spot, fine=fine)

    def plates(self) -> Mapping[str, str]:
        """Return the resources of the spot inks that print as plates of their own, by ink."""
        return self._spots

    def spaces(self, objects: PdfObjects) -> Mapping[str, int]:
        """Add one Separation for each spot ink used."""
        return {
            resource: objects.add(separation(ink, self._tone(ink)))
            for ink, resource in self._spots.items()
        }

    def _inked(self, colour: Colour) -> Inked:
        if self._is_plate(colour):
            return Inked(spot=colour.spot, tint=colour.tint / 100)
        return Inked(cmyk=tuple(value / 100 for value in colour.cmyk))

    def _tone(self, ink: str) -> tuple[float, ...]:
        return tuple(value / 100 for value in full_tone(self._kit, ink))

    def _is_plate(self, colour: Colour) -> bool:
        return colour.spot is not None and self._spot is SpotMode.SEPARATION

    def _plate(self, colour: Colour) -> str:
        return self._spots.setdefault(colour.spot or "", f"S{len(self._spots)}")


class ScreenPalette:
    """The kit's sRGB numbers."""

    group_space = "/DeviceRGB"

    def __init__(self, kit: KitValues) -> None:
        self._kit = kit

    def fill(self, token: str) -> str:
        """Return the operator that sets the fill colour."""
        return f"{self._numbers(token)} rg\n"

    def stroke(self, token: str) -> str:
        """Return the operator that sets the stroke colour."""
        return f"{self._numbers(token)} RG\n"

    def mixture(self, tokens: Sequence[str]) -> Mixture:
        """Return the colours of a gradient in sRGB."""
        found = (find_token(self._kit, token).srgb for token in tokens)
        return Mixture("/DeviceRGB", tuple(tuple(v / 255 for v in srgb) for srgb in found))

    def overprints(self, token: str, *, fine: bool) -> bool:
        """Never: a screen has no inks."""
        return False

    def plates(self) -> Mapping[str, str]:
        """Return none: nothing is printed."""
        return {}

    def spaces(self, objects: PdfObjects) -> Mapping[str, int]:
        """Add nothing: DeviceRGB needs no resource."""
        return {}

    def _numbers(self, token: str) -> str:
        return numbers((v / 255 for v in find_token(self._kit, token).srgb), 4)


class InkPalette:
    """One ink of the press as grey: white where there is none, black where it is full."""

    group_space = "/DeviceGray"

    def __init__(self, kit: KitValues, ink: str, spot: SpotMode) -> None:
        self._kit = kit
        self._ink = ink
        self._spot = spot

    def fill(self, token: str) -> str:
        """Return the operator that sets the fill colour."""
        return f"{number(1 - self.share(token), 4)} g\n"

    def stroke(self, token: str) -> str:
        """Return the operator that sets the stroke colour."""
        return f"{number(1 - self.share(token), 4)} G\n"

    def mixture(self, tokens: Sequence[str]) -> Mixture:
        """Return the shares of the ink in a gradient as grey."""
        return Mixture("/DeviceGray", tuple((1 - self.share(token),) for token in tokens))

    def overprints(self, token: str, *, fine: bool) -> bool:
        """Never: what prints over an ink is left out of its picture."""
        return False

    def plates(self) -> Mapping[str, str]:
        """Return none: nothing is printed."""
        return {}

    def spaces(self, objects: PdfObjects) -> Mapping[str, int]:
        """Add nothing: DeviceGray needs no resource."""
        return {}

    def is_spared(self, token: str, *, fine: bool) -> bool:
        """Whether a token prints over this ink and leaves its plate as it is."""
        if self.share(token) > 0:
            return False
        return prints_over(find_token(self._kit, token), self._spot, fine=fine)

    def share(self, token: str) -> float:
        """Return how much of the ink a token has, from 0 to 1."""
        colour = find_token(self._kit, token)
        if colour.spot is not None and self._spot is SpotMode.SEPARATION:
            return colour.tint / 100 if colour.spot == self._ink else 0.0
        return dict(zip(PROCESS_INKS, colour.cmyk, strict=True)).get(self._ink, 0.0) / 100


def prints_over(colour: Colour, spot: SpotMode, *, fine: bool) -> bool:
    """Whether a colour prints over other inks: where the kit says so, and fine black always.

    `fine` is text or a fine line: knocked out, the least shift of a plate would let paper flash
    around it. What has no ink never overprints, it would vanish. Shapes of black knock out unless
    the kit says otherwise: what lies beneath a large one would be seen through it.
    """
    as_plate = colour.spot is not None and spot is SpotMode.SEPARATION
    if not as_plate and not any(colour.cmyk):
        return False
    return colour.overprint or (fine and colour.is_pure_black and not as_plate)


def full_tone(kit: KitValues, ink: str) -> tuple[float, ...]:
    """Return the CMYK percentages that stand for a spot ink at 100 %.

    Where no token states the full tone, the strongest tint is scaled up.
    """
    tokens = [colour for colour in kit.colours.values() if colour.spot == ink]
    strongest = max(tokens, key=lambda colour: colour.tint)
    return tuple(min(100.0, value * 100 / strongest.tint) for value in strongest.cmyk)
