"""A value of the history comes back only where the field, as it now is, can hold it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from brand_assets.design_facts import Bilingual, PriceMode
from campaigns.ad_templates.canonical import canonical_value
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.localisation.restoring import restored
from campaigns.localisation.rules import Change, template_step_key
from portal.foundation.errors import Conflict

AT = datetime(2027, 4, 1, tzinfo=UTC)


def field(kind: FieldKind, **limits: Any) -> FieldDefinition:
    return FieldDefinition(key="it", kind=kind, label=Bilingual("Es", "It"), **limits)


def change(step: int, key: str = "it") -> Change:
    return Change(step, key, None, None, "Heimspiel", AT)


MOVED = (change(2), change(3, template_step_key("flyer-a5")))
NUMBER = field(FieldKind.NUMBER, unit="kg")
OPEN = field(FieldKind.PRICE)
ADVISED = field(FieldKind.PRICE, price_modes=(PriceMode.RECOMMENDED,))


@pytest.mark.parametrize(
    ("old", "raw", "new"),
    [
        (field(FieldKind.TEXT), "Hallo!", field(FieldKind.TEXT, max_chars=5)),
        (field(FieldKind.TEXT), "Hallo!", field(FieldKind.PRICE)),
        (field(FieldKind.MULTILINE), "Eins\nzwei", field(FieldKind.TEXT)),
        (field(FieldKind.RICH_TEXT, marks=("bold",)), "**Neu** hier", field(FieldKind.TEXT)),
        (NUMBER, "2", field(FieldKind.NUMBER, unit="g")),
        (NUMBER, "20", field(FieldKind.NUMBER, unit="kg", most=10)),
        (
            field(FieldKind.PERSON),
            {"name": "Mia", "role": "Chefin", "phone": "040 66969 412"},
            field(FieldKind.ADDRESS),
        ),
    ],
)
def test_what_the_changed_field_cannot_hold_is_refused(
    old: FieldDefinition, raw: Any, new: FieldDefinition
) -> None:
    value = canonical_value(old, raw)
    with pytest.raises(Conflict, match="can no longer hold"):
        restored([new], MOVED, 2, {"it": value})
    assert restored([old], MOVED, 2, {"it": value}) == {"it": value}
    assert restored([new], MOVED, 3, {"it": value}) == {"it": value}, "younger than the template"


def test_what_says_the_same_in_the_changed_field_comes_back() -> None:
    spaced = "5\u00a0kg  Erde".replace("  ", " ")
    assert restored([field(FieldKind.MULTILINE)], MOVED, 2, {"it": spaced}) == {"it": spaced}
    price = canonical_value(OPEN, "2,99")
    advised = restored([ADVISED], MOVED, 2, {"it": price})["it"]
    assert advised == canonical_value(ADVISED, price)
    assert advised["mode"] == "recommended"
    assert restored([NUMBER], MOVED, 2, {"it": None}) == {"it": None}
