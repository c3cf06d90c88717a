"""Owns the forms about an asset's keeping: its rights, a new version, its taking over."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField, FileField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional

from brand_assets.design_facts import AssetRight
from brand_assets.library.forms import ACCEPTED, CHANNEL_NAMES, CheckboxesField, choices
from brand_assets.library.keeping.rights import RightsMeta
from brand_assets.library.models import Asset
from brand_assets.library.rules import ReleaseState

RELEASE_NAMES: dict[str, object] = {
    ReleaseState.NOT_NEEDED: lazy_gettext("Not needed"),
    ReleaseState.ON_FILE: lazy_gettext("There in writing"),
    ReleaseState.MISSING: lazy_gettext("Still missing"),
}


class RightsForm(FlaskForm):
    """The rights to a picture; without channels or regions all of them are meant."""

    licence = StringField(
        lazy_gettext("Licence"),
        [InputRequired(lazy_gettext("Say under which licence it may be used.")), Length(max=200)],
    )
    usage_terms = StringField(lazy_gettext("Terms of use"), [Length(max=500)])
    model_release = SelectField(
        lazy_gettext("Consent of the people shown"), choices=choices(RELEASE_NAMES)
    )
    property_release = SelectField(
        lazy_gettext("Consent of the owners of what is shown"), choices=choices(RELEASE_NAMES)
    )
    starts = DateField(lazy_gettext("May be used from"), [Optional()])
    ends = DateField(lazy_gettext("May be used until"), [Optional()])
    channels = CheckboxesField(
        lazy_gettext("Only in these channels"), choices=choices(CHANNEL_NAMES)
    )
    territories = SelectMultipleField(lazy_gettext("Only in these regions"))

    def rights_meta(self) -> RightsMeta:
        """Return what was entered."""
        return RightsMeta(
            right=AssetRight(
                self.licence.data or "",
                tuple(self.territories.data or ()),
                tuple(self.channels.data or ()),
                self.starts.data,
                self.ends.data,
            ),
            usage_terms=self.usage_terms.data or "",
            model_release=ReleaseState(self.model_release.data),
            property_release=ReleaseState(self.property_release.data),
        )


class ReplaceForm(FlaskForm):
    """A file that takes a picture's place."""

    file = FileField(
        lazy_gettext("New version"),
        [InputRequired(lazy_gettext("Choose the file of the new version."))],
        render_kw={"accept": ACCEPTED},
    )


class TakeOverForm(FlaskForm):
    """Where a partner's picture goes, and what was agreed."""

    place = SelectField(lazy_gettext("Into the library of"))
    agreed = StringField(
        lazy_gettext("What was agreed with the owner"),
        [InputRequired(lazy_gettext("Say what was agreed with the owner.")), Length(max=200)],
    )


#: What a form is given so that it reads what the request sent, or nothing of it.
_SENT: dict[bool, dict[str, None]] = {True: {}, False: {"formdata": None}}


def rights_form(asset: Asset, territories: Mapping[str, str], *, sent: bool = False) -> RightsForm:
    """Return the form of the rights, filled with what is known, or with what was sent to it."""
    rights = asset.rights
    known = {path: territories.get(path, path) for path in (*territories, *rights.territories)}
    form = RightsForm(
        **_SENT[sent],
        data={
            "licence": rights.licence,
            "usage_terms": rights.usage_terms,
            "model_release": rights.model_release.value,
            "property_release": rights.property_release.value,
            "starts": rights.starts,
            "ends": rights.ends,
            "channels": rights.channels,
            "territories": rights.territories,
        },
    )
    form.territories.choices = choices(known)
    return form


def replace_form(*, sent: bool = False) -> ReplaceForm:
    """Return the form for a new version."""
    return ReplaceForm(**_SENT[sent])


def take_over_form(places: Mapping[str, str], *, sent: bool = False) -> TakeOverForm:
    """Return the form for taking over, with the places that come into question."""
    form = TakeOverForm(**_SENT[sent])
    form.place.choices = choices(places)
    return form
