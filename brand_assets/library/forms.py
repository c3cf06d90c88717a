"""Owns the forms of the library: uploads, and what is said about a picture."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # newer than its stubs
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from brand_assets.library.models import Asset
from brand_assets.library.rules import AssetMeta, PictureType
from portal.foundation.form_fields import FigureField

ACCEPTED = ",".join([*(kind.value for kind in PictureType), ".heic", ".avif", ".psd"])
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
    tags = StringField(
        lazy_gettext("Keywords, separated by commas"),
        [Length(max=1000)],
        render_kw={"autocomplete": "off", "data-tags-target": "field", "data-action": "tags#ask"},
    )
    caption = TextAreaField(lazy_gettext("Caption"), [Length(max=2000)], render_kw={"rows": 2})
    photographer = StringField(lazy_gettext("Photographer"), [Length(max=200)])
    credit = StringField(lazy_gettext("Credit line"), [Length(max=200)])
    copyright = StringField(lazy_gettext("Copyright notice"), [Length(max=200)])
    taken_on = DateField(lazy_gettext("Taken on"), [Optional()])
    focal_x = FigureField(
        lazy_gettext("Focal point from the left, in percent"), [NumberRange(0, 100)], places=0
    )
    focal_y = FigureField(
        lazy_gettext("Focal point from the top, in percent"), [NumberRange(0, 100)], places=0
    )

    def asset_meta(self, asset: Asset) -> AssetMeta:
        """Return what was entered; a focal point that was not moved stays as it is, to the dot."""
        focal = (_share(self.focal_x), _share(self.focal_y))
        moved = focal != (round(asset.focal_x, 2), round(asset.focal_y, 2))
        return AssetMeta(
            title=self.title.data or "",
            alt=self.alt.data or "",
            tags=tuple((self.tags.data or "").split(",")),
            photographer=self.photographer.data or "",
            focal=focal if moved else None,
            caption=self.caption.data or "",
            credit=self.credit.data or "",
            copyright=self.copyright.data or "",
            taken_on=self.taken_on.data,
        )


def _share(field: FigureField) -> float:
    return 0.5 if field.data is None else float(field.data) / 100


def asset_form(asset: Asset, *, sent: bool = False) -> AssetForm:
    """Return the form of a picture, filled with what is known, or with what was sent to it."""
    return AssetForm(
        **({} if sent else {"formdata": None}),
        data={
            "title": asset.title,
            "alt": asset.alt,
            "tags": ", ".join(asset.tags),
            "caption": asset.caption,
            "photographer": asset.photographer,
            "credit": asset.credit,
            "copyright": asset.copyright,
            "taken_on": asset.taken_on,
            "focal_x": round(asset.focal_x * 100),
            "focal_y": round(asset.focal_y * 100),
        },
    )
