"""Owns the forms with which channel reports are uploaded, mapped and taken over."""

from collections.abc import Iterable

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
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


class ColumnsForm(FlaskForm):
    """The header of each column, and the decimal sign; empty where the file has no such column."""

    code = SelectField(lazy_gettext("Code of the short link"))
    order_line = SelectField(lazy_gettext("Order line"))
    day = SelectField(lazy_gettext("Day"))
    pieces = SelectField(lazy_gettext("Pieces delivered"))
    impressions = SelectField(lazy_gettext("Views"))
    clicks = SelectField(lazy_gettext("Clicks"))
    replies = SelectField(lazy_gettext("Replies"))
    spend_cents = SelectField(lazy_gettext("Costs"))
    sales_cents = SelectField(lazy_gettext("Sales"))
    decimal = SelectField(
        lazy_gettext("Decimal sign"),
        choices=[
            SelectChoice(",", lazy_gettext("comma")),
            SelectChoice(".", lazy_gettext("point")),
        ],
    )


def columns_form(headers: Iterable[str], mapping: Mapped) -> ColumnsForm:
    """Return the form with the file's headers to choose from and what was chosen or guessed."""
    chosen = {str(column): header for column, header in mapping.headers.items()}
    form = ColumnsForm(
        data={**dict.fromkeys(COLUMN_NAMES, ""), **chosen, "decimal": mapping.decimal}
    )
    for column in COLUMN_NAMES:
        form[column].choices = [SelectChoice("", "–")] + [
            SelectChoice(header, header) for header in dict.fromkeys(headers) if header
        ]
    return form


def chosen_columns(form: ColumnsForm) -> Mapped:
    """Return the columns that were chosen."""
    data = form.data
    headers = {column: data[str(column)] for column in COLUMN_NAMES if data.get(str(column))}
    return Mapped(headers, str(data.get("decimal") or ","))
