"""Owns how a refusal or a failure is told: as a page, a fragment for htmx, or JSON for programs."""

from http import HTTPStatus

import structlog
from flask import Flask, g, jsonify, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from portal.foundation.audit import audit_refusal
from portal.foundation.errors import N_, Ended, Invalid, NotFound, NotPermitted, NotTheirs, Refusal
from portal.pages.requests import logged_path
from regions.accounts.guard import find_actor

log = structlog.get_logger(__name__)

_UNKNOWN = N_("Something went wrong on our side. Nothing was changed; please try again.")
_SAID = {
    400: N_("The request could not be read. Go back and try again."),
    401: N_(
        "You are not signed in. Sign in in another tab, then try again; this page keeps its state."
    ),
    404: N_("There is nothing at this address. Check it or go back to the start page."),
    405: N_("This address cannot be used in this way. Go back and use the page's buttons."),
    413: N_("The file is too large. Choose a smaller one."),
    415: N_("This kind of content is not accepted here."),
    429: N_("Too many requests in a short time. Wait a minute and try again."),
}
_EXPIRED = N_("This page was open for too long. Reload it and try again; what you saved is kept.")
_UNSTORABLE = N_("A value is too long or too large to be kept. Shorten it and try again.")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_TITLES = {
    401: N_("Not signed in"),
    403: N_("Not part of your role"),
    404: N_("Not found"),
    409: N_("Somebody was faster"),
    413: N_("Too large"),
    429: N_("One moment"),
    500: N_("Something went wrong"),
}
_OTHER_TITLE = N_("This did not work")


def register_error_handlers(app: Flask) -> None:
    """Make every error of the application one of the answers below."""
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(CSRFError, _answer_expired)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(DataError, _answer_unstorable)
    app.register_error_handler(Exception, _answer_failure)


def _answer_refusal(refusal: Refusal) -> Response:
    log.info("refused", code=refusal.code, status=refusal.status, reason=str(refusal))
    # A page leads nobody to a form for what is not theirs: such a request was made by hand.
    forged = isinstance(refusal, NotFound | Ended) and request.method not in _READING
    if isinstance(refusal, NotPermitted | NotTheirs) or (forged and find_actor()):
        _audit(str(refusal))
    text = gettext(refusal.message, **refusal.params)
    field = refusal.field if isinstance(refusal, Invalid) else None
    return answer_error(refusal.status, text, code=refusal.code, field=field)


def _audit(reason: str) -> None:
    actor = find_actor()
    audit_refusal(
        request.endpoint or "request",
        actor=actor.ref if actor else None,
        subject="route",
        subject_id=request.path[:200],
        details={"method": request.method, "reason": reason[:500]},
    )


def _answer_expired(error: CSRFError) -> Response:
    log.info("refused", code="csrf", status=error.code, reason=error.description)
    if find_actor():
        _audit(f"csrf: {error.description}")
    return answer_error(HTTPStatus.BAD_REQUEST, gettext(_EXPIRED), code="expired")


def _answer_http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return Response.force_type(error.get_response())
    if isinstance(error, InternalServerError):
        return _answer_failure(error.original_exception or error)
    text = gettext(_SAID.get(error.code, _UNKNOWN))
    answer = answer_error(error.code, text, code=HTTPStatus(error.code).name.lower())
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def _answer_unstorable(error: DataError) -> Response:
    """Answer for a value that the database has no room for, should no form have refused it."""
    log.error("unstorable", path=logged_path(), exc_info=error)
    return answer_error(Invalid.status, gettext(_UNSTORABLE), code=Invalid.code)


def _answer_failure(error: BaseException) -> Response:
    log.error("failed", path=logged_path(), exc_info=error)
    try:
        return answer_error(HTTPStatus.INTERNAL_SERVER_ERROR, gettext(_UNKNOWN), code="failed")
    except Exception:
        log.exception("failed_to_answer")
        return Response(_UNKNOWN, HTTPStatus.INTERNAL_SERVER_ERROR, mimetype="text/plain")


def answer_error(
    status: int, message: str, *, code: str = "refused", field: str | None = None
) -> Response:
    """Return an error in the form that the caller can read, with the id of its request."""
    title = gettext(_TITLES.get(status, _OTHER_TITLE))
    told = {"title": title, "detail": message, "code": code, "field": field}
    told |= {"request_id": g.get("request_id"), "status": status}
    if _wants_json():
        answer = jsonify({name: value for name, value in told.items() if value is not None})
        answer.mimetype = "application/problem+json"
    elif request.headers.get("HX-Request"):
        answer = make_response(render_template("pages/error_fragment.html", error=told))
        answer.headers["HX-Retarget"] = "#toasts"
        answer.headers["HX-Reswap"] = "beforeend"
    else:
        answer = make_response(render_template("pages/error.html", error=told))
    answer.status_code = status
    return answer


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    return request.path.startswith("/api/") or (
        accepted["application/json"] > accepted["text/html"] or request.is_json
    )
