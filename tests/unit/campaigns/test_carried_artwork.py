"""Proofs with supplied PDFs are rendered in a process that knows neither library nor storage."""

import pickle
from datetime import date

import pytest

from brand_assets.cd_rules import CheckContext, check_pages
from brand_assets.typesetting.pictures import pdf_pages
from brand_assets.typesetting.preflight import check_pdf
from brand_assets.typesetting.preflight.inks import inks_of
from campaigns.proofs.batches import CarriedPhotos, PhotoNotCarried, _artworks_of, _pack
from campaigns.proofs.rendering import FileSpec, render_proof
from tests.factories.kit import demo_kit
from tests.factories.placed_pdf import SPOT
from tests.golden.case import set_case
from tests.golden.cases.artwork import CASES, source

CASE = next(case for case in CASES if case.name == "artwork-supplied-page")


def test_a_supplied_page_travels_to_where_the_proof_is_rendered() -> None:
    made, kit, luggage = set_case(CASE), demo_kit(), CarriedPhotos()
    (sha256,) = _artworks_of(made.display)
    pdf_pages._kept._pages.clear()
    with pytest.raises(PhotoNotCarried) as caught:
        render_proof(made, kit, luggage, FileSpec(on_screen=False))
    missing = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert (missing.sha256, missing.use) == (sha256, "artwork")
    _pack(luggage, missing, source(), kit)
    assert luggage.cut_to(frozenset()).artworks == {}
    carried = pickle.loads(pickle.dumps(luggage.cut_to(frozenset({sha256}))))  # noqa: S301 - our own bytes
    found = render_proof(made, kit, carried, FileSpec(on_screen=False))
    press = found.files[-1].data
    assert SPOT in inks_of(press)
    assert not [one for one in check_pdf(press) if one.severity == "blocks"]


def test_what_is_not_known_of_a_supplied_page_is_said() -> None:
    made, kit = set_case(CASE), demo_kit()
    facts = render_proof(made, kit, source(), FileSpec(on_screen=False)).facts
    (page,) = facts
    assert page.ink is not None
    assert 0.2 < page.ink.unmeasured < 0.9
    context = CheckContext(medium="print", day=date(2027, 5, 10))
    rules = {finding.rule for finding in check_pages(facts, kit, context)}
    assert {"ink.not_measured", "artwork.shape"} <= rules
