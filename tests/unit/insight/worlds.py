"""Owns simulated networks of outlets with a known truth, for the proof that readings are honest."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20261121
WORLDS = 300
OUTLETS = 412
ADS = 6


@dataclass(frozen=True, slots=True)
class Worlds:
    """Ads of many worlds, shape (worlds, outlets, ads): what each brought, and its arm."""

    events: NDArray[np.float64]
    exposure: NDArray[np.float64]
    chosen: NDArray[np.bool_]


def draw_worlds(ratio: float, seed: int = SEED) -> Worlds:
    """Draw worlds in which `ratio` is the truth and a plain average lies.

    Outlet sizes are log-normal; larger outlets more often choose what is compared and have lower
    rates anyway (self-selection); every outlet and every ad is luckier or less lucky than its
    neighbours (gamma, so counts are overdispersed and correlated within an outlet).
    """
    generator = np.random.Generator(np.random.PCG64(seed))
    shape = (WORLDS, OUTLETS)
    log_size = generator.normal(0.0, 0.6, shape)
    taste = 1 / (1 + np.exp(-1.2 * log_size))
    base = 0.03 * np.exp(-0.12 * log_size) * generator.gamma(8.0, 1 / 8.0, shape)
    chosen = generator.random((*shape, ADS)) < taste[..., None]
    pieces = np.round(2000 * np.exp(log_size))[..., None] * np.ones(ADS)
    luck = generator.gamma(5.0, 1 / 5.0, (*shape, ADS))
    rate = base[..., None] * luck * np.where(chosen, ratio, 1.0)
    return Worlds(generator.poisson(pieces * rate).astype(float), pieces, chosen)
