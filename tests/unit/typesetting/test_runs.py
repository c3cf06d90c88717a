"""Owns the facts about parts with looks of their own: colours, sizes, places, features, rules."""

from typing import Any

import pytest

from brand_assets.design_facts import TextFacts
from brand_assets.typesetting.display_list import FillPath
from brand_assets.typesetting.document import DocumentError
from brand_assets.typesetting.scene import SettingError
from brand_assets.typesetting.setting import SetDocument
from brand_assets.typesetting.text.faces import Face, face_of
from brand_assets.typesetting.text.raising import height_of
from brand_assets.typesetting.text.run import Run
from brand_assets.typesetting.values import PriceValue, TextValue
from tests.factories.documents import facts_of, frame, glyph_runs, set_frames, words
from tests.factories.kit import demo_kit


def _literal(text: str, **look: Any) -> dict[str, Any]:
    return {"kind": "literal", "text": words(text)} | look


def _field(**look: Any) -> dict[str, Any]:
    return {"kind": "field", "field": "f"} | look


def _set(*parts: dict[str, Any], value: Any = None, **more: Any) -> SetDocument:
    values = {"f": value} if value is not None else None
    return set_frames(frame("text", parts=list(parts), w=380, **more), values=values)


def _text(found: SetDocument) -> TextFacts:
    text = facts_of(found).text
    assert text is not None
    return text


def _drawn(found: SetDocument) -> list[tuple[str, str, float]]:
    runs = glyph_runs(found)
    return [("".join(g.text for g in r.glyphs), r.colour, round(r.size, 2)) for r in runs]


def test_parts_have_their_own_colour_and_size() -> None:
    found = _set(_literal("Nur "), _literal("heute", colour="Mohn", scale=0.5))
    assert _drawn(found) == [("Nur ", "Tanne", 20), ("heute", "Mohn", 10)]
    facts = _text(found)
    assert facts.colours == ("Tanne", "Mohn")
    assert (facts.size, facts.smallest_size) == (20, 10)


def test_colours_of_parts_alone_are_the_colours_of_the_text() -> None:
    facts = _text(_set(_literal("eins ", colour="Mohn"), _literal("zwei", colour="Halm")))
    assert facts.colours == ("Mohn", "Halm")


def test_the_contrast_is_that_of_the_palest_part() -> None:
    plain, pale = _set(_literal("Nur")), _set(_literal("Nur "), _literal("x", colour="Leinen"))
    assert (_text(plain).contrast or 0) > 4.5
    assert (_text(pale).contrast or 9) < 1.5


def test_raised_parts_stand_above_the_baseline() -> None:
    runs = glyph_runs(_set(_literal("2"), _literal("99", scale=0.6, raised=0.3)))
    assert runs[0].glyphs[0].y - runs[1].glyphs[0].y == pytest.approx(0.3 * 20)


def test_the_fonts_own_raised_figures_are_taken() -> None:
    real = glyph_runs(_set(_literal("m"), _literal("2", position="super")))
    assert {run.size for run in real} == {20}
    plain = glyph_runs(_set(_literal("m2")))
    assert real[-1].glyphs[-1].gid != plain[0].glyphs[-1].gid


def test_where_the_font_has_none_the_part_is_scaled() -> None:
    runs = glyph_runs(_set(_literal("Beet"), _literal("®", position="super")))
    assert runs[1].size == pytest.approx(12)
    assert runs[1].glyphs[0].y < runs[0].glyphs[0].y
    low = glyph_runs(_set(_literal("Beet"), _literal("®", position="sub")))
    assert low[1].glyphs[0].y > low[0].glyphs[0].y


def test_a_price_in_a_sentence_has_raised_cents_and_reads_with_its_comma() -> None:
    price = PriceValue(1999, starting_from=True)
    found = _set(_literal("jetzt "), _field(form="raised"), _literal("!"), value=price)
    assert _text(found).text == "jetzt ab\u00a019,99\u202f€!"
    whole, cents, sign = glyph_runs(found)
    assert "".join(g.text for g in whole.glyphs) == "jetzt ab\u00a019"
    assert cents.actual_text == ",99"
    assert len(cents.glyphs) == 2
    assert cents.size == pytest.approx(0.58 * 20)
    assert "".join(g.text for g in sign.glyphs) == "\u202f€!"


def test_raised_cents_end_where_the_figures_end() -> None:
    found = _set(_field(form="raised"), value=PriceValue(1999))
    whole, cents, _ = glyph_runs(found)
    main = Run("19", _face(whole.font), (), ("kern", "liga", "lnum", "pnum"))
    top = height_of(main, "19") * whole.size
    tops = whole.glyphs[0].y - top, cents.glyphs[0].y - height_of(main, "99") * cents.size
    assert tops[0] == pytest.approx(tops[1], abs=0.2)


def _face(key: str) -> Face:
    return face_of(demo_kit().fonts[key])


def test_the_plain_form_leaves_out_the_word() -> None:
    price = PriceValue(299, starting_from=True)
    assert _text(_set(_field(form="raised_plain"), value=price)).text == "2,99\u202f€"


def test_marks_print_as_typed_where_a_part_does_not_allow_them() -> None:
    typed = TextValue("**heute** m^2^")
    assert _text(_set(_field(), value=typed)).text == "**heute** m^2^"
    found = _set(_field(marks=["bold", "super"]), value=typed)
    assert _text(found).text == "heute m2"
    assert glyph_runs(found)[0].font != glyph_runs(found)[1].font


def _rules(found: SetDocument) -> list[FillPath]:
    return [item for item in found.display.pages[0].items if isinstance(item, FillPath)]


def _corners(rule: FillPath) -> list[tuple[float, float]]:
    return [(segment[1], segment[2]) for segment in rule.path if len(segment) == 3]


def test_a_price_of_before_is_struck_at_half_its_height() -> None:
    found = _set(_literal("statt "), _field(form="plain", strike=True), value=PriceValue(449))
    (rule,) = _rules(found)
    run = glyph_runs(found)[1] if len(glyph_runs(found)) > 1 else glyph_runs(found)[0]
    ys = [y for _, y in _corners(rule)]
    height = run.glyphs[0].y - (min(ys) + max(ys)) / 2
    assert height == pytest.approx(0.5 * _face(run.font).cap_height * run.size, abs=0.6)
    assert rule.colour == "Tanne"


def test_a_rule_runs_through_sizes_of_one_part() -> None:
    found = _set(_field(form="raised", underline=True, colour="Mohn"), value=PriceValue(1999))
    assert [rule.colour for rule in _rules(found)] == ["Mohn"]


def test_rules_follow_the_turn_of_the_frame() -> None:
    upright = _rules(_set(_literal("Beet", underline=True)))[0]
    turned = _rules(_set(_literal("Beet", underline=True), rotation=90))[0]
    xs, ys = [x for x, _ in _corners(turned)], [y for _, y in _corners(upright)]
    assert max(xs) - min(xs) == pytest.approx(max(ys) - min(ys))


def test_features_of_a_part_win_over_tracking() -> None:
    tracked = _set(_literal("affin"), style="H3", tracking=40)
    chosen = _set(_literal("affin", features=["liga"]), style="H3", tracking=40)
    assert len(glyph_runs(tracked)[0].glyphs) == 5
    assert len(glyph_runs(chosen)[0].glyphs) == 3


def test_features_take_values_and_may_be_switched_off() -> None:
    plain, off = (
        _set(_literal("affin"), style="H3"),
        _set(_literal("affin", features=["liga=0"]), style="H3"),
    )
    assert len(glyph_runs(plain)[0].glyphs) == 3
    assert len(glyph_runs(off)[0].glyphs) == 5


def test_a_feature_that_the_font_lacks_is_told() -> None:
    assert _text(_set(_literal("Beet", features=["smcp", "tnum", "swsh=2"]))).lacking_features == (
        "smcp",
        "swsh",
    )
    assert _text(_set(_literal("Beet"))).lacking_features == ()


@pytest.mark.parametrize("feature", ["TNUM", "xxxx", "ss21", "tnum=x", "liga=-1", "kern=100"])
def test_unknown_features_are_refused(feature: str) -> None:
    with pytest.raises(DocumentError, match="features"):
        _set(_literal("Beet", features=[feature]))


@pytest.mark.parametrize("look", [{"colour": "Lila"}, {"style": "Schnoerkel"}])
def test_what_the_kit_lacks_is_refused(look: dict[str, Any]) -> None:
    with pytest.raises(SettingError):
        _set(_literal("Beet", **look))


def test_tracking_of_a_part_counts_for_it_alone() -> None:
    plain = _set(_literal("Beet"), _literal("Beet"))
    wide = _set(_literal("Beet"), _literal("Beet", tracking=100))
    widths = facts_of(plain).drawn.w, facts_of(wide).drawn.w
    assert widths[1] - widths[0] == pytest.approx(4 * 0.1 * 20, abs=0.5)


def test_controls_are_dropped_and_line_ends_break() -> None:
    facts = _text(_set(_field(), value=TextValue("ei\x07ns\rzwei\x0bdrei\x00")))
    assert facts.text == "eins\nzwei\ndrei"
    assert (facts.lines, facts.missing_glyphs) == (3, "")
