"""Owns colours as the kit states them: one token, its numbers on screen and in print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colour:
    """A brand colour: token, sRGB (0 to 255), CMYK (percent) and, where there is one, a spot ink.

    `spot` names the ink (for example "HKS 65 K"); its CMYK alternate is `cmyk`. `tint` is the
    percentage of the spot ink that this token uses.
    """

    token: str
    srgb: tuple[int, int, int]
    cmyk: tuple[float, float, float, float]
    spot: str | None = None
    tint: float = 100.0

    @property
    def ink(self) -> float:
        """Total ink in percent."""
        return sum(self.cmyk)


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


def _luminance(srgb: tuple[int, int, int]) -> float:
    linear = [
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - IEC 61966
        for v in (channel / 255 for channel in srgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
