"""Owns the portal as tests visit it: an application, and clients that are signed in."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.foundation import clock
from portal.foundation.config import Settings
from regions.accounts.models import Account

_made: dict[tuple[str, bool, bool], tuple[Flask, dict[str, Any]]] = {}


def make_app(settings: Settings, *, csrf: bool = False, testing: bool = True) -> Flask:
    """Return the application; forms need no token unless `csrf` is set.

    A process makes it once for settings that differ in nothing but where the data lies: to
    compile its routes and templates takes longer than most tests that use it.
    """
    alike = settings.model_dump_json(exclude={"data_dir", "database_url"})
    key = (alike, csrf, testing)
    if key not in _made:
        app = create_app(settings)
        app.config.update(TESTING=testing, WTF_CSRF_ENABLED=csrf)
        _made[key] = app, dict(app.extensions)
    app, extensions = _made[key]
    app.extensions = dict(extensions)  # what was counted in another test is none of this one's
    return app


def client_of(app: Flask, account: Account) -> FlaskClient:
    """Return a client in which the account is signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{account.id.hex}:{account.session_epoch}"
        session["_fresh"] = True
        session["began"] = int(clock.now().timestamp())
        session.permanent = True
    return client
