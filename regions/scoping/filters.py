"""Owns how a query is cut to a scope, in a form that the index on the path column serves."""

from typing import Any, TypeAlias, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, false, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from regions.scoping.rules import Scope, path_range

PathColumn: TypeAlias = (
    InstrumentedAttribute[str] | InstrumentedAttribute[str | None] | ColumnElement[str]
)
IdColumn: TypeAlias = (
    InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None] | ColumnElement[UUID]
)
Columns = TypeVarTuple("Columns")

#: The type of a column that holds a tree path: compared byte by byte on PostgreSQL too, where a
#: language's collation would ignore the slashes and could not serve a range from an index.
TREE_PATH = String(240).with_variant(String(240, collation="C"), "postgresql")


class _Edge(FunctionElement[str]):
    """One end of a path range, compared byte by byte on every database."""

    name = "path_edge"
    type = String()
    inherit_cache = True


@compiles(_Edge)
def _edge(element: _Edge, compiler: SQLCompiler, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(_Edge, "postgresql")
def _edge_postgresql(element: _Edge, compiler: SQLCompiler, **kw: Any) -> str:
    return f'({compiler.process(element.clauses, **kw)}) COLLATE "C"'


def below(path_column: PathColumn, path: str) -> ColumnElement[bool]:
    """Return the condition that a path column lies at or below `path` ("" for the whole tree)."""
    if path == "":
        return true()
    start, end = path_range(path)
    return and_(path_column >= _Edge(start), path_column < _Edge(end))


def within(path_column: PathColumn, scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a path column lies inside the scope."""
    return or_(false(), *(below(path_column, path) for path in scope.widest()))


def visible(statement: Select[*Columns], path_column: PathColumn, scope: Scope) -> Select[*Columns]:
    """Return the statement cut to rows whose path the scope reaches."""
    return statement.where(within(path_column, scope))


def visible_suppliers(
    statement: Select[*Columns], column: IdColumn, scope: Scope
) -> Select[*Columns]:
    """Return the statement cut to rows of the suppliers that the scope reaches."""
    return statement.where(column.in_(sorted(scope.supplier_ids)))
