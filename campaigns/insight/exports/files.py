"""Owns tables as files: Parquet by Arrow batches, CSV, parts of a size, and the manifest."""

import csv
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from campaigns.insight.exports.rules import Column, ExportFormat, Kind, Table
from portal.foundation.errors import N_, Conflict
from portal.foundation.spreadsheets import neutralised

PART_BYTES = 128 * 1024 * 1024
MANIFEST = "manifest.json"
_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.KEY: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.DAY: pa.date32(),
    Kind.FLAG: pa.bool_(),
}

Batch = Sequence[Sequence[Any]]


@dataclass(slots=True)
class Part:
    """One file of a table: where it is below the folder, its rows and its bytes."""

    path: str
    rows: int
    bytes: int


@dataclass(slots=True)
class Partition:
    """One partition of a table: the state it was written from, and its files."""

    state: str
    parts: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Manifest:
    """What a folder holds; only what stands here belongs to the export."""

    contract: str
    version: str
    format: str
    scope: list[str]
    run: int
    written_at: str
    tables: dict[str, dict[str, Partition]] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """Every file that belongs to the export."""
        return {
            part.path
            for partitions in self.tables.values()
            for partition in partitions.values()
            for part in partition.parts
        }

    def rows(self, table: str) -> int:
        """How many rows of a table there are."""
        parts = (part for p in self.tables.get(table, {}).values() for part in p.parts)
        return sum(part.rows for part in parts)


def read_manifest(folder: Path) -> Manifest | None:
    """Return what a folder holds, None where nothing was exported to it."""
    path = folder / MANIFEST
    if not path.exists():
        return None
    try:
        stored = json.loads(path.read_text("utf-8"))
        tables = {
            table: {
                name: Partition(one["state"], [Part(**part) for part in one["parts"]])
                for name, one in partitions.items()
            }
            for table, partitions in stored.pop("tables").items()
        }
        return Manifest(**stored, tables=tables)
    except (ValueError, KeyError, TypeError) as error:
        raise Conflict(
            N_("The manifest in %(folder)s cannot be read. Choose an empty folder."),
            folder=str(folder),
        ) from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step: readers see the old export or the new one."""
    beside = folder / f".{MANIFEST}.new"
    with beside.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, ensure_ascii=False, indent=1, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / MANIFEST)


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table, with its meanings as metadata."""
    fields = [
        pa.field(c.name, _TYPES[c.kind], nullable=c.optional, metadata={"meaning": c.meaning})
        for c in table.columns
    ]
    return pa.schema(fields, metadata={"grain": table.grain})


class _Writer(Protocol):
    def write(self, batch: Batch) -> int: ...
    def close(self) -> None: ...


class _ParquetWriter:
    def __init__(self, path: Path, table: Table) -> None:
        self._schema = arrow_schema(table)
        self._sink = path.open("wb")
        self._writer = pq.ParquetWriter(self._sink, self._schema, compression="zstd")

    def write(self, batch: Batch) -> int:
        columns = zip(*batch, strict=True)
        arrays = [
            pa.array(values, type=one.type)
            for values, one in zip(columns, self._schema, strict=True)
        ]
        self._writer.write_batch(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        return int(self._sink.tell())

    def close(self) -> None:
        self._writer.close()
        _settle(self._sink)


class _CsvWriter:
    def __init__(self, path: Path, table: Table) -> None:
        self._file: TextIO = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._columns = table.columns
        self._writer.writerow(table.names)

    def write(self, batch: Batch) -> int:
        self._writer.writerows(
            [csv_cell(column, value) for column, value in zip(self._columns, row, strict=True)]
            for row in batch
        )
        return self._file.tell()

    def close(self) -> None:
        _settle(self._file)


def _settle(file: Any) -> None:
    file.flush()
    os.fsync(file.fileno())
    file.close()


def csv_cell(column: Column, value: Any) -> str:
    """Return a value as CSV text: moments in ISO 8601, flags as true and false, no formulas."""
    if value is None:
        return ""
    if column.kind is Kind.FLAG:
        return "true" if value else "false"
    if column.kind in (Kind.MOMENT, Kind.DAY):
        return str(value.isoformat())
    if column.kind in (Kind.TEXT, Kind.KEY):
        return neutralised(str(value))
    return str(value)


class PartWriter:
    """Writes one partition: a new file whenever one has grown to its size."""

    def __init__(
        self, folder: Path, table: Table, partition: str, run: int, fmt: ExportFormat
    ) -> None:
        self._folder, self._table, self._run, self._format = folder, table, run, fmt
        self._place = (
            Path(table.name) / f"month={partition}" if table.by_month else Path(table.name)
        )
        self._writer: _Writer | None = None
        self.parts: list[Part] = []

    def __enter__(self) -> "PartWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def write(self, batch: Batch) -> None:
        """Append rows."""
        if not batch:
            return
        writer = self._writer or self._begin()
        size = writer.write(batch)
        self.parts[-1].rows += len(batch)
        if size >= PART_BYTES:
            self._close()

    def _begin(self) -> _Writer:
        name = f"part-{self._run:05d}-{len(self.parts):04d}.{self._format}"
        path = self._folder / self._place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        make = _ParquetWriter if self._format is ExportFormat.PARQUET else _CsvWriter
        self._writer = make(path, self._table)
        self.parts.append(Part((self._place / name).as_posix(), 0, 0))
        return self._writer

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
            part = self.parts[-1]
            part.bytes = (self._folder / part.path).stat().st_size


def remove_left_over(folder: Path, manifest: Manifest) -> None:
    """Remove files of earlier runs that the manifest no longer names."""
    kept = manifest.files
    for path in _written(folder):
        if path.relative_to(folder).as_posix() not in kept:
            path.unlink()


def _written(folder: Path) -> Iterator[Path]:
    for fmt in ExportFormat:
        yield from folder.glob(f"*/part-*.{fmt}")
        yield from folder.glob(f"*/month=*/part-*.{fmt}")
