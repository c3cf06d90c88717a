"""The `portal` command: each line says ok or what to mend, and the exit code agrees."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from portal.cli import main
from portal.foundation import services
from portal.foundation.audit import AuditEntry, append, chain_head
from portal.foundation.database import transaction

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(services, "set_up_logs", lambda _settings: None)
    monkeypatch.setenv("HEIMSPIEL_DEMO", "1")
    monkeypatch.setenv("HEIMSPIEL_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return invoke


def _entry(action: str) -> None:
    with transaction():
        append(action, actor=None, subject="test", subject_id=1)


def test_doctor_says_what_to_mend_and_then_that_all_is_well(run: Run) -> None:
    before = run("doctor")
    assert before.exit_code == 1
    assert "mend  tables: The database is not at the newest revision" in before.output
    assert run("migrate").exit_code == 0
    after = run("doctor")
    assert after.exit_code == 0, after.output
    assert "mend" not in after.output
    for part in ("settings", "database", "tables", "storage", "fonts", "rendering", "jobs"):
        assert f"ok    {part}: " in after.output


def test_doctor_names_a_broken_storage(run: Run, tmp_path: Path) -> None:
    run("migrate")
    (tmp_path / "var" / "files").write_text("in the way")
    result = run("doctor")
    assert result.exit_code == 1
    assert "mend  storage: The storage folder" in result.output


def test_doctor_and_serve_want_one_process_without_a_broker(run: Run) -> None:
    run("migrate")
    assert "mend  jobs: memory:// is one queue" in run("doctor", "--processes", "2").output
    refused = run("serve", "--processes", "2")
    assert refused.exit_code == 1
    assert "Set HEIMSPIEL_BROKER_URL, or leave out --processes" in refused.output


def test_a_worker_without_a_broker_is_refused(run: Run) -> None:
    assert "a worker would never get one" in run("worker").output


def test_serving_wants_the_newest_tables(run: Run) -> None:
    refused = run("serve")
    assert (refused.exit_code, "portal migrate" in refused.output) == (1, True)


def test_without_a_secret_nothing_starts(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HEIMSPIEL_DEMO")
    for command in (["doctor"], ["serve"], ["migrate"], ["audit", "verify"]):
        refused = run(*command)
        assert refused.exit_code == 1
        assert "HEIMSPIEL_SECRET_KEY must be set" in refused.output


def test_audit_verify_finds_a_change(run: Run) -> None:
    run("migrate")
    assert "intact: 0 entries" in run("audit", "verify").output
    _entry("first")
    _entry("second")
    anchor = run("audit", "anchor").output.strip()
    assert re.fullmatch(r"2:[0-9a-f]{64}", anchor)
    assert anchor.endswith(chain_head().entry_hash)
    assert run("audit", "verify", "--anchor", anchor).exit_code == 0
    with transaction() as session:
        session.execute(update(AuditEntry).where(AuditEntry.position == 1).values(action="x"))
    broken = run("audit", "verify")
    assert broken.exit_code == 1
    assert "Broken at entry 1: the entry was changed" in broken.output


def test_an_anchor_must_be_one(run: Run) -> None:
    assert run("audit", "verify", "--anchor", "2:abc").exit_code == 2


def test_an_unknown_proof_is_named(run: Run) -> None:
    run("migrate")
    result = run("proof", "verify", "01a1ffc1-1690-71e1-a5cd-7bef063a71be")
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_preflight_of_what_is_no_pdf_fails(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "x.pdf"
    file.write_bytes(b"no pdf")
    assert run("preflight", str(file)).exit_code == 1
    report = run("preflight", str(file), "--json")
    assert report.exit_code == 1
    assert '"passed": false' in report.output
