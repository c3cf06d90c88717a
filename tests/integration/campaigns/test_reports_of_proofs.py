"""The report of an ad and of a proof over HTTP: score, findings, all that was tested, a file."""

from dataclasses import replace
from http import HTTPStatus

from sqlalchemy import text

from brand_assets.design_facts import RuleSetting
from campaigns.ad_templates.service import get_template
from campaigns.localisation.service import save_values
from campaigns.proofs.gathering import gather
from campaigns.proofs.reporting import report_of_ad, report_of_proof
from campaigns.proofs.service import judge_ad, make_proof
from portal.foundation.config import Settings
from portal.foundation.database import session, transaction
from regions.accounts.rules import Role
from tests.factories.orders import FLYER, POST, Shop
from tests.factories.regions import make_account
from tests.factories.web import make_app
from tests.integration.regions_web import sign_in


def test_a_report_says_what_was_tested_and_keeps_saying_so(shop: Shop, settings: Settings) -> None:
    ad = shop.localise()
    proof = make_proof(shop.manager, ad, POST)
    kept = report_of_proof(shop.manager, proof.id).report
    assert kept.tested > 60
    assert kept.score == kept.passed * 100 // kept.tested
    tested = {line.rule.id: line for group in kept.groups for line in group.lines}
    assert tested["colour.contrast"].verdict == "passed"
    assert tested["type.offer"].tested == 1
    # What is typed afterwards changes the report of the ad, never that of the proof.
    save_values(shop.manager, ad, {"headline": "Billige Beete."}, 1)
    now = report_of_ad(shop.manager, ad, POST).report
    assert [f.rule for f in now.findings] == ["wording.forbidden"]
    assert report_of_proof(shop.manager, proof.id).report == kept

    client = sign_in(
        make_app(settings, csrf=True, testing=False),
        shop.demo.network.accounts[Role.PARTNER_MANAGER],
    )
    page = client.get(f"/localisations/{ad}/report?format={POST}")
    assert "„Billige“ verwendet die Marke nicht" in page.text
    assert "wording.forbidden" in page.text
    assert "1 Punkt ist offen" in page.text
    assert "Nichts steht im Weg" not in page.text
    assert f"/localisations/{ad}/report" in client.get(f"/localisations/{ad}").text
    assert "Nichts steht im Weg" in client.get(f"/localisations/proofs/{proof.id}/report").text
    file = client.get(f"/localisations/proofs/{proof.id}/report?download=1")
    assert file.headers["Content-Disposition"].endswith(f'-{POST}.html"')
    assert f"{kept.passed} von {kept.tested} Prüfungen bestanden" in file.text
    assert "<link" not in file.text
    assert "<script" not in file.text


def test_a_report_is_for_its_own_scope_and_its_own_formats(shop: Shop, settings: Settings) -> None:
    ad = shop.localise()
    proof = make_proof(shop.manager, ad, FLYER)
    web = make_app(settings, csrf=True, testing=False)
    with transaction() as s:
        other = make_account(s, Role.PARTNER_MANAGER, shop.demo.network.sibling.path)
    stranger = sign_in(web, other)
    for path in (f"{ad}/report", f"proofs/{proof.id}/report"):
        assert stranger.get(f"/localisations/{path}").status_code == HTTPStatus.NOT_FOUND
    own = sign_in(web, shop.demo.network.accounts[Role.PARTNER_MANAGER])
    unknown = own.get(f"/localisations/{ad}/report?format=none")
    assert unknown.status_code == HTTPStatus.NOT_FOUND
    assert own.get(f"/localisations/{ad}/report").status_code == HTTPStatus.OK


def test_a_proof_from_before_tallies_shows_what_was_found(shop: Shop) -> None:
    ad = shop.localise()
    save_values(shop.manager, ad, {"headline": "Billige Beete."}, 1)
    proof = make_proof(shop.manager, ad, POST)
    with transaction():
        session().execute(text("UPDATE proof SET tallies = '[]'"))
    report = report_of_proof(shop.manager, proof.id).report
    assert report.score is None
    assert [line.rule.id for group in report.groups for line in group.lines] == [
        "wording.forbidden"
    ]


def test_a_setting_of_the_kit_holds_for_its_template_alone(shop: Shop) -> None:
    localisation_id = shop.localise()
    save_values(shop.manager, localisation_id, {"headline": "Billige Beete."}, 1)
    ad = gather(localisation_id, POST)
    own = get_template(ad.version.template_id).key

    def found(template: str) -> list[str]:
        setting = RuleSetting("wording.forbidden", on=False, templates=(template,))
        kit = replace(ad.kit, rule_settings=(setting,))
        return [finding.rule for finding in judge_ad(replace(ad, kit=kit)).findings]

    assert found(own) == []
    assert found("another") == ["wording.forbidden"]
