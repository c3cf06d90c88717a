"""Tree paths and scopes: what reaches what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation.ids import new_id
from regions.scoping.rules import (
    Scope,
    ancestors,
    common_path,
    is_path,
    moved_path,
    parent_path,
    path_below,
    path_range,
)

segments = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=6)
paths = st.lists(segments, min_size=1, max_size=5).map(lambda keys: "/".join(keys) + "/")


def test_a_scope_reaches_its_path_and_everything_below() -> None:
    scope = Scope.at("hg/de/nord/")
    assert scope.reaches("hg/de/nord/")
    assert scope.reaches("hg/de/nord/p0012/o0034/")
    assert not scope.reaches("hg/de/")
    assert not scope.reaches("hg/de/nord-ost/")


def test_an_empty_scope_reaches_nothing_and_everything_all() -> None:
    assert not Scope().reaches("hg/")
    assert Scope().is_empty
    assert Scope.everything().reaches("hg/")
    assert Scope.everything().is_everything


def test_a_scope_touches_what_stands_above_it() -> None:
    scope = Scope.at("hg/de/nord/p0012/")
    assert scope.touches("hg/de/")
    assert scope.touches("hg/de/nord/p0012/o0034/")
    assert not scope.touches("hg/de/sued/")


def test_suppliers_are_reached_by_name_alone() -> None:
    mine, other = new_id(), new_id()
    scope = Scope(frozenset(), frozenset({mine}))
    assert scope.reaches_supplier(mine)
    assert not scope.reaches_supplier(other)
    assert not scope.reaches("hg/")


@given(paths, paths)
def test_the_range_of_a_path_holds_exactly_what_it_reaches(path: str, other: str) -> None:
    start, end = path_range(path)
    assert (start <= other < end) == Scope.at(path).reaches(other)


@given(st.frozensets(paths, max_size=6), paths)
def test_the_widest_paths_reach_the_same(own: frozenset[str], other: str) -> None:
    widest = Scope(own).widest()
    assert Scope(frozenset(widest)).reaches(other) == Scope(own).reaches(other)
    assert not any(a != b and a.startswith(b) for a in widest for b in widest)


@pytest.mark.parametrize("key", ["", "a/b", "Ä", "a b", "..", "A"])
def test_a_key_that_would_break_the_path_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no tree path"):
        path_below("hg/", key)


@pytest.mark.parametrize("path", ["", "hg", "/hg/", "hg//de/", "hg/de"])
def test_malformed_paths_are_told(path: str) -> None:
    assert not is_path(path)


def test_parents_ancestors_and_common_paths() -> None:
    assert parent_path("hg/de/nord/") == "hg/de/"
    assert parent_path("hg/") == ""
    assert ancestors("hg/de/nord/") == ("hg/", "hg/de/", "hg/de/nord/")
    assert common_path(["hg/de/nord/", "hg/de/sued/p1/"]) == "hg/de/"
    assert common_path(["hg/", "xx/"]) == ""
    assert common_path([]) == ""


@given(paths, paths, paths)
def test_moving_keeps_the_rest_of_a_path(below: str, old: str, new: str) -> None:
    assert moved_path(old + below, old, new) == new + below
    if not below.startswith(old):
        assert moved_path(below, old, new) == below
