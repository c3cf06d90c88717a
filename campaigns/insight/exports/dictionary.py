"""Owns the data dictionary: a page that is made from the declarations of tables and kinds."""

import importlib
import pkgutil
import sys

from campaigns.insight.exports.contract import TABLES
from campaigns.insight.exports.files import arrow_schema
from campaigns.insight.exports.rules import VERSION, Table
from portal.foundation.usage_kinds import UsageKind, declared_kinds

_HEAD = f"""# Data dictionary

Contract {VERSION}. This page is made from the declarations in the code
(`campaigns/insight/exports/contract.py` and the usage kinds of each slice); a test holds the two
together. Make it anew with
`python -m campaigns.insight.exports.dictionary > docs/data-dictionary.md`.

An export is a folder: `manifest.json` names every file that belongs to it; facts are cut by month
(`fact_usage/month=2026-05/part-….parquet`, hive style, zstd), dimensions are whole. CSV has the
same folders; text that a spreadsheet could take for a formula begins with an apostrophe.
A later run into the same folder rewrites only the months in which something changed.

Outlets, partners, people, localisations, proofs, orders and ads appear under pseudonyms: an HMAC
under the key of the export contract. They are the same in every export of one contract and differ
between contracts; when the key is destroyed, nobody can make them again. Everything is cut to the
scope of the account that asked for it, in the query.

Columns are only added (1.0 to 1.1). A removal or another meaning is a new major version.

History that the demonstration made up is marked: `generated` in `dim_campaign`, and an attribute of
that name in `fact_usage`.
"""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown, with the kinds of every slice."""
    _import_declarations()
    parts = [_HEAD, "## Tables\n", *(_table(table) for table in TABLES)]
    parts += ["## Kinds of usage events\n", _kinds(declared_kinds())]
    return "\n".join(parts).rstrip() + "\n"


def _table(table: Table) -> str:
    types = {field.name: str(field.type) for field in arrow_schema(table)}
    lines = [
        f"### {table.name}\n",
        f"One row is {table.grain}.\n",
        "| column | type | may be empty | meaning |",
        "|---|---|---|---|",
    ]
    for column in table.columns:
        empty = "yes" if column.optional else "no"
        lines.append(f"| `{column.name}` | {types[column.name]} | {empty} | {column.meaning} |")
    return "\n".join(lines) + "\n"


def _kinds(kinds: tuple[UsageKind, ...]) -> str:
    lines = ["| kind | means | bedeutet | value | attributes |", "|---|---|---|---|---|"]
    for kind in kinds:
        attributes = "; ".join(f"`{name}`: {text}" for name, text in kind.attributes.items())
        unit = kind.value_unit or "–"
        lines.append(
            f"| `{kind.key}` | {kind.description_en} | {kind.description_de} "
            f"| {unit} | {attributes or '–'} |"
        )
    return "\n".join(lines) + "\n"


def _import_declarations() -> None:
    """Import every slice, so that all kinds are declared."""
    for package in ("regions", "brand_assets", "campaigns"):
        path = importlib.import_module(package).__path__
        for module in pkgutil.walk_packages(path, package + "."):
            if module.name != __name__:
                importlib.import_module(module.name)


if __name__ == "__main__":
    sys.stdout.write(data_dictionary())
