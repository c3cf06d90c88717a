"""Owns the facts about story frames: fit, overflow, facts for rules, limits, reading back."""

import re
import time
from typing import Any

import pypdfium2
import pytest

from brand_assets.cd_rules import check_page
from brand_assets.design_facts import FrameKind
from brand_assets.typesetting.document import DocumentError, document_json, read_document
from brand_assets.typesetting.frames import StoryFrame
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.scene import Scene, SetFrame, SettingError
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.text.story.content import MAX_FIELD_CHARS, MAX_STORY_CHARS
from brand_assets.typesetting.text.story.fitting import Shares
from brand_assets.typesetting.text.story.story_frames import set_story
from brand_assets.typesetting.values import TextValue
from tests.factories.documents import document, facts_of, frame, raw_document, set_frames
from tests.factories.facts import a_context
from tests.factories.kit import demo_kit, demo_photos
from tests.factories.stories import (
    SPRING,
    drawn_lines,
    field,
    list_of,
    look,
    paragraph,
    set_story_of,
    story,
    text_of,
)

HALF = {"scale_min": 0.5}


def test_a_story_that_fits_keeps_its_size() -> None:
    text = text_of(set_story_of(SPRING, fit=HALF))
    assert (text.size, text.size_min, text.size_max) == (10, 5, 10)
    assert (text.overflow_chars, text.limit) == (0, None)


def test_all_sizes_shrink_together_in_steps_of_a_hundredth() -> None:
    looks = [look(), look("head", size=20)]
    blocks: list[Any] = [paragraph("Frühling", look="head"), SPRING]
    found = set_story_of(*blocks, looks=looks, fit=HALF, h=100)
    sizes = sorted({size for line in drawn_lines(found) for size in line.sizes})
    scale = text_of(found).size / 10
    assert 0.5 < scale < 1
    assert scale * 100 == pytest.approx(round(scale * 100))
    assert sizes == pytest.approx([10 * scale, 20 * scale])
    assert text_of(found).limit is None


def test_the_largest_size_that_fits_is_found() -> None:
    fit = {"scale_min": 0.4, "scale_max": 2.0}
    size = text_of(set_story_of(SPRING, fit=fit, h=120)).size
    fixed = [look(size=size), look(size=size + 0.1)]
    overflow = [text_of(set_story_of(SPRING, looks=[one], h=120)).overflow_chars for one in fixed]
    assert overflow[0] == 0
    assert overflow[1] > 0


@pytest.mark.parametrize(("low", "high"), [(0.5, 1.0), (0.333, 1.2), (0.9, 0.9), (0.995, 1.0)])
def test_the_largest_share_is_found_from_any_guess(low: float, high: float) -> None:
    shares = Shares(low, high)
    steps = [low, *(round(high - n / 100, 6) for n in range(int((high - low) * 100 + 1)))]
    for limit in (0.1, low, low + 0.004, (low + high) / 2, high - 0.003, high, 3.0):
        best = max([share for share in steps if share <= limit], default=low)
        for guess in (0.01, low, (low + high) / 2, high - 0.05, high, 9.0):
            assert shares.most(guess, limit.__ge__) == best


def test_leading_gives_way_before_the_size() -> None:
    lines = text_of(set_story_of(SPRING)).lines
    fit = {"scale_min": 0.5, "leading_min": 0.85}
    text = text_of(set_story_of(SPRING, fit=fit, h=lines * 14 * 0.95))
    assert text.size == 10
    assert 1.3 < (text.leading or 0) < 1.38
    smaller = text_of(set_story_of(SPRING, fit=fit, h=lines * 14 * 0.6))
    assert smaller.size < 10
    assert smaller.overflow_chars == 0


def test_what_does_not_fit_is_counted_and_drawn() -> None:
    found = set_story_of(SPRING, h=60, fit={"scale_min": 0.9})
    text = text_of(found)
    assert text.size == 9
    assert text.limit == "height"
    assert 0 < text.overflow_chars < len(SPRING)
    assert text.room_chars == len(SPRING) - text.overflow_chars
    drawn = "".join(line.text for line in drawn_lines(found)).replace("-", "")
    assert re.sub(r"\s", "", drawn) == re.sub(r"\s", "", SPRING)
    shorter = SPRING[: text.room_chars]
    assert text_of(set_story_of(shorter, h=60, fit={"scale_min": 0.9})).overflow_chars == 0


def test_room_tells_how_much_more_may_be_typed() -> None:
    words = "Beet und Topf "
    text = text_of(set_story_of(words * 5, h=140))
    room = text.room_chars or 0
    assert room > 5 * len(words)
    fits = text_of(set_story_of(words * int(room * 0.9 / len(words)), h=140))
    assert fits.overflow_chars == 0
    assert text_of(set_story_of(words * int(room * 1.2 / len(words)), h=140)).overflow_chars > 0


def test_a_word_wider_than_its_column_is_too_much() -> None:
    text = text_of(set_story_of("Donaudampfschifffahrt", w=50, looks=[look(hyphenate=False)]))
    assert text.limit == "width"
    assert 5 < text.overflow_chars < 21


def test_the_smallest_size_of_all_looks_is_judged() -> None:
    looks = [look(), look("small", size=6)]
    found = set_story_of(SPRING, paragraph("Klein", look="small"), looks=looks)
    assert text_of(found).size == 6
    rules = {finding.rule for finding in _findings(found)}
    assert "type.smallest" in rules


def test_every_text_rule_looks_at_stories() -> None:
    found = set_story_of(SPRING * 3 + "茶", h=50, locked=False)
    rules = {finding.rule for finding in _findings(found)}
    assert {"text.overflow", "type.glyphs"} <= rules
    pale = set_frames(
        frame("rect", "g", colour="Leinen", h=300, w=300), story(SPRING, colour="Halm40")
    )
    assert {"colour.contrast", "colour.pair"} <= {finding.rule for finding in _findings(pale)}


def test_a_pale_part_of_a_story_is_found() -> None:
    looks = [look(), look("pale", colour="Halm40")]
    blocks: list[Any] = [SPRING, paragraph("Blass", look="pale")]
    ground = frame("rect", "g", colour="Leinen", h=300, w=300)
    found = set_frames(ground, story(*blocks, looks=looks))
    assert "colour.contrast" in {finding.rule for finding in _findings(found)}


def _findings(found: SetDocument) -> Any:
    return check_page(found.facts[0], demo_kit(), a_context(medium="screen"))


def test_facts_name_kind_fields_and_place() -> None:
    parts = [field("text", before={"de": "Neu: ", "en": "New: "})]
    blocks = [paragraph(*parts, only_with="aktion"), list_of(field="liste")]
    facts = facts_of(set_story_of(*blocks, values={"text": TextValue("x")}, x=20, y=30))
    assert facts.kind is FrameKind.STORY
    assert facts.fields == ("text", "liste", "aktion")
    made = document(story(*blocks))
    assert made.fields() == ("text", "liste", "aktion")
    drawn = facts_of(set_story_of(SPRING, x=20, y=30)).drawn
    assert 20 <= drawn.x < 21
    assert 30 < drawn.y < 36
    assert drawn.right <= 220.1


def test_a_rotated_story_turns_about_its_centre() -> None:
    drawn = facts_of(set_story_of("Beet", rotation=90, w=200, h=100, x=50, y=50)).drawn
    assert drawn.h > drawn.w
    assert drawn.right == pytest.approx(200 - 3.5, abs=1.5)
    assert drawn.y == pytest.approx(0, abs=2)


def _read(found: SetDocument) -> str:
    photos, _ = demo_photos()
    options = PdfOptions(mode=Mode.SCREEN)
    with pypdfium2.PdfDocument(write_pdf(found.display, demo_kit(), photos, options)) as pdf:
        page = pdf[0]
        text = page.get_textpage().get_text_range()
    # The hyphen at the end of a line is a mark of its own for PDFium.
    return re.sub(r"\s+", " ", re.sub(r"[\x02\ufffe]\s*", "", text)).strip()


def test_the_text_reads_back_from_the_file() -> None:
    looks = [look(align="justify")]
    assert _read(set_story_of(SPRING, columns=2, gutter=10, looks=looks)) == SPRING


def test_lists_and_leaders_read_back() -> None:
    tabs = [{"align": "right", "leader": "."}]
    blocks = [list_of("Rosen", "Tulpen"), paragraph("Geranie\t2,99\u202f€", look="price")]
    found = set_story_of(*blocks, looks=[look(), look("price", tabs=tabs)])
    assert _read(found) == "• Rosen • Tulpen Geranie 2,99 €"


def test_typing_elsewhere_sets_no_story_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def counted(frame: StoryFrame, scene: Scene) -> SetFrame | None:
        calls.append(frame)
        return set_story(frame, scene)

    monkeypatch.setattr("brand_assets.typesetting.setting.set_story", counted)
    body = paragraph(field("text"))
    other = frame("text", "b", parts=[field("titel")])
    made = document(story(body), other)
    photos, _ = demo_photos()
    for title in ("a", "b", "c"):
        values = {"text": TextValue(SPRING), "titel": TextValue(title)}
        set_document(made, values, demo_kit(), photos)
    assert len(calls) == 1
    set_document(made, {"text": TextValue("neu")}, demo_kit(), photos)
    assert len(calls) == 2


def test_a_story_is_the_same_after_writing_and_reading() -> None:
    blocks = [paragraph(field("a"), "b"), list_of("x", marks={"hang": 4})]
    made = document(story(*blocks, grid={"step": 10}, insets={"top": 2}))
    assert read_document(document_json(made)) == made


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"looks": [look(), look()]}, "one key"),
        ({"blocks": [paragraph("x", look="other")]}, "looks that the frame does not have"),
        ({"insets": {"left": 150, "right": 50}}, "no room"),
        ({"columns": 3, "gutter": 100}, "no room"),
        ({"columns": 7}, "columns"),
        ({"fit": {"scale_min": 1.2}}, "scale_min"),
        ({"looks": [look(tabs=[{"at": 9}, {"at": 3}])]}, "in order"),
        ({"looks": [look(tabs=[{"at": 9, "leader": "\t"}])]}, "leader"),
        ({"blocks": [list_of()]}, "items or a field"),
        ({"blocks": [list_of("x", field="y")]}, "items or a field"),
        ({"blocks": [list_of("x", inner_look="z", inner={"hang": 1})]}, "does not have"),
    ],
)
def test_unsound_stories_are_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(raw_document(story("x") | change))
    assert said in " | ".join(caught.value.problems)


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "Pink"},
        {"looks": [look(style="Fraktur")]},
        {"looks": [look(colour="Pink")]},
        {"rule": {"width": 1, "colour": "Pink"}, "columns": 2},
        {"blocks": [list_of("x", marks={"hang": 3, "colour": "Pink"})]},
        {"blocks": [list_of("x", marks={"hang": 3, "style": "Fraktur"})]},
        {
            "blocks": [
                paragraph({"kind": "literal", "text": {"de": "x", "en": "x"}, "style": "Frak"})
            ]
        },
    ],
)
def test_what_the_kit_lacks_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(SettingError):
        set_frames(story("x") | change)


def test_too_long_texts_are_capped_and_counted() -> None:
    long = TextValue("Wort " * 2_000)
    text = text_of(set_story_of(paragraph(field("a")), values={"a": long}, fit=HALF))
    assert len(text.text) <= MAX_FIELD_CHARS
    assert text.overflow_chars > len(long.text.strip()) - MAX_FIELD_CHARS
    high = text_of(set_story_of(paragraph(field("a")), values={"a": long}, h=20_000))
    assert (high.overflow_chars, high.limit) == (10_000 - MAX_FIELD_CHARS, "height")
    part = {"a": TextValue("Wort " * 1_200)}
    blocks = [paragraph(field("a")) for _ in range(3)]
    all_of_them = text_of(set_story_of(*blocks, values=part))
    assert len(all_of_them.text) <= MAX_STORY_CHARS + 3
    assert all_of_them.overflow_chars > 3 * 6_000 - MAX_STORY_CHARS


@pytest.mark.parametrize(
    "text",
    [
        "Wort " * 1_600,
        "x" * 8_000,
        "a\n" * 4_000,
        "\t" * 8_000,
        "a\tb\n" * 2_000,
        "a \t" * 2_600,
        "\u05d0 b " * 2_000,
        "-" * 8_000,
        "\u0301" * 8_000,
        "\u00ad" * 8_000,
        "\u2029\ue001 " * 2_000,
    ],
    ids=range(11),
)
def test_hard_texts_are_set_soon(text: str) -> None:
    values = {"a": TextValue(text)}
    looks = [look(align="justify", tabs=[{"at": 5, "align": "decimal", "leader": "."}, {}])]
    more: dict[str, Any] = {"columns": 6, "gutter": 3, "balance": True, "looks": looks, "w": 180}
    fit = {"scale_min": 0.3, "scale_max": 3, "leading_min": 0.7}
    for grid in (None, {"step": 0.5}):
        start = time.process_time()
        set_story_of(paragraph(field("a")), values=values, fit=fit, grid=grid, h=40, **more)
        assert time.process_time() - start < 2
