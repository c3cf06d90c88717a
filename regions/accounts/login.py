"""Owns the wiring of sessions: who a cookie belongs to, and how a session begins and ends."""

from uuid import UUID

from flask import Flask, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from portal.foundation import clock
from portal.foundation.config import settings
from regions.accounts.models import Account
from regions.accounts.rules import Actor
from regions.accounts.service import find_actor

SIGN_IN = "sign_in.show_sign_in"


class SignedIn(UserMixin):  # type: ignore[misc] # Flask-Login ships no types
    """The account of this request, with the epoch that its session began under."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        self.actor = actor
        self.epoch = epoch

    def get_id(self) -> str:
        """Return what the cookie keeps: account and epoch."""
        return f"{self.actor.account_id.hex}:{self.epoch}"


def register_login(app: Flask) -> None:
    """Make Flask-Login know our accounts, and send strangers to the sign-in."""
    manager = LoginManager()
    manager.session_protection = None  # The epoch and the absolute limit end sessions, see below.
    manager.user_loader(_load)
    manager.unauthorized_handler(_send_to_sign_in)
    manager.init_app(app)


def begin_session(account: Account) -> None:
    """Sign an account in: nothing of the session before, its CSRF token included, is kept."""
    actor = find_actor(account.id, account.session_epoch)
    if actor is None:
        raise Unauthorized
    session.clear()
    session.permanent = True
    session["began"] = int(clock.now().timestamp())
    login_user(SignedIn(actor, account.session_epoch))


def end_session() -> None:
    """Sign out and forget all that the session held."""
    logout_user()
    session.clear()


def _load(cookie: str) -> SignedIn | None:
    account, _, epoch = cookie.partition(":")
    age = clock.now().timestamp() - session.get("began", 0)
    if age > settings().session_hours * 3600:
        return None
    try:
        actor = find_actor(UUID(account), int(epoch))
    except ValueError:
        return None
    return SignedIn(actor, int(epoch)) if actor else None


def _send_to_sign_in() -> Response:
    if request.headers.get("HX-Request"):
        answer = Response(status=Unauthorized.code)
        answer.headers["HX-Redirect"] = url_for(SIGN_IN)
        return answer
    accepted = request.accept_mimetypes
    wants_data = accepted["application/json"] > accepted["text/html"]
    if request.method != "GET" or wants_data:
        raise Unauthorized
    return redirect(url_for(SIGN_IN, next=request.full_path.rstrip("?")))
