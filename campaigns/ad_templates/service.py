"""Owns formats and template versions: defining, publishing and reading them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.document import (
    AdDocument,
    DocumentError,
    document_json,
    read_document,
)
from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.ad_templates.resale_prices import CLAUSE, fixed_texts
from campaigns.ad_templates.versions import TEMPLATE_PUBLISHED, TemplateStatus, document_hash
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Invalid, NotFound
from regions.accounts.rules import Actor, Permission


@dataclass(frozen=True, slots=True)
class FormatDraft:
    """A format as it is defined: see `AdFormat` for the units."""

    key: str
    name: Bilingual
    place: Bilingual
    medium: str
    unit: str
    width: float
    height: float
    bleed: float = 0.0
    pages: int = 1
    pixel_width: int | None = None
    pixel_height: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """A template's next version: its document as JSON, and the kit version it is made for."""

    key: str
    name: Bilingual
    format_key: str
    document: Mapping[str, Any]
    kit_version_id: UUID


def define_format(actor: Actor, draft: FormatDraft) -> AdFormat:
    """Add a format, or change one that is there; measures stay once a template uses it."""
    actor.require(Permission.TEMPLATE_PUBLISH)
    columns = {
        "name_de": draft.name.de,
        "name_en": draft.name.en,
        "place_de": draft.place.de,
        "place_en": draft.place.en,
        **{name: getattr(draft, name) for name in ("medium", "unit", "width", "height")},
        **{name: getattr(draft, name) for name in ("bleed", "pages", "max_bytes")},
        **{name: getattr(draft, name) for name in ("pixel_width", "pixel_height")},
    }
    with transaction() as running:
        found = running.get(AdFormat, draft.key)
        if found is None:
            found = AdFormat(key=draft.key, **columns)
            running.add(found)
        else:
            _refuse_new_measures(found, columns)
            for name, value in columns.items():
                setattr(found, name, value)
        running.flush()
        return found


def _refuse_new_measures(found: AdFormat, columns: Mapping[str, Any]) -> None:
    measures = ("medium", "unit", "width", "height", "bleed", "pages")
    changed = [name for name in measures if getattr(found, name) != columns[name]]
    used = session().scalar(select(AdTemplate.id).where(AdTemplate.format_key == found.key))
    if changed and used is not None:
        raise Invalid(
            N_("Templates use the format %(key)s: its measures stay. Define a new format."),
            key=found.key,
        )


def find_format(key: str) -> AdFormat | None:
    """Return a format by key, None if there is none."""
    with reading() as running:
        return running.get(AdFormat, key)


def get_format(key: str) -> AdFormat:
    """Return a format by key; raises NotFound."""
    found = find_format(key)
    if found is None:
        raise NotFound(N_("There is no format %(key)s."), key=key)
    return found


def list_formats() -> tuple[AdFormat, ...]:
    """Return all formats, those on paper first."""
    with reading() as running:
        rows = running.scalars(select(AdFormat).order_by(AdFormat.unit, AdFormat.key))
        return tuple(rows)


def publish_template_version(actor: Actor, draft: TemplateDraft) -> AdTemplateVersion:
    """Publish a template's next version; the same document and kit again changes nothing."""
    actor.require(Permission.TEMPLATE_PUBLISH)
    document = read_checked(draft.document)
    _refuse_other_size(document, get_format(draft.format_key))
    stored: dict[str, Any] = json.loads(document_json(document))
    _refuse_fixed_prices(stored)
    sha256 = document_hash(stored)
    with transaction() as running:
        template = _template(draft)
        newest = _newest(template.id)
        if newest and (newest.sha256, newest.kit_version_id) == (sha256, draft.kit_version_id):
            return newest
        version = AdTemplateVersion(
            template_id=template.id,
            number=next_number(template.id),
            status=TemplateStatus.PUBLISHED,
            document=stored,
            kit_version_id=draft.kit_version_id,
            sha256=sha256,
            published_at=clock.now(),
        )
        running.add(version)
        running.flush()
        record_publication(actor, template, version)
        return version


def read_checked(document: Mapping[str, Any]) -> AdDocument:
    """Read a template's document from JSON; raises Invalid saying where it is wrong."""
    try:
        return read_document(document)
    except DocumentError as error:
        raise Invalid(
            N_("The template's document cannot be read: %(what)s"), what=error.problems[0]
        ) from error


def _refuse_other_size(document: AdDocument, ad_format: AdFormat) -> None:
    is_size = (document.width, document.height, document.bleed, len(document.pages))
    if is_size != (ad_format.width, ad_format.height, ad_format.bleed, ad_format.pages):
        raise Invalid(
            N_("The document's size, bleed or number of pages is not that of the format %(key)s."),
            key=ad_format.key,
        )


def _refuse_fixed_prices(document: Mapping[str, Any]) -> None:
    """Refuse a template that prints the same selling price into the ads of all partners."""
    texts = fixed_texts(document)
    if texts:
        raise Invalid(
            N_(
                "The template fixes a selling price: “%(text)s”. Partners set their selling prices "
                "themselves (%(law)s): use a price field, or call it recommended (UVP) or maximum."
            ),
            text=texts[0].strip(),
            law=CLAUSE.statute,
        )


def _template(draft: TemplateDraft) -> AdTemplate:
    running = session()
    # Locked, so that two publications at once do not both take the same number.
    statement = select(AdTemplate).where(AdTemplate.key == draft.key).with_for_update()
    template = running.scalar(statement)
    if template is None:
        template = AdTemplate(key=draft.key, format_key=draft.format_key, name_de="", name_en="")
        running.add(template)
    elif template.format_key != draft.format_key:
        raise Invalid(
            N_("The template %(key)s is of the format %(format)s."),
            key=draft.key,
            format=template.format_key,
        )
    template.name_de, template.name_en = draft.name.de, draft.name.en
    running.flush()
    return template


def next_number(template_id: UUID) -> int:
    """Return the number after all others of a template; a draft has one, too."""
    numbers = select(func.max(AdTemplateVersion.number))
    return (session().scalar(numbers.where(AdTemplateVersion.template_id == template_id)) or 0) + 1


def _newest(template_id: UUID) -> AdTemplateVersion | None:
    statement = select(AdTemplateVersion).where(
        AdTemplateVersion.template_id == template_id,
        AdTemplateVersion.status == TemplateStatus.PUBLISHED,
    )
    return session().scalar(statement.order_by(AdTemplateVersion.number.desc()).limit(1))


def record_publication(actor: Actor, template: AdTemplate, version: AdTemplateVersion) -> None:
    """Record that a version was published."""
    usage.record(
        TEMPLATE_PUBLISHED,
        actor=actor.ref,
        template_id=template.id,
        template_version=version.number,
        format_key=template.format_key,
    )
    audit.append(
        "template.published",
        actor=actor.ref,
        subject="ad_template_version",
        subject_id=version.id,
        details={"template": template.key, "number": version.number, "sha256": version.sha256},
    )


def get_template_version(version_id: UUID) -> AdTemplateVersion:
    """Return a template version; raises NotFound."""
    with reading() as running:
        found = running.get(AdTemplateVersion, version_id)
    if found is None:
        raise NotFound(N_("This template version does not exist."))
    return found


def get_template(template_id: UUID) -> AdTemplate:
    """Return a template; raises NotFound."""
    with reading() as running:
        found = running.get(AdTemplate, template_id)
    if found is None:
        raise NotFound(N_("This template does not exist."))
    return found


def find_published_version(template_key: str) -> AdTemplateVersion | None:
    """Return a template's newest published version, None if there is none."""
    with reading() as running:
        return running.scalar(
            select(AdTemplateVersion)
            .join(AdTemplate, AdTemplate.id == AdTemplateVersion.template_id)
            .where(
                AdTemplate.key == template_key,
                AdTemplateVersion.status == TemplateStatus.PUBLISHED,
            )
            .order_by(AdTemplateVersion.number.desc())
            .limit(1)
        )


@dataclass(frozen=True, slots=True)
class PublishedTemplate:
    """A template and its newest published version, as a plan chooses from them."""

    template: AdTemplate
    version: AdTemplateVersion
    ad_format: AdFormat


def published_templates() -> tuple[PublishedTemplate, ...]:
    """Return each template's newest published version, by format and name."""
    newest = (
        select(AdTemplateVersion.template_id, func.max(AdTemplateVersion.number).label("number"))
        .where(AdTemplateVersion.status == TemplateStatus.PUBLISHED)
        .group_by(AdTemplateVersion.template_id)
        .subquery()
    )
    statement = (
        select(AdTemplate, AdTemplateVersion, AdFormat)
        .join(AdTemplateVersion, AdTemplateVersion.template_id == AdTemplate.id)
        .join(AdFormat, AdFormat.key == AdTemplate.format_key)
        .join(
            newest,
            (newest.c.template_id == AdTemplate.id) & (newest.c.number == AdTemplateVersion.number),
        )
        .order_by(AdFormat.unit, AdFormat.key, AdTemplate.name_de)
    )
    with reading() as running:
        return tuple(PublishedTemplate(*row) for row in running.execute(statement))


def load_document(version_id: UUID) -> AdDocument:
    """Return the document of a version that is or was published, cached: it never changes."""
    return _document(version_id)


@lru_cache(maxsize=256)
def _document(version_id: UUID) -> AdDocument:
    version = get_template_version(version_id)
    if version.status == TemplateStatus.DRAFT:
        raise NotFound(N_("This template version is not published yet."))
    return read_checked(version.document)
