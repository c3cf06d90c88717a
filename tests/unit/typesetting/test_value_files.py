"""Owns the facts about values in files: read strictly, written so that they are read back."""

import pytest

from brand_assets.typesetting.value_files import ValuesError, read_values, values_json
from brand_assets.typesetting.values import PhotoValue, TextValue
from tests.factories.ads import ad_values


@pytest.mark.parametrize("campaign", ["fruehling", "kraeuter"])
def test_what_is_written_is_read_back(campaign: str) -> None:
    values = dict(ad_values(campaign))
    assert read_values(values_json(values)) == values


def test_a_string_is_a_text() -> None:
    assert read_values('{"headline": "Guten Tag"}') == {"headline": TextValue("Guten Tag")}


def test_a_photos_file_goes_to_its_caller() -> None:
    asked: list[str] = []

    def add(name: str) -> str:
        asked.append(name)
        return "a" * 64

    found = read_values('{"bild": {"kind": "photo", "file": "x.jpg", "zoom": 1.5}}', add)
    assert found == {"bild": PhotoValue("a" * 64, zoom=1.5)}
    assert asked == ["x.jpg"]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("[]", "the values must be an object of fields"),
        ("{", "the values are no JSON"),
        ('{"zoom": NaN}', "NaN is no number"),
        ('{"preis": 3}', "preis: state a text, or an object of a kind: text, price"),
        ('{"preis": {"kind": "money"}}', "preis: state a text, or an object of a kind"),
        ('{"preis": {"kind": "price", "cent": 3}}', "preis: a price has no cent"),
        ('{"preis": {"kind": "price"}}', "preis.cents: Field required"),
        ('{"tage": {"kind": "date_range", "start": "x", "end": "y"}}', "tage.start: "),
        ('{"bild": {"kind": "photo", "file": "x.jpg"}}', "bild: a photo needs the sha256"),
        ("[" * 100_000, "the values are no JSON"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(written: str, problem: str) -> None:
    with pytest.raises(ValuesError) as refused:
        read_values(written)
    assert problem in str(refused.value)


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(ValuesError, match="larger than"):
        read_values(" " * 2_000_001)
