"""Owns the facts about the example of running text in the guide: it sets well as it is."""

from pathlib import Path

from brand_assets.cd_rules import check_page
from brand_assets.typesetting.document import document_json, read_document
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.preflight import check_pdf
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import TextValue
from tests.factories.facts import a_context
from tests.factories.kit import demo_kit, demo_photos

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "garden-letter.json"
_TEXT = (
    "Der Mai ist da, und mit ihm die beste Zeit zum Pflanzen. Die Nächte sind mild, der Boden ist "
    "warm, und in unseren Gewächshäusern steht bereit, was wir seit Februar vorgezogen haben.\n"
    "Kommen Sie vorbei, bevor das Beste vergriffen ist. Wir beraten Sie gern, füllen Ihre Kästen "
    "gleich bei uns und bringen große Pflanzen nach Hause, im Umkreis von zwanzig Kilometern ohne "
    "Aufpreis. Wer am Samstag kommt, bekommt dazu einen Kaffee unter der alten Linde.\n"
    "Und wenn Sie keinen Garten haben: Tomaten, Erdbeeren und alle Kräuter wachsen auch auf dem "
    "Balkon, solange sie Sonne und genug Wasser bekommen."
)
_TIPS = (
    "Geranien und Petunien nach den Eisheiligen auspflanzen\nHochbeete neu füllen:\n unten Zweige "
    "und Laub\n oben Kompost und frische Erde\nRosen düngen und nach Blattläusen sehen"
)
_PRICES = (
    "Geranie, stehend, in sechs Farben\t2,99\u202f€\nKräuterkiste mit acht Töpfen\t19,90\u202f€\n"
    "Kletterrose „New Dawn“\t24,95\u202f€\nBalkonkasten, bepflanzt nach Ihren Wünschen und in der "
    "Farbe, die zu Ihrem Haus am besten passt\t59,–\u202f€"
)


def example_values() -> dict[str, TextValue]:
    """What a gardener could have typed into the example."""
    texts = {"title": "Gartenbrief im Mai", "text": _TEXT, "tips": _TIPS, "prices": _PRICES}
    return {f"letter.{key}": TextValue(text) for key, text in texts.items()}


def _set() -> SetDocument:
    document = read_document(EXAMPLE.read_bytes())
    return set_document(document, example_values(), demo_kit(), demo_photos()[0])


def test_the_example_is_canonical() -> None:
    written = EXAMPLE.read_text(encoding="utf-8")
    assert document_json(read_document(written)) == written


def test_the_example_passes_the_rules_of_the_demo_brand() -> None:
    page = _set().facts[0]
    # The legal line that printed ads need, and marks that look up only words, are not about type.
    rules = {finding.rule for finding in check_page(page, demo_kit(), a_context(medium="print"))}
    assert not {rule for rule in rules if rule.startswith(("text.", "type.", "colour."))}


def test_the_example_holds_all_it_was_given() -> None:
    facts = {frame.frame: frame.text for frame in _set().facts[0].frames if frame.text}
    assert set(facts) == {"title", "letter", "prices"}
    assert all(text.overflow_chars == 0 for text in facts.values())
    assert all(sign in facts["letter"].text for sign in ("Kaffee", "Zweige"))


def test_the_example_is_ready_for_the_press() -> None:
    pdf = write_pdf(_set().display, demo_kit(), demo_photos()[0], PdfOptions(mode=Mode.PRESS))
    assert check_pdf(pdf, "x4") == []
