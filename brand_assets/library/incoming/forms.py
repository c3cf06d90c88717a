"""Owns what comes in with an upload: the form, offers as JSON, parts, and the table of words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import Headers, MultiDict
from wtforms import BooleanField, MultipleFileField, SelectField
from wtforms.validators import InputRequired

from brand_assets.library.forms import ACCEPTED, choices
from brand_assets.library.incoming.describing import Described, ForAll
from brand_assets.library.incoming.rules import FolderUse, Offer, read_digest
from brand_assets.library.rules import tidy_tags
from portal.foundation.errors import N_, Invalid

LARGEST_NUMBER = 2**53
LONGEST_TEXT = 2000
LONGEST_OFFSET = 15
FOLDER_USES = {
    FolderUse.NOTHING: lazy_gettext("not at all"),
    FolderUse.TAGS: lazy_gettext("Keywords"),
    FolderUse.COLLECTION: lazy_gettext("Collections"),
}


class UploadForm(FlaskForm):
    """Pictures or ZIPs, whom they belong to, and that they may be used."""

    files = MultipleFileField(
        lazy_gettext("Pictures"),
        [InputRequired(lazy_gettext("Choose at least one picture."))],
        render_kw={"accept": f"{ACCEPTED},.zip", "multiple": True},
    )
    place = SelectField(lazy_gettext("Whose pictures these are"))
    folder_use = SelectField(
        lazy_gettext("Keep names of folders as"),
        choices=choices({use.value: name for use, name in FOLDER_USES.items()}),
        default=FolderUse.NOTHING.value,
    )
    cleared = BooleanField(
        lazy_gettext("I may use these pictures for advertising."),
        [
            InputRequired(
                lazy_gettext("Confirm that you hold the rights, or leave the picture out.")
            )
        ],
    )


def read_offer(body: object) -> tuple[Offer, UUID]:
    """Return what somebody wants to send, and to which batch it belongs."""
    told = body if isinstance(body, Mapping) else {}
    if told.get("cleared") is not True:
        raise Invalid(
            N_("Confirm that you hold the rights, or leave the picture out."), field="cleared"
        )
    size, use = told.get("size"), _text(told, "folder_use") or FolderUse.NOTHING.value
    if isinstance(size, bool) or not isinstance(size, int) or abs(size) > LARGEST_NUMBER:
        raise _unreadable("size")
    if use not in set(FolderUse):
        raise _unreadable("folder_use")
    offer = Offer(
        name=_text(told, "name"),
        size=size,
        path=_text(told, "place"),
        folder=_text(told, "folder"),
        folder_use=FolderUse(use),
    )
    batch = read_id(_text(told, "batch"))
    if batch is None:
        raise _unreadable("batch")
    return offer, batch


def read_batch(body: object) -> UUID | None:
    """Return the batch that a finished upload belongs to, if one is named."""
    return read_id(_text(body, "batch")) if isinstance(body, Mapping) else None


def _text(told: Mapping[Any, Any], name: str) -> str:
    value = told.get(name, "")
    if not isinstance(value, str) or "\0" in value:
        raise _unreadable(name)
    return value[:LONGEST_TEXT]


def _unreadable(field: str) -> Invalid:
    return Invalid(
        N_("The upload cannot be begun like this. Reload the page and try again."), field=field
    )


def read_id(text: str) -> UUID | None:
    """Return an id, None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def read_part(headers: Headers) -> tuple[int, str | None]:
    """Return where a part belongs and the hash that it is said to have."""
    offset = headers.get("Upload-Offset", "")
    if len(offset) > LONGEST_OFFSET or not offset.isascii() or not offset.isdigit():
        raise Invalid(
            N_("This part does not fit into the file. Reload the page and continue the upload."),
            field="offset",
        )
    return int(offset), read_digest(headers.get("Content-Digest", ""))


def read_rows(
    form: MultiDict[str, str], known: Sequence[Described]
) -> tuple[list[Described], ForAll]:
    """Return the rows of the table as they were entered, and what is said of all."""
    rows = [_row(form, row) for row in known]
    everyone = ForAll(
        _tags(form.get("all-tags", "")),
        form.get("all-photographer", "")[:200],
        form.get("all-licence", "")[:200],
        _day(form.get("all-ends", "")),
    )
    return rows, everyone


def _row(form: MultiDict[str, str], known: Described) -> Described:
    key = known.asset_id

    def said(name: str, before: str) -> str:
        return form.get(f"{name}-{key}", before)

    ends = known.ends.isoformat() if known.ends else ""
    return Described(
        key,
        said("title", known.title),
        said("alt", known.alt),
        _tags(said("tags", ",".join(known.tags))),
        said("photographer", known.photographer),
        said("licence", known.licence),
        _day(said("ends", ends)),
    )


def _tags(text: str) -> tuple[str, ...]:
    return tidy_tags(text[:LONGEST_TEXT].split(","))


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid(N_("Write the day as 2027-05-31."), field="ends") from error
