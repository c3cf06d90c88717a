"""Numbers, marked text, phones, people and rows: read, limited, and set as they were entered."""

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brand_assets.design_facts import Bilingual, PriceMode
from brand_assets.typesetting.text.formatting import write
from brand_assets.typesetting.values import RowsValue
from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, photo_of
from campaigns.ad_templates.rules import carried_value, same_type, unchanged_examples
from campaigns.ad_templates.typed import typed_value

SHA = "a" * 64


def field(kind: FieldKind, **limits: Any) -> FieldDefinition:
    return FieldDefinition(key="it", kind=kind, label=Bilingual("Es", "It"), **limits)


def read(kind: FieldKind, raw: object, **limits: Any) -> Any:
    entry = field(kind, **limits)
    value = canonical_value(entry, raw)
    assert canonical_value(entry, value) == value
    return value


def written(kind: FieldKind, raw: object, language: str = "de", **limits: Any) -> str:
    return write(typed_value(kind, read(kind, raw, **limits)), language)


@pytest.mark.parametrize(
    ("raw", "limits", "german", "english"),
    [
        ("1250", {"unit": "m²"}, "1.250\u202fm²", "1,250\u202fm²"),
        ("1.250 m²", {"unit": "m²"}, "1.250\u202fm²", "1,250\u202fm²"),
        ("2,5", {"decimals": 1}, "2,5", "2.5"),
        ("2.50", {"decimals": 2}, "2,5", "2.5"),
        ("\u22123", {"least": -10}, "\u22123", "\u22123"),
        (7, {}, "7", "7"),
    ],
)
def test_a_number_is_read_and_written_with_its_unit(
    raw: object, limits: dict[str, Any], german: str, english: str
) -> None:
    assert written(FieldKind.NUMBER, raw, "de", **limits) == german
    assert written(FieldKind.NUMBER, raw, "en", **limits) == english


@pytest.mark.parametrize(
    ("raw", "limits", "says"),
    [
        ("2,5", {}, "whole number"),
        ("2,55", {"decimals": 1}, "At most 1 decimals"),
        ("12", {"most": 10}, "between 0 and 10"),
        ("-1", {}, "between 0"),
        ("viel", {}, "such as 12"),
        (True, {}, "text"),
        ({"amount": "1e9"}, {}, "such as 12"),
    ],
)
def test_what_is_no_such_number_says_what_is(
    raw: object, limits: dict[str, Any], says: str
) -> None:
    with pytest.raises(Unusable, match=says):
        read(FieldKind.NUMBER, raw, **limits)


def test_marked_text_holds_the_marks_that_are_allowed_and_no_others() -> None:
    text = "**Neu:** 3 m^2^ Beet\nab sofort"
    assert read(FieldKind.RICH_TEXT, text, marks=("bold", "super")) == text
    with pytest.raises(Unusable, match=r"\^ … \^ is not possible"):
        read(FieldKind.RICH_TEXT, text, marks=("bold",))
    # Signs without a partner are signs; a plain text has no marks at all.
    assert read(FieldKind.RICH_TEXT, "2 ** 3 ~ 8") == "2 ** 3 ~ 8"
    assert read(FieldKind.TEXT, "**Neu**") == "**Neu**"


def test_marks_do_not_count_among_the_characters() -> None:
    assert read(FieldKind.RICH_TEXT, "**Neu**", marks=("bold",), max_chars=3) == "**Neu**"
    with pytest.raises(Unusable, match="4 characters, 3 are possible"):
        read(FieldKind.RICH_TEXT, "**Neue**", marks=("bold",), max_chars=3)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("(0681) 123 45-67", "0681 12345-67"),
        ("0681/12345", "0681 12345"),
        ("0681-12345", "0681 12345"),
        ("0681-123-45", "0681 123-45"),
        ("08912345678", "089 12345678"),
        ("017012345678", "0170 12345678"),
        ("Tel.: 0681 12345", "0681 12345"),
        ("0049 (0) 681 / 12 345", "+49 681 12345"),
        ("+49 (0)681 12345-0", "+49 681 12345-0"),
        ("+4917012345678", "+49 170 12345678"),
        ("+491700123456", "+49 170 0123456"),
        ("00 49 681 12345", "+49 681 12345"),
        ("(00) 49 681 12345", "+49 681 12345"),
        ("/0049 681 12345", "+49 681 12345"),
        ("+33 1 42 68 53 00", "+33 1 42685300"),
        ("+352 26 12 34", "+352 26 1234"),
        ("+1 (212) 555-0100", "+1 212 555-0100"),
        ("116117", "116117"),
    ],
)
def test_a_phone_number_has_one_written_form(typed: str, kept: str) -> None:
    assert read(FieldKind.PHONE, typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "12345",
        "0681",
        "anrufen",
        "0681 12345 Durchwahl 3",
        "+49",
        "0" * 16,
        "++49681123",
        "000681123",
        "+0681123456",
        "/001000",
    ],
)
def test_what_cannot_be_dialled_from_elsewhere_is_refused(typed: str) -> None:
    with pytest.raises(Unusable, match="with its area code"):
        read(FieldKind.PHONE, typed)


@given(st.text(alphabet="+0123456789 -/().", max_size=20))
@example("/001000000")
@example("(0)01000000")
def test_reading_a_number_again_changes_nothing(typed: str) -> None:
    try:
        kept = canonical_value(field(FieldKind.PHONE), typed)
    except Unusable:
        return
    assert canonical_value(field(FieldKind.PHONE), kept) == kept


@given(st.sampled_from(["0", "+"]), st.text(alphabet="0123456789 -/.", max_size=18))
@example("+", "491700123456")
def test_no_figure_of_a_number_is_lost(begins: str, goes_on: str) -> None:
    typed = f"{begins}{goes_on}"
    try:
        kept = canonical_value(field(FieldKind.PHONE), typed)
    except Unusable:
        return
    figures = re.sub(r"\D", "", typed)
    assert re.sub(r"\D", "", str(kept)) == re.sub(r"^00", "", figures)


def test_a_person_is_named_and_the_rest_is_optional() -> None:
    raw = {"name": " Anna  Beispiel ", "role": "Beraterin", "phone": "(0681) 123-4"}
    value = read(FieldKind.PERSON, {**raw, "sha256": SHA})
    assert value == {
        "name": "Anna Beispiel",
        "role": "Beraterin",
        "phone": "0681 123-4",
        "email": "",
        "sha256": SHA,
    }
    assert photo_of(FieldKind.PERSON, value) == SHA
    said = write(typed_value(FieldKind.PERSON, value))
    assert said == "Anna Beispiel\nBeraterin\nTel. 0681\u202f123-4"
    assert read(FieldKind.PERSON, {"name": "", "role": " "}) is None


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ({"role": "Beraterin"}, "needs a name"),
        ({"name": "Anna", "email": "anna"}, "e-mail"),
        ({"name": "Anna", "phone": "später"}, "area code"),
        ({"name": "Anna", "sha256": "../x"}, "photo"),
        ("Anna", "all parts"),
    ],
)
def test_a_person_says_what_is_missing(raw: object, says: str) -> None:
    with pytest.raises(Unusable, match=says):
        read(FieldKind.PERSON, raw)


def test_an_address_is_whole_or_empty() -> None:
    whole = {"street": "Weg 1", "postcode": "66111", "city": "Saarbrücken", "phone": "0681/99-0"}
    assert read(FieldKind.ADDRESS, whole)["phone"] == "0681 99-0"
    assert read(FieldKind.ADDRESS, dict.fromkeys(whole, "")) is None
    with pytest.raises(Unusable, match="postcode such as"):
        read(FieldKind.ADDRESS, {**whole, "postcode": "?"})


def test_each_row_says_whose_price_it_is_and_what_it_was_before() -> None:
    modes = (PriceMode.OWN, PriceMode.PROMOTIONAL)
    raw = [
        {"name": "Erde", "size": "40 l", "price": "ab 8,99", "lowest": "9,99"},
        {"name": "Topf", "price": "5,00", "mode": "promotional", "ends": "2027-05-01"},
        {"name": " ", "price": ""},
    ]
    rows = read(FieldKind.ROWS, raw, price_modes=modes)
    assert rows[0] == {
        "name": "Erde",
        "size": "40 l",
        "unit_price": "",
        "cents": 899,
        "lowest_cents": 999,
        "starting_from": True,
    }
    typed = typed_value(FieldKind.ROWS, rows)
    assert isinstance(typed, RowsValue)
    assert [row.price.mode for row in typed.rows] == list(modes)
    assert write(typed.rows[0].price) == "ab\u00a08,99\u202f€ statt 9,99\u202f€"
    with pytest.raises(Unusable, match="not possible here"):
        read(FieldKind.ROWS, [{"name": "Erde", "price": "8", "mode": "recommended"}])


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        (field(FieldKind.TEXT), field(FieldKind.MULTILINE), True),
        (field(FieldKind.MULTILINE), field(FieldKind.TEXT), False),
        (field(FieldKind.TEXT), field(FieldKind.RICH_TEXT), True),
        (field(FieldKind.PRICE), field(FieldKind.TEXT), False),
        (field(FieldKind.NUMBER, unit="kg"), field(FieldKind.NUMBER, unit="g"), False),
        (field(FieldKind.NUMBER, unit="kg"), field(FieldKind.NUMBER, unit="kg"), True),
        (field(FieldKind.CHOICE), field(FieldKind.CHOICE), True),
    ],
)
def test_values_are_carried_to_what_means_the_same(
    old: FieldDefinition, new: FieldDefinition, same: bool
) -> None:
    assert same_type(old, new) is same


def test_a_carried_value_keeps_to_the_new_limits() -> None:
    old, new = field(FieldKind.TEXT), field(FieldKind.MULTILINE, max_chars=5)
    assert carried_value(old, new, "Hallo") == "Hallo"
    with pytest.raises(Unusable, match="6 characters"):
        carried_value(old, new, "Hallo!")
    with pytest.raises(Unusable, match="something else"):
        carried_value(old, field(FieldKind.PRICE), "Hallo")


def test_an_example_is_unchanged_until_it_says_something_else() -> None:
    entry = field(FieldKind.TEXT, must_change=True)
    given_by_head_office = {"it": "Ihr Text"}
    assert unchanged_examples([entry], {"it": "Ihr Text"}, given_by_head_office) == {"it"}
    assert not unchanged_examples([entry], {"it": "Mein Text"}, given_by_head_office)
    assert not unchanged_examples([entry], {}, {})
    locked = entry.model_copy(update={"locked": True})
    assert not unchanged_examples([locked], {"it": "Ihr Text"}, given_by_head_office)


_NAMES = (
    *("name", "role", "phone", "email", "sha256", "street", "postcode", "city", "days", "hours"),
    *("amount", "unit", "cents", "text", "price", "mode", "ends", "lowest", "from", "until", "day"),
)
_PARTS = st.sampled_from(_NAMES)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.text(max_size=8),
    st.sampled_from(["2,99", "0681 1234", "**a**", "2027-05-01", "10:00", "promotional", SHA]),
)
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_PARTS, inner, max_size=6),
    max_leaves=12,
)


@settings(max_examples=400)
@given(kind=st.sampled_from(FieldKind), raw=_JSON)
def test_whatever_is_sent_is_read_or_told_and_reads_again_as_itself(
    kind: FieldKind, raw: Any
) -> None:
    entry = field(kind, marks=("bold",), decimals=2, price_modes=tuple(PriceMode))
    try:
        value = canonical_value(entry, raw)
    except Unusable:
        return
    assert canonical_value(entry, value) == value
    if value is not None:
        write(typed_value(kind, value))
