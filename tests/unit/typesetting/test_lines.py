"""Owns the facts about line breaking: where lines may end, first fit, sense, hyphenation."""

import unicodedata
from itertools import pairwise

import pytest

from brand_assets.design_facts import Hyphenation
from brand_assets.typesetting.text.lines import Breaking, Line, Measured, break_lines, first_fit
from brand_assets.typesetting.text.opportunities import Ending, opportunities, unicode_breaks

GERMAN = Hyphenation()


def _measured(text: str, rules: Hyphenation | None = None) -> Measured:
    """A text whose characters are all one em wide, soft hyphens none."""
    sums = [0.0]
    for sign in text:
        sums.append(sums[-1] + (0.0 if sign in "\n\u00ad" else 1.0))
    return Measured(text, tuple(sums), opportunities(text, "de", rules), 1.0)


def _set(measured: Measured, lines: list[Line]) -> list[str]:
    return [
        measured.text[ln.start : ln.end].replace("\u00ad", "") + ("-" if ln.hyphen else "")
        for ln in lines
    ]


def _first(text: str, width: float, rules: Hyphenation | None = None) -> list[str]:
    measured = _measured(text, rules)
    return _set(measured, first_fit(measured, width))


def _sense(text: str, width: float) -> list[str]:
    measured = _measured(text)
    return _set(measured, break_lines(measured, width, breaking=Breaking.EVEN))


def test_lines_are_as_full_as_they_go() -> None:
    assert _first("eins zwei drei", 9) == ["eins zwei", "drei"]
    assert _first("eins zwei drei", 8.9) == ["eins", "zwei", "drei"]


def test_line_feeds_break() -> None:
    assert _first("eins\nzwei drei\n\nvier", 20) == ["eins", "zwei drei", "", "vier"]


def test_nothing_is_lost_or_doubled() -> None:
    text = "Bringen Sie Ihren Balkonkasten mit, wir bepflanzen ihn. Erde geht aufs Haus. " * 3
    for width in range(3, 60):
        measured = _measured(text, GERMAN)
        lines = first_fit(measured, width)
        assert lines[0].start == 0
        assert lines[-1].next == len(text)
        assert all(a.next == b.start for a, b in pairwise(lines))


def test_a_word_wider_than_the_line_stands_alone() -> None:
    assert _first("in Zitronenverbene ja", 6) == ["in", "Zitronenverbene", "ja"]


@pytest.mark.parametrize("whole", ["10.–22.", "9-cm-Topf", "40-l-Sack", "E-Mail", "1\u202fl"])
def test_ranges_and_short_compounds_stay_whole(whole: str) -> None:
    assert _first(f"ab {whole} da", len(whole)) == ["ab", whole, "da"]


@pytest.mark.parametrize("whole", ["22. Mai", "75 €", "10 %", "24 Stück"])
def test_figures_stay_with_their_unit_and_days_with_their_month(whole: str) -> None:
    assert _first(f"bis {whole} gilt", len(whole)) == ["bis", whole, "gilt"]


def test_long_compounds_break_at_their_hyphen() -> None:
    assert _first("in Hamburg-Bergedorf", 11) == ["in Hamburg-", "Bergedorf"]


def test_words_are_broken_only_where_the_line_would_be_short() -> None:
    text = "Kinder haushaltsüblichen Mengen hier"
    assert _first(text, 20, GERMAN) == ["Kinder haushaltsüb-", "lichen Mengen hier"]
    full = "Alle Kinder hier in haushaltsüblichen Mengen"
    assert _first(full, 25, GERMAN)[0] == "Alle Kinder hier in"
    assert _first(full, 26, GERMAN)[0] == "Alle Kinder hier in haus-"


def test_the_last_word_and_parts_of_compounds_stay_whole() -> None:
    assert _first("In Sonnenblumen", 9, GERMAN) == ["In", "Sonnenblumen"]
    ends = opportunities("Schwäbisch-Hussenhofen am Rand", "de", GERMAN)
    assert all(end.ending is not Ending.HYPHEN for end in ends)


def test_no_more_than_two_hyphens_in_a_row() -> None:
    text = "Frühlingspflanztage Haushaltsversicherung Donaudampfschifffahrt jetzt"
    measured = _measured(text, GERMAN)
    for width in range(6, 14):
        hyphens = "".join("-" if line.hyphen else " " for line in first_fit(measured, width, 2))
        assert "---" not in hyphens
    assert any(line.hyphen for line in first_fit(measured, 9, 2))
    assert not any(line.hyphen for line in first_fit(measured, 9, 0))


def test_soft_hyphens_are_honoured_before_all_patterns() -> None:
    assert _first("Pflanz\u00aderde da", 8) == ["Pflanz-", "erde da"]
    assert _first("Pflanz\u00aderde da", 20) == ["Pflanzerde da"]
    points = [e.at for e in opportunities("Blumen\u00adtopferde da", "de", GERMAN)]
    assert points == [7, 16, 18]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Vom Topf in den Topf.", 15, ["Vom Topf", "in den Topf."]),
        ("Tagetes ‚Bonita‘ in der 6er-Schale", 24, ["Tagetes ‚Bonita‘", "in der 6er-Schale"]),
        ("Bärlauch im 9-cm-Topf", 16, ["Bärlauch", "im 9-cm-Topf"]),
        ("Rezepte zum Kraut", 14, ["Rezepte", "zum Kraut"]),
        ("Riecht schon so, wie es schmeckt.", 25, ["Riecht schon so,", "wie es schmeckt."]),
        ("Eine Zeile", 20, ["Eine Zeile"]),
        ("Gartenmarkt, Inh. Annegret", 18, ["Gartenmarkt,", "Inh. Annegret"]),
        ("Beet und Kübel: wir pflanzen für Sie", 22, ["Beet und Kübel:", "wir pflanzen für Sie"]),
        ("Von Hand\numgebrochen bleibt es so", 13, ["Von Hand", "umgebrochen", "bleibt es so"]),
    ],
)
def test_lines_by_sense(text: str, width: float, lines: list[str]) -> None:
    assert _sense(text, width) == lines


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Raus aus dem Topf, rein ins Beet.", 24, ["Raus aus dem Topf,", "rein ins Beet."]),
        (
            "Wir pflanzen, bis kein Brett mehr frei ist.",
            20,
            ["Wir pflanzen,", "bis kein Brett", "mehr frei ist."],
        ),
        # A last line of some length is left: the others stay as full as they go.
        ("Jetzt wird’s Zeit fürs Gewächshaus", 22, ["Jetzt wird’s Zeit fürs", "Gewächshaus"]),
        ("Kurz", 20, ["Kurz"]),
        (
            "Alle Preise inkl. Inh. Wolters GmbH oben",
            33,
            ["Alle Preise inkl.", "Inh. Wolters GmbH oben"],
        ),
    ],
)
def test_no_stump_ends_a_text(text: str, width: float, lines: list[str]) -> None:
    measured = _measured(text)
    found = _set(measured, break_lines(measured, width, breaking=Breaking.NO_STUMP))
    assert found == lines


def test_sense_needs_no_more_lines_than_first_fit() -> None:
    text = "Jetzt wird’s höchste Zeit fürs Gewächshaus: Tomaten, Gurken und Paprika mögen’s warm"
    for width in range(13, 60):
        assert len(_sense(text, width)) == len(_first(text, width))
        assert all(len(line) <= width for line in _sense(text, width))


def test_opportunities_are_counted_in_characters_not_in_units() -> None:
    text = "😀 da 😀 so"
    ends = [text[: end.at] for end in opportunities(text, "de", None)]
    assert ends == ["😀 ", "😀 da ", "😀 da 😀 ", text]


def test_words_whose_accents_stand_alone_break_like_others() -> None:
    composed = "Frühlingspflanztage für Gärtner"
    apart = unicodedata.normalize("NFD", composed)
    ends = [e for e in opportunities(apart, "de", GERMAN) if e.ending is Ending.HYPHEN]
    whole = [e for e in opportunities(composed, "de", GERMAN) if e.ending is Ending.HYPHEN]
    found = [(unicodedata.normalize("NFC", apart[: e.at]), e.seam) for e in ends]
    assert found == [(composed[: e.at], e.seam) for e in whole]
    assert len(found) >= 3


def test_languages_have_their_own_breaks() -> None:
    assert list(unicode_breaks("Das Beet – am Weg", "de")) == [4, 9, 11, 14, 17]
    assert list(unicode_breaks("", "de")) == []
    for language in ("xx", "", "de-1996", "zz_ZZ", *(f"a{n}" for n in range(40))):
        assert list(unicode_breaks("Garten Beet", language)) == [7, 11]


def test_a_full_line_breaks_at_a_seam_rather_than_further_on() -> None:
    text = "Unsere Balkonpflanzen hier"
    assert _first(text, 18, GERMAN) == ["Unsere Balkon-", "pflanzen hier"]
    assert _first(text, 17, GERMAN)[0] == "Unsere Balkon-"
    # The seam would leave the line short.
    assert _first("Ein Balkonpflanzenmarkt hier", 17, GERMAN)[0] == "Ein Balkonpflan-"
