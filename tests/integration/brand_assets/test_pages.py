"""The pages of brand kit and library: who sees what, and what hostile uploads are told."""

import io
import re
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from werkzeug.test import TestResponse

from brand_assets.kit.importing import import_kit_folder
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import KitStatus
from brand_assets.kit.service import publish_kit_version
from brand_assets.library.models import Asset
from brand_assets.library.rules import AssetMeta
from brand_assets.library.service import add_asset
from portal.foundation.config import Settings
from portal.foundation.database import reading, transaction
from portal.foundation.usage import UsageEvent
from regions.scoping.permissions import Role
from tests.factories.pictures import a_jpeg, hostile_files, phone_photo
from tests.factories.regions import Network
from tests.factories.web import client_of, make_app

DEMO = Path(__file__).parents[3] / "demo" / "brand"
READERS = [
    Role.BRAND_MANAGER,
    Role.CAMPAIGN_MANAGER,
    Role.AGENCY,
    Role.APPROVER,
    Role.REGIONAL_MANAGER,
    Role.PARTNER_MANAGER,
    Role.PARTNER_STAFF,
]


@pytest.fixture
def kit(network: Network) -> BrandKitVersion:
    manager = network.actors[Role.BRAND_MANAGER]
    draft = import_kit_folder(manager, "hg/", DEMO)
    return publish_kit_version(manager, draft.id)


def client(web: Flask, network: Network, role: Role) -> FlaskClient:
    return client_of(web, network.accounts[role])


def upload(to: FlaskClient, *files: tuple[str, bytes], place: str) -> TestResponse:
    sent = {
        "files": [(io.BytesIO(data), name) for name, data in files],
        "place": place,
        "cleared": "y",
    }
    return to.post("/assets/upload", data=sent, content_type="multipart/form-data")


def inline_styles(page: str) -> list[str]:
    return re.findall(r"<style|\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize("role", READERS)
def test_everybody_in_marketing_reads_the_brand(
    web: Flask, network: Network, kit: BrandKitVersion, role: Role
) -> None:
    page = client(web, network, role).get("/brand/")
    assert page.status_code == 200
    assert "HKS 65 K" in page.text
    assert "#6FB529" in page.text
    assert "90 40 80 55" in page.text
    assert inline_styles(page.text) == []


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ANALYST])
def test_others_do_not(web: Flask, network: Network, kit: BrandKitVersion, role: Role) -> None:
    assert client(web, network, role).get("/brand/").status_code == 403
    assert client(web, network, role).get(f"/brand/versions/{kit.id}").status_code == 403
    assert client(web, network, role).get("/assets/").status_code == 403


def test_brand_page_speaks_both_languages(
    web: Flask, network: Network, kit: BrandKitVersion
) -> None:
    with transaction() as s:
        s.merge(network.accounts[Role.AGENCY]).language = "en"
    english = client(web, network, Role.AGENCY).get("/brand/").text
    german = client(web, network, Role.APPROVER).get("/brand/").text
    assert "Legal lines" in english
    assert "good value" in english
    assert "Rechtstexte" in german
    assert "günstig" in german


def test_no_kit_yet_says_so(web: Flask, network: Network) -> None:
    assert "Noch gilt kein Markenpaket." in client(web, network, Role.AGENCY).get("/brand/").text


def test_pictures_of_type_and_logo_are_set_by_the_typesetter(
    web: Flask, network: Network, kit: BrandKitVersion
) -> None:
    staff = client(web, network, Role.PARTNER_STAFF)
    for path, size in (("styles/H1.png", (1440, 192)), ("logos/positiv.png", (960, 400))):
        answer = staff.get(f"/brand/versions/{kit.id}/{path}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"].startswith("private")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        picture = Image.open(io.BytesIO(answer.data)).convert("RGB")
        assert picture.size == size
        colours = {colour for _, colour in picture.getcolors(1 << 24) or []}
        assert {(7, 69, 47), (251, 246, 231)} <= colours
    assert staff.get(f"/brand/versions/{kit.id}/styles/Nichts.png").status_code == 404
    assert staff.get(f"/brand/versions/{kit.id}/logos/nichts.png").status_code == 404


def test_files_are_handed_out_as_attachments_and_counted(
    web: Flask, network: Network, kit: BrandKitVersion
) -> None:
    agency = client(web, network, Role.AGENCY)
    answer = agency.get(f"/brand/versions/{kit.id}/files/logos/positiv.svg")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename=positiv.svg"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert agency.get(f"/brand/versions/{kit.id}/files/../kit.json").status_code == 404
    assert agency.get(f"/brand/versions/{kit.id}/files/etc/passwd").status_code == 404
    with reading() as s:
        kinds = s.scalars(select(UsageEvent.kind)).all()
    assert kinds.count("kit.file_downloaded") == 1


def test_drafts_are_seen_and_published_by_brand_managers_alone(
    web: Flask, network: Network
) -> None:
    draft = import_kit_folder(network.actors[Role.BRAND_MANAGER], "hg/", DEMO)
    effect = f"/rollout/kit/{draft.id}"
    for role in (Role.PARTNER_MANAGER, Role.CAMPAIGN_MANAGER, Role.ADMINISTRATOR):
        visitor = client(web, network, role)
        assert visitor.get(f"/brand/versions/{draft.id}").status_code == 404
        assert visitor.post(f"{effect}/publish").status_code == 403
    manager = client(web, network, Role.BRAND_MANAGER)
    assert effect in manager.get(f"/brand/versions/{draft.id}").text
    assert manager.post(f"/brand/versions/{draft.id}/publish").status_code == 404
    assert "Niemand ist betroffen" in manager.get(effect).text
    sent = {"policy": "take_over", "seen": ""}
    assert manager.post(f"{effect}/publish", data=sent).status_code == 302
    assert manager.post(f"{effect}/publish", data=sent).status_code == 409
    with reading() as s:
        assert s.get_one(BrandKitVersion, draft.id).status is KitStatus.PUBLISHED


def test_publishing_needs_a_token(network: Network, settings: Settings) -> None:
    draft = import_kit_folder(network.actors[Role.BRAND_MANAGER], "hg/", DEMO)
    guarded = make_app(settings, csrf=True)
    manager = client(guarded, network, Role.BRAND_MANAGER)
    assert manager.post(f"/rollout/kit/{draft.id}/publish").status_code == 400


def test_one_upload_leads_to_its_page(web: Flask, network: Network) -> None:
    partner = client(web, network, Role.PARTNER_MANAGER)
    answer = upload(partner, ("IMG_Beet.jpg", phone_photo()), place=network.partner.path)
    assert answer.status_code == 302
    page = partner.get(answer.location).text
    assert "Der Aufnahmeort wurde aus der Datei entfernt." in page
    assert "IMG Beet" in page
    assert inline_styles(page) == []
    assert "IMG Beet" in partner.get("/assets/").text
    assert "IMG Beet" in partner.get("/assets/?q=beet&usable=1").text
    assert "Kein Bild passt." in partner.get("/assets/?q=rose").text


def test_a_bad_file_is_told_and_the_others_go_on(web: Flask, network: Network) -> None:
    partner = client(web, network, Role.PARTNER_MANAGER)
    answer = upload(
        partner,
        ("gut.jpg", a_jpeg()),
        ("boese.jpg", hostile_files()["script-svg-as-jpg"]),
        place=network.partner.path,
    )
    assert answer.status_code == 200
    assert "gut: hinzugefügt" in answer.text
    assert "boese: Zeichnungen und PDFs fügt hinzu, wer die Marke pflegt." in answer.text


@pytest.mark.parametrize("name", sorted(hostile_files()))
def test_hostile_uploads_get_one_sentence(web: Flask, network: Network, name: str) -> None:
    partner = client(web, network, Role.PARTNER_MANAGER)
    answer = upload(partner, ("urlaub.jpg", hostile_files()[name]), place=network.partner.path)
    assert answer.status_code == 422
    assert "finding-blocks" in answer.text
    assert re.search(r"<p>urlaub: [^<]+\.</p>", answer.text)


def test_nothing_chosen_and_nothing_confirmed_is_told(web: Flask, network: Network) -> None:
    partner = client(web, network, Role.PARTNER_MANAGER)
    answer = partner.post("/assets/upload", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Wählen Sie mindestens ein Bild." in answer.text
    assert "Bestätigen Sie, dass Sie die Rechte haben" in answer.text


def test_a_forged_place_is_refused(web: Flask, network: Network) -> None:
    partner = client(web, network, Role.PARTNER_MANAGER)
    for place in ("hg/", network.sibling.path, "../"):
        answer = upload(partner, ("a.jpg", a_jpeg()), place=place)
        assert answer.status_code == 422
    with reading() as s:
        assert s.scalars(select(Asset)).all() == []


def test_pictures_are_served_inside_the_scope_alone(web: Flask, network: Network) -> None:
    partner = network.actors[Role.PARTNER_MANAGER]
    asset = add_asset(partner, network.partner.path, a_jpeg(1000, 700), AssetMeta("Beet")).asset
    for role in (
        Role.PARTNER_MANAGER,
        Role.PARTNER_STAFF,
        Role.REGIONAL_MANAGER,
        Role.BRAND_MANAGER,
    ):
        answer = client(web, network, role).get(f"/assets/{asset.id}/picture/600")
        assert answer.status_code == 200
        assert answer.mimetype == "image/jpeg"
        assert Image.open(io.BytesIO(answer.data)).width == 640
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer.headers["Cache-Control"]
    anonymous = web.test_client().get(f"/assets/{asset.id}/picture/600")
    assert anonymous.status_code == 302
    assert client(web, network, Role.SUPPLIER).get(f"/assets/{asset.id}").status_code == 403


def test_siblings_see_nothing_of_each_other(web: Flask, network: Network) -> None:
    foreign = network.actors[Role.BRAND_MANAGER]
    asset = add_asset(foreign, network.sibling.path, a_jpeg(), AssetMeta("Geheim")).asset
    partner = client(web, network, Role.PARTNER_MANAGER)
    for path in ("", "/picture/320", "/uses"):
        assert partner.get(f"/assets/{asset.id}{path}").status_code == 404
    for path in ("", "/archive", "/rights", "/replace", "/download/web", "/download/press"):
        assert partner.post(f"/assets/{asset.id}{path}", data=FORM).status_code == 404
    assert "Geheim" not in partner.get("/assets/").text


FORM = {
    "title": "Neuer Titel",
    "alt": "Ein Hochbeet im Mai",
    "tags": "Beet, Mai",
    "photographer": "E. M.",
    "focal_x": "30",
    "focal_y": "70",
}
RIGHTS = {
    "licence": "eigenes Foto",
    "usage_terms": "nur mit Nennung",
    "model_release": "on_file",
    "property_release": "not_needed",
    "starts": "2027-01-01",
    "ends": "2027-05-15",
    "channels": ["print"],
}


def test_words_rights_and_focal_point_are_saved(web: Flask, network: Network) -> None:
    actor = network.actors[Role.PARTNER_MANAGER]
    asset = add_asset(actor, network.partner.path, a_jpeg(), AssetMeta("Beet")).asset
    partner = client(web, network, Role.PARTNER_MANAGER)
    assert partner.post(f"/assets/{asset.id}", data=FORM).status_code == 302
    assert partner.post(f"/assets/{asset.id}/rights", data=RIGHTS).status_code == 302
    with reading() as s:
        saved = s.get_one(Asset, asset.id)
        assert (saved.title, saved.tags) == ("Neuer Titel", ["beet", "mai"])
        assert (saved.focal_x, saved.focal_y) == (0.3, 0.7)
        assert saved.rights.channels == ["print"]
        assert saved.rights.model_release == "on_file"
    page = partner.get(f"/assets/{asset.id}").text
    assert "translate(30.0 70.0)" in page


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "Geben Sie dem Bild einen Titel."),
        ({"focal_x": "140"}, "field-error"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(
    web: Flask, network: Network, changes: dict[str, object], message: str
) -> None:
    actor = network.actors[Role.PARTNER_MANAGER]
    asset = add_asset(actor, network.partner.path, a_jpeg(), AssetMeta("Beet")).asset
    answer = client(web, network, Role.PARTNER_MANAGER).post(
        f"/assets/{asset.id}", data={**FORM, **changes}
    )
    assert answer.status_code == 422
    assert "Ein Hochbeet im Mai" in answer.text
    assert message in answer.text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends": "2026-01-01"}, "Die Rechte enden, bevor sie beginnen."),
        ({"ends": "morgen"}, "field-error"),
        ({"channels": ["fax"]}, ""),
        ({"model_release": "maybe"}, ""),
        ({"licence": ""}, "Nennen Sie die Lizenz"),
        ({"territories": ["hg/"]}, ""),
    ],
)
def test_rights_that_make_no_sense_are_told_and_kept(
    web: Flask, network: Network, changes: dict[str, object], message: str
) -> None:
    actor = network.actors[Role.PARTNER_MANAGER]
    asset = add_asset(actor, network.partner.path, a_jpeg(), AssetMeta("Beet")).asset
    answer = client(web, network, Role.PARTNER_MANAGER).post(
        f"/assets/{asset.id}/rights", data={**RIGHTS, **changes}
    )
    assert answer.status_code == 422
    assert "nur mit Nennung" in answer.text
    assert message in answer.text


def test_shared_pictures_are_shown_and_not_changed(web: Flask, network: Network) -> None:
    brand = network.actors[Role.BRAND_MANAGER]
    asset = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Schlüsselbild")).asset
    partner = client(web, network, Role.PARTNER_MANAGER)
    page = partner.get(f"/assets/{asset.id}").text
    assert "Ändern kann dieses Bild nur, wem es gehört." in page
    assert f"/assets/{asset.id}/rights" not in page
    assert f"/assets/{asset.id}/replace" not in page
    assert partner.post(f"/assets/{asset.id}", data=FORM).status_code == 403
    assert partner.post(f"/assets/{asset.id}/archive").status_code == 403
    assert partner.post(f"/assets/{asset.id}/rights", data=RIGHTS).status_code == 403
    assert partner.post(f"/assets/{asset.id}/replace").status_code == 403


def test_archived_pictures_are_gone(web: Flask, network: Network) -> None:
    brand = network.actors[Role.BRAND_MANAGER]
    asset = add_asset(brand, "hg/", a_jpeg(), AssetMeta("Alt")).asset
    manager = client(web, network, Role.BRAND_MANAGER)
    assert manager.post(f"/assets/{asset.id}/archive").status_code == 302
    assert manager.get(f"/assets/{asset.id}").status_code == 404
    assert manager.get(f"/assets/{UUID(int=0)}").status_code == 404
