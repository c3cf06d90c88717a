"""Owns the forms of approval."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length, Optional

from campaigns.approval.rules import Outcome
from portal.foundation.errors import N_, Invalid


class DecisionForm(FlaskForm):
    """One decision: what, why, and on which state of the submission."""

    outcome = SelectField(
        choices=[SelectChoice(outcome.value, outcome.value) for outcome in Outcome]
    )
    reason = TextAreaField(_l("What should change?"), validators=[Optional(), Length(max=2000)])
    row_version = IntegerField(validators=[InputRequired()])


class WithdrawForm(FlaskForm):
    """Taking a submission back, on which state of it."""

    row_version = IntegerField(validators=[InputRequired()])


def read_seen(values: list[str]) -> dict[str, int]:
    """Read "id:row version" pairs of a bulk decision; raises Invalid."""
    seen = {}
    for value in values:
        submission_id, _, version = value.partition(":")
        if not re.fullmatch(r"[0-9]{1,9}", version):
            raise Invalid(N_("This page is out of date. Load it again."))
        seen[submission_id] = int(version)
    return seen
