"""Head office recommends prices and names highest ones; what would fix one is found."""

from typing import Any

import pytest

from brand_assets.design_facts import Bilingual, PriceMode
from campaigns.ad_templates.fields import Choice, FieldDefinition, FieldKind
from campaigns.ad_templates.resale_prices import (
    CLAUSE,
    fixed_price,
    fixed_prices,
    fixed_texts,
    names_selling_price,
)
from campaigns.planning.plan_files import read_plan_file
from tests.factories.kit import DEMO

LABEL = Bilingual("Preis", "Price")
OWN = {"cents": 299, "starting_from": False}


def a_field(kind: FieldKind = FieldKind.PRICE, **changes: Any) -> FieldDefinition:
    return FieldDefinition(key="preis", kind=kind, label=LABEL, **changes)


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        (a_field(locked=True), OWN),
        (a_field(locked=True, default=OWN), OWN),
        (a_field(locked=True, price_modes=(PriceMode.PROMOTIONAL,)), OWN),
        (a_field(locked=True, price_modes=(PriceMode.RECOMMENDED, PriceMode.OWN)),
         OWN | {"mode": "own"}),
        (a_field(locked=True, price_modes=(PriceMode.RECOMMENDED,)), OWN),
        (a_field(locked=True), OWN | {"mode": "gift"}),
        (a_field(least=200), OWN),
        (a_field(least=120), None),
        (a_field(least=50, most=50), OWN),
        (a_field(FieldKind.ROWS, locked=True), [{"name": "Erde", "cents": 899}]),
        (a_field(FieldKind.TEXT, locked=True), "Nur 2,99 €"),
        (a_field(FieldKind.MULTILINE, locked=True), "Geranien\njetzt 2,99 €"),
        (a_field(FieldKind.CHOICE, choices=(Choice(value="2,99 €", label=LABEL),)), None),
        (a_field(FieldKind.CHOICE, locked=True, choices=(Choice(value="2 Euro", label=LABEL),)),
         "2 Euro"),
    ],
)  # fmt: skip
def test_what_fixes_a_price_is_found(entry: FieldDefinition, value: Any) -> None:
    found = fixed_price(entry, value)
    assert found is not None
    assert found.params["law"] == CLAUSE.statute
    assert "Art. 101" in CLAUSE.statute
    assert found.message % found.params


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        (a_field(), OWN),
        (a_field(locked=True), None),
        (a_field(locked=True, price_modes=(PriceMode.MAXIMUM,)), OWN | {"mode": "maximum"}),
        (a_field(locked=True), OWN | {"mode": "recommended"}),
        (a_field(most=1000), OWN),
        (a_field(least=10, most=999900), OWN),
        (a_field(least=100), {"cents": 19900}),
        (a_field(FieldKind.ROWS), [{"name": "Erde", "cents": 899}]),
        (a_field(FieldKind.TEXT), "Nur 2,99 €"),
        (a_field(FieldKind.TEXT, locked=True), "UVP 4,99 €"),
        (a_field(FieldKind.TEXT, locked=True), "Eintritt 5 €"),
        (a_field(FieldKind.TEXT, locked=True), "Pflanzen für 2 Balkone"),
        (a_field(FieldKind.CHOICE, choices=(Choice(value="2,99 €", label=LABEL),
                                            Choice(value="nichts", label=LABEL))), None),
    ],
)  # fmt: skip
def test_what_leaves_partners_free_is_fine(entry: FieldDefinition, value: Any) -> None:
    assert fixed_price(entry, value) is None


@pytest.mark.parametrize("plan", sorted((DEMO / "campaigns").glob("*-*.json")) + sorted(
    path for path in (DEMO / "campaigns").glob("*.json") if path.stem.endswith(("tage", "saison"))
))  # fmt: skip
def test_the_demonstrations_campaigns_fix_no_price(plan: Any) -> None:
    file = read_plan_file(plan)
    assert list(fixed_prices(file.fields, file.defaults)) == []


def test_a_default_of_the_field_counts_where_the_campaign_has_none() -> None:
    assert list(fixed_prices([a_field(locked=True, default=OWN)], {}))


def test_texts_of_a_template_are_found_wherever_they_stand() -> None:
    document = {
        "pages": [
            {"frames": [{"kind": "text", "parts": [
                {"kind": "literal", "text": {"de": "Nur 2,99 €", "en": "Only €2.99"}},
                {"kind": "field", "field": "x", "before": {"de": "UVP 5,00 €", "en": "RRP €5"}},
            ]}]},
            {"frames": [{"kind": "text", "parts": [{"kind": "literal", "text": "1 EUR"}]}]},
        ]
    }  # fmt: skip
    assert fixed_texts(document) == ["1 EUR", "Nur 2,99 €", "Only €2.99"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Für 5 Euro", True),
        ("€ 5", True),
        ("5,– €", True),
        ("unser Höchstpreis 5 €", False),
        ("10-€-Gutschein", False),
        ("zzgl. 0,25 € Pfand", False),
        ("Europa", False),
        ("5 europäische Sorten", False),
    ],
)
def test_a_selling_price_is_told_from_other_amounts(text: str, is_one: bool) -> None:
    assert names_selling_price(text) is is_one
