"""Owns the forms with which accounts are managed."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length

from portal.foundation.errors import N_, Invalid
from regions.accounts.places import NamedPlace, read_place
from regions.accounts.rules import HELD_AT, Grant, Role
from regions.accounts.words import PLACE_NAMES, ROLE_NAMES

_MISSING = _l("Fill this in.")


class RoleForm(FlaskForm):
    """A role and the place at which it is held."""

    role = SelectField(_l("Role"))
    place = SelectField(_l("Place"))
    number = StringField(_l("or number of a partner or outlet"), [Length(max=20)])

    def offer(self, roles: Sequence[Role], places: Sequence[NamedPlace]) -> None:
        """Fill the lists with what the actor may give, and where."""
        self.role.choices = [SelectChoice("", "–")] + [
            SelectChoice(role, gettext(ROLE_NAMES[role])) for role in roles
        ]
        possible = {place for role in roles for place in HELD_AT[role]}
        self.place.choices = [SelectChoice("", "–")] + [
            SelectChoice(named.key, f"{named.name} ({gettext(PLACE_NAMES[named.place])})")
            for named in places
            if named.place in possible
        ]

    def wish(self) -> Grant:
        """Return the chosen grant; raises Invalid where no place is chosen."""
        if not self.role.data:
            raise Invalid(N_("Choose a role."), field="role")
        path, supplier_id = read_place(self.place.data or "", self.number.data or "")
        return Grant(Role(self.role.data), path, supplier_id)


class InviteForm(RoleForm):
    """A person with a first role."""

    name = StringField(_l("Name"), [InputRequired(_MISSING), Length(max=200)])
    email = EmailField(_l("E-mail address"), [InputRequired(_MISSING), Length(max=254)])
    language = SelectField(
        _l("Language"), choices=[SelectChoice("de", "Deutsch"), SelectChoice("en", "English")]
    )


class HeldForm(FlaskForm):
    """One grant that is to be taken away, as the page named it."""

    role = HiddenField()
    path = HiddenField()
    supplier_id = HiddenField()

    def grant(self) -> Grant:
        """Return the named grant; raises Invalid if the form was tampered with."""
        try:
            supplier_id = UUID(self.supplier_id.data) if self.supplier_id.data else None
            return Grant(Role(self.role.data or ""), self.path.data or None, supplier_id)
        except ValueError as error:
            raise Invalid(N_("This form is damaged. Reload the page and try again.")) from error
