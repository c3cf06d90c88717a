"""Owns the forms of basket and order: names and quantities, and nothing that names a price."""

from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from campaigns.orders.rules import LineRequest
from portal.foundation.audit import audit_refusal
from portal.foundation.errors import N_, Invalid, NotFound
from portal.foundation.form_fields import FigureField
from regions.accounts.rules import Actor

_NO_QUANTITY = _l("Enter how many you want, at least 1.")


class LineForm(FlaskForm):
    """How many, from whom, with which finishing."""

    quantity = FigureField(
        _l("Quantity"),
        [InputRequired(_NO_QUANTITY), NumberRange(1, 10_000_000, _NO_QUANTITY)],
        places=0,
    )
    supplier = StringField(_l("Supplier"), [Optional(), Length(max=36)])
    finishing = StringField(_l("Finishing"), [Optional(), Length(max=40)])


class NewLineForm(LineForm):
    """Which ad in which format, how many, from whom."""

    localisation = StringField(validators=[InputRequired(), Length(max=36)])
    format_key = StringField(validators=[InputRequired(), Length(max=40)])


class UsualForm(FlaskForm):
    """Which formats of an ad to put into the basket, each in its usual quantity."""

    localisation = StringField(validators=[InputRequired(), Length(max=36)])
    format_key = StringField(validators=[Optional(), Length(max=40)])


class SeveralForm(FlaskForm):
    """Which ads of several outlets to put into their baskets, each as "localisation:format"."""

    ad = StringField(validators=[InputRequired(), Length(max=80)])


class OrderForm(FlaskForm):
    """One order of one outlet's basket: what was seen, and the key that makes it one order."""

    outlet = HiddenField(validators=[InputRequired(), Length(max=36)])
    seen = HiddenField(validators=[InputRequired(), Length(max=64)])
    key = HiddenField(validators=[InputRequired(), Length(max=80)])


class HandInForm(FlaskForm):
    """Whose basket to have decided on."""

    outlet = HiddenField(validators=[InputRequired(), Length(max=36)])


class EmptyForm(FlaskForm):
    """An action that needs nothing but the right to do it."""


def check_form(actor: Actor, form: FlaskForm) -> None:
    """Refuse a form that is incomplete, or that says more than it asks, such as a price.

    What was said too much is audited: no page of ours sends it.
    """
    unknown = sorted(set(request.form) - set(form._fields))
    if unknown:
        audit_refusal(
            f"{request.endpoint}",
            actor=actor.ref,
            subject="form",
            subject_id=request.path[:200],
            details={"unknown_fields": [name[:60] for name in unknown[:10]]},
        )
        raise Invalid(
            N_("This page does not ask for “%(name)s”. Nothing was changed."), name=unknown[0][:60]
        )
    if not form.validate_on_submit():
        name, errors = next(iter(form.errors.items()))
        raise Invalid(str(errors[0]), field=name)


def line_request(form: NewLineForm) -> LineRequest:
    """Return what a form asks for."""
    return LineRequest(
        localisation_id=read_id(form.localisation.data),
        format_key=form.format_key.data or "",
        quantity=int(form.quantity.data or 0),
        supplier_id=read_id(form.supplier.data) if form.supplier.data else None,
        finishing_key=form.finishing.data or None,
    )


def read_id(text: str | None) -> UUID:
    """Return an id that a form names; NotFound for anything else."""
    try:
        return UUID(text or "")
    except ValueError:
        raise NotFound(N_("This does not exist, or not for your account.")) from None
