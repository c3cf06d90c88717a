"""Owns the form that asks for an export."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired

from campaigns.insight.exports.rules import ExportFormat


class ExportForm(FlaskForm):
    """As which files the data are wanted."""

    format = RadioField(
        lazy_gettext("Format of the files"),
        choices=[
            SelectChoice(str(ExportFormat.PARQUET), lazy_gettext("Parquet, for BI tools")),
            SelectChoice(str(ExportFormat.CSV), lazy_gettext("CSV, for spreadsheets")),
        ],
        default=str(ExportFormat.PARQUET),
        validators=[InputRequired()],
    )
