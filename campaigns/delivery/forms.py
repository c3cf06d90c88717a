"""Owns the forms of fulfilment."""

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs

from campaigns.orders.rules import FULFILMENT


class StatusForm(FlaskForm):
    """How far a line is."""

    status = SelectField(
        choices=[SelectChoice(status.value, status.value) for status in FULFILMENT]
    )


class AgainForm(FlaskForm):
    """Trying a delivery once more."""
