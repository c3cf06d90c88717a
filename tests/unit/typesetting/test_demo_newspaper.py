"""Holds the newspaper ads to every outlet of the demonstration: what is long gives way in order."""

import csv
import functools
from collections.abc import Iterator

import pytest

from brand_assets.design_facts import FrameFacts
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.setting import set_document
from brand_assets.typesetting.values import AddressValue, FieldValue, HoursValue, TextValue
from tests.factories.ads import template
from tests.factories.documents import glyph_runs
from tests.factories.kit import DEMO, demo_kit, demo_photos

Outlet = dict[str, str]
FOOT = ("marktname", "adresse", "zeiten")
CAMPAIGNS = ("fruehling", "kraeuter")
#: Its hours are wider than the column that its address leaves them: what the proof for all shows.
TOO_LONG = "0331"


@functools.cache
def _outlets() -> dict[str, Outlet]:
    with (DEMO / "regions" / "outlets.csv").open(encoding="utf-8") as file:
        return {row["number"]: row for row in csv.DictReader(file)}


@functools.cache
def _foot(campaign: str) -> AdDocument:
    """Return the ad with nothing but what an outlet's master data fills."""
    document = template(f"{campaign}-anzeige-91x120")
    (page,) = document.pages
    kept = tuple(frame for frame in page.frames if frame.id in FOOT)
    return document.model_copy(update={"pages": (page.model_copy(update={"frames": kept}),)})


def _set(outlet: Outlet, campaign: str = "fruehling") -> dict[str, FrameFacts]:
    values: dict[str, FieldValue] = {
        "markt.name": TextValue(outlet["name"]),
        "markt.adresse": AddressValue(
            outlet["street"], outlet["postcode"], outlet["city"], outlet["phone"]
        ),
        "markt.zeiten": HoursValue(tuple(outlet["opening_hours"].split("|"))),
    }
    found = set_document(_foot(campaign), values, demo_kit(), demo_photos()[0])
    assert glyph_runs(found)
    return {frame.frame: frame for frame in found.facts[0].frames}


def _too_long(frames: dict[str, FrameFacts]) -> Iterator[str]:
    for key, frame in frames.items():
        assert frame.text is not None
        if frame.text.overflow_chars:
            yield key


def test_all_outlets_but_one_have_an_ad_that_fits() -> None:
    failing = {}
    for number, outlet in _outlets().items():
        frames = _set(outlet)
        if found := list(_too_long(frames)):
            failing[number] = found
            continue
        address, hours, name = frames["adresse"], frames["zeiten"], frames["marktname"]
        assert hours.drawn.x - address.drawn.right >= 1.2, outlet
        assert name.drawn.bottom <= address.drawn.y + 0.35, outlet
        assert hours.text
        # Hours are read line by line: none of them is broken.
        assert hours.text.lines == len(outlet["opening_hours"].split("|")), outlet
    assert failing == {TOO_LONG: ["zeiten"]}


def test_both_campaigns_have_the_same_foot() -> None:
    spring, herbs = (
        [frame for frame in _foot(campaign).frames() if frame.id in FOOT] for campaign in CAMPAIGNS
    )
    assert spring == herbs


@pytest.mark.parametrize(
    ("number", "lines", "column"),
    [
        ("0034", 3, 38.0),  # as designed
        ("0171", 3, 43.0),  # a long street: the hours move
        ("0278", 3, 45.4),  # a long town, hours of one line: they move further
        ("0273", 4, 43.0),  # a long town, long hours: the town takes two lines
    ],
)
def test_what_is_long_gives_way_in_this_order(number: str, lines: int, column: float) -> None:
    frames = _set(_outlets()[number])
    assert frames["adresse"].text
    assert frames["adresse"].text.lines == lines
    assert frames["zeiten"].box.x == column
    assert not list(_too_long(frames))
