"""Owns the forms of outlets: their list, master data, reported changes and the import."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, HiddenField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.foundation.errors import N_, Invalid
from regions.partners.models import Outlet
from regions.partners.rules import OpeningHours, hours_text, parse_hours

_MISSING = _l("Fill this in.")


class AddressForm(FlaskForm):
    """What an ad prints of an outlet and a partner may report as changed."""

    street = StringField(_l("Street and number"), [InputRequired(_MISSING), Length(max=200)])
    postcode = StringField(
        _l("Postcode"),
        [InputRequired(_MISSING), Length(max=10)],
        render_kw={"inputmode": "numeric", "autocomplete": "postal-code"},
    )
    city = StringField(_l("Town"), [InputRequired(_MISSING), Length(max=120)])
    phone = TelField(_l("Telephone"), [Length(max=40)])
    email = EmailField(_l("E-mail address"), [Length(max=254)])
    opening_hours = TextAreaField(_l("Opening hours"), [Length(max=600)], render_kw={"rows": 4})

    def changes(self) -> dict[str, Any]:
        """Return the values by column; raises Invalid for hours that cannot be read."""
        lines, problems = parse_hours((self.opening_hours.data or "").replace("\r", ""))
        for problem in problems:
            raise Invalid(problem.message, field=problem.name, **problem.params)
        names = ("street", "postcode", "city", "phone", "email")
        texts: dict[str, Any] = {name: self[name].data or "" for name in names}
        return texts | {"opening_hours": lines}


class OutletForm(AddressForm):
    """An outlet's whole master data, as head office edits it."""

    name = StringField(_l("Name in ads"), [InputRequired(_MISSING), Length(max=200)])
    place = StringField(_l("Name among colleagues"), [InputRequired(_MISSING), Length(max=200)])
    tags = StringField(_l("Tags"), [Length(max=400)])
    open = BooleanField(_l("In business"))
    row_version = HiddenField()

    def changes(self) -> dict[str, Any]:
        """Return the values by column; raises Invalid for hours that cannot be read."""
        tags = tuple(
            tag.strip().lower() for tag in (self.tags.data or "").split(",") if tag.strip()
        )
        own = {"name": self.name.data or "", "place": self.place.data or ""}
        return super().changes() | own | {"tags": tags, "open": bool(self.open.data)}

    @property
    def version(self) -> int:
        """The version that its reader saw; raises Invalid if the form was tampered with."""
        return read_version(self.row_version.data)


class ReportForm(AddressForm):
    """A change that a partner reports."""

    note = TextAreaField(_l("Note for head office"), [Length(max=1000)], render_kw={"rows": 2})


class DecisionForm(FlaskForm):
    """Taking a reported change over, or declining it with a reason."""

    accept = HiddenField()
    reason = StringField(_l("Reason, if you decline"), [Length(max=1000)])


class ImportForm(FlaskForm):
    """A CSV file of outlets."""

    file = FileField(
        _l("CSV file"),
        [FileRequired(_l("Choose a file."))],
        render_kw={"accept": ".csv,text/csv"},
    )


class ConfirmForm(FlaskForm):
    """The checked file, by a signed token."""

    token = HiddenField()


def outlet_values(outlet: Outlet) -> dict[str, Any]:
    """Return what the forms show of an outlet."""
    lines = tuple(OpeningHours(line["days"], line["hours"]) for line in outlet.opening_hours)
    names = ("name", "place", "street", "postcode", "city", "phone", "email", "open")
    shown: dict[str, Any] = {name: getattr(outlet, name) for name in names}
    return shown | {
        "opening_hours": hours_text(lines),
        "tags": ", ".join(outlet.tags),
        "row_version": str(outlet.row_version),
    }


def read_version(text: str | None) -> int:
    """Return a row version that a form carried; raises Invalid if it is none."""
    if not re.fullmatch(r"[0-9]{1,9}", text or ""):
        raise Invalid(N_("This form is damaged. Reload the page and try again."))
    return int(text or "")
