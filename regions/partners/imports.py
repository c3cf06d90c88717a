"""Owns bringing in many partners and outlets at once: set-based, repeatable, with a dry run."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_
from portal.foundation.ids import new_id
from regions.hierarchy.models import Region
from regions.partners.csv_rows import LineProblem, Reading, read_outlet_rows
from regions.partners.editing import outlet_values, partner_values
from regions.partners.models import Outlet, OutletChange, Partner
from regions.partners.rules import OUTLET_FIELDS, OutletRow, PartnerRow, Problem
from regions.scoping import Scope
from regions.scoping.actor import Actor
from regions.scoping.permissions import Permission

_PARTNER_COLUMNS = ("name", "legal_form", "owner", "responsible", "register_no", "tax_no", "email")
_DERIVED = ("sort_key", "search_text")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; with problems it does nothing at all."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[LineProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    row: Partner | Outlet
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Plan:
    new: list[dict[str, Any]]
    changes: list[_Change]
    unchanged: int

    @property
    def report(self) -> ImportReport:
        return ImportReport(len(self.new), len(self.changes), self.unchanged)


def import_outlet_file(actor: Actor, text: str, *, dry_run: bool) -> ImportReport:
    """Bring in outlets from CSV within the actor's reach; any problem, and nothing is changed."""
    actor.require(Permission.PARTNER_MANAGE)
    read = read_outlet_rows(text)
    with reading() if dry_run else transaction():
        problems = (*read.problems, *_beyond(read, actor.scope_for(Permission.PARTNER_MANAGE)))
        if problems:
            return ImportReport(problems=problems)
        plan = _plan_outlets(read.rows)
        if dry_run:
            return plan.report
        _carry_out(Outlet, plan, actor.account_id)
        done = {"created": len(plan.new), "changed": len(plan.changes)}
        audit.append(
            "outlet.import", actor=actor.ref, subject="outlet", subject_id="*", details=done
        )
        return plan.report


def import_partners(rows: Collection[PartnerRow]) -> ImportReport:
    """Bring in partners by their number; a second time it changes nothing."""
    with transaction() as s:
        _refuse_unknown({row.region_path for row in rows}, set(s.scalars(select(Region.path))))
        stored = {partner.number: partner for partner in s.scalars(select(Partner))}
        plan = _plan(((row.number, partner_values(row)) for row in rows), stored, _PARTNER_COLUMNS)
        _carry_out(Partner, plan, None)
        return plan.report


def import_outlets(rows: Collection[OutletRow]) -> ImportReport:
    """Bring in outlets by their number; what changes is kept, a second time nothing does."""
    with transaction():
        plan = _plan_outlets(rows)
        _carry_out(Outlet, plan, None)
        return plan.report


def _plan_outlets(rows: Collection[OutletRow]) -> _Plan:
    partners = {partner.number: partner for partner in session().scalars(select(Partner))}
    _refuse_unknown({row.partner_number for row in rows}, partners.keys())
    stored = {outlet.number: outlet for outlet in session().scalars(select(Outlet))}
    columns = ((row.number, outlet_values(row, partners[row.partner_number])) for row in rows)
    return _plan(columns, stored, (*OUTLET_FIELDS, *_DERIVED))


def _plan(
    rows: Iterable[tuple[str, dict[str, Any]]],
    stored: Mapping[str, Partner] | Mapping[str, Outlet],
    names: Collection[str],
) -> _Plan:
    plan, unchanged = _Plan([], [], 0), 0
    for number, columns in rows:
        known = stored.get(number)
        if known is None:
            plan.new.append(columns)
            continue
        if known.path != columns["path"]:
            raise ValueError(f"{number} stands at {known.path}; an import moves nothing")
        after = {name: columns[name] for name in names if columns[name] != getattr(known, name)}
        if after:
            plan.changes.append(_Change(known, after))
        else:
            unchanged += 1
    return replace(plan, unchanged=unchanged)


def _carry_out(table: type[Partner] | type[Outlet], plan: _Plan, changed_by: UUID | None) -> None:
    if plan.new:
        session().execute(insert(table), [{"id": new_id(), **row} for row in plan.new])
    if table is Outlet:
        _keep(plan.changes, changed_by)
    for change in plan.changes:
        for name, given in change.after.items():
            setattr(change.row, name, given)
        change.row.row_version += 1
    session().flush()


def _keep(changes: list[_Change], changed_by: UUID | None) -> None:
    now = clock.now()
    kept = [
        {
            "id": new_id(),
            "outlet_id": change.row.id,
            "path": change.row.path,
            "version": change.row.row_version + 1,
            "at": now,
            "changed_by": changed_by,
            "before": {name: getattr(change.row, name) for name in _shown(change)},
            "after": {name: change.after[name] for name in _shown(change)},
        }
        for change in changes
    ]
    if kept:
        session().execute(insert(OutletChange), kept)


def _shown(change: _Change) -> list[str]:
    return [name for name in change.after if name not in _DERIVED]


def _refuse_unknown(named: Collection[str], known: Collection[str]) -> None:
    unknown = set(named) - set(known)
    if unknown:
        raise ValueError(f"Bring these in first: {', '.join(sorted(unknown))}")


def _beyond(read: Reading[OutletRow], scope: Scope) -> list[LineProblem]:
    partner_paths = dict(session().execute(select(Partner.number, Partner.path)).all())
    outlet_paths = dict(session().execute(select(Outlet.number, Outlet.path)).all())
    seen: set[str] = set()
    problems = []
    for line, row in zip(read.lines, read.rows, strict=True):
        path = partner_paths.get(row.partner_number)
        if path is None or not scope.reaches(path):
            params = {"number": row.partner_number}
            said = Problem("partner_number", N_("There is no partner %(number)s."), params)
            problems.append(LineProblem(line, said))
        elif not outlet_paths.get(row.number, path).startswith(path):
            said = Problem("number", N_("This outlet belongs to another partner."))
            problems.append(LineProblem(line, said))
        elif row.number in seen:
            said = Problem("number", N_("This number stands in the file twice."))
            problems.append(LineProblem(line, said))
        seen.add(row.number)
    return problems
