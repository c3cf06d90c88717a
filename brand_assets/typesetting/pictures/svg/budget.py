"""Owns how much one SVG drawing may ask of the machine, whatever it repeats."""

from dataclasses import dataclass

from brand_assets.typesetting.pictures.svg.refusals import (
    MOST_DASHES,
    MOST_ELEMENTS,
    MOST_SEGMENTS,
    MOST_STOPS,
    too_complex,
)


@dataclass(slots=True)
class Budget:
    """What is left for the elements that are still to be drawn."""

    elements: int = MOST_ELEMENTS
    segments: int = MOST_SEGMENTS
    dashes: float = MOST_DASHES
    stops: int = MOST_STOPS

    def take(
        self, *, elements: int = 0, segments: int = 0, dashes: float = 0.0, stops: int = 0
    ) -> None:
        """Account for what is drawn next; raises `ArtworkError` where nothing is left."""
        self.elements -= elements
        self.segments -= segments
        self.dashes -= dashes
        self.stops -= stops
        if min(self.elements, self.segments, self.dashes, self.stops) < 0:
            raise too_complex()
