"""Owns what all frames share: keys, lengths, words, and a place on the page."""

from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.\-]{0,79}$")]
"""A key of a field, frame or asset: lower case letters, digits, dots, hyphens, underscores."""
Token: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9 _\-]{0,39}$")]
"""A name in the kit: a colour token, a text style, a logo variant."""
Length: TypeAlias = Annotated[float, Field(ge=-20_000, le=20_000, allow_inf_nan=False)]
Size: TypeAlias = Annotated[float, Field(ge=0.001, le=20_000, allow_inf_nan=False)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Angle: TypeAlias = Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]


class Part(BaseModel):
    """What all parts of the document share: frozen, nothing unknown, finite numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Words(Part):
    """A text in both languages."""

    de: str = Field(max_length=2000)
    en: str = Field(max_length=2000)

    def in_language(self, language: str) -> str:
        """Return the text in English for "en" and its regions, German for any other language."""
        return self.en if language == "en" or language.startswith("en-") else self.de


class Frame(Part):
    """What all frames share: place (before rotation), name, and whether partners may fill it.

    `only_with` names a field without whose value the frame is not drawn.
    """

    id: Key
    name: Words
    x: Length
    y: Length
    w: Size
    h: Size
    rotation: Angle = 0.0
    opacity: Share = 1.0
    locked: bool = True
    only_with: Key | None = None
