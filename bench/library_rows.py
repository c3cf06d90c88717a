"""Owns a library of any size for benchmarks: words, tags, places as uneven as in life."""

import itertools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, text

from brand_assets.library.indexing import facts_of, words_in
from brand_assets.library.likeness import bands_of
from brand_assets.library.rules import AssetKind, Orientation, ReleaseState, orientation_of
from brand_assets.library.words import parts_of
from portal.foundation.ids import new_id

Row = Sequence[object]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_HEADS = _words(
    """
    Frühling Sommer Herbst Winter Garten Balkon Terrassen Rosen Tulpen Dahlien Beet Kräuter
    Obst Gemüse Stauden Hecken Rasen Teich Wasser Holz Stein Grill Licht Blumen Zimmer Topf
    Pflanz Saat Dünger Erde Kompost Gieß Schnitt Werkzeug Deko Advents Weihnachts Oster Mutter
    Familien Kinder Bienen Vogel Natur Markt Fest Aktions Angebots Neuheiten Team Filial
    """
)
_TAILS = _words(
    """
    tage pflanzen markt woche garten freude zeit beratung erde dünger saat blumen kübel gefäße
    möbel werkzeug schere pflege auswahl angebot fest team tisch bank haus licht traum ideen
    """
)
_PLAIN = _words(
    """
    rot blau gelb weiß nah Detail Gruppe Sonne Regen Morgen Abend außen innen Hochformat quer
    Kundin Kunde Verkäuferin Meister Hand Lächeln Korb Wagen Eingang Regal Tüte Preis Schild
    """
)
_COLOURS = (
    "green",
    "white",
    "brown",
    "grey",
    "red",
    "yellow",
    "blue",
    "black",
    "pink",
    "orange",
    "violet",
    "turquoise",
)
_CHANNELS = ("print", "newspaper", "shop", "social", "web", "mail")
_SIZES = ((6000, 4000), (4032, 3024), (8256, 5504), (2040, 1356), (1200, 900), (4000, 4000))
_IN_TEN_UPRIGHT, _IN_TEN_ENDING = 3, 3
_IN_TEN_HEAD_OFFICE = 6
"""Of ten assets, six belong to head office, one to a region, three to partners."""
_TODAY = date(2026, 11, 22)
BIRTH = datetime(2026, 11, 22, 8, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MadeAsset:
    """One asset with its rights, as the tables hold them."""

    id: UUID
    path: str
    kind: AssetKind
    sha256: str
    source_sha256: str
    media_type: str
    size: int
    width: int
    height: int
    title: str
    alt: str
    photographer: str
    tags: list[str]
    search_text: str
    focal_x: float
    focal_y: float
    created_at: datetime
    created_by: UUID
    archived_at: datetime | None
    caption: str
    credit: str
    copyright: str
    source_name: str
    taken_on: date
    colours: list[str]
    phash: int
    orientation: Orientation
    pixels: int
    licence: str
    territories: list[str]
    channels: list[str]
    starts: date | None
    ends: date | None
    model_release: ReleaseState
    property_release: ReleaseState
    replaced_at: datetime | None = None


_RIGHTS = ("licence", "territories", "channels", "starts", "ends")
_RELEASES = ("model_release", "property_release")
_NOT_ASSET = frozenset((*_RIGHTS, *_RELEASES))
_ASSET = tuple(f.name for f in fields(MadeAsset) if f.name not in _NOT_ASSET)


class Library:
    """Rows of a library with so many assets, the same each time."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._dice = np.random.Generator(np.random.PCG64(4))
        self.places = [f"hg/de/{r}/" for r in ("nord", "ost", "sued", "west")]
        self.partners = [
            f"{place}p{number:04}/" for place in self.places for number in range(1, 81)
        ]
        self.people = [UUID(int=number + 1) for number in range(120)]
        words = [f"{head}{tail}" for head in _HEADS for tail in _TAILS]
        self._dice.shuffle(words)
        self.vocabulary = [*_HEADS, *_PLAIN, *words]
        self.tags = [word.casefold() for word in (*_HEADS, *_PLAIN, *words[:1500])]
        self.names = [f"{a} {b}" for a in _HEADS[:20] for b in _TAILS[:20]]

    def assets(self) -> Iterator[MadeAsset]:
        """Yield the assets, the oldest first."""
        words = self._zipf(len(self.vocabulary), self.size * 16).reshape(-1, 16)
        tags = self._zipf(len(self.tags), self.size * 8).reshape(-1, 8)
        near = 0
        for n in range(self.size):
            # Every fortieth looks like the one before it: a crop, or another export.
            alike = n % 40 == 1
            near = near ^ (1 << int(self._roll(60))) if alike else int(self._dice.integers(1 << 62))
            yield self._asset(n, [self.vocabulary[w] for w in words[n]], tags[n], near)

    def _asset(self, n: int, words: list[str], tags: npt.NDArray[Any], phash: int) -> MadeAsset:
        width, height = _SIZES[int(self._roll(len(_SIZES)))]
        if self._roll(10) < _IN_TEN_UPRIGHT:
            width, height = height, width
        chosen = sorted({self.tags[t] for t in tags[: 2 + int(self._roll(7))]})
        rights = self._rights()
        photo = bool(self._roll(20))
        return MadeAsset(
            id=new_id(),
            path=self._path(),
            kind=AssetKind.PHOTO if photo else AssetKind.ARTWORK,
            sha256=f"{n:064x}",
            source_sha256=f"{n + self.size:064x}",
            media_type="image/jpeg" if photo else "image/svg+xml",
            size=4_000_000 + n,
            width=width,
            height=height,
            title=" ".join(words[:4]),
            alt=" ".join(words[4:10]),
            photographer=self.names[n % 400],
            tags=chosen,
            search_text="",
            focal_x=0.5,
            focal_y=0.5,
            created_at=BIRTH - timedelta(minutes=5 * (self.size - n)),
            created_by=self.people[int(self._roll(120))],
            archived_at=None,
            caption=" ".join(words[10:]),
            credit="",
            copyright="© Halmgrün",
            source_name=f"IMG_{n % 10000:04}.jpg",
            taken_on=_TODAY - timedelta(days=int(self._roll(2000))),
            colours=[_COLOURS[c] for c in dict.fromkeys(self._zipf(12, 3))],
            phash=phash,
            orientation=orientation_of(width, height),
            pixels=width * height,
            **rights,  # type: ignore[arg-type] # the names of fields
        )

    def _rights(self) -> dict[str, object]:
        ends = self._roll(10) < _IN_TEN_ENDING
        begins = self._roll(20) == 0
        return {
            "licence": "Agentur" if ends else "Eigene Aufnahme",
            "territories": [self.places[int(self._roll(4))]] if self._roll(20) == 0 else [],
            "channels": [_CHANNELS[int(self._roll(6))]] if self._roll(10) == 0 else [],
            "starts": _TODAY + timedelta(days=int(self._roll(300)) - 150) if begins else None,
            "ends": _TODAY + timedelta(days=int(self._roll(900)) - 200) if ends else None,
            "model_release": ReleaseState.MISSING if not self._roll(50) else ReleaseState.ON_FILE,
            "property_release": ReleaseState.NOT_NEEDED,
        }

    def _path(self) -> str:
        where = self._roll(10)
        if where < _IN_TEN_HEAD_OFFICE:
            return "hg/"
        if where == _IN_TEN_HEAD_OFFICE:
            return self.places[int(self._roll(4))]
        return self.partners[int(self._zipf(len(self.partners), 1)[0])]

    def _roll(self, sides: int) -> np.int64:
        return np.int64(self._dice.integers(sides))

    def _zipf(self, kinds: int, count: int) -> npt.NDArray[Any]:
        if kinds not in _shares:
            _shares[kinds] = np.cumsum(1 / np.arange(2, kinds + 2) ** 0.9)
        shares = _shares[kinds]
        return np.asarray(np.searchsorted(shares, self._dice.random(count) * shares[-1]))


_shares: dict[int, npt.NDArray[Any]] = {}


_BLOCK = 10_000
_USES = 150_000
_COLLECTIONS = 40


def fill(connection: Connection, library: Library) -> None:
    """Write a library's rows as fast as the database takes them."""
    known: set[str] = set()
    ids: list[UUID] = []
    made = enumerate(library.assets(), 1)
    while block := list(itertools.islice(made, _BLOCK)):
        assets = [asset for _, asset in block]
        ids += [asset.id for asset in assets]
        _write(connection, "asset", _ASSET, (_values(asset, _ASSET) for asset in assets))
        rights = ("asset_id", *_RIGHTS, *_RELEASES)
        _write(
            connection,
            "asset_rights",
            rights,
            ((asset.id, *_values(asset, rights[1:])) for asset in assets),
        )
        known |= _write_search(connection, block, known)
    _write_uses(connection, ids, library.partners)
    _write_collections(connection, ids, library.places)


def _write_search(
    connection: Connection, block: list[tuple[int, MadeAsset]], known: set[str]
) -> set[str]:
    facts = [{"number": number, **facts_of(asset)} for number, asset in block]
    _write(connection, "asset_search", tuple(facts[0]), (tuple(f.values()) for f in facts))
    tags = ((tag, number) for number, asset in block for tag in asset.tags)
    _write(connection, "asset_tag", ("tag", "number"), tags)
    looks = ((number, asset.phash, *bands_of(asset.phash)) for number, asset in block)
    bands = ("number", "phash", "band_1", "band_2", "band_3", "band_4")
    _write(connection, "asset_likeness", bands, looks)
    words = [(number, words_in(asset)) for number, asset in block]
    weighed = ((w, number, weight) for number, found in words for w, weight in found.items())
    _write(connection, "asset_word", ("word", "number", "weight"), weighed)
    fresh = {word for _, found in words for word in found} - known
    parts = ((part, word) for word in fresh for part in parts_of(word))
    _write(connection, "word_part", ("part", "word"), parts)
    return fresh


def _write_uses(connection: Connection, ids: list[UUID], partners: list[str]) -> None:
    dice = np.random.Generator(np.random.PCG64(5))
    often = min(len(ids), 20_000)
    chosen = (dice.zipf(1.3, _USES) * 7919) % often
    rows = (
        (ids[int(n)], "localisation", new_id(), partners[int(dice.integers(len(partners)))], BIRTH)
        for n in chosen
    )
    _write(connection, "asset_use", ("asset_id", "subject", "subject_id", "path", "used_at"), rows)
    used = "asset_id IN (SELECT asset_id FROM asset_use)"
    connection.execute(text(f"UPDATE asset_search SET used = {used}"))  # noqa: S608 - fixed words


def _write_collections(connection: Connection, ids: list[UUID], places: list[str]) -> None:
    made = [new_id() for _ in range(_COLLECTIONS)]
    columns = ("id", "path", "name", "description", "created_by", "created_at")
    rows = (
        (key, places[n % 4] if n % 2 else "hg/", f"Sammlung {n}", "", None, BIRTH)
        for n, key in enumerate(made)
    )
    _write(connection, "asset_collection", columns, rows)
    items = (
        (key, ids[(n * 4099 + at * 17) % len(ids)], at)
        for n, key in enumerate(made)
        for at in range(50 * (n + 1))
    )
    held = ("collection_id", "asset_id", "position")
    _write(connection, "asset_collection_item", held, items)


def _values(asset: MadeAsset, names: Sequence[str]) -> Row:
    return [getattr(asset, name) for name in names]


def _write(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        told = [tuple(_for_sqlite(value) for value in row) for row in rows]
        cursor = connection.connection.cursor()
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", told)  # noqa: S608 - names of tables and columns
        cursor.close()
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([_for_postgresql(value) for value in row])


def _for_sqlite(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, list) else value


def _for_postgresql(value: object) -> object:
    return json.dumps(value) if isinstance(value, list) else value
