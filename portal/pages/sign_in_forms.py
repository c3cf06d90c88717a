"""Owns the forms of sign-in, invitation and one's own account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import EqualTo, InputRequired, Length

_MISSING = _l("Fill this in.")
LANGUAGES = [SelectChoice("de", "Deutsch"), SelectChoice("en", "English")]
_NEW = {"autocomplete": "new-password"}


class SignInForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Address and password; what was typed as address is kept after a refusal."""

    email = EmailField(
        _l("E-mail address"),
        [InputRequired(_MISSING), Length(max=254)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        [InputRequired(_MISSING), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class NewPasswordForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A first or forgotten password; it can be shown, so it is typed once."""

    password = PasswordField(
        _l("New password"), [InputRequired(_MISSING), Length(max=1000)], render_kw=_NEW
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, proven by the old one."""

    repeated = PasswordField(
        _l("New password again"),
        [InputRequired(_MISSING), EqualTo("password", _l("The two entries differ."))],
        render_kw=_NEW,
    )
    old_password = PasswordField(
        _l("Present password"),
        [InputRequired(_MISSING), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class ProfileForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """One's own name and language."""

    name = StringField(
        _l("Name"),
        [InputRequired(_MISSING), Length(max=200)],
        render_kw={"autocomplete": "name"},
    )
    language = RadioField(_l("Language"), choices=LANGUAGES)
