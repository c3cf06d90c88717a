"""Owns the page of one's own account: name, language, look, password."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from portal.foundation.errors import Invalid
from portal.foundation.form_errors import show_refusal
from portal.foundation.rate_limits import limiter
from portal.pages.sign_in_forms import ChangePasswordForm, ProfileForm
from regions.accounts.guard import current_actor, signed_in
from regions.accounts.invitations import change_password
from regions.accounts.login import begin_session
from regions.accounts.places import place_names
from regions.accounts.service import change_profile
from regions.accounts.words import ROLE_NAMES

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@signed_in
def show_account() -> ResponseReturnValue:
    """Show one's own account."""
    return _page(_profile_form(), ChangePasswordForm(formdata=None))


@blueprint.post("/account")
@signed_in
def save_account() -> ResponseReturnValue:
    """Save name and language."""
    form = ProfileForm()
    if not form.validate_on_submit():
        return _page(form, ChangePasswordForm(formdata=None)), Invalid.status
    change_profile(current_actor(), form.name.data or "", form.language.data)
    with force_locale(form.language.data):
        flash(gettext("Saved."))
    return redirect(url_for("account.show_account"))


@blueprint.post("/account/password")
@limiter.limit("10 per minute")
@signed_in
def save_password() -> ResponseReturnValue:
    """Change the password; this session goes on, all others end."""
    form = ChangePasswordForm()
    try:
        if not form.validate_on_submit():
            return _page(_profile_form(), form), Invalid.status
        old, new = form.old_password.data or "", form.password.data or ""
        begin_session(change_password(current_actor(), old, new))
    except Invalid as refusal:
        show_refusal(form, refusal)
        return _page(_profile_form(), form), refusal.status
    flash(gettext("Your new password is set. Other devices are signed out."))
    return redirect(url_for("account.show_account"))


def _profile_form() -> ProfileForm:
    actor = current_actor()
    return ProfileForm(formdata=None, data={"name": actor.name, "language": actor.language})


def _page(profile: ProfileForm, password: ChangePasswordForm) -> str:
    actor = current_actor()
    return render_template(
        "pages/account.html",
        profile=profile,
        password=password,
        roles=ROLE_NAMES,
        places=place_names(actor.grants, actor.language),
    )
