"""Tests of view links' rules: tokens, states, what a comment may be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaigns.proofs.viewing.forms import read_link, read_remark
from campaigns.proofs.viewing.refusals import MOST_ROWS, WINDOW, Tally
from campaigns.proofs.viewing.rules import (
    CloseReason,
    LinkState,
    Pin,
    ViewLinkUnknown,
    chosen_formats,
    expiry,
    pin_of,
    quarter_of,
    read_token,
    state_of,
    without_addresses,
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
@example(65, "1")
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
        (past, CloseReason.REVOKED, True, False): LinkState.REVOKED,
        (future, CloseReason.REVOKED, False, True): LinkState.REVOKED,
        (future, CloseReason.CAMPAIGN, True, True): LinkState.CAMPAIGN_CLOSED,
        (future, None, False, False): LinkState.CAMPAIGN_CLOSED,
        (past, None, True, False): LinkState.EXPIRED,
        (NOW, None, True, True): LinkState.EXPIRED,
        (future, None, True, False): LinkState.MAKER_GONE,
        (future, None, True, True): LinkState.OPEN,
    }
    for (expires, closed, runs, may), expected in states.items():
        found = state_of(expires, closed, NOW, campaign_runs=runs, maker_may=may)
        assert found is expected


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


def test_no_stranger_fills_the_audit_trail() -> None:
    tally = Tally()
    rows = [tally.count("192.0.2.1", "unknown", NOW) for _ in range(1234)]
    assert [row for row in rows if row] == [("192.0.2.1", 10**n) for n in range(4)]
    assert tally.count("192.0.2.1", "expired", NOW) == ("192.0.2.1", 1)
    flood = [tally.count(f"address {n}", "unknown", NOW) for n in range(20_000)]
    told = [row for row in flood if row]
    assert len(told) <= MOST_ROWS + 5
    assert told[-1] == ("many", 10_000)
    assert tally.count("192.0.2.1", "unknown", NOW + WINDOW) == ("192.0.2.1", 1)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Mehr auf https://boese.example/a?b, ja", "Mehr auf […] ja"),
        ("www.boese.de und boese.example/x", "[…] und […]"),
        ("ines@boese.de", "[…]"),
        (
            "Am 24.April z. B. um 9.30 Uhr,\nd.h. morgens.",
            "Am 24.April z. B. um 9.30 Uhr, d.h. morgens.",
        ),
    ],
)
def test_a_mail_leads_nobody_where_a_stranger_wants(text: str, told: str) -> None:
    assert without_addresses(text, "[…]") == told


def test_a_quarter_of_an_hour_begins_on_the_clock() -> None:
    for minute, begins in ((0, 0), (14, 0), (15, 15), (59, 45)):
        moment = NOW.replace(minute=minute, second=59, microsecond=5)
        assert quarter_of(moment) == NOW.replace(minute=begins)
