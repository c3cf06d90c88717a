"""Owns how a part of a text may look different from its frame: colour, scale, place, features."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, Field, StringConstraints

from brand_assets.typesetting.frames.base import Part, Token

_NAMED = (
    *("afrc", "c2pc", "c2sc", "calt", "case", "clig", "cpsp", "dlig", "dnom", "frac", "hist"),
    *("hlig", "kern", "liga", "lnum", "nalt", "numr", "onum", "ordn", "ornm", "pcap", "pnum"),
    *("rlig", "salt", "sinf", "smcp", "subs", "sups", "swsh", "titl", "tnum", "unic", "zero"),
)
_FEATURES = frozenset(
    (
        *_NAMED,
        *(f"ss{number:02d}" for number in range(1, 21)),
        *(f"cv{number:02d}" for number in range(1, 100)),
    )
)


def _known(feature: str) -> str:
    tag = feature.partition("=")[0]
    if tag not in _FEATURES:
        raise ValueError(f"there is no OpenType feature {tag!r} to choose")
    return feature


Feature: TypeAlias = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]{4}(=[0-9]{1,2})?$"), AfterValidator(_known)
]
"""An OpenType feature: its tag, or its tag and value ("tnum", "liga=0", "salt=2")."""


class RunLook(Part):
    """How a part looks different from its frame; everything is optional.

    `scale` and `raised` are shares of the frame's type size (the part's size, and how far it stands
    above the baseline). `position` raises or lowers by the font's own figures and letters for
    that, where it has all of them, else by scaling. `tracking` is in 1/1000 em. `features` win over
    those of the style and over what tracking switches off.
    """

    colour: Token | None = None
    scale: Annotated[float, Field(ge=0.1, le=4)] = 1.0
    raised: Annotated[float, Field(ge=-2, le=2)] = 0.0
    position: Literal["super", "sub"] | None = None
    tracking: Annotated[float, Field(ge=-200, le=1000)] | None = None
    features: tuple[Feature, ...] = Field(default=(), max_length=20)
    underline: bool = False
    strike: bool = False
