"""Owns the frames of callouts: bursts, badges, ribbons and speech bubbles, by their parameters."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from brand_assets.typesetting.frames.base import Frame, Length, Part, Share, Size, Token

Radius: TypeAlias = Annotated[float, Field(ge=0, le=20_000, allow_inf_nan=False)]


class Burst(Part):
    """A star of `points` tips; `inner` is how far in its valleys stand, as a share of the tips.

    `roundness` 0 is sharp, 1 a wave.
    """

    form: Literal["burst"]
    points: Annotated[int, Field(ge=3, le=90)] = 16
    inner: Annotated[float, Field(ge=0.2, le=0.98)] = 0.82
    roundness: Share = 0.0


class Badge(Part):
    """An ellipse, with a scalloped edge where `scallops` is set; `depth` is a share of its size."""

    form: Literal["badge"]
    scallops: Annotated[int, Field(ge=6, le=90)] | None = None
    depth: Annotated[float, Field(ge=0.01, le=0.3)] = 0.06


class Ribbon(Part):
    """A banner. Its ends are straight, notched, pointed, or tails folded behind the band.

    `end` is the length of an end as a share of the width, `drop` how far folded tails hang, as a
    share of the height, `slant` the lean of upright edges in degrees, `fold` the colour of folds.
    """

    form: Literal["ribbon"]
    ends: Literal["straight", "notched", "pointed", "folded"] = "notched"
    end: Annotated[float, Field(ge=0.01, le=0.3)] = 0.08
    drop: Annotated[float, Field(ge=0.05, le=0.5)] = 0.2
    slant: Annotated[float, Field(ge=-45, le=45)] = 0.0
    fold: Token | None = None


class Tail(Part):
    """The tail of a bubble: the side it leaves, where on it, how wide, and where its tip is.

    `at` is a share of the side from its left or top; `x` and `y` are on the page, before rotation.
    """

    side: Literal["top", "right", "bottom", "left"] = "bottom"
    at: Share = 0.3
    width: Size
    x: Length
    y: Length


class Bubble(Part):
    """A speech bubble: a box of round corners that fills the frame, with a tail or without."""

    form: Literal["bubble"]
    radius: Radius = 4.0
    tail: Tail | None = None


Callout: TypeAlias = Annotated[Burst | Badge | Ribbon | Bubble, Field(discriminator="form")]


class CalloutFrame(Frame):
    """A shape that draws the eye, filled and outlined; its words are a text frame upon it.

    `stroke_width` is in the document's unit; the outline stands half outside the shape.
    """

    kind: Literal["callout"] = "callout"
    shape: Callout
    colour: Token
    stroke: Token | None = None
    stroke_width: Annotated[float, Field(gt=0, le=500)] | None = None

    @model_validator(mode="after")
    def _whole_stroke(self) -> "CalloutFrame":
        if (self.stroke is None) != (self.stroke_width is None):
            raise ValueError("a stroke needs both its colour and its width")
        return self
