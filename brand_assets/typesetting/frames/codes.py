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


class BarcodeFrame(Frame):
    """A barcode of a field or of fixed data that fills its frame, quiet zones included.

    `quiet` is the quiet zone on either side in modules; without it the code has the one of its
    standard. `style` is the text style of the line below the bars, without it there is none;
    `margin_signs` are the signs > that keep the quiet zone of an EAN free. `reduction` is the
    share of a module that each bar is made narrower by, because ink spreads in the press.
    """

    kind: Literal["barcode"] = "barcode"
    symbology: Literal["ean13", "ean8", "code128", "gs1_128"]
    field: Key | None = None
    data: Annotated[str, StringConstraints(min_length=1, max_length=120)] | None = None
    colour: Token
    ground: Token | None = None
    quiet: Annotated[int, Field(ge=0, le=40)] | None = None
    style: Token | None = None
    margin_signs: bool = False
    reduction: Annotated[float, Field(ge=0, le=0.4)] = 0.0

    @model_validator(mode="after")
    def _one_source(self) -> "BarcodeFrame":
        if (self.field is None) == (self.data is None):
            raise ValueError("a barcode frame needs either a field or data")
        return self
