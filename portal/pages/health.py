"""Owns what a load balancer asks: whether this process lives, and whether it can serve."""

from http import HTTPStatus

import structlog
from flask import Blueprint, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from portal.foundation.database import database
from portal.foundation.errors import Misconfigured
from portal.foundation.rate_limits import limiter
from portal.foundation.storage import file_store
from regions.accounts.guard import public

log = structlog.get_logger(__name__)
blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@limiter.exempt
@public
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public
def readyz() -> Response:
    """Say whether the database and the storage can be used; the reasons go to the log alone."""
    checks = {"database": _check_database(), "storage": _check_storage()}
    answer = jsonify(
        status="ok" if all(checks.values()) else "failing",
        **{name: "ok" if passed else "failing" for name, passed in checks.items()},
    )
    if not all(checks.values()):
        answer.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return answer


def _check_database() -> bool:
    try:
        with database().engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        log.warning("not_ready", part="database", reason=str(error))
        return False
    return True


def _check_storage() -> bool:
    try:
        file_store().check()
    except Misconfigured as error:
        log.warning("not_ready", part="storage", reason=str(error))
        return False
    return True
