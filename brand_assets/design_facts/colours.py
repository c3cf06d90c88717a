"""Owns colours as the kit states them: one token, its numbers on screen and in print."""

from dataclasses import dataclass

FULL = 100.0
RICH_BLACK_FROM = 80.0
"""Percent of black from which a colour of several inks is seen as black."""
RICH_BLACK_INKS = 10.0
"""Percent of the other inks together that a pure black does not have."""


@dataclass(frozen=True, slots=True)
class Colour:
    """A brand colour: token, sRGB (0 to 255), CMYK (percent) and, where there is one, a spot ink.

    `spot` names the ink (for example "HKS 65 K"); its CMYK alternate is `cmyk`. `tint` is the
    percentage of the spot ink that this token uses. `overprint` lets it print over other inks
    instead of knocking them out.
    """

    token: str
    srgb: tuple[int, int, int]
    cmyk: tuple[float, float, float, float]
    spot: str | None = None
    tint: float = 100.0
    overprint: bool = False

    @property
    def ink(self) -> float:
        """Total ink in percent."""
        return sum(self.cmyk)

    @property
    def is_pure_black(self) -> bool:
        """Whether it is full black and no other ink."""
        return self.cmyk == (0, 0, 0, FULL)

    @property
    def is_rich_black(self) -> bool:
        """Whether it is a black that other inks deepen, which must fit upon one another."""
        return self.cmyk[3] >= RICH_BLACK_FROM and sum(self.cmyk[:3]) >= RICH_BLACK_INKS


@dataclass(frozen=True, slots=True)
class ColourPair:
    """A front colour that the kit allows on a ground: from `min_size` pt, or for shapes alone."""

    front: str
    ground: str
    min_size: float = 0.0
    text_allowed: bool = True


def contrast(first: tuple[int, int, int], second: tuple[int, int, int]) -> float:
    """Return the WCAG 2 contrast ratio of two sRGB colours, 1 to 21."""
    bright, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def linear_light(srgb: tuple[int, int, int]) -> tuple[float, float, float]:
    """Return how much red, green and blue light an sRGB colour gives, 0 to 1."""
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - IEC 61966
        for v in (channel / 255 for channel in srgb)
    )
    return red, green, blue


def _luminance(srgb: tuple[int, int, int]) -> float:
    red, green, blue = linear_light(srgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
