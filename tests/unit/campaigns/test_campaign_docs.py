"""docs/campaigns.md says what the code does."""

import re
from collections.abc import Iterable

import pytest

from campaigns.ad_templates.fields import FieldKind
from campaigns.localisation.prefill import SOURCES
from campaigns.proofs.rules import FileKind
from tests.factories.kit import DEMO

FIELDS = (DEMO.parent / "docs" / "fields.md").read_text(encoding="utf-8")
DOCS = (DEMO.parent / "docs" / "campaigns.md").read_text(encoding="utf-8")


def table(first_column: str) -> list[str]:
    """Return the names in the first column of the table that it heads."""
    body = DOCS.split(f"| {first_column} |", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `([^`]+)` \|", body, re.M)


@pytest.mark.parametrize(
    ("heading", "names"), [("kind", FieldKind), ("source", SOURCES), ("file", FileKind)]
)
def test_each_table_names_all_there_is(heading: str, names: Iterable[str]) -> None:
    assert sorted(table(heading)) == sorted(str(name) for name in names)


def test_the_page_of_fields_tells_of_every_kind() -> None:
    told = re.findall(r"^\| `([a-z_]+)` \|", FIELDS, re.M)
    assert sorted(told) == sorted(FieldKind)
