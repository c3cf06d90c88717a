"""Owns drafts of template versions: begun from the published one, changed, thrown away.

A draft stands on the kit version of its template's newest published version, and has a number
above all others; saving it again brings both up to date.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.typesetting.document import AdDocument, read_document
from campaigns.ad_templates.draft_content import (
    DraftContent,
    DraftProblem,
    DraftUnsound,
    read_content,
    refuse_other_format,
)
from campaigns.ad_templates.fields import write_fields
from campaigns.ad_templates.models import AdTemplate, AdTemplateVersion
from campaigns.ad_templates.service import (
    get_template,
    get_template_version,
    next_number,
    read_checked,
    record_publication,
)
from campaigns.ad_templates.versions import TemplateStatus, document_hash
from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, NotFound, NotTheirs
from regions.accounts.rules import Actor, Permission

_NO_DRAFT = N_("This draft does not exist, or not for your account.")
_NO_VERSION = N_("This template version does not exist.")


def add_template(
    actor: Actor, source: str | bytes | Mapping[str, Any], kit_version_id: UUID
) -> AdTemplateVersion:
    """Add a template from its document, as a first draft; key, names and format are its own."""
    require_publisher(actor, kit_version_id)
    content = read_content(source)
    document = content.title
    refuse_other_format(content, document.format_key)
    with transaction() as running:
        taken = running.scalar(select(AdTemplate.id).where(AdTemplate.key == document.key))
        if taken is not None:
            raise Conflict(
                N_("There is a template %(key)s already. Draft its next version instead."),
                key=document.key,
            )
        template = AdTemplate(
            key=document.key,
            format_key=document.format_key,
            name_de=document.title.de,
            name_en=document.title.en,
        )
        running.add(template)
        running.flush()
        draft = _write(AdTemplateVersion(template_id=template.id, number=1), content)
        draft.kit_version_id = kit_version_id
        running.add(draft)
        running.flush()
        note_version("template.draft_begun", actor, template, draft)
        return draft


def begin_draft(actor: Actor, template_id: UUID) -> AdTemplateVersion:
    """Return the draft of a template's next version, begun as a copy of the published one."""
    template = get_template(template_id)
    with transaction() as running:
        _lock(template_id)
        found = find_draft(template_id)
        if found is not None:
            require_publisher(actor, found.kit_version_id)
            return found
        base = newest_published(template_id)
        if base is None:
            raise Conflict(N_("All versions of this template are retired. Add a new template."))
        require_publisher(actor, base.kit_version_id)
        draft = AdTemplateVersion(
            template_id=template_id,
            number=next_number(template_id),
            status=TemplateStatus.DRAFT,
            document=base.document,
            fields=base.fields,
            kit_version_id=base.kit_version_id,
            sha256=base.sha256,
        )
        running.add(draft)
        running.flush()
        note_version("template.draft_begun", actor, template, draft)
        return draft


def save_draft(
    actor: Actor,
    version_id: UUID,
    source: str | bytes | Mapping[str, Any],
    seen_sha256: str,
) -> AdTemplateVersion:
    """Save another document into a draft; Conflict where somebody else has saved meanwhile.

    `seen_sha256` is `content_hash` of the draft that was changed. The source is a document, or
    `{"document": …, "fields": […]}` with the definitions of fields that it brings.
    """
    content = read_content(source)
    with transaction() as running:
        draft = _locked_draft(actor, version_id)
        if content_hash(draft) != seen_sha256:
            raise Conflict(N_("Somebody else has changed this draft meanwhile. Load it again."))
        template = running.get_one(AdTemplate, draft.template_id)
        if content.title.key != template.key:
            raise DraftUnsound(
                [DraftProblem("key", N_("The key stays %(key)s."), {"key": template.key})]
            )
        refuse_other_format(content, template.format_key)
        _write(draft, content)
        _bring_up_to_date(draft)
        running.flush()
        note_version("template.draft_saved", actor, template, draft)
        return draft


def publish_draft(actor: Actor, version_id: UUID, seen_sha256: str) -> AdTemplateVersion:
    """Publish a draft that says what was seen; campaigns stay with what they are set with."""
    with transaction() as running:
        draft = _locked_draft(actor, version_id)
        _lock(draft.template_id)
        if content_hash(draft) != seen_sha256:
            raise Conflict(N_("Somebody else has changed this draft meanwhile. Load it again."))
        if not is_up_to_date(draft):
            raise Conflict(
                N_("Another version was published since. Save the draft again, then look at it.")
            )
        draft.status, draft.published_at = TemplateStatus.PUBLISHED, clock.now()
        template = running.get_one(AdTemplate, draft.template_id)
        title = read_checked(draft.document).title
        template.name_de, template.name_en = title.de, title.en
        running.flush()
        record_publication(actor, template, draft)
        return draft


def discard_draft(actor: Actor, version_id: UUID) -> None:
    """Throw a draft away; a template that never was published goes with it."""
    with transaction() as running:
        draft = _locked_draft(actor, version_id)
        template = running.get_one(AdTemplate, draft.template_id)
        note_version("template.draft_discarded", actor, template, draft)
        running.execute(delete(AdTemplateVersion).where(AdTemplateVersion.id == draft.id))
        left = select(AdTemplateVersion.id).where(AdTemplateVersion.template_id == template.id)
        if running.scalar(left.limit(1)) is None:
            running.execute(delete(AdTemplate).where(AdTemplate.id == template.id))


def get_draft(actor: Actor, version_id: UUID) -> AdTemplateVersion:
    """Return a version for who may publish it: draft, published or retired; raises NotFound."""
    version = get_template_version(version_id)
    require_publisher(actor, version.kit_version_id)
    return version


def find_draft(template_id: UUID) -> AdTemplateVersion | None:
    """Return the draft of a template, None where there is none."""
    statement = select(AdTemplateVersion).where(
        AdTemplateVersion.template_id == template_id,
        AdTemplateVersion.status == TemplateStatus.DRAFT,
    )
    with reading() as running:
        return running.scalar(statement.order_by(AdTemplateVersion.number.desc()).limit(1))


def newest_published(template_id: UUID) -> AdTemplateVersion | None:
    """Return the newest published version of a template, None where there is none."""
    statement = select(AdTemplateVersion).where(
        AdTemplateVersion.template_id == template_id,
        AdTemplateVersion.status == TemplateStatus.PUBLISHED,
    )
    with reading() as running:
        return running.scalar(statement.order_by(AdTemplateVersion.number.desc()).limit(1))


def versions_of(template_id: UUID) -> Sequence[AdTemplateVersion]:
    """Return all versions of a template, the newest first."""
    statement = select(AdTemplateVersion).where(AdTemplateVersion.template_id == template_id)
    with reading() as running:
        return running.scalars(statement.order_by(AdTemplateVersion.number.desc())).all()


def drafted_templates() -> frozenset[UUID]:
    """Return the templates that have a draft."""
    statement = select(AdTemplateVersion.template_id).where(
        AdTemplateVersion.status == TemplateStatus.DRAFT
    )
    with reading() as running:
        return frozenset(running.scalars(statement))


def other_templates(*, with_drafts: bool) -> Sequence[AdTemplate]:
    """Return the templates without a published version: retired ones, and drafts if asked for."""
    published, retired = (
        select(AdTemplateVersion.template_id).where(AdTemplateVersion.status == status)
        for status in (TemplateStatus.PUBLISHED, TemplateStatus.RETIRED)
    )
    statement = select(AdTemplate).where(AdTemplate.id.not_in(published))
    if not with_drafts:
        statement = statement.where(AdTemplate.id.in_(retired))
    with reading() as running:
        return running.scalars(statement.order_by(AdTemplate.name_de, AdTemplate.key)).all()


def load_draft_document(version_id: UUID) -> AdDocument:
    """Return the document of any version, drafts too, as it is now."""
    return read_document(get_template_version(version_id).document)


def content_hash(version: AdTemplateVersion) -> str:
    """Return what stands for all that a version says: document, fields and kit."""
    return document_hash(
        {
            "document": version.sha256,
            "fields": version.fields,
            "kit": str(version.kit_version_id),
        }
    )


def is_up_to_date(draft: AdTemplateVersion) -> bool:
    """Whether no other version was published, for another kit or at all, since it was saved."""
    newest = newest_published(draft.template_id)
    if newest is None:
        return True
    return draft.number > newest.number and draft.kit_version_id == newest.kit_version_id


def _write(draft: AdTemplateVersion, content: DraftContent) -> AdTemplateVersion:
    draft.status = TemplateStatus.DRAFT
    draft.document, draft.sha256 = content.document, content.sha256
    draft.fields = write_fields(content.fields)
    return draft


def _bring_up_to_date(draft: AdTemplateVersion) -> None:
    newest = newest_published(draft.template_id)
    if newest is None:
        return
    draft.kit_version_id = newest.kit_version_id
    if draft.number < newest.number:
        draft.number = next_number(draft.template_id)


def _lock(template_id: UUID) -> None:
    """Lock a template, so that two at once do not both begin a draft or take a number."""
    session().scalars(
        select(AdTemplate).where(AdTemplate.id == template_id).with_for_update()
    ).one()


def _locked_draft(actor: Actor, version_id: UUID) -> AdTemplateVersion:
    statement = select(AdTemplateVersion).where(AdTemplateVersion.id == version_id)
    draft = session().scalar(statement.with_for_update().execution_options(populate_existing=True))
    if draft is None:
        raise NotFound(_NO_DRAFT)
    require_publisher(actor, draft.kit_version_id)
    if draft.status != TemplateStatus.DRAFT:
        raise Conflict(N_("This template version is published and stays as it is. Make a new one."))
    return draft


def require_publisher(actor: Actor, kit_version_id: UUID) -> None:
    """Refuse who may not publish templates at the place where the kit holds."""
    path = _path_of(kit_version_id)
    if path is None or not actor.scope.touches(path):
        raise NotFound(_NO_DRAFT)
    actor.require(Permission.TEMPLATE_PUBLISH, path)


def _path_of(kit_version_id: UUID) -> str | None:
    with reading() as running:
        return running.scalar(
            select(BrandKit.path)
            .join(BrandKitVersion, BrandKitVersion.kit_id == BrandKit.id)
            .where(BrandKitVersion.id == kit_version_id)
        )


def refuse_foreign_draft(actor: Actor, version_id: UUID) -> None:
    """Refuse a draft to who may not publish it, as if it did not exist; the attempt is audited."""
    version = get_template_version(version_id)
    if version.status != TemplateStatus.DRAFT:
        return
    path = _path_of(version.kit_version_id)
    if path is None or not actor.may_at(Permission.TEMPLATE_PUBLISH, path):
        raise NotTheirs(_NO_VERSION)


def note_version(action: str, actor: Actor, template: AdTemplate, draft: AdTemplateVersion) -> None:
    """Write down what was done to a version."""
    audit.append(
        action,
        actor=actor.ref,
        subject="ad_template_version",
        subject_id=draft.id,
        details={"template": template.key, "number": draft.number, "sha256": draft.sha256},
    )
