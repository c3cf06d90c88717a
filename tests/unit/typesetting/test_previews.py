"""Owns the proof that a preview painted over the last one is the same as one painted whole."""

import functools
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from brand_assets.typesetting.display_list import Blend, DisplayList, DrawGlyphs, DrawGroup, Item
from brand_assets.typesetting.document import DocumentError, read_document
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import paint
from brand_assets.typesetting.previews import Previewer, previewer
from brand_assets.typesetting.previews.canvas import Canvas, Region
from brand_assets.typesetting.scene import SettingError
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import (
    FieldValue,
    PhotoValue,
    PriceValue,
    TextValue,
    UrlValue,
)
from tests.factories.ads import ad_values, template
from tests.factories.kit import demo_kit, demo_photos, photo
from tests.golden.case import ad, frame, literal
from tests.property.documents import frame_kinds, frames_of

PHOTOS = ("Garden.jpg", "LadyBird.jpg", "RainDrops.jpg")
COLOURS = ("Tanne", "Mohn", "Halm", "Leinen", "Weiss")


def _flyer(name: str, changes: Mapping[str, FieldValue]) -> DisplayList:
    values = ad_values(name.split("-", maxsplit=1)[0]) | dict(changes)
    return set_document(template(name), values, demo_kit(), demo_photos()[0]).display


def _whole(display: DisplayList, number: int, width: int) -> Image.Image:
    page = display.pages[number]
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=width / page.width)
    pdf = write_pdf(replace(display, pages=(page,)), demo_kit(), demo_photos()[0], options)
    return paint(pdf, width_px=width)


def _paint(
    painter: Previewer, display: DisplayList, number: int = 0, width: int = 300, whose: str = "ad"
) -> Image.Image:
    inputs = (demo_kit(), demo_photos()[0])
    return painter.paint(whose, display, inputs, number, width)


def _assert_same(found: Image.Image, display: DisplayList, number: int, width: int) -> None:
    whole = _whole(display, number, width)
    assert found.size == whole.size
    assert ImageChops.difference(found, whole).getbbox() is None


_TEXTS = st.text("abc üÄfij -\n0", min_size=0, max_size=60).map(TextValue)
_EDITS = st.one_of(
    st.tuples(st.just("headline"), _TEXTS),
    st.tuples(st.just("angebot.produkt"), _TEXTS),
    st.tuples(st.just("event.text"), _TEXTS),
    st.tuples(st.just("aktion.name"), _TEXTS),
    st.tuples(st.just("angebot.preis"), st.integers(0, 200_000).map(PriceValue)),
    st.tuples(
        st.just("bild.motiv"),
        st.builds(
            lambda name, zoom, x: PhotoValue(photo(name), zoom=zoom, pos_x=x, pos_y=0.5),
            st.sampled_from(PHOTOS),
            st.floats(1, 4),
            st.floats(0, 1),
        ),
    ),
    st.tuples(st.just("qr.ziel"), st.integers(0, 99).map(lambda n: UrlValue(f"HTTPS://A.B/{n}"))),
)
_TEMPLATES = ("fruehling-flyer-a5", "kraeuter-post-1080", "fruehling-anzeige-91x120")


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    name=st.sampled_from(_TEMPLATES),
    edits=st.lists(_EDITS, min_size=1, max_size=5),
    width=st.integers(80, 640),
)
def test_edits_of_an_ad_are_painted_exactly(
    name: str, edits: list[tuple[str, FieldValue]], width: int
) -> None:
    painter, changes = Previewer(), dict[str, FieldValue]()
    for number in range(len(template(name).pages)):
        _paint(painter, _flyer(name, {}), number, width)
    for key, value in edits:
        changes[key] = value
        display = _flyer(name, changes)
        for number in range(len(display.pages)):
            _assert_same(_paint(painter, display, number, width), display, number, width)


_PLACES = st.tuples(
    st.integers(-10, 90), st.integers(-10, 60), st.integers(1, 80), st.integers(1, 50)
)
_SHARED = {
    "rotation": st.sampled_from([0.0, 0.0, 7.5, -33.0, 180.0]),
    "opacity": st.sampled_from([1.0, 1.0, 0.5, 0.0]),
}
_COLOUR = st.sampled_from(COLOURS)
_LEAF = "M8 62C8 28 40 8 92 8C96 44 60 66 8 62Z"
_SHAPES = st.one_of(
    st.fixed_dictionaries({"kind": st.just("rect"), "colour": _COLOUR, **_SHARED}),
    st.fixed_dictionaries(
        {"kind": st.just("path"), "colour": _COLOUR, "d": st.just(_LEAF), **_SHARED}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("photo"),
            "asset": st.sampled_from(PHOTOS).map(photo),
            "clip": st.sampled_from([None, _LEAF]),
            "zoom": st.sampled_from([1.0, 3.0]),
            **_SHARED,
        }
    ),
    st.fixed_dictionaries({"kind": st.just("logo"), "variant": st.just("positiv"), **_SHARED}),
    st.fixed_dictionaries(
        {
            "kind": st.just("text"),
            "style": st.sampled_from(["H1", "Text", "Claim"]),
            "colour": _COLOUR,
            "size_max": st.sampled_from([9.0, 30.0]),
            "size_min": st.just(6.0),
            "parts": st.text("Ägfjy 1.", min_size=1, max_size=20).map(lambda t: [literal(t)]),
            **_SHARED,
        }
    ),
)


def _document(frames: list[tuple[dict[str, Any], tuple[int, int, int, int]]]) -> DisplayList:
    placed = []
    for index, (rest, place) in enumerate(frames):
        kept = {key: value for key, value in rest.items() if value is not None}
        placed.append(frame(kept.pop("kind"), f"f{index}", place, **kept))
    document = read_document(ad(*placed, width=100, height=70))
    return set_document(document, {}, demo_kit(), demo_photos()[0]).display


def _mixed(display: DisplayList, number: int, blend: Blend) -> DisplayList:
    """Return the page with one of its items in a group of its own, mixing with what is below."""
    page = display.pages[0]
    items = list[Item](page.items)
    if items:
        at = number % len(items)
        items[at] = DrawGroup((items[at],), opacity=0.7, blend=blend)
    return replace(display, pages=(replace(page, items=tuple(items)),))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    frames=st.lists(st.tuples(_SHAPES, _PLACES), min_size=2, max_size=7),
    others=st.lists(st.tuples(_SHAPES, _PLACES), min_size=1, max_size=3),
    at=st.integers(0, 6),
    width=st.integers(60, 420),
    blend=st.sampled_from([None, *Blend]),
)
def test_any_change_of_items_is_painted_exactly(
    frames: list[Any], others: list[Any], at: int, width: int, blend: Blend | None
) -> None:
    painter = Previewer()
    display = _document(frames)
    _paint(painter, display, width=width)
    kept = display.pages[0].items
    for other in others:
        new = _document([other]).pages[0].items
        place = at % (len(kept) + 1)
        items = (*kept[:place], *new, *kept[place + 1 :])
        edited = replace(display, pages=(replace(display.pages[0], items=items),))
        if blend is not None:
            edited = _mixed(edited, at, blend)
        kept = edited.pages[0].items
        _assert_same(_paint(painter, edited, width=width), edited, 0, width)


_BASE: list[tuple[dict[str, Any], tuple[int, int, int, int]]] = [
    ({"kind": "rect", "colour": "Leinen"}, (0, 0, 100, 70)),
    ({"kind": "photo", "asset": photo("Garden.jpg"), "clip": _LEAF}, (0, 0, 100, 70)),
    (
        {
            "kind": "text",
            "style": "H1",
            "colour": "Mohn",
            "size_max": 30.0,
            "size_min": 30.0,
            "parts": [literal("Frühling")],
        },
        (5, 5, 90, 30),
    ),
]


@pytest.mark.parametrize("kind", frame_kinds())
def test_frames_of_every_kind_come_and_go_exactly(kind: str) -> None:
    @settings(
        max_examples=12,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(one=frames_of(kind), place=_PLACES, width=st.integers(80, 400))
    def each(one: dict[str, Any], place: tuple[int, int, int, int], width: int) -> None:
        x, y, w, h = place
        placed = one | {"id": "neu", "x": x, "y": y, "w": w, "h": h}
        base = _document(_BASE)
        try:
            document = read_document(ad(placed, width=100, height=70))
            new = set_document(document, ad_values("fruehling"), demo_kit(), demo_photos()[0])
        except (DocumentError, SettingError):
            return
        page = base.pages[0]
        items = (*page.items[:2], *new.display.pages[0].items, *page.items[2:])
        edited = replace(base, pages=(replace(page, items=items),))
        painter = Previewer()
        _paint(painter, base, width=width)
        _assert_same(_paint(painter, edited, width=width), edited, 0, width)
        _assert_same(_paint(painter, base, width=width), base, 0, width)

    each()


def test_only_what_changed_is_painted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[int] = []
    repaint = Canvas.repaint

    def counted(canvas: Canvas, pdf: bytes, region: Region, drawn: Region) -> None:
        painted.append(drawn.area)
        repaint(canvas, pdf, region, drawn)

    monkeypatch.setattr(Canvas, "repaint", counted)
    painter = Previewer()
    first = _flyer("fruehling-flyer-a5", {})
    _paint(painter, first)
    _paint(painter, first)
    assert painted == []
    changed = _flyer("fruehling-flyer-a5", {"aktion.name": TextValue("Herbst")})
    picture = _paint(painter, changed)
    assert 0 < painted[0] < 0.08 * picture.width * picture.height
    _assert_same(picture, changed, 0, 300)


def test_a_change_elsewhere_would_be_seen() -> None:
    """The comparison itself notices an item that is painted over nothing."""
    painter = Previewer()
    first = _flyer("fruehling-flyer-a5", {})
    _paint(painter, first)
    letters = [i for i, item in enumerate(first.pages[0].items) if isinstance(item, DrawGlyphs)]
    items = [item for i, item in enumerate(first.pages[0].items) if i != letters[0]]
    without = replace(first, pages=(replace(first.pages[0], items=tuple(items)),))
    assert ImageChops.difference(_paint(painter, without), _whole(first, 0, 300)).getbbox()
    _assert_same(_paint(painter, without), without, 0, 300)


def test_memory_is_bounded_and_the_latest_stay() -> None:
    whole = _whole(_flyer("fruehling-flyer-a5", {}), 0, 200)
    size = whole.width * whole.height * 4
    painter = Previewer(keep_bytes=3 * size)
    display = _flyer("fruehling-flyer-a5", {})
    for number in range(8):
        _paint(painter, display, width=200, whose=f"ad-{number}")
        assert painter.kept_bytes <= 3 * size
    assert painter.kept_bytes == 3 * size
    assert Previewer(keep_bytes=0).kept_bytes == 0


def test_reordered_items_and_another_kit_are_painted_whole() -> None:
    painter = Previewer()
    display = _flyer("fruehling-flyer-a5", {})
    _paint(painter, display)
    page = display.pages[0]
    turned = replace(display, pages=(replace(page, items=page.items[::-1]),))
    _assert_same(_paint(painter, turned), turned, 0, 300)
    again = replace(demo_kit(), version=2)
    found = painter.paint("ad", display, (again, demo_photos()[0]), 0, 300)
    _assert_same(found, display, 0, 300)


def test_threads_that_type_in_the_same_ad_see_their_own_text() -> None:
    painter, wrong = Previewer(), list[str]()
    displays = [
        _flyer("fruehling-flyer-a5", {"headline": TextValue(f"Frühling {n}")}) for n in range(4)
    ]
    wholes = [_whole(display, 0, 200).tobytes() for display in displays]

    def type_on(start: int) -> None:
        for step in range(8):
            n = (start + step) % len(displays)
            if _paint(painter, displays[n], width=200).tobytes() != wholes[n]:
                wrong.append(f"{start}/{step}")

    threads = [threading.Thread(target=type_on, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@functools.cache
def _nothing() -> DisplayList:
    return _document([])


def test_an_empty_page_is_white_and_takes_items() -> None:
    painter = Previewer()
    assert _paint(painter, _nothing()).getcolors() == [(300 * 210, (255, 255, 255))]
    rect = _document([({"kind": "rect", "colour": "Mohn"}, (10, 10, 20, 20))])
    _assert_same(_paint(painter, rect), rect, 0, 300)
    _assert_same(_paint(painter, _nothing()), _nothing(), 0, 300)


def test_module_names_what_it_keeps() -> None:
    assert previewer.KEPT_BYTES <= 64_000_000
