"""Owns the forms with which channel reports are uploaded, mapped and taken over."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, Form, SelectField, StringField
from wtforms.validators import InputRequired, Length

from campaigns.insight.reports.rules import Column, Mapped
from portal.foundation.errors import N_

COLUMN_NAMES = {
    Column.CODE: N_("Code of the short link"),
    Column.ORDER_LINE: N_("Order line"),
    Column.DAY: N_("Day"),
    Column.PIECES: N_("Pieces delivered"),
    Column.IMPRESSIONS: N_("Views"),
    Column.CLICKS: N_("Clicks"),
    Column.REPLIES: N_("Replies"),
    Column.SPEND: N_("Costs"),
    Column.SALES: N_("Sales"),
}


class UploadForm(FlaskForm):
    """A file and where it comes from."""

    source = StringField(lazy_gettext("Source"), validators=[InputRequired(), Length(max=40)])
    file = FileField(lazy_gettext("CSV file"), validators=[FileRequired()])


class TakeOverForm(FlaskForm):
    """The decision to take a checked file over."""

    without_problem_rows = BooleanField(lazy_gettext("Leave out the rows that have problems"))


def columns_form(headers: Iterable[str], mapping: Mapped) -> Form:
    """Return a form that asks for the header of each column, with what was chosen or guessed."""
    choices = [("", "–"), *((header, header) for header in dict.fromkeys(headers) if header)]
    fields = {
        str(column): SelectField(
            lazy_gettext(name), choices=choices, default=mapping.headers.get(column, "")
        )
        for column, name in COLUMN_NAMES.items()
    }
    fields["decimal"] = SelectField(
        lazy_gettext("Decimal sign"),
        choices=[(",", lazy_gettext("comma")), (".", lazy_gettext("point"))],
        default=mapping.decimal,
    )
    form_class = type("ColumnsForm", (FlaskForm,), fields)
    form = form_class()
    if not isinstance(form, Form):
        raise TypeError("A form was expected")
    return form


def chosen_columns(form: Form) -> Mapped:
    """Return the columns that were chosen."""
    data = form.data
    headers = {column: data[str(column)] for column in COLUMN_NAMES if data.get(str(column))}
    return Mapped(headers, str(data.get("decimal") or ","))
