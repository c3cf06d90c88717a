"""What may be entered into a field, and the one form in which it is kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import Choice, FieldDefinition, FieldKind


def field(kind: FieldKind, **limits: Any) -> FieldDefinition:
    return FieldDefinition(key="it", kind=kind, label=Bilingual("Es", "It"), **limits)


@pytest.mark.parametrize(
    ("raw", "cents", "starting_from"),
    [
        ("6,99", 699, False),
        ("6,99 €", 699, False),
        ("ab 2,99\u202f€", 299, True),
        ("1.249,00 €", 124900, False),
        ("1,249.00", 124900, False),
        ("1249.5", 124950, False),
        ("7", 700, False),
        ("0,5", 50, False),
        ("4.99", 499, False),
        ({"text": "6,99", "starting_from": True}, 699, True),
        ({"cents": 699, "starting_from": False}, 699, False),
    ],
)
def test_a_price_is_read_as_people_write_it(raw: object, cents: int, starting_from: bool) -> None:
    expected = {"cents": cents, "starting_from": starting_from}
    assert canonical_value(field(FieldKind.PRICE), raw) == expected


@pytest.mark.parametrize(
    "raw", ["teuer", "-3,00", "6,999", "1,249", "1e3", {"cents": True}, {"cents": 6.5}, 12, "0"]
)
def test_what_is_no_price_is_refused(raw: object) -> None:
    with pytest.raises(Unusable):
        canonical_value(field(FieldKind.PRICE), raw)


def test_a_price_outside_the_limits_names_them() -> None:
    with pytest.raises(Unusable, match="between 1,00 and 9,99"):
        canonical_value(field(FieldKind.PRICE, least=100, most=999), "12,00")


def test_a_quantity_takes_the_singular_of_a_known_unit() -> None:
    plants = Choice(value="Pflanze", label=Bilingual("Pflanzen", "plants"))
    entry = field(FieldKind.QUANTITY, choices=(plants,))
    assert canonical_value(entry, "6 Pflanzen") == {"amount": "6", "unit": "Pflanze"}
    assert canonical_value(entry, "2,5 l") == {"amount": "2.5", "unit": "l"}
    assert canonical_value(entry, "100 g") == {"amount": "100", "unit": "g"}


@pytest.mark.parametrize("raw", ["0 Stück", "Stück", "sechs Stück", "", "6"])
def test_a_quantity_needs_number_and_unit(raw: str) -> None:
    if raw == "":
        assert canonical_value(field(FieldKind.QUANTITY), raw) is None
        return
    with pytest.raises(Unusable):
        canonical_value(field(FieldKind.QUANTITY), raw)


def test_text_loses_control_and_invisible_characters_but_keeps_soft_hyphens() -> None:
    raw = "Pflanz\u00adtag\u200b \u202eheute\x00"
    assert canonical_value(field(FieldKind.TEXT), raw) == "Pflanz\u00adtag heute"


def test_too_long_a_text_says_how_long_it_may_be() -> None:
    with pytest.raises(Unusable, match="33 characters, 30 are possible"):
        canonical_value(field(FieldKind.TEXT, max_chars=30), "x" * 33)


def test_a_day_outside_the_limits_is_refused() -> None:
    entry = field(FieldKind.DATE_RANGE, earliest="2027-04-12", latest="2027-05-09")
    inside = {"from": "2027-04-19", "until": "2027-04-30"}
    assert canonical_value(entry, inside) == inside
    with pytest.raises(Unusable, match=r"12.04.2027 to 09.05.2027"):
        canonical_value(entry, {"from": "2027-04-01", "until": "2027-04-30"})
    with pytest.raises(Unusable, match="before"):
        canonical_value(entry, {"from": "2027-04-30", "until": "2027-04-19"})


@pytest.mark.parametrize(
    "url",
    [
        "http://halmgruen.example/",
        "javascript:alert(1)",
        "https://halmgruen.example@evil.example/",
        "https://evil.example/halmgruen.example",
        "https://nothalmgruen.example/",
        "https://",
        "https://halmgruen.example/ x",
        "//halmgruen.example",
    ],
)
def test_a_link_leads_only_to_the_brand(url: str) -> None:
    with pytest.raises(Unusable):
        canonical_value(field(FieldKind.URL, hosts=("halmgruen.example",)), url)


def test_a_link_to_a_subdomain_of_the_brand_is_fine() -> None:
    url = "https://www.halmgruen.example/bgd"
    assert canonical_value(field(FieldKind.URL, hosts=("halmgruen.example",)), url) == url


def test_rows_need_name_and_price_and_skip_empty_ones() -> None:
    entry = field(FieldKind.ROWS, least=1, most=2)
    row = {"name": "Bärlauch", "size": "9-cm-Topf", "unit_price": "", "price": "2,49"}
    kept = [{"name": "Bärlauch", "size": "9-cm-Topf", "unit_price": "", "cents": 249}]
    assert canonical_value(entry, [row, {"name": "", "price": ""}]) == kept
    with pytest.raises(Unusable, match="name and a price"):
        canonical_value(entry, [{"name": "Bärlauch"}])
    with pytest.raises(Unusable, match="1 to 2 lines"):
        canonical_value(entry, [row, row, row])


def test_a_photo_is_a_hash_and_never_a_name() -> None:
    with pytest.raises(Unusable):
        canonical_value(field(FieldKind.PHOTO), {"sha256": "../../etc/passwd"})
    with pytest.raises(Unusable):
        canonical_value(field(FieldKind.PHOTO), {"sha256": "a" * 64, "zoom": float("nan")})
    kept = canonical_value(field(FieldKind.PHOTO), {"sha256": "a" * 64, "zoom": 1.5})
    assert kept == {"sha256": "a" * 64, "zoom": 1.5, "x": None, "y": None}


def test_a_photo_keeps_what_was_chosen_of_its_crop() -> None:
    entry, photo = field(FieldKind.PHOTO), {"sha256": "a" * 64}
    sent = {"focal": "0.25,0.5", "turn": "-90", "mirror": "true", "crop": [0, 0.1, 0.5, 0.9]}
    kept = canonical_value(entry, photo | sent)
    chosen = {"focal": [0.25, 0.5], "turn": 270.0, "mirror": True, "crop": [0.0, 0.1, 0.5, 0.9]}
    assert kept == photo | {"zoom": None, "x": None, "y": None} | chosen
    assert canonical_value(entry, kept) == kept
    blank = photo | {"focal": "", "turn": "", "mirror": "", "crop": ""}
    assert canonical_value(entry, blank) == photo | {"zoom": None, "x": None, "y": None}
    for wrong in (
        {"focal": "0.5"},
        {"focal": "a,b"},
        {"focal": [0.5, 1.1]},
        {"focal": {"x": 1}},
        {"turn": "quer"},
        {"turn": 361},
        {"mirror": "ja"},
        {"crop": [0.6, 0, 0.5, 1]},
        {"crop": [0, 0, 0.01, 1]},
    ):
        with pytest.raises(Unusable, match="crop again"):
            canonical_value(entry, photo | wrong)


def test_a_computed_value_cannot_be_entered() -> None:
    with pytest.raises(Unusable):
        canonical_value(field(FieldKind.UNIT_PRICE), "1 l = 0,01 €")


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["cents", "text", "from", "until", "day", "sha256", "name", "price", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@given(kind=st.sampled_from(list(FieldKind)), raw=_JSON)
def test_whatever_is_sent_is_read_or_refused_and_reading_twice_is_the_same(
    kind: FieldKind, raw: object
) -> None:
    entry = field(kind)
    try:
        value = canonical_value(entry, raw)
    except Unusable:
        return
    assert canonical_value(entry, value) == value
