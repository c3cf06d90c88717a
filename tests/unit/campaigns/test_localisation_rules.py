"""Nobody overwrites anybody in silence, everything can be taken back, codes never change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.localisation.computed import compute_values, unit_price
from campaigns.localisation.rules import (
    Basis,
    Change,
    applied,
    clashes,
    differences,
    in_one_go,
    short_code,
    unseen,
)
from campaigns.localisation.steps import is_standing, redo_of, undo_of

NOON = datetime(2027, 4, 13, 12, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)


def change(
    step: int, key: str, old: object, new: object, by: str = "Jonas", undoes: int | None = None
) -> Change:
    return Change(step, key, old, new, by, NOON, undoes_step=undoes)


def typed(step: int, old: object, new: object, after: int, by_id: UUID = ME) -> Change:
    """A change of the headline, so many seconds after noon."""
    return Change(step, "headline", old, new, "Jonas", NOON + timedelta(seconds=after), by_id=by_id)


def test_a_stale_save_of_another_field_does_not_clash() -> None:
    since = [change(3, "price", 1, 2)]
    assert clashes({"headline": "Neu"}, since, {"price": 2, "headline": "Alt"}) == []


def test_a_stale_save_of_the_same_field_names_who_and_both_values() -> None:
    found = clashes({"price": 3}, [change(3, "price", 1, 2)], {"price": 2})
    assert [(c.field_key, c.theirs, c.mine, c.by) for c in found] == [("price", 2, 3, "Jonas")]


def test_setting_the_same_value_is_no_clash() -> None:
    assert clashes({"price": 2}, [change(3, "price", 1, 2)], {"price": 2}) == []


def test_each_field_is_judged_by_the_version_that_it_was_typed_on() -> None:
    history = [change(3, "price", 1, 2), change(4, "headline", "A", "B")]
    assert unseen(history, Basis(2)) == history
    assert unseen(history, Basis(4)) == []
    assert unseen(history, Basis(2, {"headline": 4})) == [history[0]]
    # The page knows of step 4 by now, but the price was typed before step 3 was shown.
    assert unseen(history, Basis(4, {"price": 2})) == [history[0]]


def test_a_save_whose_answer_was_lost_is_not_somebody_elses() -> None:
    history = [typed(3, None, "Neu", 0)]
    sent = {"headline": ["Neu"]}
    assert unseen(history, Basis(2, unanswered=sent, account_id=ME)) == []
    assert unseen(history, Basis(2, unanswered=sent, account_id=OTHER)) == history
    assert unseen(history, Basis(2, unanswered={"headline": ["Alt"]}, account_id=ME)) == history


def test_what_was_typed_in_one_go_is_one_entry() -> None:
    told = in_one_go(
        [
            typed(2, None, "N", 0),
            typed(3, "N", "Neu", 60),
            typed(4, "Neu", "Neuer", 200),
            typed(5, "Neuer", "Anders", 210, OTHER),
        ]
    )
    assert [(c.step, c.old, c.new) for c in told] == [
        (2, None, "Neu"),
        (4, "Neu", "Neuer"),
        (5, "Neuer", "Anders"),
    ]
    assert in_one_go([typed(2, "A", "B", 0), typed(3, "B", "A", 5)]) == []


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


def taken_back(history: list[Change], step: int, after: int = 0) -> list[Change]:
    """Return the history after an undo of what it says is to be taken back, as `step`."""
    found = undo_of(history)
    assert found
    origin, values = found
    now = {change.field_key: change.new for change in history}
    new = [
        replace(typed(step, now[key], old, after), field_key=key, undoes_step=origin)
        for key, old in values.items()
    ]
    return [*history, *new]


def test_one_undo_takes_back_what_was_typed_in_one_go_and_one_redo_sets_it_again() -> None:
    history = [
        replace(typed(2, None, "5,99", 0), field_key="price"),
        typed(3, None, "So", 1),
        typed(4, "So", "Somm", 2),
        typed(5, "Somm", "Sommer", 6),
    ]
    assert undo_of(history) == (3, {"headline": None})
    back = taken_back(history, 6, 7)
    assert redo_of(back) == (6, {"headline": "Sommer"})
    assert undo_of(back) == (2, {"price": None})
    assert not any(is_standing(back, step) for step in (3, 4, 5))
    again = [*back, replace(typed(7, None, "Sommer", 8), undoes_step=6)]
    assert undo_of(again) == (3, {"headline": None})
    assert all(is_standing(again, step) for step in (3, 4, 5))
    assert redo_of(again) is None


@pytest.mark.parametrize(
    "then",
    [
        typed(3, "So", "Sommer", 6),
        typed(3, "So", "Sommer", 1, OTHER),
        replace(typed(3, None, "2,22", 1), field_key="price"),
        replace(typed(4, "So", "Sommer", 1)),
    ],
    ids=["after a pause", "somebody else", "another field", "after another step"],
)
def test_what_was_not_typed_in_one_go_is_taken_back_by_itself(then: Change) -> None:
    history = [typed(2, None, "So", 0), then]
    assert undo_of(history) == (then.step, {then.field_key: then.old})


def test_typing_that_came_to_nothing_is_no_step() -> None:
    history = [typed(2, None, "Neu", 0), typed(3, "Neu", "Neux", 60), typed(4, "Neux", "Neu", 61)]
    assert undo_of(history) == (2, {"headline": None})
    assert undo_of(taken_back(history, 5, 70)) is None


def test_what_was_taken_back_save_by_save_stays_so() -> None:
    history = [typed(2, None, "So", 0), typed(3, "So", "Somm", 1), typed(4, "Somm", "Sommer", 2)]
    history.append(replace(typed(5, "Sommer", "Somm", 9), undoes_step=4))
    assert undo_of(history) == (2, {"headline": None})
    assert redo_of(history) == (5, {"headline": "Sommer"})
    assert redo_of(taken_back(history, 6, 20)) == (6, {"headline": "Somm"})


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
