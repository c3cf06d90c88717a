"""The crop of a photo: the browser's figures are those of the typesetter, and a finger sets it."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from brand_assets.design_facts import PhotoFacts
from brand_assets.typesetting.display_list import DrawImage, Matrix
from brand_assets.typesetting.frames import PhotoFrame
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.scene import turn
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.shapes.paths import apply
from brand_assets.typesetting.shapes.placing import inverse
from brand_assets.typesetting.values import PhotoValue
from campaigns.proofs.cropping import CropFrame, own_crop
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
    {"w": 80, "h": 50, "turn": 90, "zoom": 1.1},
    {"w": 70, "h": 50, "turn": 7, "mirror": True, "rotation": -12},
    {"w": 60, "h": 60, "mirror": True, "crop": {"x": 0.1, "y": 0.2, "w": 0.5, "h": 0.7}},
)
VIEWS: tuple[dict[str, Any], ...] = (
    {},
    {"zoom": 2.5},
    {"zoom": 1.7, "x": 0.25, "y": 1.0},
    {"focal": [0.1, 0.8]},
    {"focal": [0.1, 0.8], "zoom": 3.0, "mirror": True},
    {"turn": 90, "focal": [0.4, 0.2], "zoom": 1.2},
    {"turn": 270, "mirror": True, "zoom": 2.0, "x": 0.1},
    {"turn": 0, "mirror": False, "zoom": 1.3},
)
SEEN = """async ([frames, views]) => {
  const crop = await import('/static/js/editor/crop_geometry.js');
  return frames.map(frame => views.map(view => {
    const box = crop.windowOf(frame, view);
    const back = crop.windowOf(frame, crop.movedTo(frame, view, box.left, box.top));
    return {
      outline: crop.outlineOf(frame, view),
      mirrored: crop.isMirrored(frame, view),
      dpi: crop.dpiOf(frame, view),
      box: [box.left, box.top],
      back: [back.left, back.top],
      twice: crop.mirrored(frame, crop.mirrored(frame, view)).mirror ?? frame.mirror,
    };
  }));
}"""
Points = list[tuple[float, float]]


def _set(shape: dict[str, Any], view: dict[str, Any]) -> tuple[PhotoFrame, PhotoFacts, Matrix]:
    """Set a photo; return its frame, its facts and what maps its unit square to the page."""
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
    found = set_document(page, {"bild": value}, demo_kit(), photos)
    facts = facts_of(found).photo
    assert facts is not None
    [drawn] = [item for item in found.display.pages[0].items if isinstance(item, DrawImage)]
    [own] = [one for one in page.frames() if isinstance(one, PhotoFrame)]
    return own, facts, drawn.matrix


def _told(shape: dict[str, Any]) -> dict[str, Any]:
    """Return what the browser is told of a frame when nothing was chosen yet."""
    own, facts, _ = _set(shape, {})
    return CropFrame(
        format_key="test",
        name="Test",
        on_screen=True,
        width=own.w,
        height=own.h,
        picture_width=facts.placed.w,
        picture_height=facts.placed.h,
        density=facts.ppi * facts.placed.h,
        recommended=None,
        least=None,
        focal=FOCAL,
        own=own_crop(own),
    ).as_json()


def _corners(own: PhotoFrame, matrix: Matrix, *, mirrored: bool) -> Points:
    """Return where the corners of a frame lie on its photo, by what the page is painted with."""
    back = inverse(matrix)
    assert back is not None
    x, y, w, h = own.x, own.y, own.w, own.h
    turned = turn(own) or (1, 0, 0, 1, 0, 0)
    corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    seen = [apply(back, apply(turned, corner)) for corner in corners]
    return [(1 - across if mirrored else across, down) for across, down in seen]


def test_the_browser_crops_as_the_page_is_set(portal: Portal, desktop: BrowserContext) -> None:
    page = desktop.new_page()
    page.goto(f"{portal.base_url}/sign-in")
    found = page.evaluate(SEEN, [[_told(shape) for shape in FRAMES], VIEWS])
    for shape, views in zip(FRAMES, found, strict=True):
        for view, seen in zip(VIEWS, views, strict=True):
            own, facts, matrix = _set(shape, view)
            corners = _corners(own, matrix, mirrored=seen["mirrored"])
            for told, corner in zip(seen["outline"], corners, strict=True):
                assert told == pytest.approx(corner, abs=1e-3), (shape, view)
            assert seen["dpi"] == pytest.approx(facts.ppi, rel=1e-3), (shape, view)
            assert seen["back"] == pytest.approx(seen["box"], abs=1e-6), (shape, view)
            assert seen["twice"] == seen["mirrored"], (shape, view)


def _chosen(page: Page) -> dict[str, Any]:
    """Return what stands in the inputs of the crop."""
    told = field(page, "bild.motiv").evaluate(
        """field => JSON.stringify(Object.fromEntries([...field.querySelectorAll('[data-part]')]
          .map(part => [part.dataset.part, part.dataset.unset === 'true' ? '' : part.value])))"""
    )
    return dict(json.loads(told))


def _touch(page: Page, *steps: tuple[str, Points]) -> None:
    """Have fingers touch the screen as a device tells it: what happens, and where they are."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 5})
    for kind, places in steps:
        points = [{"x": x, "y": y, "id": n} for n, (x, y) in enumerate(places)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    session.detach()


def _low_on(stage: Locator) -> tuple[float, float]:
    """Return a place on the photo that the picture of the page does not cover."""
    box = stage.locator("image").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.8


def _pinch(page: Page, x: float, y: float) -> None:
    """Two fingers part around a place, and leave it one after the other."""
    apart: list[Points] = [[(x - by, y - by), (x + by, y + by)] for by in range(20, 41, 4)]
    moves = [("touchMove", places) for places in apart[1:]]
    begin, end = ("touchStart", apart[0][:1]), ("touchEnd", list[tuple[float, float]]())
    _touch(page, begin, ("touchStart", apart[0]), *moves, end)


def _crop_by_two_fingers(page: Page, x: float, y: float) -> None:
    """Enlarge twice as much, and let a device take a finger away; the page itself stays."""
    before = _chosen(page)
    seen = page.evaluate("[scrollX, scrollY, visualViewport.scale]")
    _pinch(page, x, y)
    pinched = _chosen(page)
    assert float(pinched["zoom"]) == pytest.approx(2 * float(before["zoom"]), abs=0.05)
    assert pinched["focal"] == ""  # two fingers are no tap
    _touch(page, ("touchStart", [(x, y)]), ("touchMove", [(x, y - 40)]), ("touchCancel", []))
    assert _chosen(page) == pinched
    assert page.evaluate("[scrollX, scrollY, visualViewport.scale]") == seen


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
    x, y = _low_on(stage)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=4)
    page.mouse.up()
    assert float(_chosen(page)["x"]) > float(before["x"])
    _crop_by_two_fingers(page, x, y)
    expect_saved(page)
    expect_accessible(page, "crop")
    page.keyboard.press("Home")
    after = _chosen(page)
    assert (after["zoom"], after["x"], after["focal"]) == ("", "", "")
    expect(meter).to_contain_text("scharf")
    expect_saved(page)
