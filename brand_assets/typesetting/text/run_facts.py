"""Owns what rules want to know of the runs of a text: colours, smallest scale, features."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from brand_assets.typesetting.text.faces import Face
from brand_assets.typesetting.text.run import Run

_PLAIN = frozenset(("calt", "ccmp", "clig", "kern", "liga", "lnum", "locl", "pnum", "rlig"))
"""What a font without the feature does anyhow, or has nothing to do for."""


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The looks of the runs that are seen: colours (None for the frame's), smallest scale.

    `lacking` are the features asked for that a font does not have; `ruled` says whether anything
    is underlined or struck, `families` which font families they are in.
    """

    colours: tuple[str | None, ...] = (None,)
    smallest: float = 1.0
    lacking: tuple[str, ...] = ()
    ruled: bool = False
    families: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def _ordinary(families: tuple[str, ...]) -> RunFacts:
    return RunFacts(families=families)


def facts_of(runs: tuple[Run, ...]) -> RunFacts:
    """Return the facts of runs; those of blanks alone and of what is not seen count nothing."""
    lacking = dict.fromkeys(tag for run in runs for tag in _lacking(run.face, run.features))
    seen = [run for run in runs if not run.silent and run.text.strip()]
    families = tuple(dict.fromkeys([run.face.family for run in seen]))
    if not lacking and not any(r.colour or r.rules or r.scale < 1 for r in runs):
        return _ordinary(families)
    return RunFacts(
        colours=tuple(dict.fromkeys(run.colour for run in seen)) or (None,),
        smallest=min([run.scale for run in seen], default=1.0),
        lacking=tuple(lacking),
        ruled=any(run.rules for run in runs),
        families=families,
    )


def _lacking(face: Face, features: tuple[str, ...]) -> Iterator[str]:
    for feature in features:
        if feature in face.features or feature in _PLAIN or feature[0] == "-":
            continue
        tag, _, value = feature.partition("=")
        if tag not in face.features and tag not in _PLAIN and value != "0":
            yield tag
