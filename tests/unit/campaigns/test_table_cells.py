"""Values go into cells of a table as text, and what people type there is read as values."""

import time
from typing import Any

import pytest

from brand_assets.design_facts import Bilingual
from campaigns.ad_templates.canonical import Unusable, canonical_value
from campaigns.ad_templates.fields import Choice, FieldDefinition, FieldKind
from campaigns.proofs.across.cells import cell_value, text_of


def entry(kind: FieldKind, **more: Any) -> FieldDefinition:
    """Return a field of this kind."""
    return FieldDefinition(key="feld", kind=kind, label=Bilingual("Feld", "Field"), **more)


CHOICES = (Choice(value="laden", label=Bilingual("Im Laden", "In the shop")),)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (FieldKind.PRICE, "2,99 €", {"cents": 299, "starting_from": False}),
        (FieldKind.PRICE, "2.99", {"cents": 299, "starting_from": False}),
        (FieldKind.PRICE, "2,99\u00a0€", {"cents": 299, "starting_from": False}),
        (FieldKind.PRICE, "€2.99", {"cents": 299, "starting_from": False}),
        (FieldKind.PRICE, "ab 3 €", {"cents": 300, "starting_from": True}),
        (FieldKind.PRICE, "2,99 Euro", {"cents": 299, "starting_from": False}),
        (FieldKind.PRICE, "3,- €", {"cents": 300, "starting_from": False}),
        (FieldKind.PRICE, "1.299,00 €", {"cents": 129_900, "starting_from": False}),
        (FieldKind.PRICE, "€1,299.00", {"cents": 129_900, "starting_from": False}),
        (FieldKind.QUANTITY, "6 Pflanzen", {"amount": "6", "unit": "Pflanzen"}),
        (FieldKind.DATE_RANGE, "15.05.2027", {"from": "2027-05-15", "until": "2027-05-15"}),
        (FieldKind.DATE_RANGE, "2027-05-15", {"from": "2027-05-15", "until": "2027-05-15"}),
        (FieldKind.DATE_RANGE, "10.5.27 – 22.5.27", {"from": "2027-05-10", "until": "2027-05-22"}),
        (FieldKind.DATE_RANGE, "10.05.–22.05.2027", {"from": "2027-05-10", "until": "2027-05-22"}),
        (
            FieldKind.DATE_RANGE,
            "vom 10.05.2027 bis 22.05.2027",
            {"from": "2027-05-10", "until": "2027-05-22"},
        ),
        (
            FieldKind.DATE_RANGE,
            "2027-05-10 - 2027-05-22",
            {"from": "2027-05-10", "until": "2027-05-22"},
        ),
        (
            FieldKind.EVENT_TIME,
            "Sa, 15.05.2027, 10–16 Uhr",
            {"day": "2027-05-15", "from": "10:00", "until": "16:00"},
        ),
        (
            FieldKind.EVENT_TIME,
            "2027-05-15 10:30 - 16.00",
            {"day": "2027-05-15", "from": "10:30", "until": "16:00"},
        ),
        (
            FieldKind.EVENT_TIME,
            "15/05/2027 10 am to 4 pm",
            {"day": "2027-05-15", "from": "10:00", "until": "16:00"},
        ),
        (
            FieldKind.HOURS,
            "Mo–Fr 9–19 Uhr\nSa: 9–16 Uhr",
            [{"days": "Mo–Fr", "hours": "9–19 Uhr"}, {"days": "Sa", "hours": "9–16 Uhr"}],
        ),
        (FieldKind.PHONE, "040/66969412", "040 66969412"),
        (FieldKind.TEXT, "=SUMME(A1)", "=SUMME(A1)"),
        (FieldKind.MULTILINE, "Eins\r\nZwei", "Eins\nZwei"),
        (FieldKind.TEXT, "   ", None),
    ],
)
def test_cells_are_read_as_people_type(kind: FieldKind, typed: str, value: Any) -> None:
    assert cell_value(entry(kind), typed) == value


@pytest.mark.parametrize("typed", ["im laden", "In the shop", "laden"])
def test_a_choice_is_read_by_any_of_its_names(typed: str) -> None:
    assert cell_value(entry(FieldKind.CHOICE, choices=CHOICES), typed) == "laden"


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (FieldKind.PRICE, "geschenkt"),
        (FieldKind.PRICE, "2,99 3,99"),
        (FieldKind.DATE_RANGE, "31.02.2027"),
        (FieldKind.DATE_RANGE, "im Mai"),
        (FieldKind.DATE_RANGE, "10.05."),
        (FieldKind.DATE_RANGE, "1.5.2027 2.5.2027 3.5.2027"),
        (FieldKind.DATE_RANGE, "22.05.2027 – 10.05.2027"),
        (FieldKind.EVENT_TIME, "15.05.2027"),
        (FieldKind.EVENT_TIME, "15.05.2027, 25:00 – 26:00"),
        (FieldKind.EVENT_TIME, "10–16 Uhr"),
        (FieldKind.HOURS, "immer"),
        (FieldKind.CHOICE, "Am Mond"),
        (FieldKind.URL, "halmgruen.example"),
    ],
)
def test_what_cannot_be_read_says_what_is_expected(kind: FieldKind, typed: str) -> None:
    with pytest.raises(Unusable) as refused:
        cell_value(entry(kind, choices=CHOICES), typed)
    assert len(str(refused.value)) > 10


def test_what_a_cell_cannot_say_stays_as_it_is() -> None:
    modes = ("own", "promotional")
    field = entry(FieldKind.PRICE, price_modes=modes)
    applies = {"cents": 299, "mode": "promotional", "ends": "2027-05-22", "lowest_cents": 399}
    assert cell_value(field, "2,49", applies) == {**applies, "cents": 249, "starting_from": False}
    times = {"day": "2027-05-15", "from": "10:00", "until": "16:00"}
    assert cell_value(entry(FieldKind.EVENT_TIME), "11–17 Uhr", times)["day"] == "2027-05-15"


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldKind.TEXT, "Hallo"),
        (FieldKind.MULTILINE, "Eins\nZwei"),
        (FieldKind.PRICE, {"cents": 129_905, "starting_from": True}),
        (FieldKind.QUANTITY, {"amount": "2.5", "unit": "kg"}),
        (FieldKind.DATE_RANGE, {"from": "2027-05-10", "until": "2027-05-22"}),
        (FieldKind.EVENT_TIME, {"day": "2027-05-15", "from": "10:00", "until": "16:30"}),
        (FieldKind.HOURS, [{"days": "Mo–Fr", "hours": "9–19 Uhr"}]),
        (FieldKind.CHOICE, "laden"),
        (FieldKind.URL, "https://halmgruen.example/"),
    ],
)
def test_what_goes_out_reads_in_again(kind: FieldKind, value: Any, language: str) -> None:
    field = entry(kind, choices=CHOICES if kind is FieldKind.CHOICE else ())
    assert canonical_value(field, value) == value
    assert cell_value(field, text_of(field, value, language)) == value


@pytest.mark.parametrize("kind", [FieldKind.PRICE, FieldKind.DATE_RANGE, FieldKind.EVENT_TIME])
def test_no_cell_takes_long_to_be_read(kind: FieldKind) -> None:
    started = time.process_time()
    with pytest.raises(Unusable):
        cell_value(entry(kind), "1" + " " * 50_000 + "x")
    assert time.process_time() - started < 2
