"""Owns the made-up year as numbers: seeded, pure, with the story's truth inside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campaigns.insight.history.story import (
    CAMPAIGNS,
    OWN_LONG,
    OWN_WITH_PLACE,
    FormatTruth,
    PastCampaign,
    Truth,
)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

NOT_ORDERED = -1
ORDER_DAYS = 24
_SIZE_SPREAD = 0.55
_OUTLET_SHAPE = 8.0
_AD_SHAPE = 6.0
_WITH_PLACE, _LONG = 0.16, 0.12
_OWN_PHOTO = 0.22
_MEAN_DAYS_TO_START = 7.0
_MEAN_DAYS_TO_ORDER = 2.5
_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Localised:
    """Localisations, one element each; `order_day` counts from the start of ordering, -1: none."""

    outlet: Ints
    campaign: Ints
    headline: tuple[str, ...]
    own_photo: Bools
    start_day: Floats
    order_day: Floats


@dataclass(frozen=True, slots=True)
class Advertised:
    """Ads that ran, one element each; days count from the start of ordering."""

    localisation: Ints
    format: Ints
    exposure: Ints
    responses: Ints
    spend_cents: Ints
    start_day: Floats


@dataclass(frozen=True, slots=True)
class Visited:
    """Visits by our own links: which ad, seconds after it began, phone or not, robot or not."""

    ad: Ints
    seconds: Ints
    phone: Bools
    robot: Bools


@dataclass(frozen=True, slots=True)
class History:
    """A whole made-up year."""

    campaigns: tuple[PastCampaign, ...]
    formats: tuple[str, ...]
    localised: Localised
    ads: Advertised
    visits: Visited


def generate_history(
    seed: int,
    outlets: int,
    formats: Mapping[str, FormatTruth],
    truth: Truth | None = None,
    campaigns: Sequence[PastCampaign] = CAMPAIGNS,
) -> History:
    """Return a year of `outlets` outlets; the same seed gives the same year.

    Sizes are log-normal. Large outlets take part more often, choose own words and pictures more
    often, and have lower rates whatever they choose, so that plain averages mislead.
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    size = generator.normal(0.0, _SIZE_SPREAD, outlets)
    localised = _localise(generator, size, tuple(campaigns))
    ads = _advertise(generator, size, localised, formats, (truth or Truth(), tuple(campaigns)))
    visits = _visit(generator, ads, formats)
    return History(tuple(campaigns), tuple(formats), localised, ads, visits)


def _localise(
    generator: np.random.Generator, size: Floats, campaigns: tuple[PastCampaign, ...]
) -> Localised:
    shape = (size.size, len(campaigns))
    keen = generator.normal(0.0, 0.9, size.size)[:, None]
    takes_part = generator.random(shape) < _share(1.1 + 0.7 * size[:, None] + keen)
    outlet, campaign = np.nonzero(takes_part)
    count = outlet.size
    start = generator.gamma(1.6, _MEAN_DAYS_TO_START / 1.6, count)
    order = start + generator.gamma(1.1, _MEAN_DAYS_TO_ORDER / 1.1, count)
    gave_up = generator.random(count) < 0.1  # noqa: PLR2004 - one in ten starts and leaves it
    late = gave_up | (order > ORDER_DAYS)
    return Localised(
        outlet.astype(np.int64),
        campaign.astype(np.int64),
        _headlines(generator, size[outlet], campaign, campaigns),
        generator.random(count) < _share(_logit(_OWN_PHOTO) + 0.9 * size[outlet]),
        np.minimum(start, ORDER_DAYS),
        np.where(late, NOT_ORDERED, order),
    )


def _headlines(
    generator: np.random.Generator,
    size: Floats,
    campaign: Ints,
    campaigns: tuple[PastCampaign, ...],
) -> tuple[str, ...]:
    draw, option = generator.random(size.size), generator.random(size.size)
    place = _share(_logit(_WITH_PLACE) + 0.8 * size)
    long = place + _share(_logit(_LONG) + 0.6 * size)
    texts = []
    for n in range(size.size):
        if draw[n] < place[n]:
            texts.append(OWN_WITH_PLACE)
        elif draw[n] < long[n]:
            texts.append(OWN_LONG)
        else:
            options = campaigns[campaign[n]].headlines
            # The default is taken by four in ten; the alternatives share the rest.
            chosen = 0 if option[n] < 0.4 else 1 + int((option[n] - 0.4) / 0.6 * 3)  # noqa: PLR2004
            texts.append(options[min(chosen, len(options) - 1)])
    return tuple(texts)


def _advertise(
    generator: np.random.Generator,
    size: Floats,
    localised: Localised,
    formats: Mapping[str, FormatTruth],
    world: tuple[Truth, tuple[PastCampaign, ...]],
) -> Advertised:
    truth, campaigns = world
    known = tuple(formats.values())
    popularity = np.array([one.popularity for one in known])
    ordered = np.flatnonzero(localised.order_day >= 0)
    own_size = size[localised.outlet[ordered]][:, None]
    chosen = generator.random((ordered.size, len(known))) < _share(
        _logit(popularity)[None, :] + 0.6 * own_size
    )
    row, which = np.nonzero(chosen)
    localisation = ordered[row]
    exposure = _column(known, "exposure")[which] * np.exp(
        0.8 * size[localised.outlet[localisation]]
    )
    exposure = np.maximum(np.round(exposure * generator.gamma(20, 0.05, row.size) / 50) * 50, 100)
    strength = _strength(localised, localisation, chosen.sum(axis=1)[row], truth)
    season = np.array([one.season for one in campaigns])[localised.campaign[localisation]]
    outlet_luck = generator.gamma(_OUTLET_SHAPE, 1 / _OUTLET_SHAPE, size.size)
    luck = outlet_luck[localised.outlet[localisation]]
    luck = luck * generator.gamma(_AD_SHAPE, 1 / _AD_SHAPE, row.size)
    base = _column(known, "rate")[which] * np.exp(-0.25 * size[localised.outlet[localisation]])
    responses = generator.poisson(exposure * base * strength * season * luck)
    cost = _column(known, "fixed_cents")[which]
    cost = cost + exposure * _column(known, "cents_per_thousand")[which] / 1000
    return Advertised(
        localisation.astype(np.int64),
        which.astype(np.int64),
        exposure.astype(np.int64),
        responses.astype(np.int64),
        np.round(cost).astype(np.int64),
        localised.order_day[localisation] + 6 + 8 * generator.random(row.size),
    )


def _strength(localised: Localised, localisation: Ints, formats: Ints, truth: Truth) -> Floats:
    ratio = dict(truth.headlines)
    ratio[OWN_WITH_PLACE], ratio[OWN_LONG] = truth.names_place, truth.long_headline
    words = np.array([ratio.get(text, 1.0) for text in localised.headline])
    photo = np.where(localised.own_photo, truth.own_photo, 1.0)
    strength: Floats = (words * photo)[localisation] * np.where(formats > 1, truth.combined, 1.0)
    return strength


def _visit(
    generator: np.random.Generator, ads: Advertised, formats: Mapping[str, FormatTruth]
) -> Visited:
    """Spread the responses of printed ads over the weeks after they began, as visits."""
    printed = np.array([not one.on_screen for one in formats.values()])[ads.format]
    ad = np.repeat(np.arange(ads.format.size), np.where(printed, ads.responses, 0))
    robots = generator.integers(0, max(ads.format.size, 1), ad.size // 30)
    everyone = np.concatenate([ad, robots]).astype(np.int64)
    days = np.minimum(generator.exponential(6.0, everyone.size).astype(np.int64), 40)
    daytime = generator.integers(7 * 3600, 21 * 3600, everyone.size)
    return Visited(
        everyone,
        days * _SECONDS_A_DAY + daytime,
        generator.random(everyone.size) < 0.85,  # noqa: PLR2004 - share of phones
        np.arange(everyone.size) >= ad.size,
    )


def _column(known: Sequence[FormatTruth], name: str) -> Floats:
    return np.array([float(getattr(one, name)) for one in known])


def _share(logit: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-logit))
    return result


def _logit(share: Floats | float) -> Floats:
    values = np.asarray(share, dtype=np.float64)
    result: Floats = np.log(values / (1.0 - values))
    return result
