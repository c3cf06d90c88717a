"""Owns what features, verdicts and directions are called, as English texts to translate."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaigns.insight.readings.rules import Feature, Verdict
from campaigns.insight.readings.values import Comparison, Reading
from portal.foundation.errors import N_


@dataclass(frozen=True, slots=True)
class FeatureText:
    """A feature's name in a table, and sentences for when it does more or less."""

    name: str
    more: str
    less: str
    more_here: str
    less_here: str
    example: str = ""


FEATURES: Mapping[Feature, FeatureText] = {
    Feature.NAMES_PLACE: FeatureText(
        N_("Place name in the headline"),
        N_("Ads that name the place are looked up more often"),
        N_("Ads that name the place are looked up less often"),
        N_("%(where)s, ads with the place in the headline were looked up more often."),
        N_("%(where)s, ads without the place in the headline were looked up more often."),
        N_("Colour for %(place)s."),
    ),
    Feature.OWN_PHOTO: FeatureText(
        N_("Own photo instead of a library picture"),
        N_("Ads with an own photo are looked up more often"),
        N_("Ads with an own photo are looked up less often"),
        N_("%(where)s, ads with a photo of the outlet's own were looked up more often."),
        N_("%(where)s, ads with pictures of the library were looked up more often."),
    ),
    Feature.OWN_HEADLINE: FeatureText(
        N_("Own headline instead of a suggestion"),
        N_("Ads with an own headline are looked up more often"),
        N_("Ads with an own headline are looked up less often"),
        N_("%(where)s, ads with a headline of the outlet's own were looked up more often."),
        N_("%(where)s, ads with a suggested headline were looked up more often."),
    ),
    Feature.LONG_HEADLINE: FeatureText(
        N_("Headline of more than 40 characters"),
        N_("Ads with a long headline are looked up more often"),
        N_("Ads with a short headline are looked up more often"),
        N_("%(where)s, ads with a headline of more than 40 characters did better."),
        N_("%(where)s, ads with a headline of up to 40 characters did better."),
    ),
    Feature.COMBINED: FeatureText(
        N_("More than one format at once"),
        N_("Ads in more than one format are looked up more often"),
        N_("Ads in one format alone are looked up more often"),
        N_("%(where)s, ads did better where an outlet used more than one format."),
        N_("%(where)s, ads did better where an outlet used one format alone."),
    ),
}

IN_YOUR_REGION = N_("In your region")
ACROSS_ALL = N_("Across all outlets")

VERDICTS: Mapping[Verdict, str] = {
    Verdict.WELL_SUPPORTED: N_("Well supported"),
    Verdict.OPEN: N_("Still open"),
    Verdict.TOO_FEW: N_("Too few data"),
}

DIRECTIONS: Mapping[int, str] = {1: N_("rising"), 0: N_("steady"), -1: N_("falling")}
STANDINGS: Mapping[int, str] = {
    1: N_("above the usual range"),
    0: N_("within the usual range"),
    -1: N_("below the usual range"),
}


def strongest(reading: Reading) -> Comparison | None:
    """Return the well-supported comparison that makes the largest difference."""
    found = [c for c in reading.comparisons if c.verdict is Verdict.WELL_SUPPORTED and c.ratio]
    return max(found, key=_weight, default=None)


def to_try(reading: Reading) -> Comparison | None:
    """Return what to suggest to an outlet: the strongest that it can follow in one ad."""
    found = [
        c
        for c in reading.comparisons
        if c.verdict is Verdict.WELL_SUPPORTED and c.ratio and c.feature is not Feature.COMBINED
    ]
    return max(found, key=_weight, default=None)


def _weight(comparison: Comparison) -> float:
    ratio = comparison.ratio.value if comparison.ratio else 1.0
    return max(ratio, 1.0 / ratio) if ratio > 0 else 0.0
