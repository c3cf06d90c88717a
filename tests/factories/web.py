"""Owns the portal as tests visit it: an application, and clients that are signed in."""

from flask import Flask
from flask.testing import FlaskClient

from portal.app import create_app
from portal.foundation import clock
from portal.foundation.config import Settings
from regions.accounts.models import Account


def make_app(settings: Settings, *, csrf: bool = False) -> Flask:
    """Return the application; forms need no token unless `csrf` is set."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=csrf)
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
