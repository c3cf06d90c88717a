"""How pictures come in over HTTP: with and without scripts, forged, expired, told one by one."""

import base64
import hashlib
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from brand_assets.library.incoming import jobs
from brand_assets.library.incoming.models import Upload
from brand_assets.library.incoming.rules import PART_SIZE
from brand_assets.library.models import Asset
from portal.foundation import clock
from portal.foundation.audit import AuditEntry
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, reading, transaction
from portal.foundation.ids import new_id
from portal.foundation.jobs import run_due_jobs
from portal.foundation.storage import FileStore
from regions.scoping.permissions import Role
from tests.factories.archives import zip_of
from tests.factories.pictures import a_jpeg, phone_photo
from tests.factories.regions import Network, make_network
from tests.factories.web import client_of, make_app

JSON = {"Accept": "application/json"}
assert jobs is not None  # importing it registers what the queue runs


@pytest.fixture
def network(db: Database, file_store: FileStore) -> Network:
    with transaction() as s:
        return make_network(s)


@pytest.fixture
def web(network: Network, settings: Settings) -> Flask:
    return make_app(settings)


@pytest.fixture
def partner(web: Flask, network: Network) -> FlaskClient:
    return client_of(web, network.accounts[Role.PARTNER_MANAGER])


def digest(content: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(content).digest()).decode()}:"


def offer(network: Network, content: bytes, **told: Any) -> dict[str, Any]:
    about = {"name": "Beet.jpg", "size": len(content), "place": network.partner.path}
    return about | {"batch": str(new_id()), "cleared": True} | told


def begin(client: FlaskClient, told: dict[str, Any]) -> TestResponse:
    return client.post("/assets/uploads", json=told, headers=JSON)


def patch(
    client: FlaskClient, url: str, content: bytes, offset: object = 0, **h: str
) -> TestResponse:
    headers = JSON | {"Upload-Offset": str(offset)} | {k.replace("_", "-"): v for k, v in h.items()}
    return client.patch(url, data=content, headers=headers)


def send(client: FlaskClient, network: Network, content: bytes, **told: Any) -> dict[str, Any]:
    begun = begin(client, offer(network, content, **told))
    url = begun.location
    for start in range(0, len(content), PART_SIZE):
        part = content[start : start + PART_SIZE]
        assert patch(client, url, part, start, Content_Digest=digest(part)).status_code == 204
    assert client.post(f"{url}/finish", headers=JSON).status_code == 202
    run_due_jobs()
    return dict(client.get(url, headers=JSON).get_json())


def test_an_upload_is_begun_continued_and_told(
    partner: FlaskClient, network: Network, web: Flask
) -> None:
    content = phone_photo(1200, 900)
    begun = begin(partner, offer(network, content))
    assert begun.status_code == 201
    url = begun.location
    assert patch(partner, url, content, Content_Digest=digest(content)).headers[
        "Upload-Offset"
    ] == str(len(content))
    told = partner.head(url)
    assert (told.headers["Upload-Offset"], told.headers["Upload-Length"]) == (
        str(len(content)),
    ) * 2
    assert (told.headers["Upload-Complete"], told.headers["Cache-Control"]) == ("?0", "no-store")
    assert "Noch nicht fertig" in partner.get("/assets/upload").text
    batch = str(new_id())
    partner.post(f"{url}/finish", json={"batch": batch}, headers=JSON)
    run_due_jobs()
    assert 'name="title-' in partner.get(f"/assets/received?batch={batch}").text
    done = partner.get(url, headers=JSON).get_json()
    assert done["state"] == "done"
    assert "Der Aufnahmeort wurde entfernt." in done["html"]
    with reading() as s:
        asset = s.scalars(select(Asset)).unique().one()
    assert done["assets"] == [str(asset.id)]
    assert (asset.width, asset.height, asset.title) == (900, 1200, "Beet")
    assert asset.source_name == "Beet.jpg"


def test_forged_parts_change_nothing(partner: FlaskClient, network: Network) -> None:
    content = a_jpeg()
    url = begin(partner, offer(network, content)).location
    wrong = [
        patch(partner, url, content, PART_SIZE),
        patch(partner, url, content, 1),
        patch(partner, url, content, "-1"),
        patch(partner, url, content, "9" * 5000),
        patch(partner, url, content, "²"),
        patch(partner, url, content[:-1]),
        patch(partner, url, content + b"x"),
        patch(partner, url, b""),
        patch(partner, url, content, Content_Digest=digest(b"other")),
        patch(partner, url, content, Content_Digest="md5=:x:"),
        partner.patch(url, data=content, headers=JSON),
    ]
    assert {answer.status_code for answer in wrong} == {422}
    assert all(answer.get_json()["detail"] for answer in wrong)
    assert patch(partner, url, bytes(PART_SIZE + 2)).status_code in {413, 422}
    assert partner.get(url, headers=JSON).get_json()["offset"] == 0
    assert partner.post(f"{url}/finish", headers=JSON).status_code == 409


def test_forged_offers_begin_nothing(
    partner: FlaskClient, network: Network, settings: Settings
) -> None:
    content = a_jpeg()
    good = offer(network, content)
    for change in (
        {"size": 0}, {"size": -5}, {"size": 10**15}, {"size": "9"}, {"size": True}, {"size": 1e400},
        {"name": 7}, {"name": "a\0b"}, {"batch": "x"}, {"cleared": "yes"}, {"folder_use": "x"},
    ):  # fmt: skip
        assert begin(partner, good | change).status_code == 422, change
    bodies: tuple[Any, ...] = (None, [], "x", 7)
    for body in bodies:
        assert partner.post("/assets/uploads", json=body, headers=JSON).status_code == 422
    for place in ("hg/", network.sibling.path, "../", "", network.partner.path + "o9999/"):
        status = begin(partner, good | {"place": place}).status_code
        assert status in ({201} if place.startswith(network.partner.path) else {403, 404}), place
    assert begin(partner, good | {"name": "../../etc/x" * 999}).status_code == 201
    configure(settings.model_copy(update={"uploads_open": 2}))
    refused = begin(partner, good)
    assert refused.status_code == 409
    assert "brechen Sie sie ab" in refused.get_json()["detail"]


def test_what_others_send_does_not_exist(
    partner: FlaskClient, network: Network, web: Flask
) -> None:
    content = a_jpeg()
    url = begin(partner, offer(network, content)).location
    for role in (Role.BRAND_MANAGER, Role.PARTNER_STAFF, Role.CAMPAIGN_MANAGER):
        other = client_of(web, network.accounts[role])
        tried = [
            other.get(url, headers=JSON),
            other.head(url),
            patch(other, url, content),
            other.post(f"{url}/finish", headers=JSON),
            other.post(f"{url}/settle", data={"asset": "x"}),
            other.delete(url, headers=JSON),
        ]
        assert {answer.status_code for answer in tried} == {404}, role
        assert "Beet.jpg" not in other.get("/assets/upload").text
    assert client_of(web, network.accounts[Role.SUPPLIER]).get(url).status_code == 403
    with reading() as s:
        audited = s.scalars(select(AuditEntry.action).where(AuditEntry.outcome == "refused")).all()
    assert {"uploads.add_part", "uploads.finish", "uploads.cancel"} <= set(audited)
    assert partner.delete(url).status_code == 204
    assert partner.get(url, headers=JSON).status_code == 404


def test_a_token_is_needed(network: Network, settings: Settings) -> None:
    guarded = client_of(make_app(settings, csrf=True), network.accounts[Role.PARTNER_MANAGER])
    told = offer(network, a_jpeg())
    assert guarded.post("/assets/uploads", json=told, headers=JSON).status_code == 400
    url = f"/assets/uploads/{new_id()}"
    assert guarded.patch(url, data=b"x", headers=JSON).status_code == 400
    assert guarded.delete(url, headers=JSON).status_code == 400
    with reading() as s:
        assert s.scalar(select(func.count(Upload.id))) == 0


def test_an_expired_upload_says_so(partner: FlaskClient, network: Network) -> None:
    content = a_jpeg()
    url = begin(partner, offer(network, content)).location
    with transaction() as s:
        s.execute(update(Upload).values(expires_at=clock.now() - timedelta(seconds=1)))
    answer = patch(partner, url, content)
    assert answer.status_code == 404
    assert "noch einmal hoch" in answer.get_json()["detail"]


def plain(client: FlaskClient, network: Network, *files: tuple[str, bytes]) -> TestResponse:
    sent = {
        "files": [(io.BytesIO(data), name) for name, data in files],
        "place": network.partner.path,
        "folder_use": "tags",
        "cleared": "y",
    }
    return client.post("/assets/upload", data=sent, content_type="multipart/form-data")


def test_without_scripts_a_zip_is_unpacked_behind(partner: FlaskClient, network: Network) -> None:
    content = zip_of({"Mai/Beet.jpg": a_jpeg(), "Mai/text.txt": b"x"})
    page = plain(partner, network, ("Fotos.zip", content), ("gut.jpg", a_jpeg(500, 400)))
    assert page.status_code == 200
    assert "Fotos: wird entpackt." in page.text
    assert "gut: hinzugefügt" in page.text
    with reading() as s:
        batch = s.scalars(select(Upload.batch_id)).one()
    assert "every 2s" in partner.get(f"/assets/received?batch={batch}").text
    run_due_jobs()
    page = partner.get(f"/assets/received?batch={batch}")
    assert "text.txt" in page.text
    assert 'value="mai"' in page.text
    assert "every 2s" not in page.text


def test_all_are_described_at_once(partner: FlaskClient, network: Network, web: Flask) -> None:
    batch = str(new_id())
    ids = [
        send(partner, network, a_jpeg(400 + n, 300), name=f"{n}.jpg", batch=batch)["assets"][0]
        for n in range(2)
    ]
    form = {"batch": batch, "asset": ids, "all-photographer": "E. M.", "all-tags": "Mai, Beet"}
    form |= {f"title-{ids[0]}": "Hochbeet", f"alt-{ids[0]}": "Ein Beet mit Salat"}
    filled = partner.post("/assets/received", data=form | {"apply": "1"})
    assert filled.status_code == 200
    assert filled.text.count('value="E. M."') == 2
    assert filled.text.count('value="mai, beet"') == 2
    assert 'value="Hochbeet"' in filled.text
    with reading() as s:
        assert set(s.scalars(select(Asset.photographer))) == {""}
    rows = {f"{name}-{one}": said for one in ids for name, said in (
        ("photographer", "E. M."), ("tags", "mai, beet"), ("licence", "Agentur"),
        ("ends", "2031-05-01"))}  # fmt: skip
    wrong = partner.post("/assets/received", data=form | rows | {f"title-{ids[1]}": " "})
    assert wrong.status_code == 422
    assert "Geben Sie dem Bild einen Titel." in wrong.text
    assert "Ein Beet mit Salat" in wrong.text
    assert partner.post("/assets/received", data=form | rows).status_code == 302
    with reading() as s:
        found = {a.title: a for a in s.scalars(select(Asset)).unique()}
    assert set(found) == {"Hochbeet", "1"}
    assert found["Hochbeet"].alt == "Ein Beet mit Salat"
    for asset in found.values():
        assert (asset.photographer, asset.tags) == ("E. M.", ["mai", "beet"])
        assert (asset.rights.licence, str(asset.rights.ends)) == ("Agentur", "2031-05-01")
    sibling = client_of(web, network.accounts[Role.ANALYST])
    assert sibling.get(f"/assets/received?asset={ids[0]}").status_code == 403
    forged = partner.post("/assets/received", data=form | {f"ends-{ids[0]}": "²"})
    assert forged.status_code == 422
    staff = client_of(web, network.accounts[Role.PARTNER_STAFF])
    assert "Hier ist nichts angekommen." in staff.get(f"/assets/received?batch={batch}").text


def test_a_near_duplicate_is_told_with_the_picture_that_is_there(
    partner: FlaskClient, network: Network
) -> None:
    photo = Path(__file__).parents[3] / "demo" / "brand" / "photos" / "LadyBird.jpg"
    out = io.BytesIO()
    with Image.open(photo) as picture:
        picture.resize((900, 900 * picture.height // picture.width)).save(out, "JPEG", quality=70)
    before = send(partner, network, photo.read_bytes(), name="LadyBird.jpg")["assets"][0]
    told = send(partner, network, out.getvalue(), name="klein.jpg")
    assert "sieht fast gleich aus: LadyBird" in told["html"]
    url, asset = f"/assets/uploads/{told['id']}/settle", told["assets"][0]
    assert partner.post(url, data={"asset": before, "instead": ""}).status_code == 404
    assert partner.post(url, data={"asset": asset, "instead": str(new_id())}).status_code == 404
    kept = partner.post(url, data={"asset": asset, "instead": before})
    assert "klein.jpg: war schon da" in kept.text
    assert f"/assets/{before}" in kept.text
    with reading() as s:
        archived = select(Asset.id).where(Asset.archived_at.is_not(None))
        assert [str(found) for found in s.scalars(archived)] == [asset]
    again = send(partner, network, out.getvalue(), name="klein.jpg")
    assert again["assets"] == [asset]
