"""Owns retiring versions: what is retired can be read for good, and nothing new is made from it."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.drafting import note_version, require_publisher
from campaigns.ad_templates.models import AdTemplate, AdTemplateVersion
from campaigns.ad_templates.versions import TEMPLATE_RETIRED, TemplateStatus
from portal.foundation import clock, usage
from portal.foundation.database import session, transaction
from portal.foundation.errors import N_, Conflict, NotFound
from regions.accounts.rules import Actor


def retire_version(actor: Actor, version_id: UUID) -> AdTemplateVersion:
    """Retire a published version under lock; the caller has seen that nothing uses it any more."""
    with transaction() as running:
        version = lock_version(version_id)
        require_publisher(actor, version.kit_version_id)
        if version.status == TemplateStatus.RETIRED:
            return version
        if version.status != TemplateStatus.PUBLISHED:
            raise Conflict(N_("This is a draft. Throw it away instead."))
        version.status, version.retired_at = TemplateStatus.RETIRED, clock.now()
        template = running.get_one(AdTemplate, version.template_id)
        running.flush()
        note_version("template.retired", actor, template, version)
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
    for version in hold_versions(version_ids):
        refuse_retired(version)


def hold_versions(version_ids: Collection[UUID]) -> tuple[AdTemplateVersion, ...]:
    """Keep versions from being retired until the end of the transaction, as they are now."""
    statement = (
        select(AdTemplateVersion)
        .where(AdTemplateVersion.id.in_(version_ids))
        .order_by(AdTemplateVersion.id)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return tuple(session().scalars(statement))


def refuse_retired(version: AdTemplateVersion) -> None:
    """Raise Conflict where nothing new may be made from a version."""
    if version.status == TemplateStatus.RETIRED:
        raise Conflict(
            N_("The template of this ad was retired: it can no longer be ordered. Ask head office.")
        )
