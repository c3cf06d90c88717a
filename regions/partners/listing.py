"""Owns the list of outlets: searched, sorted and paged in the database."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager

from portal.foundation.database import reading
from regions.hierarchy.models import Region
from regions.partners.models import Outlet, Partner
from regions.partners.rules import search_terms
from regions.scoping import below, within
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

PAGE_SIZE = 50


class OutletSort(StrEnum):
    """By what a list of outlets is sorted."""

    NAME = "name"
    NUMBER = "number"
    CITY = "city"
    PARTNER = "partner"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class OutletQuery:
    """What a reader asked the list for."""

    search: str = ""
    path: str = ""
    sort: OutletSort = OutletSort.NAME
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class OutletPage:
    """One page of the list; `total` counts all pages."""

    outlets: tuple[Outlet, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def list_outlets(actor: Actor, query: OutletQuery) -> OutletPage:
    """Return one page of the outlets in the actor's scope; a page behind the last is the last."""
    wanted = _wanted(actor, query)
    with reading() as s:
        total = s.scalar(select(func.count()).select_from(Outlet).where(*wanted)) or 0
        page = min(max(query.page, 1), max(1, -(-total // PAGE_SIZE)))
        return OutletPage(tuple(_outlets(s, _page_of_ids(query, wanted, page))), total, page)


def find_listed(actor: Actor, query: OutletQuery) -> list[Outlet]:
    """Return all pages of the list at once, for an export."""
    statement = (
        select(Outlet)
        .join(Partner, Partner.id == Outlet.partner_id)
        .options(contains_eager(Outlet.partner))
        .where(*_wanted(actor, query))
        .order_by(*_order(query))
    )
    with reading() as s:
        return list(s.scalars(statement))


def _wanted(actor: Actor, query: OutletQuery) -> list[ColumnElement[bool]]:
    scope = actor.scope_for(Permission.PARTNER_READ)
    wanted = [within(Outlet.path, scope), below(Outlet.path, query.path)]
    terms = search_terms(query.search)
    return wanted + [Outlet.search_text.contains(term, autoescape=True) for term in terms]


def _page_of_ids(query: OutletQuery, wanted: list[ColumnElement[bool]], page: int) -> Select[UUID]:
    """Select one page's ids alone: sorting narrow rows is what keeps 20,000 of them quick."""
    statement = select(Outlet.id).where(*wanted)
    if query.sort is OutletSort.PARTNER:
        statement = statement.join(Partner, Partner.id == Outlet.partner_id)
    ordered = statement.order_by(*_order(query))
    return ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)


def _outlets(s: Session, ids: Select[UUID]) -> list[Outlet]:
    listed = list(s.scalars(ids))
    statement = (
        select(Outlet)
        .join(Partner, Partner.id == Outlet.partner_id)
        .options(contains_eager(Outlet.partner))
        .where(Outlet.id.in_(listed))
    )
    found = {outlet.id: outlet for outlet in s.scalars(statement)}
    return [found[outlet_id] for outlet_id in listed]


def listed_regions(actor: Actor) -> list[Region]:
    """Return the regions by which the actor can narrow the list."""
    scope = actor.scope_for(Permission.PARTNER_READ)
    with reading() as s:
        return list(
            s.scalars(select(Region).where(within(Region.path, scope)).order_by(Region.path))
        )


def _order(query: OutletQuery) -> list[ColumnElement[Any]]:
    column: ColumnElement[Any] = {
        OutletSort.NAME: Outlet.sort_key,
        OutletSort.NUMBER: Outlet.number,
        OutletSort.CITY: Outlet.city,
        OutletSort.PARTNER: Partner.name,
        OutletSort.SIZE: Outlet.size,
    }[query.sort].expression
    return [column.desc() if query.descending else column.asc(), Outlet.id.expression]
