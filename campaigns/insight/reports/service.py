"""Owns checking and importing channel reports: a dry run first, then an upsert by natural key."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, insert, select, update

from campaigns.insight.reports.models import ChannelReport, ReportImport, ReportSource
from campaigns.insight.reports.parsing import Sheet, read_rows, read_sheet
from campaigns.insight.reports.rules import (
    REFRESH_JOB,
    REPORT_IMPORTED,
    Column,
    Figures,
    Mapped,
    ReportRow,
    RowProblem,
    missing_columns,
    repeated_rows,
)
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.orders.models import OrderLine
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound
from portal.foundation.ids import new_id
from portal.foundation.jobs import enqueue
from portal.foundation.storage import file_store
from regions.accounts.rules import Actor, Permission
from regions.scoping import Scope, visible

_SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Subject:
    """An ad that a row can speak of: its place in the tree, its link or its order line."""

    path: str
    code: str | None
    order_line_id: UUID | None


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """What an import would do: rows new, changed, the same, and every problem."""

    import_id: UUID
    source: str
    headers: tuple[str, ...]
    mapping: Mapped
    rows: int
    new: int
    changed: int
    same: int
    problems: tuple[RowProblem, ...]
    imported: bool = False


@dataclass(frozen=True, slots=True)
class _Plan:
    new: tuple[tuple[ReportRow, Subject], ...]
    changed: tuple[tuple[ReportRow, UUID], ...]
    same: int
    problems: tuple[RowProblem, ...]
    rows: int


def known_sources() -> tuple[str, ...]:
    """Return the sources whose columns are remembered."""
    with reading() as running:
        return tuple(running.scalars(select(ReportSource.key).order_by(ReportSource.key)))


def check_report(
    actor: Actor, source: str, content: bytes, mapping: Mapped | None = None
) -> CheckedReport:
    """Store a file and say, row by row, what importing it would do; nothing is imported yet."""
    actor.require(Permission.CHANNEL_REPORT_IMPORT)
    if not _SOURCE.fullmatch(source):
        raise Invalid(
            N_("Name the source in small letters, digits and hyphens, such as “instagram”."),
            field="source",
        )
    sheet = read_sheet(content)
    chosen = _usable(mapping or _remembered(source), sheet)
    with reading():
        plan = _plan(_scope(actor), source, sheet, chosen)
    stored = file_store().put(content, media_type="text/csv")
    with transaction() as running:
        entry = ReportImport(
            id=new_id(),
            source=source,
            sha256=stored.sha256,
            mapping=_as_json(chosen),
            checked_by=actor.account_id,
        )
        running.add(entry)
        return _checked(entry, sheet, plan)


def check_again(actor: Actor, import_id: UUID, mapping: Mapped | None = None) -> CheckedReport:
    """Check a stored file again, with other columns where they are given."""
    if mapping is not None:
        with transaction():
            entry = _own_import(actor, import_id)
            sheet = read_sheet(file_store().read(entry.sha256))
            entry.mapping = _as_json(_usable(mapping, sheet))
    with reading():
        entry = _own_import(actor, import_id)
        sheet = read_sheet(file_store().read(entry.sha256))
        plan = _plan(_scope(actor), entry.source, sheet, _from_json(entry.mapping))
        return _checked(entry, sheet, plan)


def import_report(
    actor: Actor, import_id: UUID, *, without_problem_rows: bool = False
) -> CheckedReport:
    """Take over a checked file in one piece; a second time changes nothing.

    With problems in it nothing is taken over, unless the rows that have them are to be left out.
    """
    with transaction() as running:
        entry = _own_import(actor, import_id)
        sheet = read_sheet(file_store().read(entry.sha256))
        mapping = _from_json(entry.mapping)
        plan = _plan(_scope(actor), entry.source, sheet, mapping)
        if plan.problems and not without_problem_rows:
            raise Conflict(
                N_("%(count)s rows have problems. Mend the file, or leave these rows out."),
                count=len(plan.problems),
            )
        _write(entry.source, plan)
        entry.imported_at, entry.rows = clock.now(), plan.rows
        entry.new_rows, entry.changed_rows = len(plan.new), len(plan.changed)
        running.merge(ReportSource(key=entry.source, mapping=entry.mapping, changed_at=clock.now()))
        _note(actor, entry)
        enqueue(REFRESH_JOB, {}, key=f"{REFRESH_JOB}:{entry.id}")
        return replace(_checked(entry, sheet, plan), imported=True)


def import_file(actor: Actor, source: str, content: bytes, *, dry_run: bool) -> CheckedReport:
    """Check a file and, unless it is a dry run or has problems, take it over."""
    checked = check_report(actor, source, content)
    if dry_run or checked.problems:
        return checked
    return import_report(actor, checked.import_id)


def _note(actor: Actor, entry: ReportImport) -> None:
    changed = entry.new_rows + entry.changed_rows
    usage.record(
        REPORT_IMPORTED,
        actor=actor.ref,
        value=float(entry.rows),
        attributes={"source": entry.source, "changed": changed},
    )
    audit.append(
        "channel_report.imported",
        actor=actor.ref,
        subject="report_import",
        subject_id=str(entry.id),
        details={"source": entry.source, "sha256": entry.sha256, "changed": changed},
    )


def _scope(actor: Actor) -> Scope:
    return actor.scope_for(Permission.CHANNEL_REPORT_IMPORT)


def _own_import(actor: Actor, import_id: UUID) -> ReportImport:
    actor.require(Permission.CHANNEL_REPORT_IMPORT)
    entry = session().get(ReportImport, import_id)
    if entry is None or entry.checked_by != actor.account_id:
        raise NotFound(N_("This file was not checked by you. Upload it again."))
    return entry


def _remembered(source: str) -> Mapped | None:
    with reading() as running:
        known = running.get(ReportSource, source)
    return _from_json(known.mapping) if known else None


def _usable(mapping: Mapped | None, sheet: Sheet) -> Mapped:
    """Return the mapping if its headers are all there, else the best guess."""
    if mapping is None or not set(mapping.headers.values()) <= set(sheet.headers):
        return sheet.guess()
    return mapping


def _plan(scope: Scope, source: str, sheet: Sheet, mapping: Mapped) -> _Plan:
    missing = missing_columns(mapping.headers)
    if missing:
        return _Plan((), (), 0, tuple(missing), len(sheet.rows))
    rows, problems = read_rows(sheet, mapping, clock.today())
    problems.extend(repeated_rows(rows))
    subjects = _subjects(scope, rows)
    problems.extend(_unknown(row, mapping) for row in rows if row.subject not in subjects)
    bad_lines = {problem.line for problem in problems}
    good = [row for row in rows if row.line not in bad_lines]
    known = _known_reports(source, good)
    new = tuple((row, subjects[row.subject]) for row in good if _key(row) not in known)
    there = [(row, *known[_key(row)]) for row in good if _key(row) in known]
    changed = tuple((row, report_id) for row, report_id, old in there if _merged(row, old) != old)
    problems.sort(key=lambda problem: problem.line)
    return _Plan(new, changed, len(there) - len(changed), tuple(problems), len(sheet.rows))


def _unknown(row: ReportRow, mapping: Mapped) -> RowProblem:
    column = Column.CODE if row.code else Column.ORDER_LINE
    text = row.code or row.order_line
    message = N_("There is no ad “%(text)s” in your area.")
    return RowProblem(row.line, mapping.headers[column], message, {"text": text})


def _key(row: ReportRow) -> tuple[str, date]:
    return row.subject, row.day


def _merged(row: ReportRow, old: Figures) -> Figures:
    """Return the figures after the row: what it leaves open stays as it was."""
    told = {name: value for name, value in asdict(row.figures).items() if value is not None}
    return replace(old, **told)


def _subjects(scope: Scope, rows: Iterable[ReportRow]) -> dict[str, Subject]:
    rows = list(rows)
    codes = sorted({row.code for row in rows if row.code})
    lines = sorted({row.order_line for row in rows if row.order_line})
    found: dict[str, Subject] = {}
    links = select(ShortLink.code, Localisation.path).join(
        Localisation, Localisation.id == ShortLink.localisation_id
    )
    for code, path in _in_parts(visible(links, Localisation.path, scope), ShortLink.code, codes):
        found[f"code:{code}"] = Subject(path, code, None)
    ordered = visible(
        select(OrderLine.reference, OrderLine.path, OrderLine.id), OrderLine.path, scope
    )
    for reference, path, line_id in _in_parts(ordered, OrderLine.reference, lines):
        found[f"line:{reference}"] = Subject(path, None, line_id)
    return found


def _known_reports(
    source: str, rows: list[ReportRow]
) -> dict[tuple[str, date], tuple[UUID, Figures]]:
    names = tuple(Figures.__dataclass_fields__)
    columns = [getattr(ChannelReport, name) for name in names]
    statement = select(ChannelReport.id, ChannelReport.subject, ChannelReport.day, *columns).where(
        ChannelReport.source == source
    )
    subjects = sorted({row.subject for row in rows})
    return {
        (subject, day): (report_id, Figures(*figures))
        for report_id, subject, day, *figures in _in_parts(
            statement, ChannelReport.subject, subjects
        )
    }


def _in_parts(statement: Select, column: object, values: list[str]) -> Iterable[tuple]:  # type: ignore[type-arg] # any row
    for start in range(0, len(values), _AT_ONCE):
        part = values[start : start + _AT_ONCE]
        yield from session().execute(statement.where(column.in_(part)))  # type: ignore[attr-defined] # a column


def _write(source: str, plan: _Plan) -> None:
    running, at = session(), clock.now()
    if plan.new:
        running.execute(
            insert(ChannelReport),
            [
                {
                    "id": new_id(),
                    "source": source,
                    "subject": row.subject,
                    "day": row.day,
                    "code": subject.code,
                    "order_line_id": subject.order_line_id,
                    "path": subject.path,
                    "changed_at": at,
                    **asdict(row.figures),
                }
                for row, subject in plan.new
            ],
        )
    by_names: dict[tuple[str, ...], list[dict[str, object]]] = defaultdict(list)
    for row, report_id in plan.changed:
        told = {name: value for name, value in asdict(row.figures).items() if value is not None}
        values = {f"new_{name}": value for name, value in told.items()}
        by_names[tuple(told)].append({"report_id": report_id, **values})
    for names, rows in by_names.items():
        new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        statement = update(ChannelReport).where(ChannelReport.id == bindparam("report_id"))
        # On the connection, so that it is one statement for all rows.
        running.connection().execute(statement.values(**new, changed_at=at), rows)


def _checked(entry: ReportImport, sheet: Sheet, plan: _Plan) -> CheckedReport:
    return CheckedReport(
        entry.id,
        entry.source,
        sheet.headers,
        _from_json(entry.mapping),
        plan.rows,
        len(plan.new),
        len(plan.changed),
        plan.same,
        plan.problems,
    )


def _as_json(mapping: Mapped) -> dict[str, object]:
    return {"headers": dict(mapping.headers), "decimal": mapping.decimal}


def _from_json(stored: Mapping[str, object]) -> Mapped:
    headers = stored["headers"]
    if not isinstance(headers, dict):
        raise TypeError("A stored mapping holds its headers by column")
    return Mapped({Column(key): name for key, name in headers.items()}, str(stored["decimal"]))
