"""Owns the condition that an outlet has a tag, on every database."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, literal, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Boolean

from regions.partners.models import Outlet


class _HasTag(FunctionElement[bool]):
    """Whether a JSON list of texts holds a text."""

    name = "has_tag"
    type = Boolean()
    inherit_cache = True


@compiles(_HasTag, "sqlite")
def _has_tag_sqlite(element: _HasTag, compiler: SQLCompiler, **kw: Any) -> str:
    tags, tag = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"EXISTS (SELECT 1 FROM json_each({tags}) WHERE value = {tag})"  # noqa: S608 - compiled parts


@compiles(_HasTag, "postgresql")
def _has_tag_postgresql(element: _HasTag, compiler: SQLCompiler, **kw: Any) -> str:
    tags, tag = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"jsonb_exists(CAST({tags} AS jsonb), {tag})"


def has_any_tag(tags: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that an outlet has one of the tags; no tags: every outlet."""
    wanted = sorted(set(tags))
    if not wanted:
        return true()
    return or_(*(_HasTag(Outlet.__table__.c.tags, literal(tag)) for tag in wanted))
