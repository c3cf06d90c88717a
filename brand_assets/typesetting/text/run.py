"""Owns what a run is: a piece of text of one look."""

from dataclasses import dataclass

from brand_assets.typesetting.text.faces import Face, Stroke


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one font; scale and raise are shares of the frame's type size.

    Tracking is in 1/1000 of the run's own size; `after` is space behind the run, as a share of
    the frame's size, as are the `rules` that underline or strike it. A `silent` run is read, but
    not seen: the comma before raised cents. Without a `colour` it has the frame's.
    """

    text: str
    face: Face
    fallbacks: tuple[Face, ...]
    features: tuple[str, ...]
    tracking: float = 0.0
    scale: float = 1.0
    raised: float = 0.0
    after: float = 0.0
    colour: str | None = None
    rules: tuple[Stroke, ...] = ()
    silent: bool = False
