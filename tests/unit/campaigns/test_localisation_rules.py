"""Nobody overwrites anybody in silence, everything can be taken back, codes never change."""

from datetime import UTC, datetime

import pytest

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.localisation.computed import compute_values, unit_price
from campaigns.localisation.rules import (
    Change,
    applied,
    clashes,
    differences,
    redo_of,
    short_code,
    undo_of,
)

NOON = datetime(2027, 4, 13, 12, tzinfo=UTC)


def change(
    step: int, key: str, old: object, new: object, by: str = "Jonas", undoes: int | None = None
) -> Change:
    return Change(step, key, old, new, by, NOON, undoes_step=undoes)


def test_a_stale_save_of_another_field_does_not_clash() -> None:
    since = [change(3, "price", 1, 2)]
    assert clashes({"headline": "Neu"}, since, {"price": 2, "headline": "Alt"}) == []


def test_a_stale_save_of_the_same_field_names_who_and_both_values() -> None:
    found = clashes({"price": 3}, [change(3, "price", 1, 2)], {"price": 2})
    assert [(c.field_key, c.theirs, c.mine, c.by) for c in found] == [("price", 2, 3, "Jonas")]


def test_setting_the_same_value_is_no_clash() -> None:
    assert clashes({"price": 2}, [change(3, "price", 1, 2)], {"price": 2}) == []


def test_only_what_differs_is_a_change_and_none_takes_a_value_back() -> None:
    current = {"headline": "Alt", "price": 2}
    assert differences(current, {"headline": "Alt", "price": None}) == {"price": None}
    assert differences(current, {"event": None}) == {}
    assert applied(current, {"price": None, "event": "x"}) == {"headline": "Alt", "event": "x"}


def test_undo_goes_back_step_by_step_and_redo_comes_again() -> None:
    history = [change(2, "a", None, "1"), change(3, "a", "1", "2"), change(3, "b", None, "x")]
    assert undo_of(history) == (3, {"a": "1", "b": None})
    history += [change(4, "a", "2", "1", undoes=3), change(4, "b", "x", None, undoes=3)]
    assert redo_of(history) == (4, {"a": "2", "b": "x"})
    assert undo_of(history) == (2, {"a": None})
    history += [change(5, "a", "1", None, undoes=2)]
    assert undo_of(history) is None
    history += [change(6, "a", None, "3")]
    assert redo_of(history) is None
    assert undo_of(history) == (6, {"a": None})


def test_a_code_follows_from_natural_keys_alone() -> None:
    code = short_code("fruehlingspflanztage-2027", "0034", "flyer-a5")
    assert code == "NJNPYFDQ"
    others = {
        short_code("fruehlingspflanztage-2027", "0035", "flyer-a5"),
        short_code("fruehlingspflanztage-2027", "0034", "post-1080"),
        short_code("fruehlingspflanztage-202", "70034", "flyer-a5"),
    }
    assert code not in others
    assert len(others) == 3


@pytest.mark.parametrize(
    ("cents", "amount", "unit", "text"),
    [
        (299, "6", "Pflanze", "1 Pflanze = 0,50 €"),
        (899, "40", "l", "1 l = 0,22 €"),
        (649, "1", "l", "1 l = 6,49 €"),
        (199, "250", "g", "1 kg = 7,96 €"),
        (250, "1000", "ml", "1 l = 2,50 €"),
        (124900, "1", "Stück", "1 Stück = 1.249,00 €"),
    ],
)
def test_the_unit_price_is_what_the_law_asks_for(
    cents: int, amount: str, unit: str, text: str
) -> None:
    assert unit_price(cents, amount, unit) == text


def test_without_price_or_quantity_nothing_is_computed() -> None:
    entry = FieldDefinition(
        key="unit", kind=FieldKind.UNIT_PRICE, label=Bilingual("", ""), source="price/quantity"
    )
    quantity = {"amount": "6", "unit": "Pflanze"}
    assert compute_values([entry], {"quantity": quantity}) == {}
    both = {"quantity": quantity, "price": {"cents": 299, "starting_from": True}}
    assert compute_values([entry], both) == {"unit": "1 Pflanze = 0,50 €"}
