"""The web shell: how refusals and failures are told, and what every answer carries."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from sqlalchemy import create_engine, select

from portal.app import create_app
from portal.foundation.audit import AuditEntry, verify_chain
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, reading
from portal.foundation.errors import Conflict, Invalid, NotPermitted
from portal.foundation.storage import FileStore
from regions.accounts.guard import public

REFUSALS = {
    "conflict": Conflict("%(name)s was faster.", name="Erika"),
    "invalid": Invalid("Enter a price.", field="price"),
    "forbidden": NotPermitted("This page is not part of your role."),
}
MACHINE = {"Accept": "application/json"}


@pytest.fixture
def app(db: Database, file_store: FileStore, settings: Settings) -> Flask:
    app = create_app(settings)
    app.register_blueprint(_probes())
    return app


def _probes() -> Blueprint:
    probes = Blueprint("probes", __name__, url_prefix="/probes")

    @probes.get("/<kind>")
    @public
    def refuse(kind: str) -> str:
        if kind in REFUSALS:
            raise REFUSALS[kind]
        raise RuntimeError("password=hunter2")

    @probes.post("/post")
    @public
    def post() -> str:
        return str(len(request.get_data()))

    return probes


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("conflict", 409, "conflict"), ("invalid", 422, "invalid"), ("forbidden", 403, None)],
)
def test_a_refusal_is_told_in_the_form_that_was_asked_for(
    client: FlaskClient, kind: str, status: int, code: str | None
) -> None:
    page = client.get(f"/probes/{kind}")
    assert (page.status_code, page.mimetype) == (status, "text/html")
    assert "<!doctype html>" in page.text
    fragment = client.get(f"/probes/{kind}", headers={"HX-Request": "true"})
    assert fragment.status_code == status
    assert "<!doctype" not in fragment.text
    assert fragment.headers["HX-Retarget"] == "#toasts"
    data = client.get(f"/probes/{kind}", headers=MACHINE)
    assert (data.status_code, data.mimetype) == (status, "application/problem+json")
    assert data.json
    assert data.json["code"] == (code or "not_permitted")
    assert data.json["request_id"] == data.headers["X-Request-ID"]


def test_parameters_are_filled_in_and_fields_named(client: FlaskClient) -> None:
    conflict = client.get("/probes/conflict", headers=MACHINE).json
    invalid = client.get("/probes/invalid", headers=MACHINE).json
    assert conflict
    assert invalid
    assert conflict["detail"] == "Erika was faster."
    assert invalid["field"] == "price"


def test_what_is_not_permitted_is_audited(client: FlaskClient) -> None:
    client.get("/probes/forbidden")
    client.get("/probes/conflict")
    with reading() as session:
        entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.outcome, entry.subject_id) == (
        "probes.refuse",
        "refused",
        "/probes/forbidden",
    )
    assert verify_chain().is_intact


@pytest.mark.parametrize("headers", [{}, MACHINE, {"HX-Request": "true"}])
def test_a_failure_tells_nothing_of_its_cause(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.get("/probes/boom", headers=headers)
    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert "RuntimeError" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text or headers.get("HX-Request")


@pytest.mark.parametrize(
    ("language", "said"), [("de", "Nicht gefunden"), ("en", "Not found"), ("fr", "Nicht gefunden")]
)
def test_errors_speak_the_readers_language(client: FlaskClient, language: str, said: str) -> None:
    answer = client.get("/nowhere", headers={"Accept-Language": language})
    assert answer.status_code == 404
    assert said in answer.text


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.delete("/healthz", headers=MACHINE)
    assert answer.status_code in {400, 405}
    assert client.post("/healthz", headers=MACHINE).status_code in {400, 405}


def test_a_post_without_a_token_is_refused(client: FlaskClient) -> None:
    answer = client.post("/probes/post", data="x", headers=MACHINE)
    assert (answer.status_code, answer.json and answer.json["code"]) == (400, "expired")


def test_a_body_beyond_the_limit_is_refused(
    db: Database, file_store: FileStore, settings: Settings
) -> None:
    small = configure(settings.model_copy(update={"max_upload_bytes": 2048}))
    app = create_app(small)
    app.config["WTF_CSRF_ENABLED"] = False
    app.register_blueprint(_probes())
    answer = app.test_client().post("/probes/post", data=b"x" * 4096, headers=MACHINE)
    assert answer.status_code == 413


def test_every_answer_is_protected(client: FlaskClient) -> None:
    for path in ("/healthz", "/nowhere", "/probes/boom", "/static/css/heimspiel.css"):
        with client.get(path) as answer:
            headers = answer.headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Permissions-Policy" in headers


def test_pages_are_not_kept_by_caches(client: FlaskClient) -> None:
    with client.get("/sign-in") as page, client.get("/static/css/heimspiel.css") as style:
        assert page.headers["Cache-Control"] == "no-store"
        assert "Cookie" in page.headers["Vary"]
        assert "max-age" in style.headers["Cache-Control"]


def _live(settings: Settings) -> Settings:
    live = Settings(
        data_dir=settings.data_dir, base_url="https://ads.example.com", secret_key="s" * 40
    )
    return configure(live)


def test_over_tls_cookies_and_transport_are_strict(
    db: Database, file_store: FileStore, settings: Settings
) -> None:
    client = create_app(_live(settings)).test_client()
    answer = client.get("/sign-in", base_url="https://ads.example.com")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-heimspiel=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_a_foreign_host_name_is_not_believed(
    db: Database, file_store: FileStore, settings: Settings
) -> None:
    client = create_app(_live(settings)).test_client()
    answer = client.get("/sign-in", base_url="https://evil.example.com")
    assert answer.status_code == 400
    assert "evil.example.com" not in answer.text


def test_too_many_requests_are_told_to_wait(
    db: Database, file_store: FileStore, settings: Settings
) -> None:
    app = create_app(configure(settings.model_copy(update={"requests_per_minute": 3})))
    client = app.test_client()
    answers = [client.get("/sign-in").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert client.get("/healthz").status_code == 200


def test_readiness_follows_the_database(
    client: FlaskClient, db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/readyz").json == {"status": "ok", "database": "ok", "storage": "ok"}
    db.engine.dispose()
    monkeypatch.setattr(db, "engine", create_engine("sqlite:////nonexistent/x.sqlite"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {"status": "failing", "database": "failing", "storage": "ok"}
    assert client.get("/healthz").status_code == 200
