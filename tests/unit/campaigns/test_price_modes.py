"""A price keeps its kind, its end and its lowest price, and older values read as before."""

from datetime import date
from typing import Any

import pytest

from brand_assets.design_facts import Bilingual, PriceMode
from brand_assets.typesetting.text.formatting import write
from brand_assets.typesetting.values import PriceValue
from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import FieldDefinition, FieldKind, write_fields
from campaigns.ad_templates.typed import typed_value

ALL = tuple(PriceMode)


def a_field(*modes: PriceMode) -> FieldDefinition:
    entry = FieldDefinition(key="preis", kind=FieldKind.PRICE, label=Bilingual("Preis", "Price"))
    return entry.model_copy(update={"price_modes": modes}) if modes else entry


def test_a_price_as_it_was_stored_before_reads_as_before() -> None:
    stored = {"cents": 299, "starting_from": True}
    for raw in (stored, "ab 2,99", {"text": "2,99 €", "starting_from": True}):
        assert canonical_value(a_field(), raw) == stored
        assert canonical_value(a_field(*ALL), raw) == stored
    assert typed_value(FieldKind.PRICE, stored) == PriceValue(299, starting_from=True)


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({"text": "4,99", "mode": "recommended"}, {"mode": "recommended"}),
        ({"text": "4,99", "mode": "own", "ends": "2027-05-22"}, {}),
        ({"text": "4,99", "mode": ""}, {}),
        (
            {"text": "4,99", "mode": "promotional", "ends": "2027-05-22"},
            {"mode": "promotional", "ends": "2027-05-22"},
        ),
        ({"text": "4,99", "lowest": "6,49 €"}, {"lowest_cents": 649}),
        ({"text": "4,99", "lowest": ""}, {}),
        ({"text": "4,99", "mode": "recommended", "lowest": "6,49"}, {"mode": "recommended"}),
    ],
)
def test_what_is_entered_about_a_price_is_kept(raw: Any, kept: Any) -> None:
    canonical = canonical_value(a_field(*ALL), raw)
    assert canonical == {"cents": 499, "starting_from": False, **kept}
    assert canonical_value(a_field(*ALL), canonical) == canonical


def test_the_fields_first_kind_counts_where_none_is_named() -> None:
    entry = a_field(PriceMode.RECOMMENDED, PriceMode.OWN)
    assert canonical_value(entry, "4,99")["mode"] == "recommended"
    own = canonical_value(entry, {"text": "4,99", "mode": "own"})
    assert canonical_value(entry, own) == own
    assert typed_value(FieldKind.PRICE, own).mode is PriceMode.OWN  # type: ignore[union-attr] # price


@pytest.mark.parametrize(
    "raw",
    [
        {"text": "4,99", "mode": "maximum"},
        {"text": "4,99", "mode": "gift"},
        {"text": "4,99", "mode": {"a": 1}},
        {"text": "4,99", "mode": "promotional"},
        {"text": "4,99", "mode": "promotional", "ends": "soon"},
        {"text": "4,99", "mode": "promotional", "ends": 5},
        {"text": "4,99", "lowest": "cheap"},
        {"text": "4,99", "lowest_cents": True},
        {"text": "4,99", "lowest_cents": -5},
        {"text": "4,99", "lowest": [1]},
    ],
)
def test_what_is_no_kind_end_or_price_is_refused(raw: Any) -> None:
    with pytest.raises(Unusable):
        canonical_value(a_field(PriceMode.OWN, PriceMode.PROMOTIONAL), raw)


@pytest.mark.parametrize(
    ("price", "german", "english"),
    [
        (PriceValue(499), "4,99\u202f€", "€4.99"),
        (
            PriceValue(499, mode=PriceMode.RECOMMENDED),
            "UVP\u00a04,99\u202f€",
            "RRP\u00a0€4.99",
        ),
        (PriceValue(499, mode=PriceMode.MAXIMUM), "max.\u00a04,99\u202f€", "max.\u00a0€4.99"),
        (
            PriceValue(499, mode=PriceMode.PROMOTIONAL, ends=date(2027, 4, 30)),
            "4,99\u202f€ bis 30.\u202fApril",
            "€4.99 until 30\u00a0April",
        ),
        (
            PriceValue(499, lowest_cents=649),
            "4,99\u202f€ statt 6,49\u202f€",
            "€4.99 instead of €6.49",
        ),
    ],
)
def test_a_price_is_written_with_its_kind(price: PriceValue, german: str, english: str) -> None:
    assert (write(price), write(price, "en")) == (german, english)
    assert write(price, "de", "plain") == "4,99\u202f€"
    assert write(price, "de", "note") in german


def test_definitions_keep_their_kinds() -> None:
    (stored,) = write_fields([a_field(PriceMode.RECOMMENDED, PriceMode.MAXIMUM)])
    assert stored["price_modes"] == ["recommended", "maximum"]
