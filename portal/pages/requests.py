"""Owns what frames every request: its id, its line in the log, its session for reads."""

import secrets
import time

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

from portal.foundation.database import reading

log = structlog.get_logger(__name__)


def register_request_frame(app: Flask) -> None:
    """Give each request an id, a reading session and one line in the log."""
    app.before_request(_open)
    app.after_request(_log)
    app.teardown_request(_close)


def _open() -> None:
    g.request_id = secrets.token_hex(8)
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)
    if request.endpoint != "static":
        g.reading = reading()
        g.reading.__enter__()


def _log(answer: Response) -> Response:
    answer.headers["X-Request-ID"] = g.request_id
    if request.endpoint != "static":
        milliseconds = round((time.perf_counter() - g.started) * 1000, 1)
        log.info(
            "request",
            method=request.method,
            path=request.path,
            status=answer.status_code,
            milliseconds=milliseconds,
        )
    return answer


def _close(_error: BaseException | None) -> None:
    opened = g.pop("reading", None)
    if opened is not None:
        opened.__exit__(None, None, None)
