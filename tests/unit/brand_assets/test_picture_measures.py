"""What is measured on a picture: the names of its colours, its likeness, its focal point."""

import io
import json
import math
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from brand_assets.library.decoding import decode_picture
from brand_assets.library.focal_points import propose_focal
from brand_assets.library.perceptual_hashes import perceptual_hash
from brand_assets.library.picture_colours import ColourName, name_colours
from tests.factories.pictures import saved

PHOTOS = Path(__file__).parents[3] / "demo" / "brand" / "photos"
SET = {
    photo["file"]: (photo["title"], tuple(photo["focal"]))
    for photo in json.loads((PHOTOS.parent / "photos.json").read_text(encoding="utf-8"))
}


def photo(name: str) -> Image.Image:
    picture = Image.open(PHOTOS / name).convert("RGB")
    picture.thumbnail((640, 640))
    return picture


def bits(first: Image.Image, second: Image.Image) -> int:
    one, other = perceptual_hash(first), perceptual_hash(second)
    assert one is not None
    assert other is not None
    return ((one ^ other) & (2**64 - 1)).bit_count()


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ("#d0021b", "red"),
        ("#8b0000", "red"),
        ("#f5821f", "orange"),
        ("#ffd400", "yellow"),
        ("#2e7d32", "green"),
        ("#a5d610", "green"),
        ("#1b3d2f", "green"),
        ("#00a9a5", "turquoise"),
        ("#1565c0", "blue"),
        ("#87ceeb", "blue"),
        ("#0b1f5c", "blue"),
        ("#7b1fa2", "violet"),
        ("#ff69b4", "pink"),
        ("#f8bbd0", "pink"),
        ("#6d4c2f", "brown"),
        ("#a0522d", "brown"),
        ("#ffffff", "white"),
        ("#fafaf7", "white"),
        ("#808080", "grey"),
        ("#c8c8c8", "grey"),
        ("#000000", "black"),
        ("#141414", "black"),
    ],
)
def test_colours_have_the_names_that_people_give_them(colour: str, name: str) -> None:
    assert name_colours(Image.new("RGB", (20, 20), colour)) == (name,)


def test_colours_come_by_area_and_small_ones_are_left_out() -> None:
    picture = Image.new("RGB", (100, 100), "#1565c0")
    ImageDraw.Draw(picture).rectangle((0, 0, 99, 29), fill="#ffd400")
    ImageDraw.Draw(picture).rectangle((0, 98, 99, 99), fill="#d0021b")
    assert name_colours(picture) == ("blue", "yellow")
    cut_out = picture.copy()
    cut_out.putalpha(0)
    cut_out.paste(picture.crop((0, 0, 100, 20)), (0, 0))
    assert name_colours(cut_out) == ("yellow",)
    assert len(ColourName) == 12


def test_colours_of_photos() -> None:
    assert name_colours(photo("GreenMeadow.jpg")) == ("green",)
    assert "red" in name_colours(photo("Garden.jpg"))
    assert set(name_colours(photo("bild-Garden-sw.jpg"))) <= {"grey", "white", "black"}


@pytest.mark.parametrize("name", sorted(SET))
def test_forms_of_one_photo_are_alike(name: str) -> None:
    whole = photo(name)
    width, height = whole.size
    assert bits(whole, whole.resize((width // 4, height // 4))) <= 4
    packed = Image.open(io.BytesIO(saved(whole, "JPEG", quality=30)))
    assert bits(whole, packed) <= 2
    edge = (width // 100, height // 100, width - width // 100, height - height // 100)
    assert bits(whole, whole.crop(edge)) <= 6
    assert bits(whole, ImageEnhance.Brightness(whole).enhance(1.15)) <= 4
    assert bits(whole, whole.resize((width, width))) <= 2, "stretched"


def test_other_photos_are_not_alike() -> None:
    photos = [photo(name) for name in sorted(SET)]
    for index, first in enumerate(photos):
        assert bits(first, ImageOps.flip(first)) > 16
        for second in photos[index + 1 :]:
            assert bits(first, second) >= 20


def test_plain_surface_is_like_nothing() -> None:
    assert perceptual_hash(Image.new("RGB", (300, 200), "#808080")) is None
    hashed = perceptual_hash(photo("Garden.jpg"))
    assert hashed is not None
    assert -(2**63) <= hashed < 2**63


def test_focal_points_of_the_photos_are_found() -> None:
    """Against the points that a person set, or the subject's own place."""
    apart = [math.dist(propose_focal(photo(name)), point) for name, (_, point) in SET.items()]
    assert max(apart) < 0.2
    assert sum(apart) / len(apart) < 0.1
    x, y = propose_focal(photo("LadyBird.jpg"))
    assert math.dist((x, y), (0.70, 0.52)) < 0.08, "the ladybird itself"


@pytest.mark.parametrize("place", [(0.25, 0.3), (0.75, 0.3), (0.3, 0.75), (0.7, 0.7)])
def test_focal_point_is_where_something_stands_out(place: tuple[float, float]) -> None:
    picture = Image.new("RGB", (400, 300), (70, 120, 60))
    x, y = place[0] * 400, place[1] * 300
    ImageDraw.Draw(picture).ellipse((x - 30, y - 30, x + 30, y + 30), fill=(210, 40, 30))
    assert math.dist(propose_focal(picture), place) < 0.08
    assert propose_focal(Image.new("RGB", (400, 300), (70, 120, 60))) == (0.5, 0.5)


def test_decoding_measures() -> None:
    decoded = decode_picture((PHOTOS / "Garden.jpg").read_bytes())
    assert decoded.colours[0] == "green"
    assert decoded.phash is not None
    assert math.dist(decoded.focal, SET["Garden.jpg"][1]) < 0.1
