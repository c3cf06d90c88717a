"""Owns the public address of a short link."""

import structlog
from flask import Blueprint, Response, make_response, redirect, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as AnyResponse

from campaigns.insight.links import service
from campaigns.insight.links.rules import Visit
from portal.foundation.rate_limits import limiter
from regions.accounts.guard import public
from regions.partners.models import Outlet

blueprint = Blueprint("links", __name__, template_folder="../templates")
_log = structlog.get_logger(__name__)

NOT_FOUND = 404
GONE = 410


@blueprint.get("/l/<code>")
@public
# Half a village can share one address, so only guesses at codes are limited, below.
@limiter.exempt
def follow(code: str) -> AnyResponse:
    """Lead to the stored target; the visit is recorded once the answer is out."""
    target = service.find_target(code)
    if target is None:
        return _unknown()
    outlet = service.find_expired(code)
    if outlet is not None:
        return _over(outlet)
    answer = redirect(target, code=302)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    visit = Visit(
        request.method,
        request.headers.get("User-Agent", ""),
        request.remote_addr or "",
        dict(request.headers),
    )
    # Who scans must arrive, even while the database is busy or away.
    answer.call_on_close(lambda: _record(code, visit))
    return answer


def _record(code: str, visit: Visit) -> None:
    try:
        service.record_visit(code, visit)
    except SQLAlchemyError:
        _log.exception("visit_not_recorded", code=code)


def _over(outlet: Outlet) -> Response:
    """Say that the campaign is over and where the outlet is: who scanned stands with its ad."""
    answer = make_response(render_template("insight/expired_link.html", outlet=outlet), GONE)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _unknown() -> Response:
    with limiter.limit("60 per minute"):
        return _not_found()


def _not_found() -> Response:
    answer = make_response(render_template("insight/unknown_link.html"), NOT_FOUND)
    answer.headers["Cache-Control"] = "no-store"
    return answer
