"""Owns the facts about artwork frames: where drawings and supplied pages stand, and their facts."""

from collections.abc import Mapping
from typing import Any

import pytest

from brand_assets.design_facts import ArtworkFacts, Box, FrameFacts
from brand_assets.typesetting.display_list import (
    Blend,
    DrawGroup,
    DrawPdfPage,
    PageBox,
    colours_of,
)
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.scene import SettingError
from brand_assets.typesetting.setting import SetDocument, set_document
from brand_assets.typesetting.values import FieldValues, PhotoValue
from tests.factories.documents import document, facts_of, frame, text_frame
from tests.factories.drawings import FEATURES, HALM, TANNE, drawing
from tests.factories.kit import demo_kit
from tests.factories.placed_pdf import SPOT, supplied_pdf

SQUARE = drawing(f"<rect width='120' height='80' fill='{TANNE}'/>")


def set_art(
    data: bytes | str,
    *more: Mapping[str, Any],
    values: FieldValues | None = None,
    **art: Any,
) -> SetDocument:
    """Set a frame of 100 by 50 px with artwork, and other frames over it."""
    photos = MemoryPhotos()
    sha256 = photos.add_artwork(data.encode() if isinstance(data, str) else data)
    own = frame("artwork", **({"asset": sha256} | art))
    if "field" in art:
        own.pop("asset")
        values = {art["field"]: PhotoValue(sha256)} if values is None else values
    return set_document(document(own, *more), values or {}, demo_kit(), photos)


def art_facts(found: SetDocument) -> tuple[FrameFacts, ArtworkFacts]:
    """Return the facts of the frame and of its artwork."""
    facts = facts_of(found)
    assert facts.artwork is not None
    return facts, facts.artwork


@pytest.mark.parametrize(
    ("how", "box"),
    [
        ({}, Box(12.5, 0, 75, 50)),
        ({"pos_x": 0}, Box(0, 0, 75, 50)),
        ({"fit": "cover"}, Box(0, -25 / 3, 100, 200 / 3)),
        ({"fit": "cover", "pos_y": 1}, Box(0, -50 / 3, 100, 200 / 3)),
        ({"fit": "fill"}, Box(0, 0, 100, 50)),
    ],
)
def test_artwork_is_fitted_into_its_frame(how: dict[str, Any], box: Box) -> None:
    facts, art = art_facts(set_art(SQUARE, **how))
    assert (art.placed.x, art.placed.y, art.placed.w, art.placed.h) == pytest.approx(
        (box.x, box.y, box.w, box.h)
    )
    assert art.stretched == (how.get("fit") == "fill")
    assert facts.drawn.w <= 100
    assert facts.drawn.h <= 50


def test_what_covers_the_frame_is_cut_to_it() -> None:
    (item,) = set_art(SQUARE, fit="cover").display.pages[0].items
    assert isinstance(item, DrawGroup)
    assert item.clip is not None
    assert {(x, y) for _, x, y in item.clip[:-1]} == {(0, 0), (100, 0), (100, 50), (0, 50)}  # type: ignore[misc] # lines alone


def test_a_drawing_is_drawn_in_tokens_and_told_of() -> None:
    found = set_art(drawing(f"<rect width='9' height='9' fill='{HALM}'/><circle r='5'/>"))
    facts, art = art_facts(found)
    assert set(colours_of(found.display.pages[0].items)) == {"Halm", "Schwarz"}
    assert (facts.kind, art.source, art.not_exact, art.ink_measured) == ("artwork", "svg", (), True)
    other = art_facts(set_art(drawing("<rect width='9' height='9' fill='#106050'/>")))[1]
    (nearest,) = other.not_exact
    assert nearest.srgb == (16, 96, 80)
    assert nearest.apart > 5


def test_a_page_of_a_pdf_is_placed_and_told_of() -> None:
    found = set_art(supplied_pdf(pages=3), page=2, box="media")
    (item,) = found.display.pages[0].items
    assert isinstance(item, DrawPdfPage)
    assert (item.page, item.box) == (1, PageBox.MEDIA)
    assert item.matrix == pytest.approx((250 / 3, 0, 0, 50, 25 / 3, 0))
    _, art = art_facts(found)
    assert (art.source, art.page, art.pages, art.spots) == ("pdf", 2, 3, (SPOT,))
    assert not art.ink_measured


def test_opacity_blend_clip_and_turn_are_kept() -> None:
    (item,) = (
        set_art(SQUARE, opacity=0.4, blend="multiply", clip="M0 0H50V50H0Z", rotation=90)
        .display.pages[0]
        .items
    )
    assert isinstance(item, DrawGroup)
    assert item.clip is not None
    (inner,) = item.items
    assert isinstance(inner, DrawGroup)
    assert (inner.opacity, inner.blend) == (0.4, Blend.MULTIPLY)
    assert inner.matrix is not None
    assert inner.matrix[:2] == pytest.approx((0, 0.625))
    xs = [segment[1] for segment in item.clip[:-1]]  # type: ignore[misc] # lines alone
    assert (min(xs), max(xs)) == pytest.approx((25, 75))


def test_artwork_comes_from_a_field() -> None:
    assert art_facts(set_art(SQUARE, field="grafik"))[1].source == "svg"
    assert facts_of(set_art(SQUARE, field="grafik", values={})).artwork is None


def test_a_colour_may_be_given_to_a_drawing() -> None:
    svg = drawing("<path d='M0 0h90v60z' fill='currentColor'/>")
    found = set_art(svg, colour="Mohn")
    assert set(colours_of(found.display.pages[0].items)) == {"Mohn"}


@pytest.mark.parametrize(
    ("data", "art", "reason"),
    [
        (drawing("<text>a</text>"), {}, "live text"),
        (b"%PDF-1.7 broken", {}, "damaged"),
        (supplied_pdf(), {"page": 2}, "page 2"),
        (SQUARE, {"colour": "Neon"}, "Neon"),
        (b"GIF89a", {}, "cannot be read"),
    ],
)
def test_what_cannot_be_placed_is_refused(
    data: bytes | str, art: dict[str, Any], reason: str
) -> None:
    with pytest.raises(SettingError, match=reason):
        set_art(data, **art)


def test_text_on_artwork_stands_on_no_known_colour() -> None:
    found = set_art(SQUARE, text_frame("Hallo", "b"), fit="fill")
    text = facts_of(found, "b").text
    assert text is not None
    assert text.ground is None
    assert text.contrast is None


@pytest.mark.parametrize("name", FEATURES)
def test_every_drawing_can_be_placed(name: str) -> None:
    assert art_facts(set_art(FEATURES[name], fit="cover"))[1].not_exact == ()
