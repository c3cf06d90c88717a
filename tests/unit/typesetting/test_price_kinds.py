"""A price says in the ad of what kind it is, where its shape has room for a word."""

from datetime import date
from typing import Any

import pytest

from brand_assets.design_facts import PriceMode
from brand_assets.typesetting.values import PriceValue
from tests.factories.documents import facts_of, frame, set_frames

RECOMMENDED, MAXIMUM = PriceMode.RECOMMENDED, PriceMode.MAXIMUM
ENDS = PriceValue(299, mode=PriceMode.PROMOTIONAL, ends=date(2027, 4, 30), lowest_cents=399)


def in_a_shape(price: PriceValue, **look: Any) -> str:
    one = frame("price", field="p", style="Preis", w=300, size_max=40, size_min=10, **look)
    text = facts_of(set_frames(one, values={"p": price})).text
    assert text is not None
    return text.text


def in_a_text(price: PriceValue, form: str | None) -> str:
    part = {"kind": "field", "field": "p"} | ({"form": form} if form else {})
    text = facts_of(set_frames(frame("text", parts=[part], w=380), values={"p": price})).text
    return text.text if text else ""


@pytest.mark.parametrize(
    ("price", "shown"),
    [
        (PriceValue(299), "2,99\u202f€"),
        (PriceValue(299, starting_from=True), "ab\u202f2,99\u202f€"),
        (PriceValue(299, mode=RECOMMENDED), "UVP\u202f2,99\u202f€"),
        (PriceValue(299, mode=RECOMMENDED, starting_from=True), "UVP\u202f2,99\u202f€"),
        (PriceValue(299, mode=MAXIMUM), "max.\u202f2,99\u202f€"),
        (PriceValue(124900, mode=RECOMMENDED), "1.249,00\u202f€"),
        (ENDS, "2,99\u202f€"),
    ],
)
def test_the_word_stands_before_the_price_where_it_has_room(price: PriceValue, shown: str) -> None:
    assert in_a_shape(price) == shown


def test_a_price_on_a_line_has_no_room_for_words() -> None:
    assert in_a_shape(PriceValue(299, mode=RECOMMENDED), arrangement="line") == "2,99\u202f€"


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        (None, "2,99\u202f€ statt 3,99\u202f€ bis 30.\u202fApril"),
        ("plain", "2,99\u202f€"),
        ("note", "statt 3,99\u202f€ bis 30.\u202fApril"),
    ],
)
def test_a_text_says_what_it_was_and_until_when_it_holds(form: str | None, shown: str) -> None:
    assert in_a_text(ENDS, form) == shown


def test_a_plain_price_has_no_note() -> None:
    assert in_a_text(PriceValue(299), "note") == ""
