"""Owns the form with which a kit is begun from scratch."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

_NEEDED = lazy_gettext("Enter something here.")


class NewKitForm(FlaskForm):
    """Name and key of a new kit, where it holds, and what it takes over from another one."""

    name_de = StringField(lazy_gettext("Name in German"), [InputRequired(_NEEDED), Length(max=200)])
    name_en = StringField(
        lazy_gettext("Name in English"), [InputRequired(_NEEDED), Length(max=200)]
    )
    key = StringField(
        lazy_gettext("Key"),
        [
            InputRequired(_NEEDED),
            Length(max=40),
            Regexp(
                r"^[a-z][a-z0-9_-]*$",
                message=lazy_gettext("Small letters, digits, - and _; a letter first."),
            ),
        ],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    path = SelectField(lazy_gettext("Holds for"))
    source = SelectField(lazy_gettext("Take over from"))
    fonts = BooleanField(lazy_gettext("its fonts"), default=True)
    profile = BooleanField(lazy_gettext("its press profile"), default=True)
