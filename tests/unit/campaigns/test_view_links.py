"""Tests of view links' rules: tokens, states, what a comment may be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.proofs.viewing.forms import read_link, read_remark
from campaigns.proofs.viewing.rules import (
    CloseReason,
    LinkState,
    Pin,
    ViewLinkUnknown,
    chosen_formats,
    expiry,
    pin_of,
    read_token,
    state_of,
    words_of,
    write_token,
)
from portal.foundation.errors import Invalid
from portal.foundation.ids import new_id

SECRET = "a-secret-of-at-least-thirty-two-signs"
NOW = datetime(2027, 4, 20, 10, tzinfo=UTC)


@given(st.uuids())
def test_a_token_names_its_link_and_is_the_same_each_time(link_id: UUID) -> None:
    token = write_token(link_id, SECRET)
    assert read_token(token, SECRET) == link_id
    assert write_token(link_id, SECRET) == token
    assert len(token) < 80


@given(st.integers(0, 200), st.characters())
def test_a_changed_token_is_none(place: int, sign: str) -> None:
    token = write_token(UUID(int=7 << 64 | 12345), SECRET)
    at = place % len(token)
    forged = token[:at] + sign + token[at + 1 :]
    if forged != token:
        with pytest.raises(ViewLinkUnknown):
            read_token(forged, SECRET)


@given(st.text())
def test_no_text_is_a_token_or_a_failure(text: str) -> None:
    with pytest.raises(ViewLinkUnknown):
        read_token(text, SECRET)


def test_a_token_of_another_secret_or_purpose_is_none() -> None:
    with pytest.raises(ViewLinkUnknown):
        read_token(write_token(new_id(), "another-secret-of-thirty-two-signs"), SECRET)


def test_what_a_person_did_counts_before_what_time_did() -> None:
    past, future = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
    states = {
        (past, CloseReason.REVOKED, True): LinkState.REVOKED,
        (future, CloseReason.REVOKED, False): LinkState.REVOKED,
        (future, CloseReason.CAMPAIGN, True): LinkState.CAMPAIGN_CLOSED,
        (future, None, False): LinkState.CAMPAIGN_CLOSED,
        (past, None, True): LinkState.EXPIRED,
        (NOW, None, True): LinkState.EXPIRED,
        (future, None, True): LinkState.OPEN,
    }
    for (expires, closed, runs), expected in states.items():
        assert state_of(expires, closed, NOW, campaign_runs=runs) is expected


@pytest.mark.parametrize("days", [0, -1, 31, 10**9])
def test_a_link_lasts_one_to_thirty_days(days: int) -> None:
    assert expiry(NOW, 30) == NOW + timedelta(days=30)
    with pytest.raises(Invalid):
        expiry(NOW, days)


def test_formats_are_those_of_the_campaign_in_its_order() -> None:
    offered = ["flyer", "post", "story"]
    assert chosen_formats(["story", "flyer"], offered) == ["flyer", "story"]
    for wanted in ([], ["poster"], ["flyer", "poster"]):
        with pytest.raises(Invalid):
            chosen_formats(wanted, offered)


def test_a_pin_lies_on_the_picture_or_means_the_page() -> None:
    assert pin_of(0.123456, 1) == Pin(0.1235, 1)
    assert pin_of(None, 0.5) is None
    for x in (-0.01, 1.01, float("nan"), float("inf")):
        with pytest.raises(Invalid):
            pin_of(x, 0.5)


def test_words_lose_what_is_unseen_and_keep_their_lines() -> None:
    assert words_of("  Ein\u202e \x07Wort \n\n und\tmehr ", 100, "text") == "Ein Wort\n\nund mehr"
    for text in ("", " \u200b\n", "x" * 101):
        with pytest.raises(Invalid):
            words_of(text, 100, "text")


@pytest.mark.parametrize("days", ["x", "²", "1.5", "-1", "1e3"])
def test_days_are_a_whole_number(days: str) -> None:
    assert read_link(["a", "a"], {}).days == 7
    with pytest.raises(Invalid):
        read_link(["a"], {"days": days})


def test_a_remark_without_a_page_is_refused() -> None:
    sent = {"format": "flyer", "page": "1", "x": "0.25", "y": "", "name": "A", "text": "B"}
    read = read_remark(sent)
    assert (read.page, read.x, read.y) == (1, 0.25, None)
    for wrong in ({"page": "-1"}, {"page": ""}, {"x": "links"}):
        with pytest.raises(Invalid):
            read_remark({**sent, **wrong})
