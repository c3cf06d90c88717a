"""Owns the demonstration's ads: templates by name, and the values of both campaigns."""

import datetime
import functools

from brand_assets.typesetting.document import AdDocument, read_document
from brand_assets.typesetting.values import (
    AddressValue,
    DateRangeValue,
    EventTimeValue,
    FieldValue,
    HoursValue,
    OfferRow,
    PhotoValue,
    PriceValue,
    RowsValue,
    TextValue,
    UrlValue,
)
from tests.factories.kit import DEMO, photo

_DAY = datetime.date
_TIME = datetime.time


@functools.cache
def template(name: str) -> AdDocument:
    """Return a template of the demonstration ("fruehling-flyer-a5")."""
    return read_document((DEMO / "templates" / f"{name}.json").read_bytes())


def ad_values(campaign: str, *, stress: bool = False) -> dict[str, FieldValue]:
    """Return the values of an ad of "fruehling" or "kraeuter" for the demonstration outlet.

    `stress` takes the outlet with the longest names, a long headline and a four-digit price.
    """
    values = _spring() if campaign == "fruehling" else _herbs()
    values |= _stress_outlet() if stress else _outlet()
    if stress:
        values |= _stress_offer(campaign)
    return values


def _outlet() -> dict[str, FieldValue]:
    return {
        "markt.name": TextValue("Halmgrün Gartenmarkt Hamburg-Bergedorf"),
        "markt.inhaber": TextValue("Inh. Jonas Petersen e. K."),
        "markt.adresse": AddressValue("Am Weidengrund 12", "21029", "Hamburg", "040 66969 412"),
        "markt.zeiten": HoursValue(("Mo–Fr 9–19 Uhr", "Sa 9–18 Uhr", "So 10–13 Uhr")),
    }


def _stress_outlet() -> dict[str, FieldValue]:
    owner = "Inh. Dr. Annegret Freifrau von Hohenstein-Waldburg e. K."
    return {
        "markt.name": TextValue(f"Halmgrün Gartenmarkt Schwäbisch Gmünd-Hussenhofen, {owner}"),
        "markt.inhaber": TextValue(""),
        "markt.adresse": AddressValue(
            "An der Alten Zimmerei 128 a", "73527", "Schwäbisch Gmünd-Hussenhofen", "0152 28817 386"
        ),
        "markt.zeiten": HoursValue(("Mo–Fr 8.30–19.30 Uhr", "Sa 8–18 Uhr", "So 10.30–13.30 Uhr")),
    }


def _stress_offer(campaign: str) -> dict[str, FieldValue]:
    if campaign == "fruehling":
        headline = (
            "Jetzt wird’s höchste Zeit fürs Gewächshaus: Tomaten, Gurken und Paprika mögen’s warm"
        )
        product, note = "Gewächshaus ‚Ostalb‘\n6,7 m², Sicherheitsglas", "inkl. Fundamentrahmen"
    else:
        headline = (
            "Von Basilikum bis Zitronenverbene: Küchenkräuter frisch aus unserer eigenen "
            "Gärtnerei auf der Ostalb"
        )
        product, note = "Hochbeet ‚Remstal‘\naus Lärche, 2,4 m breit", "inkl. Bepflanzung"
    return {
        "headline": TextValue(headline),
        "angebot.produkt": TextValue(product),
        "angebot.preis": PriceValue(124900, starting_from=True),
        "angebot.grundpreis": TextValue(note),
    }


def _row(name: str, size: str, cents: int, unit_price: str = "") -> OfferRow:
    return OfferRow(name, size, PriceValue(cents), unit_price)


def _spring() -> dict[str, FieldValue]:
    rows = (
        _row("Tagetes ‚Bonita‘", "6er-Schale", 299, "1 Pflanze = 0,50 €"),
        _row("Hängegeranie", "12-cm-Topf", 349),
        _row("Dahlie ‚Gallery‘", "13-cm-Topf", 599),
        _row("Tomate ‚Harzfeuer‘", "10-cm-Topf", 279),
        _row("Hochbeeterde, torffrei", "40-l-Sack", 899, "1 l = 0,22 €"),
        _row("Blumendünger, flüssig", "1-l-Flasche", 649, "1 l = 6,49 €"),
    )
    return {
        "aktion.name": TextValue("Frühlingspflanztage"),
        "aktion.zeitraum": DateRangeValue(_DAY(2027, 5, 10), _DAY(2027, 5, 22)),
        "headline": TextValue("Der Frühling muss raus."),
        "angebot.produkt": TextValue("Tagetes ‚Bonita‘ in der 6er-Schale"),
        "angebot.kurz": TextValue("Tagetes"),
        "angebot.preis": PriceValue(299, starting_from=True),
        "angebot.grundpreis": TextValue("1 Pflanze = 0,50 €"),
        "angebote.titel": TextValue("Sechs gute Gründe für schmutzige Hände."),
        "angebote.text": TextValue(
            "Die Eisheiligen packen ein, wir packen aus: Beet- und Balkonpflanzen, vorgezogenes "
            "Gemüse und torffreie Erde."
        ),
        "angebote.zeilen": RowsValue(rows),
        "bild.motiv": PhotoValue(photo("Garden.jpg"), grey_sha256=photo("bild-Garden-sw.jpg")),
        "bild.lokal": PhotoValue(photo("LadyBird.jpg")),
        "event.titel": TextValue("Pflanztag mit Anfassen"),
        "event.termin": EventTimeValue(_DAY(2027, 5, 15), _TIME(10), _TIME(16)),
        "event.text": TextValue(
            "Bringen Sie Ihren Balkonkasten mit, wir bepflanzen ihn. Erde und Handgriff gehen "
            "aufs Haus. Kinder säen ihre eigene Sonnenblume."
        ),
        "qr.ziel": UrlValue("HTTPS://HALMGRUEN.EXAMPLE/BGD/F27"),
        "qr.label": TextValue("Pflanzkalender aufs Handy"),
        "qr.label_kurz": TextValue("Kalender"),
        "cta": TextValue("Zum Angebot"),
    }


def _herbs() -> dict[str, FieldValue]:
    rows = (
        _row("Bärlauch", "9-cm-Topf", 249, "3 Töpfe 6,99 €"),
        _row("Schnittlauch", "12-cm-Topf", 199),
        _row("Zitronenthymian", "12-cm-Topf", 299),
        _row("Rosmarin ‚Arp‘", "13-cm-Topf", 449),
        _row("Marokkanische Minze", "12-cm-Topf", 279),
        _row("Kräutererde, torffrei", "20-l-Sack", 699, "1 l = 0,35 €"),
    )
    return {
        "aktion.name": TextValue("Kräutersaison"),
        "aktion.zeitraum": DateRangeValue(_DAY(2027, 4, 5), _DAY(2027, 4, 17)),
        "headline": TextValue("Vom Topf in den Topf."),
        "angebot.produkt": TextValue("Bärlauch im 9-cm-Topf"),
        "angebot.kurz": TextValue("Bärlauch"),
        "angebot.preis": PriceValue(249, starting_from=True),
        "angebot.grundpreis": TextValue("3 Töpfe 6,99 €"),
        "angebote.titel": TextValue("Riecht schon so, wie es schmeckt."),
        "angebote.text": TextValue(
            "Über 60 Küchenkräuter aus der eigenen Gärtnerei: kräftig gewachsen, abgehärtet und "
            "bereit für Fensterbank, Balkon und Beet."
        ),
        "angebote.zeilen": RowsValue(rows),
        "bild.motiv": PhotoValue(
            photo("RainDrops.jpg"), grey_sha256=photo("bild-RainDrops-sw.jpg")
        ),
        "bild.lokal": PhotoValue(photo("GreenMeadow.jpg")),
        "event.titel": TextValue("Kräuterwerkstatt"),
        "event.termin": EventTimeValue(_DAY(2027, 4, 10), _TIME(11), _TIME(15)),
        "event.text": TextValue(
            "Butter rühren, Töpfe mischen, Blätter reiben: Kräuterpädagogin Jette Brahms zeigt, "
            "was zusammen wächst und zusammen schmeckt."
        ),
        "qr.ziel": UrlValue("HTTPS://HALMGRUEN.EXAMPLE/BGD/K27"),
        "qr.label": TextValue("Rezepte zum Kraut"),
        "qr.label_kurz": TextValue("Rezepte"),
        "cta": TextValue("Zum Angebot"),
    }
