"""Owns the facts about signs: what is set right, what stays, and that nothing else changes."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brand_assets.cd_rules.typography import correct

N = "\u202f"
GERMAN = [
    ('Die "Bonita" blüht', "Die „Bonita“ blüht"),
    ("Die “Bonita” blüht", "Die „Bonita“ blüht"),
    ("Tagetes 'Bonita' und 'Gallery'", "Tagetes ‚Bonita‘ und ‚Gallery‘"),
    ("\"Die 'Bonita' ist da\", sagt er", "„Die ‚Bonita‘ ist da“, sagt er"),
    ("Wie geht's? Hans' Beet, so \u00b4s", "Wie geht’s? Hans’ Beet, so ’s"),
    ("rock 'n' roll", "rock ’n’ roll"),
    ('19" Felgen', "19″ Felgen"),
    ("Mo-Fr 9-18 Uhr", "Mo–Fr 9–18 Uhr"),
    ("Mo - Sa 8.30 - 19.30 Uhr", "Mo–Sa 8.30–19.30 Uhr"),
    ("10.-22. Mai", "10.–22. Mai"),
    ("10-22 Mai", "10–22 Mai"),
    ("01.05.-10.05.2027", "01.05.–10.05.2027"),
    ("2026-2027", "2026–2027"),
    ("5-10 €", "5–10 €"),
    ("für 2-3 Personen", "für 2–3 Personen"),
    ("Größe 36-42", "Größe 36–42"),
    ("Grillen, chillen - fertig", "Grillen, chillen – fertig"),
    ("Grillen -- fertig", "Grillen – fertig"),
    ("bis 20% und 5€", f"bis 20{N}% und 5{N}€"),
    ("nur 5,-€ oder 12,--", f"nur 5,–{N}€ oder 12,–"),
    ("z.B. und d.h., u.a. sowie e.K.", f"z.{N}B. und d.{N}h., u.{N}a. sowie e.{N}K."),
    ("i.d.R. offen", f"i.{N}d.{N}R. offen"),
    ("ab 15.Mai", f"ab 15.{N}Mai"),
    ("2x3m, 6,7 m2, 40 m3", f"2×3{N}m, 6,7 m², 40 m³"),
    ("Sand , Erde,Dünger  und mehr...", "Sand, Erde, Dünger und mehr…"),
]
ENGLISH = [
    ('The "Bonita" is out', "The “Bonita” is out"),
    ("Gardeners' delight isn't 'new'", "Gardeners’ delight isn’t ‘new’"),
    ("Mon-Fri 9-18", "Mon–Fri 9-18"),
    ("20% off - today", "20% off – today"),
]
LEFT_ALONE = [
    "Tel. 040-123456",
    "2027-05-10",
    "Art. A-12-3, 4711-0815-1",
    "6er-Schale, 12-cm-Topf, 40-l-Sack",
    "100%ig torffrei",
    "www.halm-gruen.de und info@halm-gruen.de",
    "https://example.org/a-b?x='1'",
    "Hochbeet ‚Remstal‘\naus Lärche, 2,4 m breit",
    "Jetzt wird’s höchste Zeit fürs Gewächshaus: Tomaten, Gurken und Paprika mögen’s warm",
    "Ein- und Zweijährige, rot-weiß",
    "1 l = 0,22 €",
    "Öffnung um 10:00, Ergebnis 3:1",
    "Version 1.2.3",
    "",
]


@pytest.mark.parametrize(("typed", "wanted"), GERMAN)
def test_german_signs_are_set_right(typed: str, wanted: str) -> None:
    assert correct(typed, "de").text == wanted


@pytest.mark.parametrize(("typed", "wanted"), ENGLISH)
def test_english_signs_are_set_right(typed: str, wanted: str) -> None:
    assert correct(typed, "en").text == wanted


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_is_right_or_a_code_stays(text: str) -> None:
    assert correct(text, "de") == type(correct("", "de"))(text, ())


def test_changes_name_the_words_that_differ() -> None:
    found = correct('Bis 20% auf "Bonita" bis 20%', "de")
    assert found.changes == (("20%", f"20{N}%"), ('"Bonita"', "„Bonita“"))


_SIGNS = st.text(alphabet="aZmß19 \n\u00a0\u202f.,:;!?-–—\"'„“”‚‘’`\u00b4()%€xX*/@²", max_size=60)


@given(_SIGNS | st.text(max_size=40), st.sampled_from(["de", "en"]))
@example("''", "de")
@example("0 - 0 - 0 €", "de")
def test_letters_and_figures_stay_and_a_second_time_changes_nothing(
    text: str, language: str
) -> None:
    once = correct(text, language).text
    assert _letters(once) == _letters(text)
    assert correct(once, language).text == once


def _letters(text: str) -> str:
    signs = text.replace("²", "2").replace("³", "3").replace("×", "x")
    signs = signs.replace("*", "x").replace("X", "x")
    return "".join(sign for sign in signs if sign.isalnum())


@pytest.mark.parametrize(
    "piece", [" -- ", "1 - ", "  ", "S. 1-1 ", "Mo-", "'", "a@", "1,1.", "-a."]
)
def test_no_text_of_signs_takes_long(piece: str) -> None:
    text = (piece * 5000)[:5000]
    begun = time.process_time()
    correct(text, "de")
    assert time.process_time() - begun < 1.0


def test_tells_of_two_changes_far_apart_as_two() -> None:
    found = correct(f"Mo-Fr {'Wort ' * 30}10-12 Uhr", "de")
    assert found.changes == (("Mo-Fr", "Mo–Fr"), ("10-12", "10–12"))
