"""Owns the frames of codes that machines read."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from brand_assets.typesetting.frames.base import Frame, Key, Token


class QrFrame(Frame):
    """A QR code of a field or of fixed data; `quiet` is its quiet zone in modules."""

    kind: Literal["qr"] = "qr"
    field: Key | None = None
    data: Annotated[str, StringConstraints(min_length=1, max_length=600)] | None = None
    colour: Token
    ground: Token | None = None
    quiet: Annotated[int, Field(ge=0, le=16)] = 4
    level: Literal["L", "M", "Q", "H"] = "M"

    @model_validator(mode="after")
    def _one_source(self) -> "QrFrame":
        if (self.field is None) == (self.data is None):
            raise ValueError("a QR frame needs either a field or data")
        return self
