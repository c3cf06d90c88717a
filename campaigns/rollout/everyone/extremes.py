"""Owns the longest and shortest value of each kind of master data among the outlets meant."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select

from campaigns.planning.audience import outlets_meant
from campaigns.planning.rules import Audience
from portal.foundation.database import reading
from regions.partners.models import Outlet, Partner
from regions.partners.rules import OutletMasterData
from regions.partners.service import master_data
from regions.scoping import Scope


class End(StrEnum):
    """Which end of the lengths is looked for."""

    LONGEST = "longest"
    SHORTEST = "shortest"


class Datum(StrEnum):
    """A kind of master data that ads may show, in the order of an address."""

    NAME = "name"
    PLACE = "place"
    OWNER = "owner"
    STREET = "street"
    CITY = "city"
    PHONE = "phone"
    EMAIL = "email"
    HOURS = "hours"


#: How long each is, for ordering; what an outlet lacks is no shortest value.
_LENGTHS: Mapping[Datum, ColumnElement[Any]] = {
    Datum.NAME: func.length(Outlet.name),
    Datum.PLACE: func.length(Outlet.place),
    Datum.OWNER: func.length(Partner.owner),
    Datum.STREET: func.length(Outlet.street),
    Datum.CITY: func.length(Outlet.postcode) + func.length(Outlet.city),
    Datum.PHONE: func.length(Outlet.phone),
    Datum.EMAIL: func.length(Outlet.email),
    Datum.HOURS: func.length(cast(Outlet.opening_hours, String)) - len("[]"),
}
#: Which values of an outlet's master data each one stands for.
_PARTS: Mapping[Datum, tuple[str, ...]] = {
    Datum.NAME: ("name",),
    Datum.PLACE: ("place",),
    Datum.OWNER: ("owner", "partner_name"),
    Datum.STREET: ("street",),
    Datum.CITY: ("postcode", "city"),
    Datum.PHONE: ("phone",),
    Datum.EMAIL: ("email",),
    Datum.HOURS: ("opening_hours",),
}


@dataclass(frozen=True, slots=True)
class Extreme:
    """A real value of an outlet at one end of the lengths, and whose it is."""

    datum: Datum
    end: End
    outlet: Outlet
    master_data: OutletMasterData

    @property
    def values(self) -> dict[str, Any]:
        """The values that it brings, by their names in the master data."""
        return {name: getattr(self.master_data, name) for name in _PARTS[self.datum]}

    @property
    def text(self) -> str:
        """The value on one line."""
        return _TEXTS.get(self.datum, _plain(self.datum))(self.master_data)


def _plain(datum: Datum) -> Callable[[OutletMasterData], str]:
    return lambda data: str(getattr(data, datum.value, ""))


_TEXTS: Mapping[Datum, Callable[[OutletMasterData], str]] = {
    Datum.CITY: lambda data: f"{data.postcode} {data.city}",
    Datum.HOURS: lambda data: ", ".join(
        f"{line.days} {line.hours}".strip() for line in data.opening_hours
    ),
}


def extremes_of(audience: Audience, scope: Scope) -> tuple[Extreme, ...]:
    """Return the longest and the shortest value of each, of the outlets in an account's scope."""
    found = [_extreme(audience, scope, datum, end) for datum in Datum for end in End]
    return tuple(one for one in found if one is not None)


def _extreme(audience: Audience, scope: Scope, datum: Datum, end: End) -> Extreme | None:
    length = _LENGTHS[datum]
    order = length.desc() if end is End.LONGEST else length.asc()
    statement = (
        select(Outlet, Partner)
        .join(Partner, Partner.id == Outlet.partner_id)
        .where(outlets_meant(audience, scope), length > 0)
        .order_by(order, Outlet.number)
        .limit(1)
    )
    with reading() as running:
        row = running.execute(statement).first()
    return Extreme(datum, end, row[0], master_data(*row)) if row else None


def replaced(data: OutletMasterData, extremes: tuple[Extreme, ...]) -> OutletMasterData:
    """Return an outlet's master data with these values in place of its own."""
    for extreme in extremes:
        data = replace(data, **extreme.values)
    return data
