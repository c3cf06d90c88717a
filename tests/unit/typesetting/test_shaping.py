"""Owns the facts about shaping: kerning, ligatures, tracking, direction, missing characters."""

import dataclasses

import pytest

from brand_assets.typesetting.text.faces import face_of
from brand_assets.typesetting.text.paragraphs import Paragraph, paragraph
from brand_assets.typesetting.text.runs import Run
from tests.factories.documents import drawn_text, facts_of, glyph_runs, set_frames, text_frame
from tests.factories.kit import demo_kit

SERIF, SANS = "Vollkorn-Bold.ttf", "Inter-Regular.otf"


def _run(text: str, font: str = SANS, **more: object) -> Run:
    fonts = demo_kit().fonts
    plain = Run(text, face_of(fonts[font]), (face_of(fonts[SERIF]),), ("kern", "liga"))
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]


def _shaped(*runs: Run) -> Paragraph:
    return paragraph(runs, "de")


def test_pairs_are_kerned() -> None:
    apart = _shaped(_run("V")).width + _shaped(_run("o")).width
    assert _shaped(_run("Vo")).width < apart - 0.01


def test_a_ligature_stands_for_its_letters() -> None:
    clusters = _shaped(_run("affin", SERIF)).clusters
    assert [(c.start, c.end) for c in clusters] == [(0, 1), (1, 4), (4, 5)]


def test_tracking_opens_every_letter_and_parts_ligatures() -> None:
    plain = _shaped(_run("Halm"))
    tracked = _shaped(_run("Halm", tracking=100))
    assert tracked.width == pytest.approx(plain.width + 0.4)
    found = set_frames(text_frame("affin", style="H3", tracking=40))
    assert len(glyph_runs(found)[0].glyphs) == 5


def test_scaled_and_raised_runs_share_one_line() -> None:
    both = _shaped(_run("2"), _run("99", scale=0.5, raised=0.3, after=0.2))
    large, small = _shaped(_run("2")).width, _shaped(_run("99")).width
    assert both.width == pytest.approx(large + small / 2 + 0.2)


def test_the_same_runs_are_shaped_once() -> None:
    assert _shaped(_run("Beet")) is _shaped(_run("Beet"))


def test_glyphs_spell_the_text() -> None:
    text = "Äpfel & Öl: „affin“ 2,99\u202f€"
    found = set_frames(text_frame(text, style="H3", w=380))
    assert drawn_text(found) == text
    assert all(run.actual_text is None for run in glyph_runs(found))


def test_a_character_of_another_font_comes_from_the_fallback() -> None:
    kit = demo_kit()
    arrow = next(
        chr(c)
        for c in range(0x2190, 0x2300)
        if face_of(kit.fonts[SANS]).has(chr(c)) and not face_of(kit.fonts[SERIF]).has(chr(c))
    )
    found = set_frames(text_frame(f"Hier {arrow} dort", style="H3", w=380))
    assert {run.font for run in glyph_runs(found)} == {SERIF, SANS}
    assert facts_of(found).text.missing_glyphs == ""  # type: ignore[union-attr]


def test_a_character_of_no_font_is_reported() -> None:
    found = set_frames(text_frame("Tee 茶 und 茶花", w=380))
    assert facts_of(found).text.missing_glyphs == "茶花"  # type: ignore[union-attr]


def test_a_soft_hyphen_draws_nothing_inside_a_line() -> None:
    found = set_frames(text_frame("Pflanz\u00aderde", w=380))
    assert drawn_text(found) == "Pflanzerde"


def test_text_to_the_left_is_drawn_from_the_right() -> None:
    clusters = _shaped(_run("ab אבג cd")).clusters
    assert [c.start for c in clusters] == list(range(len("ab אבג cd")))
    found = set_frames(text_frame("ab אבג cd", w=380))
    runs = glyph_runs(found)
    hebrew = [g for run in runs for g in run.glyphs if "א" <= g.text <= "ג"]
    assert [g.text for g in sorted(hebrew, key=lambda g: g.x)] == ["ג", "ב", "א"]
    assert facts_of(found).text.missing_glyphs == "אבג"  # type: ignore[union-attr]


def test_marks_stay_with_their_letter() -> None:
    found = set_frames(text_frame("Ha\u0308lmchen", w=380))
    assert drawn_text(found) == "Ha\u0308lmchen"
