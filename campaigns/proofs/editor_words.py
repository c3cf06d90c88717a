"""Owns the editor's words: titles of sections, sizes, and the history as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _

from campaigns.ad_templates.fields import FieldDefinition, Section
from campaigns.ad_templates.models import AdFormat
from campaigns.localisation.rules import Change
from campaigns.planning.service import fields_of
from campaigns.proofs.editor import Editor
from campaigns.proofs.value_texts import value_text

SECTION_TITLES = {
    Section.OFFER: _("Offer"),
    Section.PICTURE: _("Picture"),
    Section.PERIOD: _("Period"),
    Section.TABLE: _("Price table"),
    Section.EVENT: _("Event"),
    Section.OUTLET: _("Outlet"),
    Section.FIXED: _("Set by head office"),
}


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change in words."""

    label: str
    by: str
    at: datetime
    old: str
    new: str
    on_behalf: bool
    is_undo: bool


def size_text(ad_format: AdFormat) -> str:
    """Return the size of a format, such as 148 × 210 mm."""
    width, height = (f"{v:g}".replace(".", ",") for v in (ad_format.width, ad_format.height))
    return f"{width}\u00a0\u00d7\u00a0{height}\u00a0{ad_format.unit}"


def told_changes(editor: Editor, changes: Sequence[Change], language: str) -> list[ToldChange]:
    """Return the history in words, the latest first."""
    entries = {entry.key: entry for entry in fields_of(editor.campaign)}
    path = editor.localisation.path
    return [
        _told(change, entries[change.field_key], path, language)
        for change in reversed(changes)
        if change.field_key in entries
    ]


def _told(change: Change, entry: FieldDefinition, path: str, language: str) -> ToldChange:
    return ToldChange(
        label=entry.label.in_language(language),
        by=change.by,
        at=change.at,
        old=value_text(entry, change.old, path, language),
        new=value_text(entry, change.new, path, language),
        on_behalf=change.on_behalf,
        is_undo=change.undoes_step is not None,
    )
