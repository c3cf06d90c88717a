"""Owns the forms of template versions: the document of a draft, the policy, a parked entry."""

from datetime import date
from uuid import UUID

from flask import request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from brand_assets.typesetting.document import MAX_DOCUMENT_BYTES
from campaigns.rollout.versions.kinds import VersionPolicy
from campaigns.rollout.versions.publishing import VersionChoice
from portal.foundation.errors import N_, Invalid


class SourceForm(FlaskForm):
    """A document as text or as a file; the file goes first."""

    text = TextAreaField(_("Document (JSON)"), validators=[Optional()])
    file = FileField(_("Or a file"))
    seen = HiddenField()

    def source(self) -> bytes:
        """Return what was sent; raises Invalid where there is nothing or too much of it."""
        stream = self.file.data
        data: bytes = stream.read(MAX_DOCUMENT_BYTES + 1) if stream else b""
        data = data or (self.text.data or "").encode()
        if not data.strip():
            raise Invalid(N_("Choose a file or enter the document."), field="text")
        if len(data) > MAX_DOCUMENT_BYTES:
            raise Invalid(N_("The document is too large."), field="file")
        return data


class TakeForm(FlaskForm):
    """What becomes of a parked entry: its field, and the text where it was shortened."""

    field = StringField(validators=[Length(max=80)])
    value = TextAreaField(validators=[Optional(), Length(max=4000)])
    row_version = HiddenField()

    def version(self) -> int:
        """Return the row version that the page showed."""
        text = self.row_version.data or ""
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - digits
            raise Invalid(N_("This page is out of date. Load it again."))
        return int(text)


def read_choice() -> VersionChoice:
    """Return the policy that was chosen; raises Invalid."""
    chosen = request.form.get("policy", "")
    if chosen not in {policy.value for policy in VersionPolicy}:
        raise Invalid(N_("Choose with which version new orders are made."), field="policy")
    policy = VersionPolicy(chosen)
    if policy is VersionPolicy.AT_ONCE:
        return VersionChoice(policy)
    try:
        return VersionChoice(policy, date.fromisoformat(request.form.get("old_until", "")))
    except ValueError:
        raise Invalid(
            N_("Choose until which day the old version is ordered: today or later."),
            field="old_until",
        ) from None


def read_id(name: str) -> UUID | None:
    """Return an id of a form, None where it is empty; raises Invalid."""
    text = request.form.get(name, "")
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(N_("This page is out of date. Load it again.")) from None
