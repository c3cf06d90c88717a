"""Locks hold on the server; typed values are what the typesetter takes."""

from datetime import date, time

import pytest

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.values import (
    EventTimeValue,
    HoursValue,
    OfferRow,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
)
from campaigns.ad_templates.rules import (
    FieldDefinition,
    FieldKind,
    missing_values,
    parse_values,
    read_fields,
    refuse_locked,
    write_fields,
)
from portal.foundation.errors import NotPermitted

WORDS = Bilingual("Es", "It")
FREE = FieldDefinition(key="headline", kind=FieldKind.TEXT, label=WORDS)
LOCKED = FieldDefinition(key="claim", kind=FieldKind.TEXT, label=WORDS, locked=True)
COMPUTED = FieldDefinition(key="unit", kind=FieldKind.UNIT_PRICE, label=WORDS, source="a/b")


def test_a_free_field_may_be_changed() -> None:
    refuse_locked([FREE, LOCKED], {"headline"})


@pytest.mark.parametrize("key", ["claim", "unit", "unknown", "__class__"])
def test_a_locked_computed_or_unknown_field_refuses_the_whole_change(key: str) -> None:
    with pytest.raises(NotPermitted, match=key):
        refuse_locked([FREE, LOCKED, COMPUTED], {"headline", key})


def test_values_become_typed() -> None:
    kinds = {
        "text": FieldKind.TEXT,
        "price": FieldKind.PRICE,
        "event": FieldKind.EVENT_TIME,
        "photo": FieldKind.PHOTO,
        "rows": FieldKind.ROWS,
        "hours": FieldKind.HOURS,
    }
    fields = [FieldDefinition(key=k, kind=kind, label=WORDS) for k, kind in kinds.items()]
    raw = {
        "text": " Der  Frühling ",
        "price": "ab 2,99 €",
        "event": {"day": "2027-05-15", "from": "10:00", "until": "16:00"},
        "photo": {"sha256": "b" * 64},
        "rows": [{"name": "Dahlie", "size": "13-cm-Topf", "price": "5,99"}],
        "hours": [{"days": "Mo–Fr", "hours": "9–19 Uhr"}],
    }
    values, problems = parse_values(fields, raw)
    assert problems == []
    assert values == {
        "text": TextValue("Der Frühling"),
        "price": PriceValue(299, starting_from=True),
        "event": EventTimeValue(date(2027, 5, 15), time(10), time(16)),
        "photo": PhotoValue("b" * 64, None, None, None),
        "rows": RowsValue((OfferRow("Dahlie", "13-cm-Topf", PriceValue(599), ""),)),
        "hours": HoursValue(("Mo–Fr 9–19 Uhr",)),
    }


def test_what_cannot_be_read_is_named_and_the_rest_is_kept() -> None:
    price = FieldDefinition(key="price", kind=FieldKind.PRICE, label=WORDS)
    values, problems = parse_values([FREE, price], {"headline": "Ja.", "price": "billig"})
    assert values == {"headline": TextValue("Ja.")}
    assert [problem.field for problem in problems] == ["price"]


def test_missing_values_are_those_that_are_required() -> None:
    optional = FREE.model_copy(update={"key": "note", "required": False})
    assert [p.field for p in missing_values([FREE, optional], {})] == ["headline"]


def test_definitions_survive_json_in_the_order_of_the_editor() -> None:
    stored = write_fields([COMPUTED, FREE.model_copy(update={"order": -1})])
    assert [entry.key for entry in read_fields(stored)] == ["headline", "unit"]
