"""Owns the form that expires a campaign: the reason, and that one has read what it does."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired, Length

from campaigns.rollout.expiry.rules import MOST_REASON


class ExpireForm(FlaskForm):
    """Why a campaign is expired, in words that partners read."""

    reason = TextAreaField(
        _("Reason"),
        validators=[
            InputRequired(_("Give a reason. Partners read it.")),
            Length(
                max=MOST_REASON, message=_("At most %(most)s characters fit.", most=MOST_REASON)
            ),
        ],
        render_kw={"rows": 3, "maxlength": MOST_REASON},
    )
    sure = BooleanField(
        _("I have read what happens at once."),
        validators=[InputRequired(_("Tick this once you have read what happens."))],
    )
