"""Owns the lists of assets that share a word, a tag, a collection or a use."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from brand_assets.library.models import (
    AssetCollection,
    AssetCollectionItem,
    AssetSearch,
    AssetTag,
    AssetUse,
    AssetWord,
    WordPart,
)
from brand_assets.library.queries import AssetQuery, Use
from brand_assets.library.words import SHORTEST_PART, asked_words, end_of_prefix
from regions.scoping import Scope, within

MOST_LISTED = 20_000
"""A list that is longer does not lead a search."""
_MIDDLING = 50_000
MOST_WORDS = 300
"""So many words that hold what was typed are asked for by name."""


_FEW_WORDS = 8
"""With more, the words of an asset are read rather than each word looked up in turn."""


class _Unindexed(FunctionElement[str]):
    """A column of text as it is, but not looked up in an index."""

    name = "unindexed"
    type = String()
    inherit_cache = True


@compiles(_Unindexed)
def _unindexed(element: _Unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} || '')"


@compiles(_Unindexed, "sqlite")
def _unindexed_sqlite(element: _Unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"


@dataclass(frozen=True, slots=True)
class NumberList:
    """Numbers of assets: all of them, or asked for one asset; how many there are, to a bound."""

    numbers: Select[Any]
    asked: ColumnElement[bool]
    size: int = 0

    @property
    def listed(self) -> ColumnElement[bool]:
        """The condition that an asset is among them, found out by listing them all."""
        return AssetSearch.number.in_(self.numbers)

    @property
    def holds(self) -> ColumnElement[bool]:
        """The condition that an asset is among them."""
        return self.listed if self.size <= MOST_LISTED else self.asked


def list_conditions(
    s: Session, query: AssetQuery, scope: Scope, seen: ColumnElement[bool]
) -> list[ColumnElement[bool]]:
    """Return the conditions that a match is on every list that is wanted.

    `seen` is the condition that a collection is one that the account sees; others hold nothing.
    """
    found = [_counted(s, entry) for entry in _wanted(s, query, scope, seen)]
    found.sort(key=lambda entry: entry.size)
    if s.get_bind().dialect.name == "sqlite" or not found or found[0].size > MOST_LISTED:
        return [entry.holds for entry in found]
    # Behind a short list, PostgreSQL had better hash a middling one than look up each number.
    return [entry.listed if entry.size <= _MIDDLING else entry.asked for entry in found]


def row_refusals(s: Session, query: AssetQuery, scope: Scope) -> Iterator[ColumnElement[bool]]:
    """Yield what is asked of each row beside the lists: that it is on none of those not wanted."""
    for word in asked_words(query.text).unwanted:
        yield ~_counted(s, _of_words(s, word)).holds
    if query.use and _is_whole(scope):
        yield AssetSearch.used.is_(query.use is Use.USED)
    elif query.use is Use.UNUSED:
        yield ~_counted(s, _of_uses(scope)).holds


def matched_words(s: Session, text: str) -> list[str]:
    """Return the words by which the typed ones were found, to weigh them."""
    found: list[str] = []
    for word in asked_words(text).wanted:
        found += s.scalars(_words_like(word).limit(MOST_WORDS))
    return found


def _wanted(
    s: Session, query: AssetQuery, scope: Scope, seen: ColumnElement[bool]
) -> Iterator[NumberList]:
    for word in asked_words(query.text).wanted:
        yield _of_words(s, word)
    for tag in query.tags:
        numbers = select(AssetTag.number).where(AssetTag.tag == tag)
        yield NumberList(numbers, _asked(numbers.where(AssetTag.number == AssetSearch.number)))
    if query.collection_id:
        yield _of_collection(query, seen)
    if query.use is Use.USED and not _is_whole(scope):
        yield _of_uses(scope)


def _is_whole(scope: Scope) -> bool:
    """Whether a scope holds the whole tree, so that every use lies inside."""
    return any(path.count("/") <= 1 for path in scope.paths)


def _counted(s: Session, entry: NumberList) -> NumberList:
    some = entry.numbers.limit(_MIDDLING + 1).subquery()
    return replace(entry, size=s.scalar(select(func.count()).select_from(some)) or 0)


def _words_like(word: str) -> Select[Any]:
    if len(word) < SHORTEST_PART:
        column: Any = AssetWord.word
    else:
        column = WordPart.part
    found = AssetWord.word if len(word) < SHORTEST_PART else WordPart.word
    return select(found).where(column >= word, column < end_of_prefix(word)).distinct()


def _asked(one: Select[Any]) -> ColumnElement[bool]:
    """Return whether there is one, looked up for each row: no database is to list them all."""
    return one.correlate(AssetSearch).offset(0).exists()


def _of_words(s: Session, word: str) -> NumberList:
    like = _words_like(word)
    known = s.scalars(like.limit(MOST_WORDS + 1)).all()
    among: Any = known if len(known) <= MOST_WORDS else like
    here = select(AssetWord.number).where(AssetWord.number == AssetSearch.number)
    column = AssetWord.word if len(known) <= _FEW_WORDS else _Unindexed(AssetWord.word)
    return NumberList(
        select(AssetWord.number).where(AssetWord.word.in_(among)),
        _asked(here.where(column.in_(among))),
    )


def _of_collection(query: AssetQuery, seen: ColumnElement[bool]) -> NumberList:
    item = AssetCollectionItem
    known = select(AssetCollection.id).where(AssetCollection.id == query.collection_id, seen)
    inside = item.collection_id == known.scalar_subquery()
    numbers = select(AssetSearch.number).join(item, item.asset_id == AssetSearch.asset_id)
    here = select(item.asset_id).where(inside, item.asset_id == AssetSearch.asset_id)
    return NumberList(numbers.where(inside), _asked(here))


def _of_uses(scope: Scope) -> NumberList:
    used = select(AssetUse.asset_id).where(within(AssetUse.path, scope))
    here = select(AssetUse.asset_id).where(
        AssetUse.asset_id == AssetSearch.asset_id, within(_Unindexed(AssetUse.path), scope)
    )
    numbers = select(AssetSearch.number).where(AssetSearch.asset_id.in_(used))
    return NumberList(numbers, _asked(here))
