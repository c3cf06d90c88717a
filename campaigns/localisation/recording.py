"""Owns what is written down about localisations: history, usage events, refusals."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.rules import Json
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.localisation.rules import HEADLINE_CHOSEN, VALUES_SAVED, Change
from campaigns.planning.models import Campaign
from portal.foundation import audit, usage
from portal.foundation.database import reading
from portal.foundation.usage_kinds import UsageKind
from regions.accounts.rules import Actor, Role


def history_of(
    localisation_id: UUID, after: int = 0, before: int | None = None
) -> tuple[Change, ...]:
    """Return the changes of a localisation between steps for the system itself, oldest first."""
    statement = select(ValueChange).where(
        ValueChange.localisation_id == localisation_id, ValueChange.step > after
    )
    if before is not None:
        statement = statement.where(ValueChange.step < before)
    with reading() as running:
        rows = running.scalars(statement.order_by(ValueChange.step, ValueChange.id))
        return tuple(
            Change(
                step=row.step,
                field_key=row.field_key,
                old=row.old,
                new=row.new,
                by=row.changed_by_name,
                at=row.at,
                on_behalf=row.on_behalf,
                undoes_step=row.undoes_step,
                by_system=row.changed_by is None,
                by_id=row.changed_by,
            )
            for row in rows
        )


def acts_on_behalf(actor: Actor, path: str) -> bool:
    """Whether this account belongs to head office or a region rather than to the partner."""
    own = (Role.PARTNER_MANAGER, Role.PARTNER_STAFF)
    return not any(grant.role in own and grant.reaches(path) for grant in actor.grants)


def record_save(
    actor: Actor, localisation: Localisation, campaign: Campaign, new: Mapping[str, Json]
) -> None:
    """Record a save, and which headline was chosen where it is among the new values."""
    record(VALUES_SAVED, actor, localisation, float(len(new)), fields=sorted(new))
    headline = new.get("headline")
    if headline is not None:
        options = list(campaign.headline_options)
        number = options.index(headline) + 1 if headline in options else 0
        record(HEADLINE_CHOSEN, actor, localisation, option=number)


def record(
    kind: UsageKind,
    actor: Actor,
    localisation: Localisation,
    value: float | None = None,
    **attributes: Json,
) -> None:
    """Record a usage event about a localisation."""
    if "on_behalf" in kind.attributes:
        attributes["on_behalf"] = acts_on_behalf(actor, localisation.path)
    usage.record(
        kind,
        actor=actor.ref_at(localisation.path),
        path=localisation.path,
        partner_id=localisation.partner_id,
        outlet_id=localisation.outlet_id,
        campaign_id=localisation.campaign_id,
        localisation_id=localisation.id,
        value=value,
        attributes=attributes,
    )


def audit_refused(
    action: str, actor: Actor, subject: str, subject_id: UUID, details: Mapping[str, Json]
) -> None:
    """Write a refusal to the audit trail; the refused unit of work keeps nothing."""
    audit.audit_refusal(
        action, actor=actor.ref, subject=subject, subject_id=subject_id, details=details
    )
