"""Owns when two pictures look alike: perceptual hashes of 64 bits that differ in few of them.

The hash is cut into four bands of 16 bits. If two hashes differ in no more than seven bits, one
of the bands differs in at most one, so that looking up each band and its sixteen neighbours finds
every one of them; the exact distance is told afterwards.
"""

MOST_DISTANCE = 7
"""Bits in which the hashes of pictures that look alike differ at most."""
_BANDS, _BITS = 4, 16
_MASK = (1 << _BITS) - 1
_WHOLE = (1 << 64) - 1


def bands_of(phash: int) -> tuple[int, int, int, int]:
    """Return the four bands of a hash, stored signed or not."""
    bits = phash & _WHOLE
    return (
        bits & _MASK,
        bits >> _BITS & _MASK,
        bits >> 2 * _BITS & _MASK,
        bits >> 3 * _BITS & _MASK,
    )


def neighbours(band: int) -> list[int]:
    """Return a band and all that differ from it in one bit."""
    return [band, *(band ^ (1 << bit) for bit in range(_BITS))]


def distance(one: int, other: int) -> int:
    """Return in how many bits two hashes differ."""
    return ((one ^ other) & _WHOLE).bit_count()
