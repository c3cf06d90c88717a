"""Owns how a service's refusal is shown at the form field that it names."""

from flask_babel import gettext
from flask_wtf import FlaskForm

from portal.foundation.errors import Invalid


def show_refusal(form: FlaskForm, refusal: Invalid) -> None:
    """Add a refusal to the errors of its field, of the form's first field if it names none."""
    name = refusal.field if refusal.field in form._fields else next(iter(form._fields))
    field = form._fields[name]
    field.errors = [*field.errors, gettext(refusal.message, **refusal.params)]
