"""Forbidden words are found in every form, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brand_assets.cd_rules.wording import find_wordings, plain, replace_all
from brand_assets.design_facts import Wording

WORDINGS = (
    Wording("billig", "de", "günstig"),
    Wording("spottbillig", "de", "günstig"),
    Wording("Schnäppchen", "de", "Angebot"),
    Wording("du", "de", "Sie"),
    Wording("dein", "de", "Ihr"),
    Wording("Mega-Angebot", "de", "Angebot"),
    Wording("Unkraut", "de", "Wildkraut"),
    Wording("blüht garantiert", "de", None),
    Wording("Nr. 1", "de", None),
    Wording("cheap", "en", "good value"),
)


def found(text: str, language: str = "de") -> list[str]:
    return [m.found for m in find_wordings(plain(text), WORDINGS, language)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("billig", ["billig"]),
        ("Billige Geranien", ["Billige"]),
        ("die BILLIGSTEN Töpfe", ["BILLIGSTEN"]),
        ("billigere und billiger", ["billigere", "billiger"]),
        ("Unsere Schnäppchen!", ["Schnäppchen"]),
        ("des Schnäppchens", ["Schnäppchens"]),
        ("Spottbillig", ["Spottbillig"]),
        ("Hast du deinen Garten", ["du", "deinen"]),
        (
            "Megaangebot, Mega-Angebote, Mega Angebot",
            ["Megaangebot", "Mega-Angebote", "Mega Angebot"],
        ),
        ("Das blüht\u00a0garantiert", ["blüht\u00a0garantiert"]),
        ("Die Nr.\u202f1 im Norden", ["Nr.\u202f1"]),
        ("bil\u00adlig", ["billig"]),
        ("bi\u200bllig", ["billig"]),
        ("Schna\u0308ppchen", ["Schnäppchen"]),
        ("Unkräuter", []),
        ("Billigung der Baubehörde", []),
        ("Der Dutt, die Duschmatte, ein Dudelsack", []),
        ("Nr. 12", []),
        ("cheap", []),
        ("", []),
    ],
)
def test_german_forms(text: str, words: list[str]) -> None:
    assert found(text) == words


def test_english_words_are_found_in_english_ads_alone() -> None:
    assert found("The cheapest tulips", "en") == ["cheapest"]
    assert found("billige tulips", "en") == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Billige Geranien", "Günstige Geranien"),
        ("ein billiger Topf", "ein günstiger Topf"),
        ("Unsere Schnäppchen", "Unsere Angebot"),
        ("billig, billig", "günstig, günstig"),
        ("Das blüht garantiert billig", None),
    ],
)
def test_mended_text(text: str, mended: str | None) -> None:
    assert replace_all(text, find_wordings(text, WORDINGS, "de")) == mended


@given(st.text(max_size=200))
def test_any_text_can_be_searched_and_mended(text: str) -> None:
    searched = plain(text)
    matches = find_wordings(searched, WORDINGS, "de")
    assert all(searched[m.start : m.start + len(m.found)] == m.found for m in matches)
    replace_all(searched, matches)
