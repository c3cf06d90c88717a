"""Holds what counts as a change: findings that come and go, frames, areas, stages."""

from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from brand_assets.design_facts import Bilingual, Box, Finding, KitValues, Severity
from brand_assets.typesetting.setting import SetDocument, set_document
from campaigns.rollout.comparing import compare_ads, kit_difference
from campaigns.rollout.pictures import differing_share
from campaigns.rollout.rules import (
    AdStage,
    Change,
    added_counts,
    compare_findings,
    share_of,
    stage_of,
    weight_of,
)
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos


def found(
    rule: str = "text.fits",
    words: str = "3 Zeichen zu lang",
    severity: Severity = Severity.BLOCKS,
    frame: str | None = "headline",
) -> Finding:
    return Finding(rule, severity, Bilingual(words, words), frame=frame)


def test_the_same_finding_neither_comes_nor_goes() -> None:
    changes = compare_findings([found()], [found()])
    assert (changes.new, changes.gone, changes.same) == ((), (), (found(),))


def test_other_figures_at_the_same_place_are_the_same_finding() -> None:
    changes = compare_findings([found()], [found(words="5 Zeichen zu lang")])
    assert changes.new == changes.gone == ()


def test_a_finding_that_gets_worse_comes_and_its_milder_form_goes() -> None:
    milder = found(severity=Severity.CHECK)
    changes = compare_findings([milder], [found()])
    assert (changes.new, changes.gone) == ((found(),), (milder,))


def test_of_two_findings_at_one_place_the_further_one_is_new() -> None:
    first, second = found(words="„billig“"), found(words="„Schnäppchen“")
    changes = compare_findings([first], [second, first])
    assert (changes.new, changes.gone) == ((second,), ())
    assert compare_findings([second, first], [first]).gone == (second,)


def test_areas_are_counted_once_and_only_on_the_page() -> None:
    assert share_of([Box(0, 0, 5, 10), Box(0, 0, 5, 10)], 10, 10) == 0.5
    assert share_of([Box(0, 0, 6, 10), Box(4, 0, 6, 5)], 10, 10) == pytest.approx(0.8)
    assert share_of([Box(-5, -5, 10, 10), Box(50, 50, 5, 5)], 10, 10) == 0.25
    assert share_of([], 10, 10) == 0


@pytest.mark.parametrize(
    ("lines", "stage"),
    [
        ((0, 0, 0), AdStage.DRAFT),
        ((1, 0, 1), AdStage.SUBMITTED),
        ((0, 1, 1), AdStage.APPROVED),
        ((0, 0, 2), None),
    ],
)
def test_what_is_delivered_is_left_alone(
    lines: tuple[int, int, int], stage: AdStage | None
) -> None:
    assert stage_of(*lines) is stage


def test_what_is_blocked_goes_before_findings_and_those_before_mere_looks() -> None:
    blocked = weight_of(newly_blocked=True, new_findings=1, share=0.0)
    warned = weight_of(newly_blocked=False, new_findings=60, share=0.0)
    shown = weight_of(newly_blocked=False, new_findings=0, share=1.0)
    assert blocked > warned > shown


def test_counts_add_up() -> None:
    assert added_counts({"ads": 2, "look": 1}, {"ads": 1, "blocked": 1})["ads"] == 3
    assert added_counts({}, {"blocked": 1})["blocked"] == 1


def made(kit: KitValues, name: str = "fruehling-flyer-a5") -> SetDocument:
    photos, _ = demo_photos()
    return set_document(template(name), ad_values("fruehling"), kit, photos)


def recoloured(kit: KitValues, token: str, **values: Any) -> KitValues:
    colours = {**kit.colours, token: replace(kit.colours[token], **values)}
    return replace(kit, colours=colours)


def test_a_kit_that_means_the_same_changes_nothing() -> None:
    before, after = demo_kit(), replace(demo_kit(), version=2)
    change = compare_ads(made(before), made(after), kit_difference(before, after))
    assert not change.look
    assert not change.press
    assert change.frames == ()


def test_another_colour_changes_the_frames_that_show_it() -> None:
    before, after = demo_kit(), recoloured(demo_kit(), "Mohn", srgb=(192, 16, 32))
    change = compare_ads(made(before), made(after), kit_difference(before, after))
    assert change.look
    assert {frame.change for frame in change.frames} == {Change.COLOUR}
    assert "preisform" in {frame.frame for frame in change.frames}
    assert 0 < change.share < 0.2


def test_other_inks_change_the_press_file_alone() -> None:
    before, after = demo_kit(), recoloured(demo_kit(), "Mohn", cmyk=(0, 90, 90, 5))
    between = kit_difference(before, after)
    flyer = compare_ads(made(before), made(after), between)
    assert (flyer.look, flyer.press, flyer.share) == (False, True, 0.0)
    assert {frame.change for frame in flyer.frames} == {Change.PRESS}
    post = "fruehling-post-1080"
    screen = compare_ads(made(before, post), made(after, post), between)
    assert (screen.look, screen.press, screen.frames) == (False, False, ())


def test_another_size_range_sets_text_anew_and_says_both_sizes() -> None:
    before = demo_kit()
    smaller = replace(before.text_styles["H1"], leading=before.text_styles["H1"].leading * 1.5)
    after = replace(before, text_styles={**before.text_styles, "H1": smaller})
    change = compare_ads(made(before), made(after), kit_difference(before, after))
    headline = next(frame for frame in change.frames if frame.frame == "headline")
    assert headline.change in {Change.SIZE, Change.PLACE}
    assert headline.field == "headline"
    assert headline.before != headline.after


def test_another_font_under_the_same_name_is_another_look() -> None:
    before = demo_kit()
    key = before.text_styles["H1"].font
    other = replace(before.fonts[key], sha256="0" * 64)
    after = replace(before, fonts={**before.fonts, key: other})
    change = compare_ads(made(before), made(after), kit_difference(before, after))
    assert {frame.change for frame in change.frames if frame.frame == "headline"} == {Change.LOOK}


def test_pixels_that_nobody_can_tell_apart_do_not_count() -> None:
    grey, half = Image.new("RGB", (10, 10), (100, 100, 100)), Image.new("RGB", (10, 10))
    half.paste((100, 100, 104), (0, 0, 10, 10))
    assert differing_share(grey, half) == 0
    half.paste((100, 160, 100), (0, 0, 5, 10))
    assert differing_share(grey, half) == 0.5
