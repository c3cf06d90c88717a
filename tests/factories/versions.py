"""Owns the rows of a new template version under an ad: draft, trial, carry, an entry to settle."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.drafting import begin_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.localisation.models import Localisation
from campaigns.planning.service import get_campaign_format
from campaigns.rollout.rules import EffectState
from campaigns.rollout.versions.kinds import CarryState, ConflictKind, VersionPolicy
from campaigns.rollout.versions.models import (
    ParkedEntry,
    VersionCarry,
    VersionTrial,
    VersionTrialItem,
)
from portal.foundation.database import transaction
from portal.foundation.ids import new_id
from regions.accounts.rules import Role
from tests.factories.orders import POST, Shop

WORDS = {"de": "Überschrift", "en": "Headline"}


def version_rows(shop: Shop, localisation_id: UUID) -> dict[str, Any]:
    """Return the ids of a draft and of all that stands on it for one ad, by their names."""
    brand = shop.demo.network.actors[Role.BRAND_MANAGER]
    chosen = get_campaign_format(shop.demo.campaign.id, POST)
    with transaction() as s:
        old = s.get_one(AdTemplateVersion, chosen.template_version_id)
        draft = begin_draft(brand, old.template_id)
        localisation = s.get_one(Localisation, localisation_id)
        trial = VersionTrial(
            version_id=draft.id,
            content_sha256="0" * 64,
            basis_sha256="0" * 64,
            state=EffectState.DONE,
            job_id=new_id(),
            started_by=brand.account_id,
            started_by_name=brand.name,
        )
        s.add(trial)
        carry = s.scalar(select(VersionCarry)) or VersionCarry(
            campaign_id=shop.demo.campaign.id,
            format_key=POST,
            template_id=old.template_id,
            old_version_id=old.id,
            new_version_id=draft.id,
            policy=VersionPolicy.AT_ONCE,
            state=CarryState.DONE,
            decided_by=brand.account_id,
            decided_by_name=brand.name,
        )
        s.add(carry)
        s.flush()
        item = VersionTrialItem(
            trial_id=trial.id,
            campaign_id=localisation.campaign_id,
            localisation_id=localisation.id,
            outlet_id=localisation.outlet_id,
            format_key=POST,
            path=localisation.path,
            row_version=localisation.row_version,
            weight=1.0,
            conflicts=[],
        )
        entry = ParkedEntry(
            carry_id=carry.id,
            localisation_id=localisation.id,
            path=localisation.path,
            field_key="headline",
            kind=ConflictKind.TOO_LONG,
            kind_was="multiline",
            label=WORDS,
            message=WORDS,
            value="Zu lang",
        )
        s.add_all([item, entry])
        s.flush()
        return {
            "ad_version_id": draft.id,
            "carry_id": carry.id,
            "entry_id": entry.id,
            "template_id": old.template_id,
            "template_pages.ad_version_id": old.id,
            "trial_item_id": item.id,
        }
