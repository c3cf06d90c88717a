"""Holds the form of a template's draft: only what was changed changes, problems stand at inputs."""

import json
from pathlib import Path
from typing import Any

import pytest

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.document import read_document
from campaigns.ad_templates.draft_content import DraftProblem, read_content
from campaigns.ad_templates.draft_form import DraftForm, open_form, place_problems, read_form
from campaigns.ad_templates.draft_inputs import Input
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from tests.factories.kit import demo_kit

STORED = json.loads(Path("demo/templates/fruehling-flyer-a5.json").read_text())
HEADLINE = FieldDefinition(
    key="headline", kind=FieldKind.MULTILINE, label=Bilingual("Überschrift", "Headline")
)
UNIT_PRICE = FieldDefinition(
    key="angebot.grundpreis", kind=FieldKind.UNIT_PRICE, label=Bilingual("Grundpreis", "Unit price")
)


@pytest.fixture(scope="module")
def form() -> DraftForm:
    look = (demo_kit(), "de")
    return open_form(read_document(STORED), STORED, (), (HEADLINE, UNIT_PRICE), look)


def inputs(form: DraftForm) -> dict[str, Input]:
    return {one.name: one for group in form.groups for one in group.inputs}


def as_shown(form: DraftForm, **changes: str) -> dict[str, str]:
    """Return what a browser sends of the form as it is shown, with some inputs changed."""
    shown = {one.name: one.value for one in inputs(form).values()}
    sent = {name: text.replace("\n", "\r\n") for name, text in shown.items()} | changes
    return {name: text for name, text in sent.items() if text or inputs(form)[name].kind != "check"}


def frame(source: dict[str, Any], key: str) -> dict[str, Any]:
    frames = (one for page in source["document"]["pages"] for one in page["frames"])
    found: dict[str, Any] = next(one for one in frames if one["id"] == key)
    return found


def test_a_form_sent_as_it_was_shown_changes_nothing(form: DraftForm) -> None:
    changed = read_form(form, as_shown(form))
    assert changed.source == {"document": STORED, "fields": []}
    assert not changed.touched
    assert not changed.problems


def test_frames_take_texts_sizes_colours_and_nothing_else(form: DraftForm) -> None:
    sent = {
        "frame:headline:size_min": "22,5",
        "frame:headline:alternatives.0.size_min": "20",
        "frame:produkt:max_lines": "",
        "frame:claim:parts.0.text.de": "Wächst.",
        "frame:claim:style": "H3",
        "frame:grund:colour": "Tanne",
    }
    changed = read_form(form, as_shown(form, **sent))
    assert not changed.problems
    source = changed.source
    assert frame(source, "headline")["size_min"] == 22.5
    assert frame(source, "headline")["alternatives"][0]["size_min"] == 20
    assert "max_lines" not in frame(source, "produkt")
    assert frame(source, "claim")["parts"][0]["text"] == {"de": "Wächst.", "en": "Grows on you."}
    assert (frame(source, "claim")["style"], frame(source, "grund")["colour"]) == ("H3", "Tanne")
    assert set(changed.touched) == {
        f"frame:{key}" for key in ("headline", "produkt", "claim", "grund")
    }
    read_content(source)


def test_a_changed_field_is_brought_whole_and_the_others_are_not(form: DraftForm) -> None:
    sent = as_shown(form, **{"field:headline:label.de": "Titel", "field:headline:max_chars": "40"})
    del sent["field:headline:locked"]
    brought = read_form(form, sent).source["fields"]
    assert [entry["key"] for entry in brought] == ["headline"]
    assert brought[0]["label"] == {"de": "Titel", "en": "Headline"}
    assert (brought[0]["locked"], brought[0]["max_chars"]) == (True, 40)
    assert brought[0]["required"]
    assert read_content({"document": STORED, "fields": brought}).fields[0].label.de == "Titel"


@pytest.mark.parametrize(
    ("name", "text", "at"),
    [
        ("frame:headline:size_min", "klein", None),
        ("frame:headline:size_min", "0", None),
        ("frame:headline:size_min", "nan", None),
        ("frame:headline:size_max", "", None),
        ("frame:headline:size_max", "12", "frame:headline:size_min"),
        ("frame:headline:max_lines", "1,5", None),
        ("frame:headline:style", "Comic", None),
        ("field:headline:label.de", "", None),
        ("field:headline:help.de", "Kurz.", "field:headline:help.en"),
        ("field:headline:max_chars", "0", None),
    ],
)
def test_what_cannot_be_used_is_told_at_its_input(
    form: DraftForm, name: str, text: str, at: str | None
) -> None:
    changed = read_form(form, as_shown(form, **{name: text}))
    assert set(changed.problems) == {at or name}


def test_a_text_to_begin_with_keeps_to_its_field(form: DraftForm) -> None:
    sent = {"field:headline:max_chars": "5", "field:headline:default": "Viel zu lang"}
    assert set(read_form(form, as_shown(form, **sent)).problems) == {"field:headline:default"}


def test_problems_of_the_parser_find_their_inputs(form: DraftForm) -> None:
    changed = read_form(form, as_shown(form, **{"field:headline:label.de": "Titel"}))
    places = [one["id"] for one in STORED["pages"][0]["frames"]]
    at = f"pages.0.frames.{places.index('claim')}.text"
    paths = (f"{at}.parts.0.literal.text.de", at, "fields.0.label.en", "pages", "pages.0.frames.x")
    found, others = place_problems(form, changed, [DraftProblem(path, path, {}) for path in paths])
    assert set(found) == {"frame:claim:parts.0.text.de", "frame:claim", "field:headline:label.en"}
    assert [one.path for one in others] == ["pages", "pages.0.frames.x"]


def test_computed_fields_have_no_rights_and_unknown_ones_are_named(form: DraftForm) -> None:
    assert "field:angebot.grundpreis:locked" not in inputs(form)
    assert "aktion.name" in form.undescribed
