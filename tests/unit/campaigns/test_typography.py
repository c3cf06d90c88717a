"""Signs that are mended as text is saved: German and English, in marked text and in lists."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.text.marks import marked
from campaigns.ad_templates.fields import FieldDefinition, FieldKind
from campaigns.ad_templates.kinds.texts import MARK_NAMES, plain_text
from campaigns.localisation.typography import (
    Mended,
    mend_marked,
    mend_text,
    mend_values,
    mended_value,
)

N = "\u202f"


@pytest.mark.parametrize(
    ("typed", "german"),
    [
        ('Unsere "Bonita" ist da', "Unsere „Bonita“ ist da"),
        ("\"Er sagt 'Ja'\", sagt sie", "„Er sagt ‚Ja‘“, sagt sie"),
        ("Wie geht's Ihrem Beet?", "Wie geht’s Ihrem Beet?"),
        ("Hans' Garten", "Hans’ Garten"),
        ("Sa 9-18 Uhr", "Sa 9–18 Uhr"),
        ("10.-22. Mai", "10.–22. Mai"),
        ("nur 2,99€", f"nur 2,99{N}€"),
        ("20% auf Töpfe", f"20{N}% auf Töpfe"),
        ("z.B. Tomaten", f"z.{N}B. Tomaten"),
        ("Beet 3x4 m", "Beet 3×4 m"),
        ("Beet 3 x 4 m", "Beet 3 × 4 m"),
        ("und mehr...", "und mehr…"),
        ("viel  zu  weit", "viel zu weit"),
        ("Erde - frisch", "Erde – frisch"),
        ("Sorte 'Gallery'", "Sorte ‚Gallery‘"),
    ],
)
def test_german_signs(typed: str, german: str) -> None:
    assert mend_text(typed) == german
    assert mend_text(german) == german


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ('Our "Bonita" is here', "Our “Bonita” is here"),
        ("It's the growers' choice", "It’s the growers’ choice"),
        ("\"He says 'yes'\"", "“He says ‘yes’”"),
        ("and more...", "and more…"),
    ],
)
def test_english_signs(typed: str, english: str) -> None:
    assert mend_text(typed, "en") == english


@pytest.mark.parametrize(
    "text",
    [
        "Tel. 040 66969-412",
        "Tel. 0681/123-45",
        "+49 40 66969-0",
        "https://halmgruen.example/beet-3x4?a='b'",
        "post@halm-gruen.example",
        "www.halm-gruen.de",
        "2,99 €",
        "6er-Schale und 12-cm-Topf",
        "Tomate „Harzfeuer“",
        "Bestellung 4711-12-3",
    ],
)
def test_numbers_addresses_and_names_stay(text: str) -> None:
    assert mend_text(text) == text


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ('**Neu:** "Bonita"', "**Neu:** „Bonita“"),
        ('"**Bonita**" bis 20%', f"„**Bonita**“ bis 20{N}%"),
        ('**"Bonita"**', "**„Bonita“**"),
        ("3 m^2^ - nur heute...", "3 m^2^ – nur heute…"),
        ("Ca~2~ 9-18 Uhr", "Ca~2~ 9–18 Uhr"),
        ("Wand...^2^", "Wand…^2^"),
    ],
)
def test_marks_stay_around_their_words(typed: str, mended: str) -> None:
    assert mend_marked(typed) == mended


def test_no_text_takes_long_to_be_mended() -> None:
    started = time.process_time()
    mended = mend_marked("1 - " * 499 + "**!**")
    assert mended.startswith("1 – 1 – 1")
    assert mended.endswith("**!**")
    assert time.process_time() - started < 2


_TEXTS = st.text(alphabet="ab \"'-.,:0129€%x*^~\n„“mZz/@()", max_size=30)


def _letters(text: str) -> list[str]:
    # An x between figures becomes a multiplication sign: that alone is no word's letter.
    return [c for c in text if c.isalnum() and c not in "x²³23"]


@given(_TEXTS)
def test_mending_twice_changes_nothing_and_no_letter_is_lost(text: str) -> None:
    mended = mend_text(text)
    assert mend_text(mended) == mended
    assert _letters(mended) == _letters(text)


@given(_TEXTS)
@example("“00'00...'0^001^")
def test_marked_text_reads_as_the_mended_plain_text(text: str) -> None:
    mended = mend_marked(text)
    assert _letters(mended) == _letters(text)
    raised = any(piece.position for piece in marked(text, MARK_NAMES))
    if mended != text and not raised:
        assert plain_text(mended) == mend_text(plain_text(text))


def field(kind: FieldKind, **limits: object) -> FieldDefinition:
    return FieldDefinition.model_validate(
        {"key": kind.value, "kind": kind, "label": Bilingual("Es", "It"), **limits}
    )


def test_what_was_mended_is_told() -> None:
    found = mended_value(field(FieldKind.TEXT), 'Die "Bonita" 9-18 Uhr')
    assert found == Mended(
        "text", 'Die "Bonita" 9-18 Uhr', "Die „Bonita“ 9–18 Uhr", ("„Bonita“ 9–18",)
    )


def test_opening_hours_are_mended_line_by_line() -> None:
    lines = [{"days": "Mo-Fr", "hours": "9-18 Uhr"}, {"days": "Sa", "hours": "9–16 Uhr"}]
    found = mended_value(field(FieldKind.HOURS), lines)
    assert found is not None
    assert found.now[0] == {"days": "Mo–Fr", "hours": "9–18 Uhr"}
    assert found.now[1] == lines[1]
    assert found.what == ("Mo–Fr", "9–18")


def test_fields_left_as_typed_and_other_kinds_stay() -> None:
    fields = [field(FieldKind.TEXT), field(FieldKind.MULTILINE), field(FieldKind.URL)]
    values = {"text": "a - b", "multiline": "a - b", "url": "https://a.de/a - b"}
    mended, told = mend_values(fields, values, {"multiline"})
    assert mended == {**values, "text": "a – b"}
    assert [one.field for one in told] == ["text"]


def test_nothing_becomes_too_long_by_being_mended() -> None:
    assert mended_value(field(FieldKind.TEXT, max_chars=3), "20%") is None
    assert mended_value(field(FieldKind.TEXT, max_chars=4), "20%") is not None
    assert mended_value(field(FieldKind.TEXT, locked=True), "a - b") is None
