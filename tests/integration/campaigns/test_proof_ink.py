"""The ink of printed pages is measured when they are finished, and a person is told of it."""

from dataclasses import replace

import pytest

from brand_assets.design_facts import Finding, KitValues, PageFacts
from brand_assets.typesetting import ink
from brand_assets.typesetting.display_list import DisplayList
from brand_assets.typesetting.pictures.photos import PhotoSource
from campaigns.proofs import rendering
from campaigns.proofs.service import check, make_proof, proof_findings
from tests.factories.orders import FLYER, POST, Shop


def _about_ink(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.rule.startswith("ink.")]


def test_the_demonstration_takes_no_more_ink_than_paper_bears(shop: Shop) -> None:
    proof = make_proof(shop.manager, shop.localise(), FLYER)
    assert _about_ink(proof_findings(proof)) == []


def test_too_much_ink_is_a_finding_of_the_proof_with_its_place(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ink, "TOLERANCE", -120.0)  # as if the paper bore 180 percent
    localisation_id = shop.localise()
    found = _about_ink(proof_findings(make_proof(shop.manager, localisation_id, FLYER)))
    assert {finding.rule for finding in found} == {"ink.place"}
    assert {finding.page for finding in found} == {0, 1}
    assert all(finding.frame for finding in found)
    # Measuring takes a while: nobody waits for it while typing, and screens have no ink.
    assert _about_ink(check(shop.manager, localisation_id, FLYER).findings) == []
    assert _about_ink(proof_findings(make_proof(shop.manager, localisation_id, POST))) == []


def test_what_was_not_measured_is_told(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_artwork(
        facts: PageFacts, display: DisplayList, kit: KitValues, photos: PhotoSource
    ) -> PageFacts:
        found = ink.with_ink(facts, display, kit, photos)
        assert found.ink is not None
        return replace(found, ink=replace(found.ink, unmeasured=0.2))

    monkeypatch.setattr(rendering, "with_ink", with_artwork)
    found = _about_ink(proof_findings(make_proof(shop.manager, shop.localise(), FLYER)))
    assert {finding.rule for finding in found} == {"ink.not_measured"}
    assert "20 %" in found[0].message.de
