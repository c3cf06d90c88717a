"""Owns the form that makes the leader of a ranking the default."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length


class LeaderForm(FlaskForm):
    """Which headline or format of which campaign's ranking was chosen."""

    campaign = HiddenField(validators=[InputRequired()])
    headline = StringField(validators=[Length(max=2000)])
    format = StringField(validators=[Length(max=80)])
