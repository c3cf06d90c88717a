"""The page that checks a PDF: who may, what it tells in both languages, and what it refuses."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.foundation.config import Settings
from portal.foundation.database import Database, transaction
from portal.foundation.jobs.processes import ProcessFailed
from portal.foundation.storage import FileStore
from portal.pages import pdf_check
from regions.accounts.models import Account
from regions.accounts.rules import Role
from tests.factories.foreign_pdf import press, sound_press
from tests.factories.pdf_faults import paints
from tests.factories.regions import Network, make_network
from tests.integration.regions_web import csrf_token, sign_in

PATH = "/pdf-check/"


@pytest.fixture
def network(db: Database) -> Network:
    with transaction() as s:
        return make_network(s)


@pytest.fixture
def web(network: Network, settings: Settings, file_store: FileStore) -> Flask:
    return create_app(settings)


def client_of(web: Flask, network: Network, role: Role) -> FlaskClient:
    return sign_in(web, network.accounts[role])


def send(client: FlaskClient, data: bytes | None, **rest: str) -> TestResponse:
    values: dict[str, Any] = {"csrf_token": csrf_token(client), "profile": "x4"} | rest
    if data is not None:
        values["file"] = (io.BytesIO(data), "Flyer <b>.pdf")
    return client.post(PATH, data=values, content_type="multipart/form-data")


def test_supplier_and_head_office_find_their_way(web: Flask, network: Network) -> None:
    supplier = client_of(web, network, Role.SUPPLIER)
    assert f'href="{PATH}"' in supplier.get("/fulfilment/").text
    for role in (Role.SUPPLIER, Role.BRAND_MANAGER):
        assert client_of(web, network, role).get(PATH).status_code == 200
    assert web.test_client().get(PATH).status_code == 302


def test_findings_are_told_with_the_mend(web: Flask, network: Network) -> None:
    client = client_of(web, network, Role.SUPPLIER)
    answer = send(client, press(paints("1 0 0 rg 60 60 40 40 re f")))
    assert answer.status_code == 200
    assert "Flyer &lt;b&gt;.pdf" in answer.text
    assert "So nicht verwendbar" in answer.text
    assert "Seite 1" in answer.text
    assert "Ein Element (Fläche) ist in RGB angelegt." in answer.text
    assert "Farben konvertieren" in answer.text


def test_sound_file_and_english(web: Flask, network: Network) -> None:
    account = network.accounts[Role.SUPPLIER]
    with transaction() as s:
        s.get_one(Account, account.id).language = "en"
    answer = send(client_of(web, network, Role.SUPPLIER), sound_press())
    assert "Nothing to complain about" in answer.text
    answer = send(client_of(web, network, Role.SUPPLIER), sound_press(), profile="screen")
    assert "Usable, with notes" in answer.text
    assert "The file as a whole" in answer.text


@pytest.mark.parametrize("data", [None, b""])
def test_without_a_file_the_form_says_so(web: Flask, network: Network, data: bytes | None) -> None:
    client = client_of(web, network, Role.SUPPLIER)
    if data is None:
        answer = send(client, None)
        assert answer.status_code == 422
        assert "Wählen Sie eine PDF-Datei." in answer.text
    else:
        assert "Das ist keine lesbare PDF-Datei" in send(client, data).text


def test_unknown_use_and_missing_token_are_refused(web: Flask, network: Network) -> None:
    client = client_of(web, network, Role.SUPPLIER)
    assert send(client, sound_press(), profile="x9").status_code == 422
    assert send(client, sound_press(), csrf_token="").status_code == 400


def test_check_that_takes_too_long_is_a_finding(
    web: Flask, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(seconds: float, *_: object) -> None:
        raise ProcessFailed(f"longer than {seconds}")

    monkeypatch.setattr(pdf_check, "run_in_process_within", stuck)
    answer = send(client_of(web, network, Role.SUPPLIER), sound_press())
    assert answer.status_code == 200
    assert "Die Prüfung wurde abgebrochen" in answer.text
