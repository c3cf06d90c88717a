"""Owns drafts of template versions: begun from the published one, changed, thrown away.

A draft stands on the kit version of its template's newest published version, and has a number
above all others; saving it again brings both up to date.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import delete, select

from brand_assets.kit.models import BrandKit, BrandKitVersion
from brand_assets.typesetting.document import (
    AdDocument,
    DocumentError,
    document_json,
    read_document,
)
from campaigns.ad_templates.fields import FieldDefinition, read_fields, write_fields
from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.ad_templates.resale_prices import CLAUSE, fixed_prices, fixed_texts
from campaigns.ad_templates.service import (
    get_format,
    get_template,
    get_template_version,
    next_number,
    read_checked,
    record_publication,
)
from campaigns.ad_templates.versions import TEMPLATE_RETIRED, TemplateStatus, document_hash
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound
from regions.accounts.rules import Actor, Permission

_NO_DRAFT = N_("This draft does not exist, or not for your account.")
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """What keeps a draft from being saved: at which path of its JSON, and why."""

    path: str
    message: str
    params: Mapping[str, object]


class DraftUnsound(Invalid):
    """A document that cannot be saved; `problems` name all that is wrong, by their path."""

    def __init__(self, problems: Sequence[DraftProblem]) -> None:
        first = problems[0]
        super().__init__(
            N_("Nothing was saved: the document has problems, the first at %(path)s."),
            field="document",
            path=first.path,
        )
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a draft says: its document as canonical JSON, and the fields that it brings."""

    document: dict[str, Any]
    fields: tuple[FieldDefinition, ...]
    title: AdDocument

    @property
    def sha256(self) -> str:
        """What identifies the document."""
        return document_hash(self.document)


def add_template(
    actor: Actor, source: str | bytes | Mapping[str, Any], kit_version_id: UUID
) -> AdTemplateVersion:
    """Add a template from its document, as a first draft; key, names and format are its own."""
    _require(actor, kit_version_id)
    content = read_content(source)
    document = content.title
    _refuse_other_format(content, document.format_key)
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
        _note("template.draft_begun", actor, template, draft)
        return draft


def begin_draft(actor: Actor, template_id: UUID) -> AdTemplateVersion:
    """Return the draft of a template's next version, begun as a copy of the published one."""
    template = get_template(template_id)
    with transaction() as running:
        _lock(template_id)
        found = find_draft(template_id)
        if found is not None:
            _require(actor, found.kit_version_id)
            return found
        base = newest_published(template_id)
        if base is None:
            raise Conflict(N_("All versions of this template are retired. Add a new template."))
        _require(actor, base.kit_version_id)
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
        _note("template.draft_begun", actor, template, draft)
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
        _refuse_other_format(content, template.format_key)
        _write(draft, content)
        _bring_up_to_date(draft)
        running.flush()
        _note("template.draft_saved", actor, template, draft)
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


def retire_version(actor: Actor, version_id: UUID) -> AdTemplateVersion:
    """Retire a published version under lock; the caller has seen that nothing uses it any more."""
    with transaction() as running:
        version = lock_version(version_id)
        _require(actor, version.kit_version_id)
        if version.status == TemplateStatus.RETIRED:
            return version
        if version.status != TemplateStatus.PUBLISHED:
            raise Conflict(N_("This is a draft. Throw it away instead."))
        version.status, version.retired_at = TemplateStatus.RETIRED, clock.now()
        template = running.get_one(AdTemplate, version.template_id)
        running.flush()
        _note("template.retired", actor, template, version)
        usage.record(
            TEMPLATE_RETIRED,
            actor=actor.ref,
            template_id=template.id,
            template_version=version.number,
            format_key=template.format_key,
        )
        return version


def lock_version(version_id: UUID) -> AdTemplateVersion:
    """Return a version under lock, so that nobody orders with it meanwhile; raises NotFound."""
    statement = select(AdTemplateVersion).where(AdTemplateVersion.id == version_id)
    found = session().scalar(statement.with_for_update().execution_options(populate_existing=True))
    if found is None:
        raise NotFound(N_("This template version does not exist."))
    return found


def hold_usable(version_ids: Collection[UUID]) -> None:
    """Hold versions as they are until the end of the transaction; Conflict if one is retired."""
    statement = (
        select(AdTemplateVersion)
        .where(AdTemplateVersion.id.in_(version_ids))
        .order_by(AdTemplateVersion.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    for version in session().scalars(statement):
        refuse_retired(version)


def refuse_retired(version: AdTemplateVersion) -> None:
    """Raise Conflict where nothing new may be made from a version."""
    if version.status == TemplateStatus.RETIRED:
        raise Conflict(
            N_("The template of this ad was retired: it can no longer be ordered. Ask head office.")
        )


def discard_draft(actor: Actor, version_id: UUID) -> None:
    """Throw a draft away; a template that never was published goes with it."""
    with transaction() as running:
        draft = _locked_draft(actor, version_id)
        template = running.get_one(AdTemplate, draft.template_id)
        _note("template.draft_discarded", actor, template, draft)
        running.execute(delete(AdTemplateVersion).where(AdTemplateVersion.id == draft.id))
        left = select(AdTemplateVersion.id).where(AdTemplateVersion.template_id == template.id)
        if running.scalar(left.limit(1)) is None:
            running.execute(delete(AdTemplate).where(AdTemplate.id == template.id))


def get_draft(actor: Actor, version_id: UUID) -> AdTemplateVersion:
    """Return a version for who may publish it: draft, published or retired; raises NotFound."""
    version = get_template_version(version_id)
    _require(actor, version.kit_version_id)
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


def read_content(source: str | bytes | Mapping[str, Any]) -> DraftContent:
    """Read a document, with or without fields; raises DraftUnsound with all problems."""
    data = _data(source)
    fields: Sequence[Any] = ()
    if isinstance(data.get("document"), Mapping):
        data, fields = data["document"], data.get("fields") or ()
    definitions = _definitions(fields)
    try:
        document = read_document(data)
    except DocumentError as error:
        raise DraftUnsound([_located(text) for text in error.problems]) from error
    stored: dict[str, Any] = json.loads(document_json(document))
    _refuse_fixed_prices(stored, definitions)
    return DraftContent(stored, definitions, document)


def _data(source: str | bytes | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(source, Mapping):
        return source
    try:
        data = json.loads(source)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        problem = DraftProblem(
            f"line {line}", N_("This is no JSON: %(what)s"), {"what": str(error)[:200]}
        )
        raise DraftUnsound([problem]) from error
    if not isinstance(data, Mapping):
        raise DraftUnsound([DraftProblem("document", N_("A JSON object is expected here."), {})])
    return data


def _definitions(fields: Any) -> tuple[FieldDefinition, ...]:
    try:
        found = read_fields(fields)
    except ValidationError as error:
        raise DraftUnsound(
            [
                DraftProblem(
                    ".".join(["fields", *map(str, one["loc"])]),
                    N_("Not readable: %(what)s"),
                    {"what": str(one["msg"])[:200]},
                )
                for one in error.errors(include_url=False, include_input=False)[:_MOST_PROBLEMS]
            ]
        ) from error
    keys = [one.key for one in found]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        message = N_("The field %(keys)s is defined twice.")
        raise DraftUnsound([DraftProblem("fields", message, {"keys": doubled[0]})])
    return found


def _located(text: str) -> DraftProblem:
    path, _, what = text.partition(": ")
    return DraftProblem(path, N_("Not readable: %(what)s"), {"what": what[:200]})


def _refuse_fixed_prices(document: dict[str, Any], fields: Sequence[FieldDefinition]) -> None:
    """Refuse to print the same selling price into the ads of all partners."""
    for text in fixed_texts(document):
        message = N_(
            "The template fixes a selling price: “%(text)s”. Partners set their selling prices "
            "themselves (%(law)s): use a price field, or call it recommended (UVP) or maximum."
        )
        what = {"text": text.strip(), "law": CLAUSE.statute}
        raise DraftUnsound([DraftProblem("pages", message, what)])
    for found in fixed_prices(fields, {}):
        raise DraftUnsound([DraftProblem("fields", found.message, found.params)])


def _refuse_other_format(content: DraftContent, format_key: str) -> None:
    ad_format: AdFormat = get_format(format_key)
    document = content.title
    size = (document.width, document.height, document.bleed, len(document.pages))
    wanted = (ad_format.width, ad_format.height, ad_format.bleed, ad_format.pages)
    if size != wanted or document.format_key != format_key:
        message = N_(
            "The document's size, bleed or number of pages is not that of the format %(key)s."
        )
        raise DraftUnsound([DraftProblem("width", message, {"key": format_key})])


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
    _require(actor, draft.kit_version_id)
    if draft.status != TemplateStatus.DRAFT:
        raise Conflict(N_("This template version is published and stays as it is. Make a new one."))
    return draft


def _require(actor: Actor, kit_version_id: UUID) -> None:
    """Refuse who may not publish templates at the place where the kit holds."""
    with reading() as running:
        path = running.scalar(
            select(BrandKit.path)
            .join(BrandKitVersion, BrandKitVersion.kit_id == BrandKit.id)
            .where(BrandKitVersion.id == kit_version_id)
        )
    if path is None or not actor.scope.touches(path):
        raise NotFound(_NO_DRAFT)
    actor.require(Permission.TEMPLATE_PUBLISH, path)


def _note(action: str, actor: Actor, template: AdTemplate, draft: AdTemplateVersion) -> None:
    audit.append(
        action,
        actor=actor.ref,
        subject="ad_template_version",
        subject_id=draft.id,
        details={"template": template.key, "number": draft.number, "sha256": draft.sha256},
    )
