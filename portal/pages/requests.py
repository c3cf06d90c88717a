"""Owns what frames every request: its id, its line in the log, its session for reads."""

import json
import secrets
import time
from itertools import chain
from typing import Any

import structlog
from flask import Flask, abort, g, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.wrappers import Response

from portal.foundation.database import reading
from portal.foundation.errors import N_, Invalid

log = structlog.get_logger(__name__)
_NOTHING = "\0"
MOST_JSON_BYTES = 8 * 1024 * 1024


class JsonBodies(DefaultJSONProvider):
    """JSON as Flask reads it, without what could not be written again."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; raises ValueError, also for halves of characters and for endless nesting."""
        try:
            read = super().loads(s, **kwargs)
            json.dumps(read, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return read


def register_request_frame(app: Flask) -> None:
    """Give each request an id, a reading session and one line in the log."""
    app.json = JsonBodies(app)
    app.before_request(_open)
    app.before_request(_limit_json)
    app.before_request(_refuse_unwritable)
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


def _limit_json() -> None:
    """Take no more JSON than a page sends: it is read as a whole, unlike a file."""
    if request.is_json:
        most = request.max_content_length
        request.max_content_length = min(most or MOST_JSON_BYTES, MOST_JSON_BYTES)


def _refuse_unwritable() -> None:
    """Refuse the one character that no database keeps in a text and no keyboard types."""
    if request.endpoint == "static":
        return
    if _NOTHING in request.path:
        abort(404)
    given = chain(request.args.items(multi=True), request.form.items(multi=True))
    if any(_NOTHING in text for pair in given for text in pair):
        raise Invalid(N_("A text holds a character that cannot be kept. Type it again."))


def logged_path() -> str:
    """Return the path of this request as the log may hold it: without a token that lets in."""
    rule = request.url_rule
    return rule.rule if rule and "token" in rule.arguments else request.path


def _log(answer: Response) -> Response:
    answer.headers["X-Request-ID"] = g.request_id
    if request.endpoint != "static":
        milliseconds = round((time.perf_counter() - g.started) * 1000, 1)
        log.info(
            "request",
            method=request.method,
            path=logged_path(),
            status=answer.status_code,
            milliseconds=milliseconds,
        )
    return answer


def _close(_error: BaseException | None) -> None:
    opened = g.pop("reading", None)
    if opened is not None:
        opened.__exit__(None, None, None)
