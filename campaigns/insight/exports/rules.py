"""Owns what the export promises: its version, kinds of columns, and what must not be told."""

import hashlib
import hmac
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.foundation.usage_kinds import declare_kind

EXPORT_MADE = declare_kind(
    "export.made",
    "Auswertungsdaten wurden ausgeführt.",
    "Data for analysis were exported.",
    value_unit="rows",
    attributes={"format": "parquet or csv", "contract": "name of the export contract"},
)

# Columns are only added (second number); a removal or another meaning is a new first number.
VERSION = "1.0"
EXPORT_JOB = "insight.make_export"


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    KEY = "key"
    INTEGER = "integer"
    NUMBER = "number"
    MOMENT = "moment"
    DAY = "day"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, what it holds, what it means, and whether it may be empty."""

    name: str
    kind: Kind
    meaning: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what one row is, its columns, and whether it is cut by months."""

    name: str
    grain: str
    columns: tuple[Column, ...]
    by_month: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


class ExportFormat(StrEnum):
    """How files are written."""

    PARQUET = "parquet"
    CSV = "csv"


_SMALL, _LARGE = 2_000, 5_000


def pseudonym(key: bytes, what: str, value: UUID | str | None) -> str | None:
    """Return the pseudonym of a value under a contract's key: 32 hex digits, None for None."""
    if value is None:
        return None
    return hmac.new(key, f"{what}:{value}".encode(), hashlib.sha256).hexdigest()[:32]


def region_of(path: str | None, *, has_outlet: bool, has_partner: bool) -> str | None:
    """Return the region's part of a tree path: partner and outlet numbers name somebody."""
    if path is None:
        return None
    below = 2 if has_outlet else 1 if has_partner else 0
    steps = path.rstrip("/").split("/")
    return "/".join(steps[: len(steps) - below]) + "/"


def size_class(square_metres: int) -> str:
    """Return the class of a sales area; the area itself would name the outlet."""
    if square_metres <= 0:
        return "unknown"
    if square_metres < _SMALL:
        return "small"
    return "medium" if square_metres < _LARGE else "large"
