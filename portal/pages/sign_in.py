"""Owns the pages before the sign-in: sign-in itself, invitations, sign-out and the language."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.foundation.config import settings
from portal.foundation.errors import Invalid, Refusal
from portal.foundation.form_errors import show_refusal
from portal.foundation.rate_limits import limiter
from portal.pages.sign_in_forms import NewPasswordForm, SignInForm
from regions.accounts import invitations, links
from regions.accounts.guard import find_actor, public, signed_in
from regions.accounts.login import begin_session, end_session
from regions.accounts.sign_in import SignInPaused, SignInRefused, sign_in, sign_in_by_demo_link

blueprint = Blueprint("sign_in", __name__)
START = "/"


@blueprint.get("/sign-in")
@public
def show_sign_in() -> ResponseReturnValue:
    """Show the sign-in, or the start page to who is signed in already."""
    if find_actor():
        return redirect(safe_target(request.args.get("next")))
    return _sign_in_page(SignInForm(formdata=None, data={"next": request.args.get("next", "")}))


@blueprint.post("/sign-in")
@limiter.limit("20 per minute; 100 per hour")
@public
def check_sign_in() -> ResponseReturnValue:
    """Begin a session, or say why not and keep the address."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form), Invalid.status
    try:
        account = sign_in(form.email.data or "", form.password.data or "")
    except (SignInRefused, SignInPaused) as refusal:
        return _sign_in_page(form, refusal), refusal.status
    begin_session(account)
    return redirect(safe_target(form.next.data))


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session."""
    end_session()
    flash(gettext("You are signed out."))
    return redirect(url_for("sign_in.show_sign_in"))


@blueprint.get("/demo/sign-in/<token>")
@public
def sign_in_to_demo(token: str) -> ResponseReturnValue:
    """Sign in one account of the demo; outside demo mode this address does not exist."""
    begin_session(sign_in_by_demo_link(links.read_demo_link(token)))
    return redirect(safe_target(request.args.get("next")))


@blueprint.get("/invitation/<token>")
@public
def show_invitation(token: str) -> ResponseReturnValue:
    """Ask an invited person for a password."""
    return _invitation_page(NewPasswordForm(formdata=None), token)


@blueprint.post("/invitation/<token>")
@limiter.limit("20 per minute")
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    """Set the password and begin a session."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _invitation_page(form, token), Invalid.status
    try:
        account = invitations.accept_invitation(token, form.password.data or "")
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _invitation_page(form, token), refusal.status
    begin_session(account)
    return redirect(START)


@blueprint.get("/language/<language>")
@public
def choose_language(language: str) -> ResponseReturnValue:
    """Keep a language for this session; after the sign-in the account's own holds."""
    if language in settings().languages:
        session["language"] = language
    return redirect(safe_target(request.args.get("next")))


def safe_target(target: str | None) -> str:
    """Return a path of this portal, and the start page for anything else."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return START
    parts = urlsplit(target)
    clean = not parts.scheme and not parts.netloc and target.isprintable() and "\\" not in target
    return target if clean else START


def _sign_in_page(form: SignInForm, refusal: Refusal | None = None) -> str:
    said = gettext(refusal.message, **refusal.params) if refusal else None
    return render_template("pages/sign_in.html", form=form, refusal=said)


def _invitation_page(form: NewPasswordForm, token: str) -> str:
    return render_template(
        "pages/invitation.html", form=form, invitee=invitations.find_invitee(token)
    )
