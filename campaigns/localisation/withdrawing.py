"""Owns how pictures are taken out of ads when their rights have ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.fields import Json, photos_in
from campaigns.localisation.changing import SYSTEM, apply_changes
from campaigns.localisation.models import Localisation
from campaigns.localisation.rules import PHOTO_WITHDRAWN
from campaigns.planning.service import fields_of, load_campaign
from portal.foundation import audit, usage
from portal.foundation.database import transaction
from portal.foundation.errors import N_, NotFound


@dataclass(frozen=True, slots=True)
class EndedPhoto:
    """A picture whose rights have ended, and on which day."""

    title: str
    ended: date


def withdraw_photos(localisation_id: UUID, ended: Mapping[str, EndedPhoto]) -> tuple[str, ...]:
    """Take pictures (by content hash) out of an ad; returns the keys of the fields concerned.

    The fields fall back to what the campaign offers. The history keeps what was there, and the ad
    says what was taken out until another picture is chosen. Nothing happens a second time.
    """
    with transaction() as running:
        statement = select(Localisation).where(Localisation.id == localisation_id)
        localisation = running.scalars(statement.with_for_update()).one_or_none()
        if localisation is None:
            raise NotFound(N_("This ad does not exist, or not for your account."))
        campaign = load_campaign(localisation.campaign_id)
        chosen = photos_in(fields_of(campaign), localisation.values)
        gone = {key: ended[sha256] for key, sha256 in chosen.items() if sha256 in ended}
        if gone:
            without = {key: _without_photo(localisation.values[key]) for key in gone}
            apply_changes(localisation, campaign, without, SYSTEM)
            said = {k: {"title": p.title, "ended": p.ended.isoformat()} for k, p in gone.items()}
            localisation.withdrawn = {**localisation.withdrawn, **said}
            _record(localisation, tuple(gone))
        return tuple(gone)


def _without_photo(value: Json) -> Json:
    """Return what stays of a value without its photo: a person does, a photo goes."""
    return {k: part for k, part in value.items() if k != "sha256"} if "name" in value else None


def _record(localisation: Localisation, fields: tuple[str, ...]) -> None:
    usage.record(
        PHOTO_WITHDRAWN,
        actor=None,
        path=localisation.path,
        partner_id=localisation.partner_id,
        outlet_id=localisation.outlet_id,
        campaign_id=localisation.campaign_id,
        localisation_id=localisation.id,
        value=float(len(fields)),
    )
    audit.append(
        "localisation.photo_withdrawn",
        actor=None,
        subject="localisation",
        subject_id=localisation.id,
        details={"fields": sorted(fields)},
    )
