"""Owns what a reading may claim: its verdicts and thresholds, and what marks an ad."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from campaigns.insight.statistics.bootstrap import Estimate
from portal.foundation.usage_kinds import declare_kind

RANKING_APPLIED = declare_kind(
    "insight.ranking_applied",
    "Die Zentrale hat den Ersten einer Rangliste zur Vorgabe gemacht.",
    "Head office made the leader of a ranking the default.",
    value_unit="share of replicates in which it was best",
    attributes={"what": "headline or format", "outlets": "outlets behind the ranking"},
)

LEAST_OUTLETS_TO_CLAIM = 30
LEAST_OUTLETS_TO_SHOW = 10
# Percentile intervals of 95 % cover 94.5 % in simulated networks, so a discovery is asked for at
# 4 %: then no more than 5 % of what has no effect is called well supported.
FALSE_DISCOVERY_RATE = 0.04
LONG_HEADLINE = 40
LONGEST_HEADLINE = 200
SHORTEST_NO_NAME = 3


class Verdict(StrEnum):
    """How sure we are."""

    WELL_SUPPORTED = "well_supported"
    OPEN = "open"
    TOO_FEW = "too_few"


class Feature(StrEnum):
    """What an ad can have or not have, and is compared by."""

    NAMES_PLACE = "names_place"
    OWN_PHOTO = "own_photo"
    OWN_HEADLINE = "own_headline"
    LONG_HEADLINE = "long_headline"
    COMBINED = "combined"


@dataclass(frozen=True, slots=True)
class Marks:
    """What one localisation's values say about its ads; `headline` is its comparable form."""

    headline: str
    names_place: bool
    own_photo: bool
    own_headline: bool
    long_headline: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """What a campaign offers: headlines, defaults, and its photo fields with their pools."""

    headlines: Sequence[str]
    defaults: Mapping[str, Any]
    photo_pools: Mapping[str, Collection[str]]


def judge(estimate: Estimate | None, *, stands: bool) -> Verdict:
    """Say how sure a comparison is; `stands` is the verdict over all comparisons looked at."""
    if estimate is None or estimate.outlets < LEAST_OUTLETS_TO_SHOW:
        return Verdict.TOO_FEW
    excludes_no_effect = estimate.low > 1.0 or estimate.high < 1.0
    enough = estimate.outlets >= LEAST_OUTLETS_TO_CLAIM
    return Verdict.WELL_SUPPORTED if excludes_no_effect and enough and stands else Verdict.OPEN


def place_names(city: str, place: str) -> tuple[str, ...]:
    """Return the names by which an outlet's place can be called, the longest first.

    "Hamburg-Bergedorf" is also called Bergedorf; parts of three letters and less are no names.
    """
    names = {city, place, *re.split(r"[-/(),]| am | an der | bei ", place)}
    known = {" ".join(name.split()) for name in names}
    return tuple(sorted((n for n in known if len(n) > SHORTEST_NO_NAME), key=len, reverse=True))


def comparable(headline: str, places: Sequence[str] = ()) -> str:
    """Return the form in which headlines are compared: small letters, "…" for the place."""
    plain = " ".join(headline.split()).casefold()
    for place in places:
        plain = re.sub(rf"(?<!\w){re.escape(place.casefold())}(?!\w)", "…", plain)
    return plain.rstrip(".!? ")[:LONGEST_HEADLINE]


def marks_of(values: Mapping[str, Any], offered: Offered, places: Sequence[str]) -> Marks:
    """Return what marks the ads of a localisation in an outlet whose place is called so."""
    given = values.get("headline") or offered.defaults.get("headline") or ""
    headline = given if isinstance(given, str) else ""
    form = comparable(headline, places)
    known = {comparable(option, places) for option in offered.headlines}
    default = offered.defaults.get("headline")
    if isinstance(default, str):
        known.add(comparable(default, places))
    return Marks(
        headline=form,
        names_place="…" in form and "…" not in headline,
        own_photo=_has_own_photo(values, offered),
        own_headline=bool(form) and form not in known,
        long_headline=len(" ".join(headline.split())) > LONG_HEADLINE,
    )


def _has_own_photo(values: Mapping[str, Any], offered: Offered) -> bool:
    for key, pool in offered.photo_pools.items():
        chosen, default = _photo(values.get(key)), _photo(offered.defaults.get(key))
        if chosen and chosen != default and chosen not in pool:
            return True
    return False


def _photo(value: object) -> str | None:
    return value.get("sha256") if isinstance(value, Mapping) else None
