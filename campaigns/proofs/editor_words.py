"""Owns the editor's words: titles of sections, sizes, and the history as sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from brand_assets.design_facts import FrameKind
from campaigns.ad_templates.fields import FieldDefinition, Json, Section
from campaigns.ad_templates.models import AdFormat
from campaigns.localisation.rules import TEMPLATE_STEP, Change, in_one_go
from campaigns.localisation.steps import redo_of, undo_of
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

# What a template sets by itself and people would tap on; its surfaces and lines lie beneath.
FIXED_FRAMES = {
    FrameKind.LOGO: _("Logo"),
    FrameKind.TEXT: _("Text of the template"),
    FrameKind.PHOTO: _("Picture of the template"),
    FrameKind.ARTWORK: _("Drawing of the template"),
    FrameKind.QR: _("QR code"),
    FrameKind.BARCODE: _("Barcode"),
}


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One change in words; `can_return` is whether what was there before can be set again."""

    key: str
    step: int
    label: str
    by: str
    by_id: UUID | None
    at: datetime
    old: str
    new: str
    on_behalf: bool
    is_undo: bool
    can_return: bool = False


@dataclass(frozen=True, slots=True)
class ToldStep:
    """What an undo or a redo would change, and who set it."""

    labels: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class ToldSteps:
    """What can be taken back and what can be repeated; None where there is nothing."""

    undo: ToldStep | None
    redo: ToldStep | None


def size_text(ad_format: AdFormat) -> str:
    """Return the size of a format, such as 148 × 210 mm."""
    width, height = (f"{v:g}".replace(".", ",") for v in (ad_format.width, ad_format.height))
    return f"{width}\u00a0\u00d7\u00a0{height}\u00a0{ad_format.unit}"


def told_changes(editor: Editor, changes: Sequence[Change], language: str) -> list[ToldChange]:
    """Return the history in words, the latest first; what was typed in one go is one entry."""
    entries = {entry.key: entry for entry in fields_of(editor.campaign)}
    return [
        _told(editor, change, entries[change.field_key], language)
        if change.field_key in entries
        else _told_template(editor, change, language)
        for change in reversed(in_one_go(changes))
        if change.field_key in entries or change.field_key.startswith(TEMPLATE_STEP)
    ]


def _told_template(editor: Editor, change: Change, language: str) -> ToldChange:
    """Return in words that a format went over to another version of its template."""
    format_key = change.field_key.removeprefix(TEMPLATE_STEP)
    names = [one.name(language) for one in editor.formats if one.key == format_key]
    was, becomes = (
        str(gettext("version %(number)s", number=number)) for number in (change.old, change.new)
    )
    return ToldChange(
        key=change.field_key,
        step=change.step,
        label=str(gettext("Template of %(format)s", format=", ".join(names) or format_key)),
        by=change.by,
        by_id=change.by_id,
        at=change.at,
        old=was,
        new=becomes,
        on_behalf=False,
        is_undo=False,
    )


def told_news(editor: Editor, changes: Sequence[Change], language: str) -> list[ToldChange]:
    """Return for each changed field what it was before these changes and what it is now."""
    entries = {entry.key: entry for entry in fields_of(editor.campaign)}
    latest: dict[str, Change] = {}
    for change in changes:
        first = latest.get(change.field_key, change)
        latest[change.field_key] = replace(change, old=first.old)
    return [
        _told(editor, change, entries[key], language)
        for key, change in latest.items()
        if key in entries
    ]


def _told(editor: Editor, change: Change, entry: FieldDefinition, language: str) -> ToldChange:
    path = editor.localisation.path

    def text(value: Json) -> str:
        given = value is None and (entry.key in editor.campaign.defaults or entry.source)
        return gettext("as provided") if given else value_text(entry, value, path, language)

    stands = editor.localisation.values.get(change.field_key)
    return ToldChange(
        key=change.field_key,
        step=change.step,
        label=entry.label.in_language(language),
        by=change.by,
        by_id=change.by_id,
        at=change.at,
        old=text(change.old),
        new=text(change.new),
        on_behalf=change.on_behalf,
        is_undo=change.undoes_step is not None,
        can_return=not (editor.locked or entry.locked or entry.computed) and change.old != stands,
    )


def told_steps(
    fields: Sequence[FieldDefinition], changes: Sequence[Change], language: str
) -> ToldSteps:
    """Return what an undo and a redo would change, in words."""
    labels = {entry.key: entry.label.in_language(language) for entry in fields}
    by = {change.step: change.by for change in changes}

    def told(found: tuple[int, dict[str, Json]] | None) -> ToldStep | None:
        if found is None:
            return None
        step, values = found
        return ToldStep(tuple(labels.get(key, key) for key in values), by[step])

    return ToldSteps(told(undo_of(changes)), told(redo_of(changes)))
