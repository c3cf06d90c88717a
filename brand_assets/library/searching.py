"""Owns the search: it finds what matches a query among the assets that somebody may see.

The shortest list of a word, a tag, a collection or a use leads; the others are only asked about
what it holds. Where every list is long, or there is none, assets are gone through in their order
until enough are found. So much is counted and no more: the first thousand exactly, and the page
says when there are more.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, and_, false, func, select
from sqlalchemy.orm import Session

from brand_assets.library.access import seen_from
from brand_assets.library.conditions import row_conditions
from brand_assets.library.models import Asset, AssetCollection, AssetSearch, AssetWord
from brand_assets.library.number_lists import list_conditions, matched_words, row_refusals
from brand_assets.library.queries import AssetQuery, Sort
from brand_assets.library.words import asked_words
from portal.foundation import clock
from portal.foundation.database import reading
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

Rows: TypeAlias = Select[*tuple[Any, ...]]

PAGE_SIZE = 48
MOST_COUNTED = 1000
"""Up to so many matches are counted exactly, told by facet and ordered by how well they match."""


@dataclass(frozen=True, slots=True)
class AssetPage:
    """One page of what was found; `more` tells that there are more than `total`."""

    assets: tuple[Asset, ...]
    total: int
    page: int
    more: bool = False
    has_next: bool = False
    sort: Sort = Sort.NEWEST
    rows: tuple[Row[Any], ...] = ()

    @property
    def pages(self) -> int:
        """How many pages are counted, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def find_assets(actor: Actor, query: AssetQuery) -> AssetPage:
    """Return one page of the assets that the account may look at and that match."""
    with reading() as s:
        sort = query.sort or (Sort.BEST if query.text else Sort.NEWEST)
        statement = _matching(s, actor, query)
        rows = s.execute(_ordered(statement, sort).limit(MOST_COUNTED + 1)).all()
        more = len(rows) > MOST_COUNTED
        counted = list(rows[:MOST_COUNTED])
        if sort is Sort.BEST:
            sort = Sort.NEWEST if more else sort
            counted = counted if more else _best_first(s, query.text, counted)
        page = max(1, query.page)
        if not more:
            page = min(page, max(1, -(-len(counted) // PAGE_SIZE)))
        start = (page - 1) * PAGE_SIZE
        numbers = [row.number for row in counted[start : start + PAGE_SIZE]]
        has_next = start + PAGE_SIZE < len(rows)
        if more and start + PAGE_SIZE > MOST_COUNTED:
            numbers = _deep(s, _ordered(statement, sort), start)
            has_next = len(numbers) > PAGE_SIZE
        assets = _load(s, numbers[:PAGE_SIZE])
    return AssetPage(
        assets, len(counted), page, more, has_next, sort, () if more else tuple(counted)
    )


def _matching(s: Session, actor: Actor, query: AssetQuery) -> Rows:
    scope = actor.scope_for(Permission.ASSET_READ)
    row = AssetSearch
    statement = select(
        row.number, row.kind, row.orientation, row.short_side, row.long_side, row.colours,
        row.starts, row.ends, row.blocked, row.used,
    )  # fmt: skip
    statement = statement.where(*row_conditions(query, clock.today(), actor.account_id))
    if query.text and not asked_words(query.text):
        statement = statement.where(false())  # signs alone are in no picture's words
    if not scope.is_everything:
        statement = statement.where(seen_from(scope, row.path))
    known = seen_from(scope, AssetCollection.path)
    statement = statement.where(*list_conditions(s, query, actor.scope, known))
    return statement.where(*row_refusals(s, query, actor.scope))


def _ordered(statement: Rows, sort: Sort) -> Rows:
    if sort is Sort.LARGEST:
        return statement.order_by(AssetSearch.pixels.desc(), AssetSearch.number.desc())
    return statement.order_by(AssetSearch.number.desc())


def _deep(s: Session, statement: Rows, start: int) -> list[int]:
    return [row.number for row in s.execute(statement.offset(start).limit(PAGE_SIZE + 1))]


def _best_first(s: Session, text: str, rows: list[Row[Any]]) -> list[Row[Any]]:
    weights = dict(
        s.execute(
            select(AssetWord.number, func.sum(AssetWord.weight))
            .where(
                and_(
                    AssetWord.number.in_([row.number for row in rows]),
                    AssetWord.word.in_(matched_words(s, text)),
                )
            )
            .group_by(AssetWord.number)
        ).all()
    )
    return sorted(rows, key=lambda row: (-weights.get(row.number, 0), -row.number))


def _load(s: Session, numbers: list[int]) -> tuple[Asset, ...]:
    statement = select(AssetSearch.number, Asset).join(Asset, Asset.id == AssetSearch.asset_id)
    found = {
        row.number: row.Asset for row in s.execute(statement.where(AssetSearch.number.in_(numbers)))
    }
    return tuple(found[number] for number in numbers)
