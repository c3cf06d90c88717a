"""Reductions are found in many ways of putting them, and nothing else is taken for one."""

import time
from datetime import date

import pytest

from brand_assets.cd_rules import RULES, check_pages
from brand_assets.cd_rules.announcements import Announced, find_announcements, read_cents
from brand_assets.cd_rules.context import StatedPrice
from brand_assets.cd_rules.law_rule import LawRule
from tests.factories.facts import a_context, a_kit, a_page, a_text

P, F, A = Announced.PERCENT, Announced.FORMER_PRICE, Announced.AMOUNT_OFF
C, G = Announced.CLAIM, Announced.GENERAL_CLAIM

REDUCED = [
    ("-20 %", P, 20),
    ("−20\u202f% auf Rosen", P, 20),
    ("– 15% Geranien", P, 15),
    ("20 % Rabatt", P, 20),
    ("20% Jubiläumsrabatt auf Stauden", P, 20),
    ("30 % günstiger", P, 30),
    ("Jetzt 25 % sparen", P, 25),
    ("Sparen Sie bis zu 40 %", P, 40),
    ("Sparen Sie jetzt 10 Prozent", P, 10),
    ("um 12,5 % reduziert", P, 12.5),
    ("20 % auf alle Kübelpflanzen", P, 20),
    ("15 % auf unser Gartenwerkzeug", P, 15),
    ("20 % auf das gesamte Sortiment", P, 20),
    ("10 % Preisnachlass", P, 10),
    ("statt 4,99 €", F, 499),
    ("Statt 4,99 nur 2,99", F, 499),
    ("statt bisher 12,90 €", F, 1290),
    ("statt € 9.99", F, 999),
    ("statt 1.249,00 €", F, 124900),
    ("statt 5,– €", F, 500),
    ("Tomaten, statt\u00a03,49\u202f€", F, 349),
    ("bisher 7,99 €", F, 799),
    ("bisheriger Preis: 7,99 €", F, 799),
    ("früher 20 Euro", F, 2000),
    ("vorher 6,49 €", F, 649),
    ("Alter Preis 6,49 €", F, 649),
    ("regulär 14,99 €", F, 1499),
    ("sonst 3,99 €", F, 399),
    ("2 € Rabatt", A, 200),
    ("5,00 € günstiger", A, 500),
    ("Sie sparen 1,50 €", None, None),
    ("Sparen Sie 3 €", A, 300),
    ("Jetzt reduziert", C, None),
    ("Stark reduziert!", C, None),
    ("Alles reduziert", C, None),
    ("Reduziert!", C, None),
    ("Reduzierte Ware im Zelt", C, None),
    ("reduzierte Preise", C, None),
    ("preisreduziert", C, None),
    ("Preise gesenkt", C, None),
    ("Dauerhafte Preissenkung", C, None),
    ("Große Rabattaktion", C, None),
    ("Rabatt auf Obstbäume", C, None),
    ("Wir schenken Ihnen was: Mehrwertsteuer geschenkt", C, None),
    ("Summer Sale", G, None),
    ("Räumungsverkauf", G, None),
    ("Winterschlussverkauf", G, None),
    ("Black Friday bei uns", G, None),
    ("Sonderangebot der Woche", G, None),
    ("Preis-Highlight", G, None),
]
PLAIN = [
    "100 % torffrei",
    "Zu 80 % aus Grünschnittkompost",
    "20 % mehr Inhalt",
    "mit 30 % Perlite",
    "20 % weniger Wasser",
    "−30 % Wasserverbrauch",
    "Sparen Sie 30 % Wasser beim Gießen",
    "5–10 % Gefälle",
    "40 % Alkohol",
    "0 % Finanzierung",
    "Torfanteil stark reduziert",
    "Mulch reduziert Unkraut",
    "reduziert das Gießen",
    "Der Rasenroboter: Arbeit drastisch reduziert.",
    "torfreduziert und düngearm",
    "zuckerreduziert",
    "Torf statt Kompost",
    "Pflücken statt kaufen",
    "Findet am 15. Mai statt",
    "Selbst gezogen statt 20 Kilometer gefahren",
    "statt 10 Minuten nur 5",
    "Balkon statt Ballermann",
    "Wasser sparen leicht gemacht",
    "Rabatten bepflanzen",
    "Die Staudenrabatte im Mai",
    "Rabatte anlegen: So geht’s",
    "UVP 4,99 €",
    "statt UVP 4,99 €",
    "20 % unter der UVP",
    "-20 % gegenüber der unverbindlichen Preisempfehlung",
    "3 für 2",
    "1 + 1 gratis",
    "Ab 3 Stück 10 % günstiger",
    "Beim Kauf von 5 Säcken 20 % Rabatt",
    "Jede zweite Pflanze 50 % günstiger",
    "3 Töpfe 6,99 €",
    "Ihr persönlicher Gutschein: 10 % Rabatt",
    "Zum baldigen Verzehr: -30 %",
    "-50 % wegen kurzem MHD",
    "-5 °C hält sie aus",
    "Temperaturen bis −15 °C",
    "Die Eisheiligen packen ein, wir packen aus.",
    "Über 60 Küchenkräuter aus der eigenen Gärtnerei",
    "Ausverkauft",
    "Salbei, Sellerie, Salem",
    "Frühlingspreise zum Verlieben",
    "Immer günstig",
    "Dauertiefpreis",
    "Knallerpreis",
    "Ab 2,99 €",
    "Alles, was Sie für 5 € brauchen",
    "Früher war mehr Lametta",
    "Bisher ungeschlagen",
    "Vorher gießen, nachher düngen",
    "Sonst noch Fragen?",
    "Sie sparen sich den Weg",
    "Ermäßigter Eintritt für Kinder",
    "Spare dir das Jäten",
    "90 % Keimrate",
    "2 % Kaliumoxid, 5 % Stickstoff",
    "In 3–5 Tagen keimfähig",
    "Regentonne, 200 l, aus 70 % Rezyklat",
]


@pytest.mark.parametrize(("text", "kind", "number"), REDUCED)
def test_announced_reductions_are_found(
    text: str, kind: Announced | None, number: float | None
) -> None:
    found = find_announcements(f"Frisch vom Feld.\n{text}\nNur bei uns.")
    assert found, text
    if kind is not None:
        assert found[0].kind is kind
        assert (found[0].percent if kind is P else found[0].cents) == number


@pytest.mark.parametrize("text", PLAIN)
def test_other_words_announce_nothing(text: str) -> None:
    assert find_announcements(f"Frisch vom Feld.\n{text}\nNur bei uns.") == []


def test_what_is_on_everything_is_told_apart() -> None:
    assert find_announcements("20 % auf alle Rosen")[0].on_everything
    assert not find_announcements("20 % auf die Rose ‚Gloria‘")[0].on_everything


@pytest.mark.parametrize(
    ("text", "found"),
    [("Rosen statt\n4,99 €", "statt 4,99 €"), ("Jetzt 20 %\ngünstiger", "20 % günstiger")],
)
def test_an_announcement_may_turn_into_the_next_line(text: str, found: str) -> None:
    assert [one.found for one in find_announcements(text)] == [found]


@pytest.mark.parametrize(
    "piece",
    ["-5 % ", "jetzt ", "statt 4,99 € ", "a", "1 ", "€", "5 % a-a-", "-5 %\n", "reduziert."],
)
def test_a_text_of_any_length_is_looked_through_at_once(piece: str) -> None:
    began = time.process_time()
    find_announcements(piece * (20_000 // len(piece)))
    assert time.process_time() - began < 1


def test_what_is_far_down_is_found_where_it_stands() -> None:
    text = "Schöne Rosen.\n" * 1000 + "Statt 4,99 €"
    (found,) = find_announcements(text)
    assert text[found.start :] == "Statt 4,99 €"


def test_a_word_counts_once() -> None:
    found = find_announcements("Jetzt 20 % Rabatt, statt 4,99 € nur 3,99 €")
    assert [one.kind for one in found] == [P, F]


@pytest.mark.parametrize(
    ("written", "cents"),
    [("4,99 €", 499), ("€ 4.99", 499), ("1.249,- €", 124900), ("5 Euro", 500), ("1.249 €", 124900)],
)
def test_amounts_are_read(written: str, cents: int) -> None:
    assert read_cents(written) == cents


@pytest.mark.parametrize("text", PLAIN)
def test_no_rule_of_law_minds_an_ordinary_line(text: str) -> None:
    context = a_context(last_day=date(2027, 5, 22), prices=(StatedPrice("angebot.preis", 299),))
    found = check_pages([a_page(a_text(f"{text}\nBis 22. Mai im Markt."))], a_kit(), context)
    law = {rule.id for rule in RULES if isinstance(rule, LawRule)}
    assert [f.message.de for f in found if f.rule in law] == []
