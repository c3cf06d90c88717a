"""Owns the facts about what is remembered: found by the same objects, bounded, never stale."""

import functools
from dataclasses import replace

from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.recent import Recent
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import FieldValues, PhotoValue, TextValue
from tests.factories.documents import document, frame
from tests.factories.kit import BRAND, demo_kit, demo_photos, photo


def test_only_the_same_object_is_found() -> None:
    recent: Recent[list[int]] = Recent(8)
    one, equal = [1], [1]
    first = recent.get((one,), "a", lambda: [*one])
    assert recent.get((one,), "a", lambda: [2]) is first
    assert recent.get((equal,), "a", lambda: [2]) == [2]
    assert recent.get((one,), "b", lambda: [3]) == [3]


def test_the_oldest_gives_way_and_the_used_one_stays() -> None:
    recent: Recent[int] = Recent(2)
    keys = [object(), object(), object()]
    for number, key in enumerate(keys[:2]):
        recent.get((key,), None, functools.partial(int, number))
    recent.get((keys[0],), None, lambda: 9)
    recent.get((keys[2],), None, lambda: 2)
    assert recent.get((keys[0],), None, lambda: 9) == 0
    assert recent.get((keys[1],), None, lambda: 9) == 9


def test_objects_live_as_long_as_their_results() -> None:
    recent: Recent[int] = Recent(64)
    for number in range(50):
        # A number of its own each time, or a later object took the place of an earlier one.
        assert recent.get(([number],), None, functools.partial(int, number)) == number


def test_a_frame_is_set_anew_with_other_values_photos_or_kit() -> None:
    photos, _ = demo_photos()
    asked = document(
        frame("photo", "p", field="bild"),
        frame("text", "t", y=60, parts=[{"kind": "field", "field": "name"}]),
    )
    values: FieldValues = {"bild": PhotoValue(photo("Garden.jpg")), "name": TextValue("Beet")}
    kit = demo_kit()
    first = set_document(asked, values, kit, photos)
    other = {**values, "name": TextValue("Topf")}
    assert set_document(asked, other, kit, photos) != first
    off_centre = MemoryPhotos()
    off_centre.add((BRAND / "photos" / "Garden.jpg").read_bytes(), focal=(0.0, 0.0))
    assert set_document(asked, values, kit, off_centre) != first
    styles = {**kit.text_styles, "Text": replace(kit.text_styles["Text"], leading=3.0)}
    assert set_document(asked, values, replace(kit, text_styles=styles), photos) != first
    assert set_document(asked, values, kit, photos) == first
