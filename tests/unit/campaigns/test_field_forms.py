"""What head office says about a field in the form of a plan."""

from dataclasses import replace
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.document import read_document
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.ad_templates.marks_shown import marks_shown
from campaigns.planning.field_forms import with_field_limits
from campaigns.planning.forms import with_field_entries
from campaigns.planning.rules import FormatState, publishing_problems
from tests.factories.every_kind import every_field, every_kind_document
from tests.unit.campaigns.test_planning_rules import PLAN


def field(kind: FieldKind, **limits: Any) -> FieldDefinition:
    return FieldDefinition(key="it", kind=kind, label=Bilingual("Es", "It"), **limits)


def entered(entry: FieldDefinition, *pairs: tuple[str, str]) -> tuple[FieldDefinition, list[str]]:
    plan = replace(PLAN, fields=(entry,), defaults={})
    sent = MultiDict([("has_limits", "1"), *pairs])
    changed, problems = with_field_limits(plan, sent)
    return changed.fields[0], [problem.message for problem in problems]


def test_an_example_and_its_alternatives() -> None:
    sent = (
        ("must_change", "it"),
        ("alternatives:it", "Eins\n\n Zwei \nEins"),
        ("max_chars:it", ""),
    )
    changed, problems = entered(field(FieldKind.TEXT, max_chars=30), *sent)
    assert not problems
    assert changed.must_change
    assert changed.alternatives == ("Eins", "Zwei")
    assert changed.max_chars is None
    untouched, _ = entered(changed, ("alternatives:it", "Eins"), ("max_chars:it", "12"))
    assert not untouched.must_change
    assert untouched.max_chars == 12


def test_a_locked_field_is_no_example() -> None:
    changed, _ = entered(field(FieldKind.TEXT, locked=True), ("must_change", "it"))
    assert not changed.must_change


def test_marks_unit_and_hosts() -> None:
    sent = (("marks:it", "sub"), ("marks:it", "bold"), ("marks:it", "script"))
    assert entered(field(FieldKind.RICH_TEXT), *sent)[0].marks == ("bold", "sub")
    limits = (("unit:it", " kg "), ("least:it", "-5"), ("most:it", "20"), ("decimals:it", "2"))
    number = entered(field(FieldKind.NUMBER), *limits)[0]
    assert (number.unit, number.least, number.most, number.decimals) == ("kg", -5, 20, 2)
    url = entered(field(FieldKind.URL), ("hosts:it", "A.de, b.de a.de"))[0]
    assert url.hosts == ("a.de", "b.de")


@pytest.mark.parametrize(
    ("kind", "pairs"),
    [
        (FieldKind.TEXT, (("max_chars:it", "viel"),)),
        (FieldKind.TEXT, (("max_chars:it", "0"),)),
        (FieldKind.TEXT, (("max_chars:it", "²"),)),
        (FieldKind.NUMBER, (("least:it", "5"), ("most:it", "4"))),
        (FieldKind.NUMBER, (("decimals:it", "9"),)),
        (FieldKind.NUMBER, (("unit:it", "x" * 21),)),
        (FieldKind.ROWS, (("most:it", "13"),)),
    ],
)
def test_limits_that_cannot_be_read_are_told(
    kind: FieldKind, pairs: tuple[tuple[str, str], ...]
) -> None:
    changed, problems = entered(field(kind), *pairs)
    assert len(problems) == 1
    assert changed.least is changed.most is changed.max_chars is None


def test_marks_that_no_template_shows_keep_a_campaign_from_being_published() -> None:
    document = read_document(every_kind_document())
    fields = every_field("a" * 64)
    shows = marks_shown(document)
    assert shows["alles.rich_text"] == {"bold", "super"}
    state = FormatState("flyer-a5", True, frozenset(document.fields()), shows)
    assert not publishing_problems([state], fields, 10)
    more = [f.model_copy(update={"marks": (*f.marks, "sub")}) if f.marks else f for f in fields]
    (problem,) = publishing_problems([state], more, 10)
    assert problem.params == {"format": "flyer-a5", "key": "alles.rich_text"}


def test_what_a_definition_brings_can_be_changed_and_emptied() -> None:
    plan = replace(PLAN, fields=(field(FieldKind.TEXT, default="Beispiel"),), defaults={})
    same = with_field_entries(plan, MultiDict([("has_fields", "1"), ("default:it", "Neu")]), {})
    assert (same.fields[0].default, same.defaults) == (None, {"it": "Neu"})
    none = with_field_entries(plan, MultiDict([("has_fields", "1"), ("default:it", "")]), {})
    assert (none.fields[0].default, none.defaults) == (None, {})
