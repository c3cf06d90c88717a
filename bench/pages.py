"""Owns page times on the server: p50 and p95 with 412 and with 20,000 outlets."""

import time

import numpy as np
from flask.testing import FlaskClient

from bench.portal_world import World, client_of, portal_world

SIZES = (412, 20_000)
TIMES = 30
OFFICE = (
    ("home, head office", "/"),
    ("campaigns", "/campaigns/"),
    ("approvals", "/approvals/"),
    ("orders", "/orders/"),
    ("outlets", "/outlets/"),
    ("insight", "/insight/"),
    ("insight, who takes part", "/insight/take-up?campaign={campaign}"),
    ("insight, ranking", "/insight/ranking?campaign={campaign}"),
)
PARTNER = (
    ("home, partner", "/"),
    ("campaigns, partner", "/campaigns/"),
    ("orders, partner", "/orders/"),
    ("results, partner", "/insight/mine"),
)


def run(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the times of each page for each size."""
    for outlets in sizes:
        with portal_world(outlets) as world:
            print(f"{outlets:,} outlets, {TIMES} requests each after a first one")
            _measure(world, client_of(world.app, world.head_office), OFFICE)
            _measure(world, client_of(world.app, world.partner), PARTNER)


def _measure(world: World, client: FlaskClient, pages: tuple[tuple[str, str], ...]) -> None:
    for name, address in pages:
        path = address.format(campaign=world.campaign_id)
        first = _request(client, path)
        times = [_request(client, path) for _ in range(TIMES)]
        p50, p95 = np.quantile(times, [0.5, 0.95])
        print(f"  {name:28} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   (first {first:,.0f} ms)")


def _request(client: FlaskClient, path: str) -> float:
    start = time.perf_counter()
    answer = client.get(path, follow_redirects=True)
    length = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:  # noqa: PLR2004 - a page that failed has no time
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return length
