"""Owns the times of searches in a library of 200,000 assets, on SQLite and on PostgreSQL.

    python -m bench library [ASSETS [ROUNDS]]

It is measured what a page of the list waits for: the matches, how many there are, the first page
of them, and what each further choice would leave. The assets are the same each time.
"""

import itertools
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlalchemy import text

from bench.library_rows import Library, fill
from brand_assets.library.alike import find_alike_asset
from brand_assets.library.arranging.collections import list_collections
from brand_assets.library.arranging.tags import count_tags, suggest_tags
from brand_assets.library.facets import count_facets
from brand_assets.library.queries import AssetQuery, PrintSize, RightsState, Sort, Use
from brand_assets.library.rules import AssetKind, Orientation
from brand_assets.library.searching import find_assets
from migrations.tables import import_models
from portal.foundation import database
from portal.foundation.config import Settings, configure
from portal.foundation.database import Base
from regions.scoping.actor import Actor, Grant
from regions.scoping.permissions import Role
from tests.servers import postgresql, server_folder

GOAL_MS = 100.0
_DAY = date(2026, 11, 22)
_PARTNER = "hg/de/nord/p0012/"
_EVERY = AssetQuery(kinds=tuple(AssetKind))
_QUERIES: dict[str, AssetQuery] = {
    "everything, newest first": _EVERY,
    "page 20": replace(_EVERY, page=20),
    "page 200": replace(_EVERY, page=200),
    "largest first": replace(_EVERY, sort=Sort.LARGEST),
    "a frequent word": replace(_EVERY, text="frühling"),
    "a rare word": replace(_EVERY, text="schnittkübel"),
    "inside compounds": replace(_EVERY, text="pflanz"),
    "three letters inside": replace(_EVERY, text="ing"),
    "two letters": replace(_EVERY, text="ro"),
    "no such word": replace(_EVERY, text="xyzzy"),
    "two words": replace(_EVERY, text="garten frühling"),
    "three words": replace(_EVERY, text="garten sommer blau"),
    "eight words": replace(_EVERY, text="garten sommer blau rot frühling herbst obst beet"),
    "a word, not another": replace(_EVERY, text="garten -frühling"),
    "a frequent tag": replace(_EVERY, tags=("frühling",)),
    "three tags": replace(_EVERY, tags=("frühling", "sommer", "garten")),
    "a colour": replace(_EVERY, colours=("violet",)),
    "colours and shape": replace(
        _EVERY, colours=("violet", "turquoise"), orientations=(Orientation.SQUARE,)
    ),
    "usable today": replace(_EVERY, rights=RightsState.USABLE),
    "ends within 30 days": replace(_EVERY, rights=RightsState.ENDING),
    "rights have ended": replace(_EVERY, rights=RightsState.ENDED),
    "not usable yet": replace(_EVERY, rights=RightsState.NOT_YET),
    "prints A2": replace(_EVERY, prints=PrintSize.A2),
    "used": replace(_EVERY, use=Use.USED),
    "not used": replace(_EVERY, use=Use.UNUSED),
    "my own": replace(_EVERY, mine=True),
    "drawings": replace(_EVERY, kinds=(AssetKind.ARTWORK,)),
    "for an outlet today": replace(_EVERY, path=_PARTNER, usable_on=_DAY),
    "for an outlet, a word": replace(_EVERY, path=_PARTNER, usable_on=_DAY, text="rosen"),
    "eight filters": replace(
        _EVERY,
        text="garten",
        tags=("frühling",),
        colours=("violet", "turquoise"),
        orientations=(Orientation.PORTRAIT,),
        rights=RightsState.USABLE,
        channel="print",
        use=Use.USED,
        prints=PrintSize.A3,
    ),
    "two tags, five filters": replace(
        _EVERY,
        tags=("rot", "blau"),
        colours=("turquoise",),
        orientations=(Orientation.SQUARE,),
        rights=RightsState.ENDING,
        use=Use.UNUSED,
    ),
    "a word, ends soon, used, dated": replace(
        _EVERY,
        text="frühling",
        rights=RightsState.ENDING,
        use=Use.USED,
        since=date(2024, 1, 1),
        until=date(2025, 1, 1),
    ),
}


@dataclass(frozen=True, slots=True)
class _Taken:
    """The times of one query by one actor, in milliseconds."""

    query: str
    actor: str
    times: Sequence[float]

    @property
    def p50(self) -> float:
        """The time that half of them need at most."""
        return float(np.percentile(self.times, 50))

    @property
    def p95(self) -> float:
        """The time that all but one in twenty need at most."""
        return float(np.percentile(self.times, 95))


def run(assets: str = "200000", rounds: str = "20") -> None:
    """Print the times of each query, the slowest first, for both databases."""
    import_models()
    configure(Settings(demo=True))
    for name, opened in (("SQLite", _sqlite()), ("PostgreSQL", _postgresql())):
        with opened as url:
            connected = database.connect(url)
            Base.metadata.create_all(connected.engine)
            begun = time.perf_counter()
            with connected.engine.begin() as connection:
                fill(connection, Library(int(assets)))
            _settle(connected)
            print(f"{name}: {int(assets):,} assets in {time.perf_counter() - begun:.0f} s")
            _print(list(_measure(int(rounds))))
            connected.engine.dispose()


@contextmanager
def _sqlite() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/library.sqlite"


@contextmanager
def _postgresql() -> Iterator[str]:
    with (
        tempfile.TemporaryDirectory() as folder,
        postgresql(server_folder(Path(folder))) as address,
    ):
        yield address.format(database="postgres")


def _settle(connected: database.Database) -> None:
    """Let PostgreSQL do at once what its autovacuum does within a minute."""
    if not connected.is_sqlite:
        engine = connected.engine.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _actors() -> dict[str, Actor]:
    def actor(role: Role, path: str) -> Actor:
        return Actor(UUID(int=7), str(role), "", "de", (Grant(role, path),))

    return {
        "head office": actor(Role.BRAND_MANAGER, "hg/"),
        "region": actor(Role.REGIONAL_MANAGER, "hg/de/nord/"),
        "partner": actor(Role.PARTNER_MANAGER, _PARTNER),
        "small partner": actor(Role.PARTNER_STAFF, "hg/de/nord/p0079/"),
    }


def _measure(rounds: int) -> Iterator[_Taken]:
    for name, actor in _actors().items():
        collection = list_collections(actor)[-1]
        asked = {**_QUERIES, "in a collection": replace(_EVERY, collection_id=collection.id)}
        times: dict[str, list[float]] = {key: [] for key in (*asked, "a tag begun", "look alike")}
        # One round after the other, as people ask: no query is warmed up by itself.
        for _ in range(rounds):
            for key, query in asked.items():
                begun = time.perf_counter()
                found = find_assets(actor, query)
                count_facets(found.rows, _DAY)
                count_tags([row.number for row in found.rows])
                times[key].append(_since(begun))
            begun = time.perf_counter()
            suggest_tags(actor, "ga")
            times["a tag begun"].append(_since(begun))
            begun = time.perf_counter()
            find_alike_asset(actor, found.assets[0])
            times["look alike"].append(_since(begun))
        for key, taken in times.items():
            yield _Taken(key, name, taken)


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000


def _print(taken: list[_Taken]) -> None:
    print(f"  {'query':<32}{'by':<16}{'p50 ms':>8}{'p95 ms':>8}")
    for entry in sorted(taken, key=lambda entry: -entry.p95):
        print(f"  {entry.query:<32}{entry.actor:<16}{entry.p50:>8.1f}{entry.p95:>8.1f}")
    every = list(itertools.chain.from_iterable(entry.times for entry in taken))
    p50, p95 = np.percentile(every, [50, 95])
    worst = max(taken, key=lambda entry: entry.p95)
    said = "within" if p95 <= GOAL_MS else "beyond"
    print(f"  all {len(every):,}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, {said} {GOAL_MS:.0f} ms")
    print(f"  worst p95: {worst.query}, {worst.actor}: {worst.p95:.1f} ms")
    load, cores = os.getloadavg()[1], os.cpu_count() or 1
    if load > cores:
        print(f"  the machine was busy with other work (load {load:.1f} on {cores} cores)")
