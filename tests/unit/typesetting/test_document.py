"""Owns the facts about ad documents: strict, limited, the same after being written and read."""

import json
from pathlib import Path
from typing import Any

import pytest

from brand_assets.typesetting.document import (
    DocumentError,
    document_json,
    json_schema,
    read_document,
)
from tests.factories.documents import frame, raw_document, text_frame, words
from tests.factories.kit import DEMO

SCHEMA = Path(__file__).parents[3] / "docs" / "ad-document.schema.json"
TEMPLATES = sorted((DEMO / "templates").glob("*.json"))


def _problems(raw: dict[str, Any]) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(raw)
    return " | ".join(caught.value.problems)


def test_written_schema_is_the_schema_of_the_code() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json_schema()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_demo_template_is_canonical(path: Path) -> None:
    assert document_json(read_document(path.read_bytes())) == path.read_text(encoding="utf-8")


def test_there_are_templates_of_six_formats_for_two_campaigns() -> None:
    assert len(TEMPLATES) == 12


def test_documents_are_the_same_after_writing_and_reading() -> None:
    document = read_document(raw_document(frame("rect"), text_frame("x", "b", rotation=-8)))
    assert read_document(document_json(document)) == document


def test_fields_are_listed_once_in_order() -> None:
    parts = [{"kind": "field", "field": "b.x"}, {"kind": "field", "field": "a.y"}]
    fills = [{"placeholder": "outlet.name", "field": "c.z"}]
    legal = [{"kind": "legal", "line": "validity", "fills": fills}]
    raw = raw_document(
        frame("text", "a", parts=parts),
        frame("price", "b", field="a.y", only_with="d.w"),
        frame("text", "c", parts=legal),
    )
    assert read_document(raw).fields() == ("b.x", "a.y", "c.z", "d.w")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"x": float("nan")}, "JSON"),
        ({"x": 1e9}, "20000"),
        ({"w": 0}, "greater than or equal to 0.001"),
        ({"surprise": 1}, "surprise"),
        ({"colour": "url(#g)"}, "colour"),
        ({"id": "../x"}, "id"),
        ({"opacity": 2}, "opacity"),
        ({"rotation": 1e5}, "rotation"),
    ],
)
def test_unsound_frames_are_refused_with_their_place(change: dict[str, Any], said: str) -> None:
    assert said in _problems(raw_document(frame("rect") | change))


@pytest.mark.parametrize("d", ["", "L 1 1", "M 0 0 L 1", "M 0 0 A 1 1 0 2 0 1 1", "M 0 0 C 1e99"])
def test_unreadable_paths_are_refused(d: str) -> None:
    assert "d" in _problems(raw_document(frame("path", d=d)))


def test_endless_documents_are_refused() -> None:
    assert "at most 300" in _problems(raw_document(*(frame("rect", f"f{i}") for i in range(301))))
    assert "40000" in _problems(raw_document(frame("path", d="M0 0" + "L1 1" * 20_000)))
    assert "larger than" in _problems(raw_document() | {"title": words("x" * 2_100_000)})


def test_two_frames_of_one_id_are_refused() -> None:
    assert "used twice: a" in _problems(raw_document(frame("rect"), frame("rect")))


def test_a_photo_frame_has_one_source() -> None:
    said = _problems(raw_document(frame("photo")))
    assert "either a field or an asset" in said
    both = frame("photo", field="bild", asset="a" * 64)
    assert "either a field or an asset" in _problems(raw_document(both))


def test_sizes_stand_in_order() -> None:
    assert "size_min" in _problems(raw_document(text_frame("x", size_min=30)))


def test_only_screens_are_in_pixels() -> None:
    assert "screen" in _problems(raw_document(unit="mm"))
    assert "screen" in _problems(raw_document(medium="print"))


def test_another_schema_version_is_refused() -> None:
    assert "schema_version" in _problems(raw_document(schema_version=2))


def test_deeply_nested_data_is_refused() -> None:
    deep: Any = []
    for _ in range(2000):
        deep = [deep]
    assert _problems(raw_document() | {"pages": deep})


def test_documents_cannot_be_changed() -> None:
    document = read_document(raw_document(frame("rect")))
    with pytest.raises(ValueError, match="frozen"):
        document.key = "other"
