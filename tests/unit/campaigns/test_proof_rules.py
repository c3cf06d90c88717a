"""A fingerprint is of the inputs alone; the strip says what the findings say."""

import dataclasses
import json
from typing import Any
from uuid import uuid4

import pytest

from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity
from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from brand_assets.typesetting.values import PriceValue, TextValue, UrlValue
from campaigns.ad_templates.fields import FieldKind
from campaigns.planning.plan_files import read_formats, read_plan_file
from campaigns.proofs.inputs import AdInputs, read_inputs
from campaigns.proofs.rules import (
    FormatVerdict,
    canonical_json,
    fingerprint_of,
    read_findings,
    summarise,
    write_findings,
)
from campaigns.proofs.sets import InputPhotos
from tests.factories.ads import template
from tests.factories.kit import DEMO

INPUTS = AdInputs(
    template_version_id=uuid4(),
    kit_version_id=uuid4(),
    template_sha256="1" * 64,
    kit_sha256="2" * 64,
    language="de",
    values={
        "headline": (FieldKind.TEXT, "Der Frühling muss raus."),
        "preis": (FieldKind.PRICE, {"cents": 299, "starting_from": True}),
        "qr.ziel": (FieldKind.URL, "https://halmgruen.example/"),
    },
    links={"qr.ziel": "https://hg.example/l/NJNPYFDQ"},
    assets={"3" * 64: (0.5, 0.4)},
)
FINDING = Finding(
    rule="text.overflow",
    severity=Severity.BLOCKS,
    message=Bilingual("Zu lang.", "Too long."),
    field="headline",
    mends=(Mend(MendKind.SHORTEN, Bilingual("Kürzen", "Shorten")),),
    figures={"too_many": 3.0},
)


def test_canonical_json_has_one_form() -> None:
    assert canonical_json({"b": 1, "ä": [1.5]}) == '{"b":1,"ä":[1.5]}'.encode()
    assert fingerprint_of({"a": 1, "b": 2}) == fingerprint_of({"b": 2, "a": 1})
    with pytest.raises(ValueError, match="JSON"):
        canonical_json(float("nan"))


def test_ids_of_this_machine_are_no_part_of_a_fingerprint() -> None:
    elsewhere = dataclasses.replace(INPUTS, template_version_id=uuid4(), kit_version_id=uuid4())
    assert elsewhere.fingerprint == INPUTS.fingerprint


@pytest.mark.parametrize(
    "change",
    [
        {"template_sha256": "9" * 64},
        {"kit_sha256": "9" * 64},
        {"language": "en"},
        {"values": {**INPUTS.values, "headline": (FieldKind.TEXT, "Anders.")}},
        {"links": {"qr.ziel": "https://hg.example/l/OTHER"}},
        {"assets": {"3" * 64: (0.5, 0.5)}},
        {"assets": {}},
    ],
)
def test_every_input_changes_the_fingerprint(change: dict[str, Any]) -> None:
    assert dataclasses.replace(INPUTS, **change).fingerprint != INPUTS.fingerprint


def test_inputs_survive_json() -> None:
    stored = json.loads(json.dumps(INPUTS.as_json()))
    read = read_inputs(stored)
    assert read == INPUTS
    assert read.fingerprint == INPUTS.fingerprint


def test_a_short_link_stands_in_place_of_its_target() -> None:
    assert INPUTS.typed == {
        "headline": TextValue("Der Frühling muss raus."),
        "preis": PriceValue(299, starting_from=True),
        "qr.ziel": UrlValue("https://hg.example/l/NJNPYFDQ"),
    }


def test_an_ad_that_is_set_again_keeps_its_focal_points() -> None:
    photos = InputPhotos(MemoryPhotos(), INPUTS.assets)
    assert photos.focal("3" * 64) == (0.5, 0.4)


def test_findings_survive_json() -> None:
    assert read_findings(json.loads(json.dumps(write_findings([FINDING])))) == (FINDING,)


@pytest.mark.parametrize(
    ("severities", "verdict", "count"),
    [
        ((), FormatVerdict.FITS, 0),
        ((Severity.NOTE,), FormatVerdict.FITS, 0),
        ((Severity.CHECK, Severity.NOTE), FormatVerdict.CHECK, 1),
        ((Severity.CHECK, Severity.BLOCKS, Severity.BLOCKS), FormatVerdict.OPEN, 2),
    ],
)
def test_the_strip_counts_what_matters(
    severities: tuple[Severity, ...], verdict: FormatVerdict, count: int
) -> None:
    summary = summarise([dataclasses.replace(FINDING, severity=s) for s in severities])
    assert (summary.verdict, summary.count) == (verdict, count)


@pytest.mark.parametrize(
    ("campaign", "prefix"), [("fruehlingspflanztage", "fruehling"), ("kraeutersaison", "kraeuter")]
)
def test_the_demonstrations_fields_cover_all_six_formats(campaign: str, prefix: str) -> None:
    plan = read_plan_file(DEMO / "campaigns" / f"{campaign}.json")
    fields = {field.key for field in plan.fields}
    assert [entry.template for entry in plan.formats] == [
        f"{prefix}-{entry.key}" for entry in read_formats(DEMO / "campaigns" / "formats.json")
    ]
    for ad_format in read_formats(DEMO / "campaigns" / "formats.json"):
        document = template(f"{prefix}-{ad_format.key}")
        assert set(document.fields()) <= fields
        size = (document.width, document.height, document.bleed, len(document.pages))
        assert size == (ad_format.width, ad_format.height, ad_format.bleed, ad_format.pages)
