"""The log holds what happened, not what was typed."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from portal.foundation.config import Settings
from portal.foundation.logs import set_up_logs

PASSWORD = "drei grosse Amseln"


@pytest.fixture(params=["json", "console"])
def log_format(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each form of the log, set up for one test."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield request.param
    root.handlers, root.level = before, level
    structlog.reset_defaults()


def compare(password: str) -> None:
    raise ValueError(len(password))


def test_a_failure_tells_no_values(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs(Settings.model_validate({"demo": True, "log_format": log_format}))
    log = structlog.get_logger("test")
    try:
        compare(PASSWORD)
    except ValueError as error:
        log.error("failed", exc_info=error)  # noqa: TRY400 - as the error handler does
    said = capsys.readouterr().err
    assert "compare" in said
    assert PASSWORD not in said


def test_a_value_begins_no_line_of_its_own(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs(Settings.model_validate({"demo": True, "log_format": log_format}))
    structlog.get_logger("test").info("request", path="/x\n2026-01-01 [info] forged")
    assert capsys.readouterr().err.count("\n") == 1
