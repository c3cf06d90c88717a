"""Owns the facts about directions: levels, lines put in order, joined letters, alignment."""

import icu
import pytest

from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.text.directions import directions, seen_order
from brand_assets.typesetting.text.faces import Face, face_of, shape
from tests.factories.documents import document, facts_of, frame, glyph_runs, text_frame, words
from tests.factories.fonts import ARABIC, ARABIC_BOLD, HEBREW, font_file, wide_kit
from tests.factories.kit import demo_photos


def _set(*frames: dict[str, object], language: str = "de") -> SetDocument:
    return set_document(document(*frames), {}, wide_kit(), demo_photos()[0], language)


def _seen(found: SetDocument) -> list[str]:
    """The lines as an eye reads them, glyph by glyph from the left."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for run in glyph_runs(found):
        for glyph in run.glyphs:
            lines.setdefault(round(glyph.y, 2), []).append((glyph.x, glyph.text))
    return ["".join(text for _, text in sorted(line)) for _, line in sorted(lines.items())]


def test_text_to_the_right_has_no_levels() -> None:
    assert directions("Halm (grün) 12", "de") is None
    assert directions("Halm", "de", "rtl") is not None


@pytest.mark.parametrize(
    "text", ["ab אבג (12) cd", "אב\nab\n12", "a\u2067אב\u2069b", "😀אב😀 ab", "\u202eab\u202c"]
)
def test_levels_are_those_of_icu(text: str) -> None:
    bidi, held = icu.Bidi(), icu.UnicodeString(text)
    bidi.setPara(held, icu.Bidi.DEFAULT_LTR)
    found = directions(text, "de")
    assert found is not None
    units = [len(text[:at].encode("utf-16-le")) // 2 for at in range(len(text))]
    assert found.levels == tuple(bidi.getLevels()[unit] for unit in units)


def test_a_paragraph_goes_by_its_first_letter_else_by_its_language() -> None:
    def bases(text: str, language: str) -> tuple[int, ...]:
        found = directions(text, language)
        return found.bases if found else (0,)

    assert bases("אב ab\nab אב", "de") == (1, 0)
    assert bases("12 \u200f", "de") == (1,)
    assert bases("12\nאב", "de") == (0, 1)
    assert bases("12\nאב", "he") == (1, 1)


def test_order_is_put_right_from_the_highest_level_down() -> None:
    assert seen_order("abcdef", [0, 1, 1, 2, 2, 0]) == list("adecbf")
    assert seen_order("abc", [1, 1, 1]) == list("cba")
    assert seen_order("abc", [2, 2, 2]) == list("abc")


def test_each_line_is_put_in_order_after_breaking() -> None:
    found = _set(text_frame("Garten אבג דהו זחט Ende", w=130, size_max=20, size_min=20))
    lines = _seen(found)
    assert lines[0].startswith("Garten ")
    assert [line[::-1].strip() for line in lines if "א" in line or "ז" in line]
    joined = " ".join(lines)
    assert joined.index("גבא") < joined.index("טחז")


def test_spaces_at_the_end_of_a_line_follow_the_paragraph() -> None:
    text = "ab אבגד\u2003הזחכ ילמנ"
    found = _set(text_frame(text, w=105, h=90, size_max=20, size_min=20))
    assert _seen(found)[0] == "ab דגבא\u2003"


def test_numbers_and_brackets_in_text_to_the_left() -> None:
    found = _set(text_frame("אב (12,5) גד", w=380))
    line = _seen(found)[0]
    assert line == "דג )12,5( בא"
    hebrew = face_of(font_file(HEBREW))
    mirrored = shape(hebrew, "(", (), "he", rtl=True)[0][0]
    assert mirrored == hebrew.glyph(")")


def test_a_hyphen_stands_at_the_end_of_its_word() -> None:
    found = _set(text_frame("אבג Pflan\u00adzenerde Beet", w=115, h=90, size_min=20))
    first = _seen(found)[0]
    assert first.startswith("Pflan-")


def test_letters_join_across_colours_and_weights() -> None:
    parts = [
        {"kind": "literal", "text": words("بي"), "colour": "Mohn"},
        {"kind": "literal", "text": words("ت"), "bold": True},
    ]
    found = _set(frame("text", parts=parts, w=380))
    fonts = {run.font for run in glyph_runs(found)}
    assert fonts == {ARABIC, ARABIC_BOLD}
    bold, plain = face_of(font_file(ARABIC_BOLD)), face_of(font_file(ARABIC))
    assert _gids(found, ARABIC_BOLD) == _shaped(bold, "ت", ("بي", ""))
    assert _gids(found, ARABIC) == _shaped(plain, "بي", ("", "ت"))
    assert _gids(found, ARABIC_BOLD) != _shaped(bold, "ت", ("", ""))


def _gids(found: SetDocument, font: str) -> list[int]:
    return sorted(g.gid for run in glyph_runs(found) if run.font == font for g in run.glyphs)


def _shaped(face: Face, text: str, around: tuple[str, str]) -> list[int]:
    return sorted(g[0] for g in shape(face, text, (), "de", True, around))


def test_tracking_does_not_tear_joined_letters() -> None:
    plain, wide = _set(text_frame("بيت", w=380)), _set(text_frame("بيت", w=380, tracking=200))
    assert facts_of(wide).drawn.w == pytest.approx(facts_of(plain).drawn.w)


@pytest.mark.parametrize(
    ("text", "direction", "align", "share"),
    [
        ("Beet", "auto", "start", 0),
        ("Beet", "auto", "end", 1),
        ("אבג", "auto", "start", 1),
        ("אבג", "auto", "end", 0),
        ("אבג", "auto", "left", 0),
        ("Beet", "rtl", "start", 1),
        ("אבג", "ltr", "start", 0),
    ],
)
def test_start_and_end_follow_the_direction(
    text: str, direction: str, align: str, share: float
) -> None:
    drawn = facts_of(_set(text_frame(text, direction=direction, align=align))).drawn
    assert drawn.x == pytest.approx(share * (100 - drawn.w), abs=0.01)
