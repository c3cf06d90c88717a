"""Owns issuing a template's document anew for another version of the brand kit."""

from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.models import AdTemplate, AdTemplateVersion
from campaigns.ad_templates.service import get_template_version
from campaigns.ad_templates.versions import TEMPLATE_PUBLISHED, TemplateStatus
from portal.foundation import audit, clock, usage
from portal.foundation.actors import ActorRef
from portal.foundation.database import session, transaction


def reissue_version(ref: ActorRef, version_id: UUID, kit_version_id: UUID) -> AdTemplateVersion:
    """Publish the same document for another kit version as the template's next version.

    The caller has checked that the kit may be published; where this document was issued for this
    kit before, that version is returned.
    """
    with transaction() as running:
        source = get_template_version(version_id)
        # Locked, so that two publications at once do not both take the same number.
        template = running.scalars(
            select(AdTemplate).where(AdTemplate.id == source.template_id).with_for_update()
        ).one()
        found = _issued(source, kit_version_id)
        if found is not None:
            return found
        numbers = select(AdTemplateVersion.number).where(
            AdTemplateVersion.template_id == template.id
        )
        version = AdTemplateVersion(
            template_id=template.id,
            number=max(running.scalars(numbers)) + 1,
            status=TemplateStatus.PUBLISHED,
            document=source.document,
            kit_version_id=kit_version_id,
            sha256=source.sha256,
            published_at=clock.now(),
        )
        running.add(version)
        running.flush()
        _record(ref, template, version, source)
        return version


def _issued(source: AdTemplateVersion, kit_version_id: UUID) -> AdTemplateVersion | None:
    statement = select(AdTemplateVersion).where(
        AdTemplateVersion.template_id == source.template_id,
        AdTemplateVersion.sha256 == source.sha256,
        AdTemplateVersion.kit_version_id == kit_version_id,
    )
    return session().scalar(statement.order_by(AdTemplateVersion.number.desc()).limit(1))


def _record(
    ref: ActorRef, template: AdTemplate, version: AdTemplateVersion, source: AdTemplateVersion
) -> None:
    usage.record(
        TEMPLATE_PUBLISHED,
        actor=ref,
        template_id=template.id,
        template_version=version.number,
        format_key=template.format_key,
    )
    audit.append(
        "template.reissued",
        actor=ref,
        subject="ad_template_version",
        subject_id=version.id,
        details={
            "template": template.key,
            "number": version.number,
            "same_as": source.number,
            "kit_version": str(version.kit_version_id),
        },
    )
