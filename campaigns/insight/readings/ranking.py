"""Owns the ranking for the planner: what a campaign offers, as measured in campaigns before it."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import func, select

from campaigns.insight.readings.comparisons import (
    column,
    format_sums,
    generator,
    number,
    rank_formats,
    verdicts,
)
from campaigns.insight.readings.models import AdResult
from campaigns.insight.readings.rules import comparable
from campaigns.insight.readings.selection import Selection
from campaigns.insight.readings.values import Candidate, Figure, Ranking
from campaigns.insight.statistics.comparison import Candidates, Standing, rank
from campaigns.planning.models import Campaign
from campaigns.planning.service import formats_of
from portal.foundation.database import session


def rank_for(campaign: Campaign, selection: Selection) -> Ranking:
    """Rank a campaign's headline alternatives and formats by what the selection measured."""
    options = tuple(campaign.headline_options)
    headlines = _candidates(_rank_headlines(options, selection), options)
    keys = tuple(chosen.format_key for chosen in formats_of(campaign.id))
    formats = _candidates(rank_formats(format_sums(selection), keys), keys)
    return Ranking(
        campaign.id,
        headlines,
        formats,
        _left(options, headlines),
        _left(keys, formats),
        selection.period.begins,
        selection.period.ends,
    )


def _rank_headlines(options: tuple[str, ...], selection: Selection) -> tuple[Standing, ...]:
    """Rank options against whatever else their outlets used, in the same channel.

    What a campaign is expected to bring stands for exposure, so that an option does not win by
    having been on offer in a strong season.
    """
    forms = {comparable(option): place for place, option in enumerate(options)}
    statement = (
        select(
            AdResult.outlet_no,
            AdResult.channel_key,
            AdResult.headline,
            func.sum(AdResult.responses),
            func.sum(AdResult.expected),
        )
        .where(selection.condition(), AdResult.expected > 0)
        .group_by(AdResult.outlet_no, AdResult.channel_key, AdResult.headline)
        .order_by(AdResult.outlet_no, AdResult.channel_key, AdResult.headline)
    )
    rows = session().execute(statement).all()
    if not rows:
        return ()
    return rank(
        Candidates(
            number((row.outlet_no, row.channel_key) for row in rows),
            number(row.outlet_no for row in rows),
            np.array([forms.get(row.headline, len(options)) for row in rows], dtype=np.int64),
            column(rows, 3),
            column(rows, 4),
            len(options),
        ),
        generator(),
    )


def _candidates(standings: tuple[Standing, ...], names: tuple[str, ...]) -> tuple[Candidate, ...]:
    found = verdicts([standing.estimate for standing in standings])
    return tuple(
        Candidate(
            names[standing.candidate], standing.share_best, Figure.of(standing.estimate), verdict
        )
        for standing, verdict in zip(standings, found, strict=True)
    )


def _left(names: tuple[str, ...], measured: tuple[Candidate, ...]) -> tuple[str, ...]:
    known = {candidate.name for candidate in measured}
    return tuple(name for name in names if name not in known)


def leader(candidates: Sequence[Candidate], name: str) -> Candidate | None:
    """Return the candidate of that name if it leads the ranking."""
    first = candidates[0] if candidates else None
    return first if first is not None and first.name == name else None
