"""Owns the forms of the library: uploads, and what is said about a picture."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from brand_assets.library.models import Asset
from brand_assets.library.rules import AssetMeta
from portal.foundation.form_fields import FiniteDecimalField

ACCEPTED = "image/jpeg,image/png,image/webp,image/tiff,image/svg+xml,application/pdf"
CHANNEL_NAMES = {
    "print": lazy_gettext("Print"),
    "newspaper": lazy_gettext("Newspaper"),
    "shop": lazy_gettext("In the outlet"),
    "social": lazy_gettext("Social networks"),
    "web": lazy_gettext("Web"),
    "mail": lazy_gettext("Mail"),
}


def choices(names: Mapping[str, object]) -> list[SelectChoice]:
    """Return what a choice field offers, from names by value."""
    return [SelectChoice(value, name) for value, name in names.items()]


class UploadForm(FlaskForm):
    """One or many pictures, whom they belong to, and that they may be used."""

    files = MultipleFileField(
        lazy_gettext("Pictures"),
        [InputRequired(lazy_gettext("Choose at least one picture."))],
        render_kw={"accept": ACCEPTED, "multiple": True},
    )
    place = SelectField(lazy_gettext("Whose pictures these are"))
    cleared = BooleanField(
        lazy_gettext("I may use these pictures for advertising."),
        [
            InputRequired(
                lazy_gettext("Confirm that you hold the rights, or leave the picture out.")
            )
        ],
    )


class CheckboxesField(SelectMultipleField):
    """Several of a few choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AssetForm(FlaskForm):
    """What is said about a picture: words, focal point in percent."""

    title = StringField(
        lazy_gettext("Title"),
        [InputRequired(lazy_gettext("Give the picture a title.")), Length(max=200)],
    )
    alt = TextAreaField(
        lazy_gettext("Description for people who cannot see it"),
        [Length(max=500)],
        render_kw={"rows": 2},
    )
    tags = StringField(lazy_gettext("Keywords, separated by commas"), [Length(max=1000)])
    photographer = StringField(lazy_gettext("Photographer"), [Length(max=200)])
    focal_x = FiniteDecimalField(
        lazy_gettext("Focal point from the left, in percent"), [NumberRange(0, 100)], places=0
    )
    focal_y = FiniteDecimalField(
        lazy_gettext("Focal point from the top, in percent"), [NumberRange(0, 100)], places=0
    )

    def asset_meta(self) -> AssetMeta:
        """Return what was entered."""
        return AssetMeta(
            title=self.title.data or "",
            alt=self.alt.data or "",
            tags=tuple((self.tags.data or "").split(",")),
            photographer=self.photographer.data or "",
            focal=(_share(self.focal_x), _share(self.focal_y)),
        )


def _share(field: FiniteDecimalField) -> float:
    return 0.5 if field.data is None else float(field.data) / 100


def asset_form(asset: Asset, *, sent: bool = False) -> AssetForm:
    """Return the form of a picture, filled with what is known, or with what was sent to it."""
    return AssetForm(
        **({} if sent else {"formdata": None}),
        data={
            "title": asset.title,
            "alt": asset.alt,
            "tags": ", ".join(asset.tags),
            "photographer": asset.photographer,
            "focal_x": round(asset.focal_x * 100),
            "focal_y": round(asset.focal_y * 100),
        },
    )
