"""Owns the form of a supplier."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField, TelField
from wtforms.validators import InputRequired, Length

_MISSING = _l("Fill this in.")


class SupplierForm(FlaskForm):
    """How a supplier is called and reached."""

    name = StringField(_l("Name"), [InputRequired(_MISSING), Length(max=200)])
    contact = StringField(_l("Contact"), [Length(max=200)])
    email = EmailField(_l("E-mail address for orders"), [InputRequired(_MISSING), Length(max=254)])
    phone = TelField(_l("Telephone"), [Length(max=40)])
    street = StringField(_l("Street and number"), [Length(max=200)])
    postcode = StringField(_l("Postcode"), [Length(max=10)])
    city = StringField(_l("Town"), [Length(max=120)])
    row_version = HiddenField()

    def changes(self) -> dict[str, str]:
        """Return the values by column."""
        names = ("name", "contact", "email", "phone", "street", "postcode", "city")
        return {name: self[name].data or "" for name in names}
