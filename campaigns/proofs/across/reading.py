"""Owns how cells that were typed or pasted are read before anything is saved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from campaigns.ad_templates.canonical import Unusable
from campaigns.ad_templates.fields import Json
from campaigns.localisation.resolving import resolve_values
from campaigns.proofs.across.cells import cell_value, text_of
from campaigns.proofs.across.pasting import Arranged, Pasted, arrange, read_table
from campaigns.proofs.across.saving import Problem
from campaigns.proofs.across.table import (
    AcrossTable,
    Column,
    Row,
    ads_of,
    column_names,
    row_names,
)
from portal.foundation.database import reading
from portal.foundation.spreadsheets import Cell
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.partners.service import get_many_master_data


@dataclass(frozen=True, slots=True)
class ReadCell:
    """One cell as it was read: what it will say, or what was typed and why it cannot be read."""

    outlet: Outlet
    column: Column
    text: str
    before: str
    problem: Problem | None = None

    @property
    def changes(self) -> bool:
        """Whether it would say something else than now."""
        return self.problem is not None or self.text != self.before


def read_pasted(
    actor: Actor, table: AcrossTable, text: str, start: tuple[str, str] | None
) -> tuple[Arranged, tuple[ReadCell, ...]]:
    """Return where a pasted text goes, and each of its cells as it is read there."""
    open_to_it = [o for o in table.outlets if actor.may_at(Permission.LOCALISATION_EDIT, o.path)]
    names = column_names(table.entered), row_names(open_to_it)
    arranged = arrange(read_table(text), *names, start)
    return arranged, read_typed(actor, table, arranged.cells)


def read_typed(actor: Actor, table: AcrossTable, typed: Iterable[Pasted]) -> tuple[ReadCell, ...]:
    """Return cells as they are read; those of unknown outlets and fields are left out."""
    columns = {column.key: column for column in table.entered}
    outlets = {str(outlet.id): outlet for outlet in table.outlets}
    known = [one for one in typed if one.outlet in outlets and one.field in columns]
    values = _values_of(table, [outlets[key] for key in {one.outlet for one in known}])
    return tuple(
        _read(columns[one.field], outlets[one.outlet], one.text, values[one.outlet], actor.language)
        for one in known
    )


def _values_of(table: AcrossTable, outlets: list[Outlet]) -> dict[str, Mapping[str, Json]]:
    ids = [outlet.id for outlet in outlets]
    with reading():
        ads, master_data = ads_of(table.campaign.id, ids), get_many_master_data(ids)
    return {
        str(key): resolve_values(
            table.campaign, master_data[key], ads[key].values if key in ads else {}, {}
        ).canonical
        for key in ids
    }


def _read(
    column: Column, outlet: Outlet, text: str, values: Mapping[str, Json], language: str
) -> ReadCell:
    entry, applies = column.definition, values.get(column.key)
    before = text_of(entry, applies, language)
    try:
        value = cell_value(entry, text, applies)
    except Unusable as unusable:
        problem = Problem(unusable.message, unusable.params)
        return ReadCell(outlet, column, text, before, problem)
    return ReadCell(outlet, column, text_of(entry, value, language), before)


def table_cells(
    table: AcrossTable, rows: Iterable[Row], language: str, heads: tuple[str, str]
) -> Iterator[list[Cell]]:
    """Yield the table line by line, as files hold it that can be brought back."""
    yield [*heads, *(column.definition.label.in_language(language) for column in table.entered)]
    for row in rows:
        texts = (cell.text for cell in row.cells if not cell.column.whole)
        yield [row.outlet.number, row.outlet.place, *texts]
