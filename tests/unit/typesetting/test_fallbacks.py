"""Owns the facts about fallback fonts: clusters and words stay whole, gaps are told and seen."""

import pytest

from brand_assets.typesetting.text.faces import Face, face_of
from brand_assets.typesetting.text.fallbacks import chain, faces_for
from tests.factories.documents import facts_of, glyph_runs, set_frames, text_frame
from tests.factories.fonts import ARABIC, ARABIC_BOLD, HEBREW, font_file
from tests.factories.kit import demo_kit

SERIF, SANS, BOLD = "Vollkorn-Bold.ttf", "Inter-Regular.otf", "Inter-Bold.otf"


def _face(key: str) -> Face:
    fonts = demo_kit().fonts
    return face_of(fonts[key] if key in fonts else font_file(key))


def _keys(text: str, own: str, *others: str) -> tuple[list[str], str]:
    missing: dict[str, None] = {}
    faces = faces_for(text, _face(own), tuple(map(_face, others)), missing)
    return [face.key if face else "" for face in faces], "".join(missing)


def test_a_word_is_set_in_one_font() -> None:
    keys, missing = _keys("Κῆπος Ελλάδα", SERIF, SANS)
    assert keys[:5] == [SANS] * 5
    assert keys[6:] == [SERIF] * 6
    assert missing == ""


def test_a_sign_of_another_font_takes_no_word_with_it() -> None:
    keys, _ = _keys("Beet\u2713da", SERIF, SANS)
    assert keys == [SERIF] * 4 + [SANS] + [SERIF] * 2


def test_a_letter_stays_with_its_marks() -> None:
    keys, missing = _keys("שׁ", SANS, HEBREW)
    assert (keys, missing) == ([HEBREW] * 2, "")
    keys, missing = _keys("x\u05b8", SANS, HEBREW)
    assert keys == [SANS] * 2
    assert missing == "\u05b8"


def test_sequences_of_emoji_stay_together_and_are_told_once() -> None:
    keys, missing = _keys("👨\u200d👩 ❤\ufe0f", SANS, SERIF)
    assert len(set(keys)) == 1
    assert "\u200d" not in missing
    assert "\ufe0f" not in missing
    assert set("👨👩") <= set(missing)


def test_composed_letters_count_for_their_parts() -> None:
    assert _keys("a\u0308", SERIF, SANS) == ([SERIF] * 2, "")


def test_spaces_between_words_of_one_font_are_of_it_too() -> None:
    keys, _ = _keys("بيت بيت", SANS, ARABIC)
    assert keys == [ARABIC] * 7
    keys, _ = _keys("بيت ab بيت", SANS, ARABIC)
    assert keys == [ARABIC] * 3 + [SANS] * 4 + [ARABIC] * 3


def test_of_a_family_the_nearest_weight_comes_first() -> None:
    faces = tuple(map(_face, (ARABIC, ARABIC_BOLD, HEBREW)))
    assert [face.key for face in chain(_face(BOLD), faces)] == [ARABIC_BOLD, ARABIC, HEBREW]
    assert [face.key for face in chain(_face(SANS), faces)] == [ARABIC, ARABIC_BOLD, HEBREW]


def test_what_no_font_has_is_seen_and_told() -> None:
    found = set_frames(text_frame("Tee 茶", w=380))
    assert facts_of(found).text.missing_glyphs == "茶"  # type: ignore[union-attr]  # a text
    gap = [glyph for run in glyph_runs(found) for glyph in run.glyphs if glyph.text == "茶"]
    assert [glyph.gid for glyph in gap] == [0]
    assert gap[0].advance > 0


@pytest.mark.parametrize("text", ["a\u200bb", "a\u2060b", "a\ufeffb", "a\u202ab\u202c", "a\u00adb"])
def test_signs_that_draw_nothing_are_missed_by_no_font(text: str) -> None:
    found = set_frames(text_frame(text, w=380))
    assert facts_of(found).text.missing_glyphs == ""  # type: ignore[union-attr]  # a text
    assert "".join(g.text for run in glyph_runs(found) for g in run.glyphs) == "ab"
