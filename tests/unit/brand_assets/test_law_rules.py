"""The rules of law judge what they should, offer the right mend, and leave other ads alone."""

import time
from dataclasses import replace
from datetime import date

import pytest

from brand_assets.cd_rules import RULES, Goods, check_pages
from brand_assets.cd_rules.context import Ad, StatedPrice
from brand_assets.cd_rules.law_rule import LawRule
from brand_assets.design_facts import Finding, FrameFacts, FrameKind, MendKind, PriceMode, Severity
from tests.factories.facts import a_context, a_kit, a_page, a_price, a_text

PRICE = StatedPrice("angebot.preis", 299)
END = date(2027, 5, 22)


def found(rule: str, *frames: FrameFacts, **context: object) -> list[Finding]:
    circumstances = a_context(**context)
    page = a_page(*frames, medium=circumstances.medium)
    return [f for f in check_pages([page], a_kit(), circumstances) if f.rule == rule]


def reduced(text: str, lowest: int | None, cents: int = 299) -> list[Finding]:
    price = replace(PRICE, cents=cents, lowest_cents=lowest)
    typed = {"headline": text}
    return found("price.reduction", a_price(), a_text(text), prices=(price,), typed=typed)


def test_a_reduction_asks_for_the_lowest_price_at_the_price() -> None:
    (finding,) = reduced("Jetzt -20 %", None)
    assert finding.field == "angebot.preis"
    assert finding.severity is Severity.BLOCKS
    assert [mend.kind for mend in finding.mends] == [MendKind.OPEN_FIELD]


def test_all_words_for_one_price_ask_once() -> None:
    (finding,) = reduced("Jetzt -20 %, statt 3,99 €", None)
    assert finding.message.de.startswith("„-20 %“ und „statt 3,99 €“ kündigen eine Ermäßigung an.")


@pytest.mark.parametrize(
    ("text", "lowest", "mended"),
    [
        ("Jetzt -30 %, statt 3,99 €", 399, "Jetzt -25 %, statt 3,99 €"),
        ("25,5 % Rabatt, statt 3,99 €", 399, "25 % Rabatt, statt 3,99 €"),
        ("Rosen, statt 4,99 €", 399, "Rosen, statt 3,99\u202f€"),
        ("Sie sparen 2,00 €, statt 3,99 €", 399, "Sie sparen 1,00\u202f€, statt 3,99 €"),
    ],
)
def test_what_is_announced_is_put_right(text: str, lowest: int, mended: str) -> None:
    (finding,) = reduced(text, lowest)
    assert [(m.kind, m.value) for m in finding.mends] == [(MendKind.SET_VALUE, mended)]
    assert reduced(mended, lowest) == []


@pytest.mark.parametrize(
    ("text", "lowest", "cents"),
    [
        ("-25 %, statt 3,99 €", 399, 299),
        ("-20 %, statt 3,99 €", 399, 299),
        ("-20 %, statt 5,– €", 500, 400),
        ("bis zu 20 % günstiger (statt 2,49)", 249, 199),
        ("Statt 1.249,00 € nur jetzt", 124900, 99900),
    ],
)
def test_what_is_true_is_no_finding(text: str, lowest: int, cents: int) -> None:
    assert reduced(text, lowest, cents) == []


def test_a_percentage_alone_leaves_the_lowest_price_unsaid() -> None:
    (finding,) = reduced("-25 %", 399)
    assert "fehlt der niedrigste Preis" in finding.message.de
    assert "statt 3,99\u202f€" in finding.message.de


def test_an_entered_lowest_price_has_to_stand_in_the_ad() -> None:
    (finding,) = reduced("Schöne Rosen", 399)
    assert "fehlt der niedrigste Preis" in finding.message.de
    assert reduced("Rosen, niedrigster Preis der letzten 30 Tage: 3,99", 399) == []


@pytest.mark.parametrize("lowest", [299, 199])
def test_a_price_that_was_lower_before_is_no_reduction(lowest: int) -> None:
    (finding,) = reduced("-10 %", lowest)
    assert "keine Ermäßigung" in finding.message.de


def test_vague_and_general_claims_ask_for_a_look() -> None:
    for text in ("Summer Sale", "20 % auf alle Rosen"):
        (finding,) = found("price.reduction", a_text(text), prices=(PRICE,))
        assert finding.severity is Severity.CHECK
    table = replace(a_text("Rosen statt 4,99 €"), kind=FrameKind.TABLE)
    (finding,) = found("price.reduction", table)
    assert finding.severity is Severity.CHECK


def test_a_reduction_without_any_price_is_to_be_taken_out() -> None:
    (finding,) = found("price.reduction", a_text("Jetzt -20 %"))
    assert "keinen eigenen Preis" in finding.message.de
    recommended = replace(PRICE, mode=PriceMode.RECOMMENDED, lowest_cents=None)
    (finding,) = found("price.reduction", a_text("-20 %, statt 9,99 €"), prices=(recommended,))
    assert finding.message.de.startswith("„-20 %“ und „statt 9,99 €“ kündigen")


def test_the_price_beside_the_words_is_meant() -> None:
    other = StatedPrice("event.preis", 1000, lowest_cents=2000)
    frame = replace(a_text("-50 %, statt 20,00 €"), fields=("event.text",))
    assert found("price.reduction", frame, prices=(PRICE, other)) == []


@pytest.mark.parametrize(
    ("mode", "text", "fine"),
    [
        (PriceMode.RECOMMENDED, "unverb. Preisempfehlung", True),
        (PriceMode.RECOMMENDED, "Unser Preis", False),
        (PriceMode.MAXIMUM, "höchstens", True),
        (PriceMode.MAXIMUM, "Mini-Maxi", False),
        (PriceMode.PROMOTIONAL, "bis 22. Mai", True),
        (PriceMode.PROMOTIONAL, "10.–22. Mai 2027", True),
        (PriceMode.PROMOTIONAL, "Nur bis 22.05.", True),
        (PriceMode.PROMOTIONAL, "Nur bis 21.05.", False),
        (PriceMode.PROMOTIONAL, "Pflanztag am Samstag, 22. Mai, 10–16 Uhr", False),
        (PriceMode.PROMOTIONAL, "Nur am 22. Mai", True),
        (PriceMode.PROMOTIONAL, "2,99 € until 22 May", True),
        (PriceMode.OWN, "Unser Preis", True),
    ],
)
def test_the_kind_of_a_price_is_said(mode: PriceMode, text: str, fine: bool) -> None:
    price = replace(PRICE, mode=mode, ends=END)
    assert (found("price.mode", a_price("2,99 €"), a_text(text), prices=(price,)) == []) is fine


def test_a_promotional_price_that_is_over_is_found() -> None:
    over = replace(PRICE, mode=PriceMode.PROMOTIONAL, ends=date(2027, 5, 1))
    (finding,) = found("price.mode", a_price(), a_text("bis 1. Mai"), prices=(over,))
    assert "noch nicht vorbei" in finding.message.de


@pytest.mark.parametrize(
    ("text", "net"),
    [
        ("zzgl. MwSt.", True),
        ("zuzüglich der gesetzlichen Mehrwertsteuer", True),
        ("+ 19 % MwSt.", True),
        ("Alle Nettopreise", True),
        ("9,99 € netto", True),
        ("inkl. MwSt.", False),
        ("zzgl. Versandkosten", False),
        ("zzgl. 0,25 € Pfand", False),
        ("netto 500 g", False),
        ("Brutto für netto", False),
        ("Netto-Füllmenge 2 l", False),
    ],
)
def test_only_prices_without_tax_are_found(text: str, net: bool) -> None:
    assert bool(found("price.total", a_price(), a_text(text))) is net


@pytest.mark.parametrize(
    ("goods", "says"),
    [
        (Goods("Erde", "40-l-Sack", 899, "1 l = 0,22 €"), None),
        (Goods("Erde", "40-l-Sack", 899, "0,22 €/l"), None),
        (Goods("Erde", "40-l-Sack", 899, "1 l = 0,32 €"), "stimmt nicht"),
        (Goods("Saat", "250 g", 499, "100 g = 2,00 €"), "bezieht sich auf 1\u202fkg: 1\u202fkg"),
        (Goods("Lose Samen", "250 g", 499, "100 g = 2,00 €"), None),
        (Goods("Saft", "6 x 0,5 l", 600, ""), "1\u202fl = 2,00\u202f€"),
        (Goods("Saft", "6 x 0,5 l", 600, "1 l = 2,00 €"), None),
        (Goods("Vlies", "10-m-Rolle", 1990, ""), "1\u202fm = 1,99\u202f€"),
        (Goods("Rollrasen", "5 m² Rolle", 2495, "1 m² = 4,99 €"), None),
        (Goods("Gießkanne", "10 l", 999, ""), None),
        (Goods("10-l-Gießkanne", "", 999, ""), None),
        (Goods("Regentonne 200 l", "", 4999, ""), None),
        (Goods("Rasensaat für 50 m²", "", 999, ""), None),
        (Goods("Safran", "5 g", 999, ""), None),
        (Goods("Honig", "1 kg", 999, ""), None),
        (Goods("Geschenkset: Honig 250 g und Löffel", "", 1499, ""), None),
        (Goods("Rose", "5-l-Container", 1999, ""), None),
        (Goods("Hecke, 1 m hoch", "", 1999, ""), None),
        (Goods("Bärlauch", "9-cm-Topf", 249, "3 Töpfe 6,99 €"), None),
        (Goods("Dünger", "2,5 kg", 1000, "1 kg = 4,00 €"), None),
        (Goods("Dünger", "2,5 kg", 1000, "3 Säcke 25 €"), "braucht einen Grundpreis"),
    ],
)
def test_unit_prices_are_asked_for_and_counted(goods: Goods, says: str | None) -> None:
    messages = [f.message.de for f in found("price.unit", goods=(goods,))]
    assert not messages if says is None else says in messages[0]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Angebot gültig bis 31. Mai", "Angebot gültig bis 22. Mai"),
        ("Nur bis 29.05.2027", "Nur bis 22.05.2027"),
        ("Gilt bis zum Samstag, 29. Mai 2027", "Gilt bis zum Samstag, 22. Mai 2027"),
    ],
)
def test_another_end_than_the_campaigns_is_put_right(text: str, mended: str) -> None:
    (finding,) = found("legal.period", a_text(text), typed={"headline": text}, last_day=END)
    assert [m.value for m in finding.mends] == [mended]


@pytest.mark.parametrize(
    "text",
    [
        "Nur bis 22. Mai",
        "Anmeldung bis 8. Mai im Markt",
        "Blüht bis 31. Oktober",
        "Kartoffeln noch bis 31. Mai pflanzen",
        "Sa bis 18 Uhr geöffnet",
        "Jetzt bis Ende Mai",
        "Unbefristete Garantie",
        "Für kurze Zeit wässern",
        "Solange der Vorrat reicht",
    ],
)
def test_other_days_and_words_are_no_end_of_an_offer(text: str) -> None:
    assert found("legal.period", a_text(text), last_day=END) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sie gewinnen Zeit für den Garten",
        "An Farbe gewinnen",
        "Gewinnen Sie einen Überblick",
        "Der Gewinner unter den Tomaten",
        "Preisgekrönte Rosen",
        "Ein Quiz für Kinder",
        "Losgröße 6",
    ],
)
def test_not_every_gain_is_a_prize_draw(text: str) -> None:
    assert found("legal.competition", a_text(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Gewinnspiel",
        "Gewinnen Sie einen von 10 Gutscheinen",
        "Große Verlosung am Pflanztag",
        "Wir verlosen 3 Hochbeete",
        "Mitmachen und gewinnen",
        "Jetzt tolle Preise gewinnen",
        "Preisausschreiben",
        "Es gibt ein Hochbeet zu gewinnen: Gibt es noch mehr zu gewinnen",
    ],
)
def test_a_prize_draw_says_all_three(text: str) -> None:
    assert len(found("legal.competition", a_text(text))) == 3
    full = f"{text}\nVeranstalter: Halmgrün. Mitmachen bis 20. Mai. Teilnahmebedingungen im Markt."
    assert found("legal.competition", a_text(full)) == []


def test_small_ads_on_screens_name_trader_and_town_or_link_on() -> None:
    identity = ("Jonas Petersen e. K.", "Am Weidengrund 12", "Ahrensburg")
    known: dict[str, object] = {
        "medium": "screen",
        "identity": identity,
        "trader_names": ("Halmgrün Ahrensburg",),
    }
    (finding,) = found("legal.identity", a_price(), **known)
    assert finding.severity is Severity.CHECK
    assert found("legal.identity", a_price(), a_text("Halmgrün Ahrensburg"), **known) == []
    linked = known | {"channel": "social", "link": "https://halmgruen.example"}
    assert found("legal.identity", a_price(), **linked) == []


def test_banners_and_posts_are_no_service_of_their_own() -> None:
    banner = {"medium": "screen", "channel": "web", "format_key": "banner-300x250"}
    for rule in ("legal.provider", "legal.unsubscribe", "legal.consent"):
        assert found(rule, a_text("Jetzt ansehen"), **banner) == []
    letter = {"medium": "print", "channel": "mail"}
    assert found("legal.unsubscribe", a_text("Liebe Gärtner"), **letter) == []


@pytest.mark.parametrize(
    "piece",
    [
        "Nur bis 5. Mai ",
        "bis 5.5.",
        "gewinnen Sie ",
        "jetzt a ",
        "1 kg 2 ",
        "UVP ",
        "zzgl. ",
        "€ 5 ",
    ],
)
def test_texts_of_any_length_are_judged_at_once(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    goods = (Goods(text[:2000], "", 299, text[:2000]),)
    began = time.process_time()
    page = a_page(a_price(), a_text(text))
    ad = Ad((page,), a_kit(), a_context(last_day=END, goods=goods, prices=(PRICE,)))
    for rule in RULES:
        if isinstance(rule, LawRule):
            for subject in rule.subjects(ad):
                rule.judge(subject, ad)
    assert time.process_time() - began < 2
