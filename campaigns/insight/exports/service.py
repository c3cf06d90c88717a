"""Owns making exports: facts by month, dimensions as of now, cut to a scope, one manifest."""

import re
import secrets
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from campaigns.insight.exports import dimensions
from campaigns.insight.exports.channel_facts import CHANNELS
from campaigns.insight.exports.contract import (
    DIM_CAMPAIGN,
    DIM_CHANNEL,
    DIM_DATE,
    DIM_FORMAT,
    DIM_OUTLET,
    DIM_TEMPLATE_VERSION,
    TABLES,
)
from campaigns.insight.exports.files import (
    Manifest,
    Partition,
    PartWriter,
    read_manifest,
    remove_left_over,
    write_manifest,
)
from campaigns.insight.exports.models import ExportContract
from campaigns.insight.exports.months import FactSource, Month, Pseudonyms, Rows
from campaigns.insight.exports.order_facts import ORDER_LINES
from campaigns.insight.exports.rules import EXPORT_MADE, VERSION, ExportFormat, Table
from campaigns.insight.exports.usage_facts import USAGE
from portal.foundation import audit, clock, usage
from portal.foundation.actors import ActorRef
from portal.foundation.database import insert_if_absent, reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid
from portal.foundation.storage import StoredFile, file_store
from regions.accounts.rules import Actor, Permission
from regions.scoping import Scope

STANDARD_CONTRACT = "bi"
_CONTRACT = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_ALL = "all"
_FACTS = (USAGE, CHANNELS, ORDER_LINES)
_DIMENSIONS: tuple[tuple[Table, Callable[[Scope, Pseudonyms], Rows]], ...] = (
    (DIM_OUTLET, dimensions.outlet_rows),
    (DIM_CAMPAIGN, dimensions.campaign_rows),
    (DIM_TEMPLATE_VERSION, dimensions.template_rows),
    (DIM_FORMAT, dimensions.format_rows),
    (DIM_CHANNEL, dimensions.channel_rows),
)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds now: rows by table, files, and how many files this run wrote."""

    folder: Path
    rows: dict[str, int]
    files: int
    written: int


@dataclass(frozen=True, slots=True)
class _Run:
    folder: Path
    format: ExportFormat
    scope: Scope
    names: Pseudonyms
    manifest: Manifest


def export_usage(
    out_dir: Path,
    fmt: ExportFormat = ExportFormat.PARQUET,
    scope: Scope | None = None,
    contract: str = STANDARD_CONTRACT,
    report: Progress | None = None,
) -> Exported:
    """Export all facts and dimensions of a scope (everything) to a folder.

    A later run into the same folder rewrites the months in which something was added or
    changed, late events included, and leaves the others alone; nothing appears twice.
    """
    key = _contract_key(contract)
    out_dir.mkdir(parents=True, exist_ok=True)
    with reading():
        run = _begin(out_dir, fmt, scope or Scope.everything(), contract, key)
        before = set(run.manifest.files)
        facts = [(source, month) for source in _FACTS for month in source.months(run.scope)]
        for done, (source, month) in enumerate(facts):
            _write_month(run, source, month)
            if report:
                report(done + 1, len(facts) + 1)
        _drop_gone(run, facts)
        _write_dimensions(run, _days(facts))
    write_manifest(out_dir, run.manifest)
    remove_left_over(out_dir, run.manifest)
    if report:
        report(len(facts) + 1, len(facts) + 1)
    return Exported(
        out_dir,
        {table.name: run.manifest.rows(table.name) for table in TABLES},
        len(run.manifest.files),
        len(run.manifest.files - before),
    )


def export_for(actor: Actor, fmt: ExportFormat, report: Progress | None = None) -> StoredFile:
    """Make an export of what the actor's scope reaches, as one ZIP in the file store."""
    actor.require(Permission.EXPORT_READ)
    return export_to_store(actor.ref, actor.scope_for(Permission.EXPORT_READ), fmt, report)


def export_to_store(
    ref: ActorRef, scope: Scope, fmt: ExportFormat, report: Progress | None = None
) -> StoredFile:
    """Make an export of a scope, as one ZIP in the file store, and record who asked for it."""
    contract = f"account-{ref.account_id}"
    with tempfile.TemporaryDirectory() as folder:
        exported = export_usage(Path(folder) / "export", fmt, scope, contract, report)
        archive = Path(folder) / "export.zip"
        _zip(exported.folder, archive)
        with archive.open("rb") as stream:
            stored = file_store().put(stream, media_type="application/zip")
    with transaction():
        _note(ref, scope, fmt, (contract, exported, stored))
    return stored


def open_export(sha256: str) -> BinaryIO:
    """Open a finished export for its download."""
    return file_store().open(sha256)


def _note(
    ref: ActorRef, scope: Scope, fmt: ExportFormat, made: tuple[str, Exported, StoredFile]
) -> None:
    contract, exported, stored = made
    widest = scope.widest()
    usage.record(
        EXPORT_MADE,
        actor=ref,
        path=widest[0] if widest and widest[0] else None,
        value=float(sum(exported.rows.values())),
        attributes={"format": str(fmt), "contract": contract},
    )
    audit.append(
        "export.made",
        actor=ref,
        subject="export",
        subject_id=stored.sha256,
        details={"format": str(fmt), "scope": list(widest), "bytes": stored.size},
    )


def _contract_key(name: str) -> bytes:
    if not _CONTRACT.fullmatch(name):
        raise Invalid(
            N_("Name the contract in small letters, digits and hyphens."), field="contract"
        )
    with transaction() as running:
        insert_if_absent(
            ExportContract, name=name, key=secrets.token_bytes(32), created_at=clock.now()
        )
        return running.scalars(select(ExportContract.key).where(ExportContract.name == name)).one()


def _begin(folder: Path, fmt: ExportFormat, scope: Scope, contract: str, key: bytes) -> _Run:
    found = read_manifest(folder)
    asked = Manifest(contract, VERSION, str(fmt), list(scope.widest()), 0, "")
    if found is None:
        found = asked
    elif _promise(found) != _promise(asked):
        raise Conflict(
            N_("%(folder)s holds an export of another contract, format or scope. Choose another."),
            folder=str(folder),
        )
    found.run += 1
    found.written_at = clock.now().isoformat()
    return _Run(folder, fmt, scope, Pseudonyms(key), found)


def _promise(manifest: Manifest) -> tuple[object, ...]:
    return manifest.contract, manifest.version, manifest.format, manifest.scope


def _write_month(run: _Run, source: FactSource, month: Month) -> None:
    state = source.state(run.scope, month)
    partitions = run.manifest.tables.setdefault(source.table.name, {})
    known = partitions.get(month.name)
    if state is None:
        partitions.pop(month.name, None)
        return
    if known is not None and known.state == state:
        return
    with PartWriter(run.folder, source.table, month.name, run.manifest.run, run.format) as writer:
        for rows in source.rows(run.scope, month, run.names):
            writer.write(rows)
    partitions[month.name] = Partition(state, writer.parts)


def _drop_gone(run: _Run, facts: list[tuple[FactSource, Month]]) -> None:
    """Forget months that lie outside of what there is now."""
    there = {(source.table.name, month.name) for source, month in facts}
    for source in _FACTS:
        partitions = run.manifest.tables.setdefault(source.table.name, {})
        for name in [name for name in partitions if (source.table.name, name) not in there]:
            del partitions[name]


def _write_dimensions(run: _Run, days: tuple[date, date]) -> None:
    for table, rows_of in _DIMENSIONS:
        _write_whole(run, table, rows_of(run.scope, run.names))
    _write_whole(run, DIM_DATE, dimensions.date_rows(*days))


def _write_whole(run: _Run, table: Table, rows: Rows) -> None:
    with PartWriter(run.folder, table, _ALL, run.manifest.run, run.format) as writer:
        writer.write(rows)
    run.manifest.tables[table.name] = {_ALL: Partition(str(len(rows)), writer.parts)}


def _days(facts: list[tuple[FactSource, Month]]) -> tuple[date, date]:
    """Return the first and last day of all months that hold facts; today where there are none."""
    today = clock.today("UTC")
    months = [month for _, month in facts]
    if not months:
        return today, today
    first = min(month.first for month in months)
    last = max(month.next().first for month in months)
    return first, last


def _zip(folder: Path, archive: Path) -> None:
    # Parquet is compressed already; names are ours, so no path can lead out of the archive.
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(folder).as_posix())


def contract_names() -> tuple[str, ...]:
    """Return the names of all export contracts."""
    with reading():
        return tuple(session().scalars(select(ExportContract.name).order_by(ExportContract.name)))


def destroy_contract(name: str) -> None:
    """Destroy a contract's key: its pseudonyms can never be made again."""
    with transaction() as running:
        found = running.get(ExportContract, name)
        if found is not None:
            running.delete(found)
