"""How delivered files are named and checked, and what a job ticket says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.delivery.rules import (
    DeliveryAddress,
    PrintSize,
    TicketLine,
    check_hash,
    check_pixels,
    file_name,
    ticket_json,
)
from portal.foundation.errors import Conflict

ADDRESS = DeliveryAddress("Gartenmarkt Petersen", "Am Weidengrund 12", "21029", "Hamburg", "040 1")


def ticket_line(reference: str) -> TicketLine:
    return TicketLine(
        reference=reference,
        file=f"{reference}.pdf",
        sha256="ab" * 32,
        format="flyer_a5",
        size=PrintSize(148, 210, 3, 2),
        quantity=2500,
        finishing="HKS 65 K als Sonderfarbe",
        colours=("Cyan", "Magenta", "Yellow", "Black", "HKS 65 K"),
        deliver_by="2027-04-22",
        deliver_to=ADDRESS,
    )


def test_names_say_what_is_inside_in_plain_letters() -> None:
    name = file_name("10482-1", "flyer_a5", "Köln-Rodenkirchen (Süd)", "pdf")
    assert name == "10482-1_flyer-a5_koeln-rodenkirchen-sued.pdf"


@given(st.text())
def test_names_never_leave_their_folder(place: str) -> None:
    name = file_name("1-1", "flyer_a5", place, "pdf")
    assert not set(name) & set('/\\:*?"<>|')
    assert ".." not in name
    assert name.isascii()


def test_a_ticket_is_the_same_whatever_the_order_of_its_lines() -> None:
    lines = [ticket_line("10482-2"), ticket_line("10482-1")]
    first = ticket_json("druckerei-vogel", lines)
    assert first == ticket_json("druckerei-vogel", lines[::-1])
    content = json.loads(first)
    assert [line["reference"] for line in content["lines"]] == ["10482-1", "10482-2"]
    assert content["lines"][0]["size"] == {
        "width_mm": 148,
        "height_mm": 210,
        "bleed_mm": 3,
        "pages": 2,
    }
    assert content["lines"][0]["deliver_to"]["city"] == "Hamburg"


def test_other_bytes_than_the_approved_ones_are_not_handed_over() -> None:
    check_hash("aa", "aa")
    with pytest.raises(Conflict):
        check_hash("aa", "ab")


def test_channel_files_have_exact_pixels_within_the_limit() -> None:
    check_pixels((1080, 1080), (1080, 1080), 900_000, 900_000)
    with pytest.raises(Conflict):
        check_pixels((1080, 1081), (1080, 1080), 1, None)
    with pytest.raises(Conflict):
        check_pixels((1080, 1080), (1080, 1080), 900_001, 900_000)
