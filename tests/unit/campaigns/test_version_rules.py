"""Holds how values go over to another template version: none is lost, none silently changed."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.fields import Choice, FieldDefinition, FieldKind
from campaigns.planning.merging import merge_fields
from campaigns.rollout.versions.kinds import ConflictKind
from campaigns.rollout.versions.rules import (
    Carried,
    Misfit,
    Shift,
    carry_values,
    unfit_defaults,
    unknown_fields,
)
from campaigns.rollout.versions.waiting import end_of_day


def entry(key: str = "headline", kind: str = "text", **more: Any) -> FieldDefinition:
    given: dict[str, Any] = {"label": Bilingual(key, key), "required": False} | more
    return FieldDefinition(key=key, kind=FieldKind(kind), **given)


def shift(old: FieldDefinition | None, new: FieldDefinition | None, **given: Any) -> Shift:
    return Shift(
        before={old.key: old} if old else {},
        after={new.key: new} if new else {old.key: old} if old else {},
        shown_before=frozenset({old.key}) if old else frozenset(),
        shown_after=frozenset({new.key}) if new else frozenset(),
        given=given,
    )


def carried(old: FieldDefinition | None, new: FieldDefinition | None, value: Any) -> Carried:
    key = (old or new).key  # type: ignore[union-attr] # one of them is given
    return carry_values(shift(old, new), {key: value} if value is not None else {})


A, B = (Choice(value=one, label=Bilingual(one, one)) for one in ("a", "b"))
PHOTO = {"sha256": "a" * 64, "zoom": None, "x": None, "y": None}


@pytest.mark.parametrize(
    ("old", "new", "value", "kind"),
    [
        (entry(max_chars=40), entry(max_chars=5), "Zu lang dafür", ConflictKind.TOO_LONG),
        (entry(), entry(kind="price"), "Rosen", ConflictKind.UNREADABLE),
        (entry(kind="multiline"), entry(), "zwei\nZeilen", ConflictKind.UNREADABLE),
        (entry(), None, "Rosen", ConflictKind.GONE),
        (entry(), entry(locked=True), "Rosen", ConflictKind.LOCKED),
        (
            entry(kind="choice", choices=(A, B)),
            entry(kind="choice", choices=(A,)),
            "b",
            ConflictKind.CHOICE_GONE,
        ),
        (
            entry(kind="photo"),
            entry(kind="photo", pool=("b" * 64,)),
            PHOTO,
            ConflictKind.PHOTO_GONE,
        ),
        (
            entry(kind="price"),
            entry(kind="price", most=500),
            {"cents": 900, "starting_from": False},
            ConflictKind.OUTSIDE,
        ),
    ],
)
def test_what_a_field_no_longer_holds_is_parked_with_its_value(
    old: FieldDefinition, new: FieldDefinition | None, value: Any, kind: ConflictKind
) -> None:
    found = carried(old, new, value)
    assert [(c.kind, c.value, c.kind_was) for c in found.conflicts] == [(kind, value, old.kind)]
    assert found.conflicts[0].kind.parks
    assert dict(found.values) == {}
    assert dict(found.changed) == {old.key: None}
    assert Misfit.read(found.conflicts[0].write()).value == value


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        (entry(), entry(label=Bilingual("Neu", "New")), "Rosen"),
        (entry(max_chars=40), entry(max_chars=60), "Rosen"),
        (entry(), entry(kind="multiline"), "Rosen"),
        (entry(kind="photo"), entry(kind="photo", pool=("a" * 64,)), PHOTO),
        (entry(locked=True), entry(locked=True, help=Bilingual("x", "x")), "Rosen"),
    ],
)
def test_what_still_fits_goes_over_as_it_is(
    old: FieldDefinition, new: FieldDefinition, value: Any
) -> None:
    found = carried(old, new, value)
    assert (found.conflicts, dict(found.changed)) == ((), {})
    assert dict(found.values) == {old.key: value}


def test_a_value_that_nothing_showed_before_either_stays_hidden() -> None:
    old = entry()
    hidden = Shift({old.key: old}, {}, frozenset(), frozenset())
    assert carry_values(hidden, {"headline": "Rosen"}).conflicts == ()
    unknown = Shift({}, {}, frozenset(), frozenset())
    assert dict(carry_values(unknown, {"alt": "Rosen"}).values) == {"alt": "Rosen"}


def test_a_field_that_another_format_still_shows_is_not_gone() -> None:
    old = entry()
    both = Shift({old.key: old}, {old.key: old}, frozenset({"headline"}), frozenset({"headline"}))
    assert both.touched == frozenset()


@pytest.mark.parametrize(
    ("own", "given", "elsewhere", "asked"),
    [
        ({}, {}, {}, [ConflictKind.MISSING]),
        ({"claim": "Rosen"}, {}, {}, []),
        ({}, {"claim": "Rosen"}, {}, []),
        ({}, {}, {"claim": "Rosen"}, []),
    ],
)
def test_a_new_required_field_asks_those_alone_who_have_no_value(
    own: dict[str, Any],
    given: dict[str, Any],
    elsewhere: dict[str, Any],
    asked: list[ConflictKind],
) -> None:
    new = entry("claim", required=True)
    to = Shift({}, {"claim": new}, frozenset(), frozenset({"claim"}), given)
    assert [c.kind for c in carry_values(to, own, elsewhere).conflicts] == asked


def test_what_was_missing_before_is_no_conflict_of_the_new_version() -> None:
    old = entry(required=True)
    assert carried(old, entry(required=True, max_chars=5), None).conflicts == ()


def test_an_example_that_has_to_be_replaced_now_asks_who_still_has_it() -> None:
    old, new = entry(), entry(must_change=True)
    to = shift(old, new, headline="Beispiel")
    assert [c.kind for c in carry_values(to, {}).conflicts] == [ConflictKind.MUST_CHANGE]
    assert carry_values(to, {"headline": "Eigenes"}).conflicts == ()
    before = shift(new, entry(must_change=True, max_chars=50), headline="Beispiel")
    assert carry_values(before, {}).conflicts == ()


def test_a_parked_value_is_not_called_missing_too() -> None:
    old, new = entry(max_chars=40), entry(max_chars=5, required=True)
    assert [c.kind for c in carried(old, new, "Zu lang dafür").conflicts] == [ConflictKind.TOO_LONG]


def test_what_head_office_gives_has_to_fit_before_a_campaign_goes_over() -> None:
    to = shift(entry(max_chars=40), entry(max_chars=5))
    assert unfit_defaults(to, {"headline": "Zu lang dafür"}) == ("headline",)
    assert unfit_defaults(to, {"headline": "kurz"}) == ()
    bare = Shift({}, {}, frozenset(), frozenset({"neu"}))
    assert unknown_fields(bare) == ("neu",)


def test_fields_of_a_version_replace_those_of_the_campaign_by_key() -> None:
    merged = merge_fields([entry(), entry("b")], [entry(max_chars=5), entry("c")])
    assert [(f.key, f.max_chars) for f in merged] == [("headline", 5), ("b", None), ("c", None)]


def test_the_old_version_is_ordered_until_the_day_is_over_everywhere() -> None:
    zones = ["Europe/Berlin", "Atlantic/Canary"]
    assert end_of_day(date(2027, 3, 27), zones) == datetime(2027, 3, 28, 0, tzinfo=UTC)
    # The night in which the clocks go forward, and the one after it.
    assert end_of_day(date(2027, 3, 28), zones[:1]) == datetime(2027, 3, 28, 22, tzinfo=UTC)
    assert end_of_day(date(2027, 3, 27), zones[:1]) == datetime(2027, 3, 27, 23, tzinfo=UTC)
