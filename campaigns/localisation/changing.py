"""Owns how changed values are written: the row, its history, its photos and its links."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from campaigns.ad_templates.fields import FieldKind, Json
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.localisation.photos import remember_photos
from campaigns.localisation.recording import acts_on_behalf
from campaigns.localisation.resolving import resolve
from campaigns.localisation.rules import applied
from campaigns.localisation.short_links import links_of, short_link
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of
from portal.foundation import clock
from portal.foundation.database import session
from regions.accounts.rules import Actor


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """Who changes values: an account, or the system (None) under the name that people read."""

    account_id: UUID | None
    name: str
    on_behalf: bool = False


SYSTEM = ChangedBy(None, "Heimspiel")


def changed_by(actor: Actor, localisation: Localisation) -> ChangedBy:
    """Return an account as the one who changes a localisation."""
    return ChangedBy(actor.account_id, actor.name, acts_on_behalf(actor, localisation.path))


def apply_changes(
    localisation: Localisation,
    campaign: Campaign,
    new: Mapping[str, Json],
    by: ChangedBy,
    *,
    undoes_step: int | None = None,
) -> None:
    """Write canonical values into a locked row, in the caller's transaction."""
    step = localisation.row_version + 1
    for key, value in new.items():
        session().add(
            ValueChange(
                localisation_id=localisation.id,
                step=step,
                field_key=key,
                old=localisation.values.get(key),
                new=value,
                changed_by=by.account_id,
                changed_by_name=by.name,
                on_behalf=by.on_behalf,
                undoes_step=undoes_step,
            )
        )
    localisation.values = applied(localisation.values, new)
    localisation.withdrawn = {k: v for k, v in localisation.withdrawn.items() if k not in new}
    localisation.row_version, localisation.changed_at = step, clock.now()
    remember_photos(localisation, campaign)
    _retarget(localisation, campaign, new)
    session().flush()


def follow_values(localisation_id: UUID, campaign: Campaign, changed: Collection[str]) -> None:
    """Tell library and short links of values that were written together with those of other ads."""
    localisation = session().get_one(Localisation, localisation_id, populate_existing=True)
    remember_photos(localisation, campaign)
    _retarget(localisation, campaign, dict.fromkeys(changed))


def _retarget(localisation: Localisation, campaign: Campaign, new: Mapping[str, Json]) -> None:
    """Lead the short links that exist to where the ad now says they lead."""
    link_fields = {f.key for f in fields_of(campaign) if f.kind is FieldKind.URL}
    if not link_fields.isdisjoint(new):
        target = resolve(localisation.id).link_target
        for link in links_of(localisation.id).values():
            short_link(localisation.id, link.format_key, target)
