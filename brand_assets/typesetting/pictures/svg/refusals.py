"""Owns the refusal of drawings that cannot be printed true, and the limits they keep."""

from portal.foundation.errors import N_, Invalid

MOST_BYTES = 2_000_000
MOST_ELEMENTS = 10_000
"""Elements of the file, and elements drawn where `use` repeats them."""
MOST_SEGMENTS = 50_000
MOST_DASHES = 40_000
MOST_STOPS = 20_000
"""Stops of all gradients, counted for every shape that they fill."""
MOST_STYLES = 200
"""Attributes and properties of one element."""
MOST_NUMBER = 1e6
LONGEST_VALUE = 2_000
"""Characters of a value that is neither a path nor the points of a polygon."""
DEEPEST = 60
DEEPEST_GROUP = 16
"""Groups of their own (clips, opacity) in one another; the writer bears a few more."""


class ArtworkError(Invalid):
    """A drawing uses what cannot be printed true: a filter, a picture, live type."""

    code = "artwork_unprintable"


def too_complex() -> ArtworkError:
    """Return the refusal of a drawing that asks too much of the machine."""
    return ArtworkError(N_("The drawing is too complex. Simplify its paths and save it again."))


def unreadable(what: str) -> ArtworkError:
    """Return the refusal of a drawing of which a value cannot be read."""
    return ArtworkError(
        N_("The drawing has a value that cannot be read: “%(value)s”. Save it again as plain SVG."),
        value=what[:60],
    )
