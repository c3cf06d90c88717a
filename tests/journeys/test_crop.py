"""The crop of a photo: the browser's figures are those of the typesetter, and a finger sets it."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from brand_assets.design_facts import PhotoFacts
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import PhotoValue
from tests.factories.documents import document, facts_of, frame
from tests.factories.kit import demo_kit
from tests.factories.pictures import a_jpeg
from tests.journeys.axe import expect_accessible
from tests.journeys.conftest import SignIn
from tests.journeys.demonstration import Portal
from tests.journeys.steps import choose_outlet, expect_saved, field, open_editor

FOCAL = (0.7, 0.35)
FRAMES: tuple[dict[str, Any], ...] = (
    {"w": 60, "h": 90},
    {"w": 90, "h": 40, "zoom": 1.5},
    {"w": 50, "h": 50, "pos_x": 0.2, "pos_y": 0.9},
)
VIEWS: tuple[dict[str, Any], ...] = (
    {},
    {"zoom": 2.5},
    {"zoom": 1.7, "x": 0.25, "y": 1.0},
    {"focal": [0.1, 0.8]},
    {"focal": [0.1, 0.8], "zoom": 3.0, "mirror": True},
    {"turn": 90, "focal": [0.4, 0.2], "zoom": 1.2},
    {"turn": 270, "mirror": True, "zoom": 2.0, "x": 0.1},
)
WINDOWS = """async ([frames, views]) => {
  const { windowOf, dpiOf } = await import('/static/js/editor/crop_geometry.js');
  return frames.map(frame => views.map(view => [windowOf(frame, view), dpiOf(frame, view)]));
}"""


def _placed(shape: dict[str, Any], view: dict[str, Any]) -> PhotoFacts:
    photos = MemoryPhotos()
    sha256 = photos.add(a_jpeg(300, 200), FOCAL)
    value = PhotoValue(
        sha256,
        view.get("zoom"),
        view.get("x"),
        view.get("y"),
        turn=view.get("turn"),
        mirror=view.get("mirror"),
        focal=tuple(view["focal"]) if "focal" in view else None,
    )
    page = document(frame("rect", "ground", colour="Halm"), frame("photo", field="bild", **shape))
    facts = facts_of(set_document(page, {"bild": value}, demo_kit(), photos)).photo
    assert facts is not None
    return facts


def _told(shape: dict[str, Any]) -> dict[str, Any]:
    """Return what the browser is told of a frame when nothing was chosen yet."""
    facts = _placed(shape, {})
    assert facts.widest_ppi is not None
    own = [shape.get("pos_x"), shape.get("pos_y")]
    size = {"w": shape["w"], "h": shape["h"], "pw": facts.placed.w, "ph": facts.placed.h}
    zoom, widest = shape.get("zoom", 1.0), facts.widest_ppi
    return size | {"zoom": zoom, "widest": widest, "focal": FOCAL, "pos": own}


def test_the_browser_crops_as_the_page_is_set(portal: Portal, desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(f"{portal.base_url}/sign-in")
    told = [_told(shape) for shape in FRAMES]
    found = page.evaluate(WINDOWS, [told, VIEWS])
    for shape, windows in zip(FRAMES, found, strict=True):
        for view, (window, dpi) in zip(VIEWS, windows, strict=True):
            facts = _placed(shape, view)
            sideways = view.get("turn", 0) % 180 == 90
            w, h = (shape["h"], shape["w"]) if sideways else (shape["w"], shape["h"])
            x, y = (shape["w"] - w) / 2, (shape["h"] - h) / 2
            placed = facts.placed
            left, top = x - placed.x, y - placed.y
            expected = [left / placed.w, top / placed.h, w / placed.w, h / placed.h]
            shown = [window[side] for side in ("left", "top", "width", "height")]
            assert shown == pytest.approx(expected, abs=1e-3), (shape, view)
            if not sideways:
                assert dpi == pytest.approx(facts.ppi, rel=1e-3)


def _chosen(page: Page) -> dict[str, Any]:
    """Return what stands in the inputs of the crop."""
    told = field(page, "bild.motiv").evaluate(
        """field => JSON.stringify(Object.fromEntries([...field.querySelectorAll('[data-part]')]
          .map(part => [part.dataset.part, part.dataset.unset === 'true' ? '' : part.value])))"""
    )
    return dict(json.loads(told))


def test_a_finger_sets_the_crop_and_the_resolution_follows(
    phone: BrowserContext, sign_in: SignIn
) -> None:
    page = sign_in(phone, "reinhold.albers@halmgruen.example")
    choose_outlet(page, "Bodenkirchen")
    open_editor(page, "Kräutersaison")
    crop = field(page, "bild.motiv").locator("details.crop")
    crop.locator("> summary").click()
    meter = crop.locator(".crop-meter")
    expect(meter).to_contain_text("scharf")
    crop.get_by_role("button", name="Foto vergrößern").click(click_count=3)
    expect(meter).to_contain_text("etwas unscharf")
    stage = crop.locator(".crop-stage")
    stage.evaluate("stage => stage.scrollIntoView({ block: 'end' })")
    stage.focus()
    page.keyboard.press("ArrowLeft")
    before = _chosen(page)
    assert float(before["zoom"]) == pytest.approx(1.331, abs=0.01)
    box = stage.locator("image").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    assert float(_chosen(page)["x"]) > float(before["x"])
    expect_saved(page)
    expect_accessible(page, "crop")
    page.keyboard.press("Home")
    after = _chosen(page)
    assert (after["zoom"], after["x"], after["focal"]) == ("", "", "")
    expect(meter).to_contain_text("scharf")
    expect_saved(page)
