"""Owns raised and lowered text: by the font's own signs for it where it has them, else scaled."""

from dataclasses import replace
from functools import lru_cache
from typing import Literal

from brand_assets.typesetting.text.faces import Face, shape
from brand_assets.typesetting.text.run import Run

_ANY = "und"
_SCALE = 0.6
_LOWERED = -0.14
_TAGS = {"super": "sups", "sub": "subs"}


def positioned(run: Run, position: Literal["super", "sub"]) -> Run:
    """Return a run raised or lowered beside text of its own size.

    A font's own raised signs are as heavy as the text around them; they are taken only where the
    font has them for all of the run, or some would stand out.
    """
    tag = _TAGS[position]
    if _has_all(run.face, run.text, run.features, tag):
        return replace(run, features=(*run.features, tag))
    raised = run.face.cap_height * (1 - _SCALE) if position == "super" else _LOWERED
    return shrunk(run, _SCALE, raised)


def shrunk(run: Run, share: float, raised: float) -> Run:
    """Return a run at a share of its size, raised by a share of the size that it had."""
    return replace(run, scale=run.scale * share, raised=run.raised + raised * run.scale)


def height_of(run: Run, text: str) -> float:
    """Return how high the highest sign of a text stands in the font of a run, in em."""
    glyphs = shape(run.face, text, run.features, _ANY, rtl=False)
    return max((run.face.height(glyph[0])[0] for glyph in glyphs), default=0.0)


@lru_cache(maxsize=256)
def _has_all(face: Face, text: str, features: tuple[str, ...], tag: str) -> bool:
    if tag not in face.features:
        return False
    plain = shape(face, text, features, _ANY, rtl=False)
    other = shape(face, text, (*features, tag), _ANY, rtl=False)
    if len(plain) != len(other):
        return False
    pairs = zip(plain, other, strict=True)
    return all(a[0] != b[0] or text[a[1]].isspace() for a, b in pairs)
