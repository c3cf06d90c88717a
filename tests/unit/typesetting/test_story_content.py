"""Owns the facts about what a story says: paragraphs from parts and fields, and lists."""

from itertools import pairwise
from typing import Any

import pytest

from brand_assets.typesetting.display_list import Glyph
from brand_assets.typesetting.frames.story import Marks
from brand_assets.typesetting.text.story.marks import letters, mark_of, roman
from brand_assets.typesetting.values import (
    AddressValue,
    HoursValue,
    OfferRow,
    PriceValue,
    RowsValue,
    TextValue,
)
from tests.factories.documents import glyph_runs
from tests.factories.stories import (
    drawn_lines,
    field,
    list_of,
    look,
    paragraph,
    set_story_of,
    text_of,
)


def _texts(*blocks: Any, **more: Any) -> list[str]:
    return [line.text for line in drawn_lines(set_story_of(*blocks, **more))]


def test_blocks_are_paragraphs_of_their_own() -> None:
    assert _texts("Beet", "Balkon") == ["Beet", "Balkon"]


def test_parts_of_a_paragraph_stand_together() -> None:
    values = {"ort": TextValue("Aachen")}
    assert _texts(paragraph("Beete in ", field("ort"), "."), values=values) == ["Beete in Aachen."]


def test_a_line_feed_of_a_template_breaks_the_line_and_a_blank_line_the_paragraph() -> None:
    found = drawn_lines(set_story_of("Eins\nzwei\n \nDrei", looks=[look(space_before=5)]))
    assert [line.text for line in found] == ["Eins", "zwei", "Drei"]
    assert found[1].y - found[0].y == pytest.approx(14)
    assert found[2].y - found[1].y == pytest.approx(19)


def test_each_line_of_typed_text_is_a_paragraph() -> None:
    values = {"text": TextValue("Eins\r\n\n\n  Zwei  \nDrei")}
    found = set_story_of(paragraph(field("text")), values=values, looks=[look(space_before=5)])
    ys = [line.y for line in drawn_lines(found)]
    assert text_of(found).text == "Eins\nZwei\nDrei"
    assert [b - a for a, b in pairwise(ys)] == pytest.approx([19, 19])


def test_the_lines_of_an_address_stay_one_paragraph() -> None:
    values = {"wo": AddressValue("Am Wall 3", "52062", "Aachen")}
    found = set_story_of(paragraph(field("wo")), values=values, looks=[look(space_before=5)])
    ys = [line.y for line in drawn_lines(found)]
    assert ys[1] - ys[0] == pytest.approx(14)


def test_each_offer_is_a_paragraph_with_its_price_at_a_tab() -> None:
    rows = (
        OfferRow("Geranie", "Topf 12 cm", PriceValue(299, starting_from=True)),
        OfferRow("Blumenerde\t", "40 l", PriceValue(890), "1 l = 0,22 €"),
        OfferRow("Tulpen", "", PriceValue(100)),
    )
    values = {"angebote": RowsValue(rows)}
    found = text_of(set_story_of(paragraph(field("angebote")), values=values))
    assert found.text.split("\n") == [
        "Geranie, Topf 12\u202fcm\tab\u00a02,99\u202f€",
        "Blumenerde, 40\u202fl\t8,90\u202f€",
        "Tulpen\t1,00\u202f€",
    ]
    more = text_of(set_story_of(paragraph(field("angebote", form="unit_price")), values=values))
    assert more.text.split("\n")[1] == "Blumenerde, 40\u202fl\t1\u202fl = 0,22\u202f€\t8,90\u202f€"
    nothing = set_story_of(paragraph(field("angebote")), values={"angebote": RowsValue(())})
    assert not glyph_runs(nothing)


def test_blocks_of_empty_fields_leave_nothing() -> None:
    values = {"text": TextValue("  ")}
    assert _texts("Eins", paragraph(field("text")), "Zwei", values=values) == ["Eins", "Zwei"]
    nothing = set_story_of(paragraph(field("text")), values=values)
    assert not glyph_runs(nothing)
    assert nothing.facts[0].frame("a").text is None


def test_a_heading_stands_only_with_its_field() -> None:
    heading = paragraph("Heute", only_with="text")
    body = paragraph(field("text"))
    assert _texts(heading, body, "Ende") == ["Ende"]
    assert _texts(heading, body, values={"text": TextValue("Tee")}) == ["Heute", "Tee"]


def test_the_first_paragraph_of_a_block_has_its_own_look() -> None:
    looks = [look(first_indent=9), look("first", size=12)]
    values = {"text": TextValue("Eins\nZwei\nDrei")}
    block = paragraph(field("text"), first_look="first")
    lines = drawn_lines(set_story_of(block, looks=looks, values=values))
    assert [(line.x, line.sizes) for line in lines] == [(0, (12,)), (9, (10,)), (9, (10,))]


def test_bullets_hang_before_the_text() -> None:
    found = set_story_of(list_of("Rosen", "Tulpen und Narzissen für das Beet vor dem Haus"))
    marks, texts = glyph_runs(found)[::2], glyph_runs(found)[1::2]
    assert [run.glyphs[0].text for run in (*marks[:2], texts[0], texts[1])] == ["•", "•", "R", "T"]
    assert [run.glyphs[0].x for run in marks[:2]] == [0, 0]
    assert [run.glyphs[0].x for run in texts[:2]] == [12, 12]
    assert drawn_lines(found)[-1].x == pytest.approx(12)


def test_close_numbers_end_at_one_edge() -> None:
    marks = {"numbering": "decimal", "start": 9, "hang": 20, "align": "right"}
    found = set_story_of(list_of("neun", "zehn", marks=marks))
    ends = [run.glyphs[-1] for run in glyph_runs(found)[::2]]
    assert [glyph.text for glyph in ends] == [".", "."]
    assert [glyph.x + glyph.advance for glyph in ends] == pytest.approx([16, 16])


def test_a_mark_wider_than_its_space_moves_its_first_line_alone() -> None:
    marks = {"numbering": "decimal", "start": 1000, "hang": 12}
    text = "Ein Text, der für eine Zeile allein zu lang ist, hängt"
    lines = drawn_lines(set_story_of(list_of(text, marks=marks)))
    number = glyph_runs(set_story_of(list_of(text, marks=marks)))[0]
    end = number.glyphs[-1].x + number.glyphs[-1].advance
    first = glyph_runs(set_story_of(list_of(text, marks=marks)))[1]
    assert first.glyphs[0].x == pytest.approx(end + 2.5)
    assert lines[1].x == pytest.approx(12)


def _x(glyph: Glyph) -> float:
    return glyph.x


def test_a_list_that_runs_to_the_left_stands_the_other_way_round() -> None:
    hebrew = "\u05e9\u05dc\u05d5\u05dd"
    made = look(align="start", left_indent=5, right_indent=30)
    marks = {"numbering": "decimal", "hang": 15}
    found = glyph_runs(set_story_of(list_of(f"{hebrew} {hebrew}", marks=marks), looks=[made]))
    glyphs = [glyph for run in found for glyph in run.glyphs]
    ends = {glyph.text in "1.": glyph.x + glyph.advance for glyph in sorted(glyphs, key=_x)}
    assert ends == {True: pytest.approx(195, abs=0.01), False: pytest.approx(180, abs=0.01)}
    plain = [look(align="start", direction="rtl", first_indent=12)]
    first, second = drawn_lines(set_story_of("Beet\nTopf", looks=plain))
    assert [first.right, second.right] == pytest.approx([188, 200])


def test_a_list_in_a_list_is_indented_by_both_marks() -> None:
    inner = [{"parts": [{"kind": "literal", "text": {"de": "Kohlrabi", "en": "x"}}]}] * 2
    items = [
        {"parts": [{"kind": "literal", "text": {"de": "Gemüse", "en": "x"}}], "items": inner},
        {"parts": [{"kind": "literal", "text": {"de": "Obst", "en": "x"}}]},
    ]
    block = list_of(
        items=items,
        marks={"numbering": "decimal", "hang": 12},
        inner={"numbering": "alpha", "hang": 14},
    )
    found = glyph_runs(set_story_of(block))
    places = [("".join(g.text for g in run.glyphs), run.glyphs[0].x) for run in found]
    assert places == [
        *(("1.", 0), ("Gemüse", 12), ("a)", 12), ("Kohlrabi", 26), ("b)", 12), ("Kohlrabi", 26)),
        *(("2.", 0), ("Obst", 12)),
    ]


def test_each_line_of_a_field_is_an_item() -> None:
    values = {"liste": TextValue("Rosen\n\n\tEdelrosen\n  Wildrosen\nTulpen")}
    plain = _texts(list_of(field="liste", marks={"numbering": "roman", "hang": 12}), values=values)
    assert plain == ["i.Rosen", "ii.Edelrosen", "iii.Wildrosen", "iv.Tulpen"]
    nested = list_of(field="liste", inner={"bullet": "–", "hang": 9})
    assert _texts(nested, values=values) == ["•Rosen", "–Edelrosen", "–Wildrosen", "•Tulpen"]
    hours = {"liste": HoursValue(("Mo–Fr 9–18 Uhr", "Sa 9–14 Uhr"))}
    assert len(_texts(list_of(field="liste"), values=hours)) == 2


def test_items_without_any_sign_that_shows_are_left_out() -> None:
    values = {"liste": TextValue("Rosen\n\x1b\n \nTulpen")}
    assert _texts(list_of(field="liste"), values=values) == ["•Rosen", "•Tulpen"]
    assert text_of(set_story_of(list_of(field="liste"), "x", values=values)).lines == 3


def test_a_list_has_its_spaces_around_and_between() -> None:
    block = list_of("Eins", "Zwei", look="list", item_space=3)
    looks = [look(), look("list", space_before=7, space_after=11)]
    ys = [line.y for line in drawn_lines(set_story_of("Davor", block, "Danach", looks=looks))]
    assert [b - a for a, b in pairwise(ys)] == pytest.approx([21, 17, 25])


@pytest.mark.parametrize(
    ("numbering", "marks"),
    [
        ("bullet", ["•", "•", "•"]),
        ("decimal", ["3.", "4.", "5."]),
        ("alpha", ["c)", "d)", "e)"]),
        ("roman", ["iii.", "iv.", "v."]),
    ],
)
def test_marks_count_from_their_start(numbering: str, marks: list[str]) -> None:
    made = Marks.model_validate({"numbering": numbering, "start": 3, "hang": 5})
    assert [mark_of(made, index) for index in range(3)] == marks


def test_numbers_as_letters_and_roman_numerals() -> None:
    assert [letters(n) for n in (1, 26, 27, 52, 53, 703)] == ["a", "z", "aa", "az", "ba", "aaa"]
    assert [roman(n) for n in (4, 9, 14, 40, 90, 400, 1994)] == [
        *("iv", "ix", "xiv", "xl", "xc", "cd", "mcmxciv")
    ]
    assert roman(4000) == "4000"


def test_marks_have_their_own_colour_and_weight() -> None:
    marks = {"hang": 12, "colour": "Mohn", "bold": True}
    found = set_story_of(list_of("Rosen", marks=marks))
    mark, text = glyph_runs(found)
    assert (mark.colour, text.colour) == ("Mohn", "Tanne")
    assert mark.font != text.font
    assert text_of(found).colours == ("Tanne", "Mohn")
