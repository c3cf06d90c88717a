"""Owns which inks a finished file prints with, for the job ticket."""

from collections.abc import Iterator

from brand_assets.typesetting.preflight.painted import Painted
from brand_assets.typesetting.preflight.reading import ReadFile
from brand_assets.typesetting.preflight.spaces import PROCESS, Space

_NO_PLATE = ("All", "None")


def inks_of(data: bytes) -> tuple[str, ...]:
    """Return the inks that a file prints with: process inks in their order, then spot inks."""
    file = ReadFile(data)
    try:
        used = {ink for page in file.pages for item in page.painted for ink in _inks(item)}
    finally:
        file.close()
    spots = sorted(used.difference(PROCESS, _NO_PLATE))
    return (*(ink for ink in PROCESS if ink in used), *spots)


def _inks(item: Painted) -> Iterator[str]:
    tone = item.tone
    if tone is not None and tone.space.family == "DeviceCMYK":
        yield from (ink for ink, share in zip(PROCESS, tone.values, strict=False) if share > 0)
    elif tone is not None and not tone.is_white:
        yield from _inks_of_space(tone.space)
    elif tone is None and item.space is not None:
        yield from _inks_of_space(item.space)


def _inks_of_space(space: Space) -> tuple[str, ...]:
    """Return the inks that a colour of this space may print with."""
    if space.inks:
        return space.inks
    if space.family in ("DeviceGray", "CalGray"):
        return ("Black",)
    if space.base is not None:
        return _inks_of_space(space.base)
    return PROCESS
