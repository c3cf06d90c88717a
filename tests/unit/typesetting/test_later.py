"""Owns the facts about drawing later: who only measures draws nothing, and gets the same."""

import pickle
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brand_assets.typesetting.codes import qr
from brand_assets.typesetting.later import Later
from brand_assets.typesetting.text import text_frames
from tests.factories.documents import facts_of, frame, set_frames, text_frame

CODE = frame(
    "qr",
    "code",
    x=0,
    y=300,
    w=100,
    h=100,
    data="https://fruehling.example/q7x2p9ab",
    colour="Schwarz",
)


def _frames() -> Iterator[dict[str, object]]:
    yield text_frame("Der Frühling muss raus.")
    yield CODE


def test_what_is_made_later_is_made_once() -> None:
    numbers = iter(range(10))
    later = Later(lambda: next(numbers))
    assert next(numbers) == 0
    assert (later.get(), later.get()) == (1, 1)
    assert next(numbers) == 2


def test_another_process_gets_what_was_made() -> None:
    came = pickle.loads(pickle.dumps(set_frames(*_frames())))  # noqa: S301 - our own
    assert came == set_frames(*_frames())
    assert came.display.pages[0].items


def test_who_measures_a_page_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = set_frames(*_frames())
    drawn = expected.display

    def refuse(*_: object) -> None:
        raise AssertionError("drawn although nobody looks")

    monkeypatch.setattr(qr, "_modules", refuse)
    monkeypatch.setattr(text_frames, "glyph_items", refuse)
    found = set_frames(*_frames())
    assert found.facts == expected.facts
    assert facts_of(found, "code").qr is not None
    with pytest.raises(AssertionError, match="nobody looks"):
        _ = found.display
    monkeypatch.undo()
    assert set_frames(*_frames()).display == drawn


@settings(max_examples=25)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text("ABCDEFXYZ0123456789 $%*+-./:", max_size=60),
        st.text("0123456789", max_size=60),
        st.text("abcAB01:/-.", min_size=1, max_size=200),
    ).filter(bool),
    st.sampled_from("LMQH"),
)
def test_the_size_of_a_code_is_that_of_the_code_itself(data: str, level: str) -> None:
    rows = qr._code(data, level)
    assert qr.modules_across(data, level) == (None if rows is None else len(rows))


def test_what_is_too_long_for_any_code_has_no_size() -> None:
    assert qr.modules_across("a" * 3000, "L") is None
