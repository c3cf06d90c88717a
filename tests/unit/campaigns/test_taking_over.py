"""What a new ad can take over from an earlier one of its outlet, and what it cannot, and why."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, Json
from campaigns.localisation.rules import Change
from campaigns.localisation.steps import is_standing
from campaigns.localisation.taking_back import restoring
from campaigns.localisation.taking_over import Offer, Standing, offers_of

TODAY = date(2027, 4, 13)


def entry(key: str, kind: FieldKind = FieldKind.TEXT, **more: Any) -> FieldDefinition:
    """Return a field."""
    return FieldDefinition(key=key, kind=kind, label=Bilingual(key, key), **more)


def offer(then: FieldDefinition, value: Json, *now: FieldDefinition, current: Json = None) -> Offer:
    """Return what becomes of one value of an earlier ad."""
    (found,) = offers_of([then], {then.key: value}, now, {then.key: current}, TODAY)
    return found


def test_a_value_of_the_same_field_is_offered() -> None:
    found = offer(entry("headline"), "Blüht auf.", entry("headline"), current="Standard")
    assert (found.standing, found.becomes) == (Standing.OFFERED, "Blüht auf.")
    assert found.can_be_taken


def test_what_stands_here_already_is_not_offered() -> None:
    found = offer(entry("headline"), "Blüht auf.", entry("headline"), current="Blüht auf.")
    assert found.standing is Standing.SAME


PRICE = {"cents": 299, "starting_from": False, "mode": "promotional", "ends": "2027-05-01"}


@pytest.mark.parametrize(
    ("then", "value", "now"),
    [
        (entry("headline"), "A", []),
        (entry("headline"), "A", [entry("other")]),
        (entry("headline"), "A", [entry("headline", locked=True)]),
        (entry("headline"), "A", [entry("headline", FieldKind.PRICE)]),
        (entry("headline"), "A" * 40, [entry("headline", max_chars=20)]),
        (entry("p", FieldKind.PRICE), PRICE, [entry("p", FieldKind.PRICE, price_modes=("own",))]),
        (
            entry("p", FieldKind.PRICE),
            {"cents": 299, "starting_from": False},
            [entry("p", FieldKind.PRICE, least=500)],
        ),
        (
            entry("d", FieldKind.DATE_RANGE),
            {"from": "2027-05-01", "until": "2027-05-09"},
            [entry("d", FieldKind.DATE_RANGE, latest="2027-05-05")],
        ),
    ],
)
def test_what_does_not_fit_says_why(
    then: FieldDefinition, value: Json, now: list[FieldDefinition]
) -> None:
    found = offer(then, value, *now)
    assert found.standing is Standing.UNUSABLE
    assert not found.can_be_taken
    assert found.message


@pytest.mark.parametrize(
    ("kind", "value", "standing"),
    [
        (FieldKind.DATE_RANGE, {"from": "2027-04-01", "until": "2027-04-12"}, Standing.POSSIBLE),
        (FieldKind.DATE_RANGE, {"from": "2027-04-01", "until": "2027-04-13"}, Standing.OFFERED),
        (
            FieldKind.EVENT_TIME,
            {"day": "2027-04-12", "from": "10:00", "until": "16:00"},
            Standing.POSSIBLE,
        ),
        (
            FieldKind.EVENT_TIME,
            {"day": "2027-04-14", "from": "10:00", "until": "16:00"},
            Standing.OFFERED,
        ),
    ],
)
def test_days_that_are_over_are_not_offered_by_default(
    kind: FieldKind, value: Json, standing: Standing
) -> None:
    assert offer(entry("wann", kind), value, entry("wann", kind)).standing is standing


def test_a_promotional_price_that_ended_is_not_offered_by_default() -> None:
    field = entry("p", FieldKind.PRICE, price_modes=("own", "promotional"))
    assert offer(field, PRICE, field).standing is Standing.OFFERED
    assert offer(field, PRICE | {"ends": "2027-04-01"}, field).standing is Standing.POSSIBLE


def test_only_what_was_set_comes_along_in_the_order_of_this_ad() -> None:
    then = [entry("a"), entry("b"), entry("c")]
    now = [entry("c", order=1), entry("a", order=2), entry("b", order=3)]
    found = offers_of(then, {"a": "1", "c": "3"}, now, {}, TODAY)
    assert [one.key for one in found] == ["c", "a"]


def change(step: int, key: str, old: Json, new: Json, undoes: int | None = None) -> Change:
    """Return one change of a history."""
    at = datetime(2027, 4, 13, 9, step, tzinfo=ZoneInfo("UTC"))
    return Change(step, key, old, new, "Jana", at, undoes_step=undoes)


def test_one_save_is_taken_back_whatever_came_after_it() -> None:
    history = [change(2, "a", None, "A"), change(2, "b", "x", "B"), change(3, "c", None, "C")]
    assert restoring(history, 2).values == {"a": None, "b": "x"}
    assert restoring(history, 2).kept == ()


def test_what_was_set_again_since_stays() -> None:
    history = [change(2, "a", None, "A"), change(2, "b", "x", "B"), change(3, "a", "A", "Z")]
    found = restoring(history, 2)
    assert found.values == {"b": "x"}
    assert [one.field_key for one in found.kept] == ["a"]


def test_what_was_taken_back_is_not_taken_back_twice() -> None:
    history = [change(2, "a", None, "A"), change(3, "a", "A", None, undoes=2)]
    assert not is_standing(history, 2)
    assert restoring(history, 2).values == {}
    again = [*history, change(4, "a", None, "A", undoes=3)]
    assert is_standing(again, 2)
    assert restoring(again, 2).values == {"a": None}
