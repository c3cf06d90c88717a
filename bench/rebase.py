"""Owns how long a campaign takes to go over to a new template version with all of its ads."""

import time
from uuid import UUID

from sqlalchemy import func, select

from bench.rollout import forget_peak, peak_megabytes, rollout_world, run_apart
from campaigns.ad_templates.drafting import begin_draft, content_hash, publish_draft, save_draft
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.localisation.models import ValueChange
from campaigns.planning.service import fields_of, get_campaign_format, load_campaign, set_default
from campaigns.rollout.versions.carrying import carry_over
from campaigns.rollout.versions.kinds import CarryState, VersionPolicy
from campaigns.rollout.versions.models import ParkedEntry, VersionCarry
from portal.foundation.database import reading, transaction
from portal.foundation.ids import new_id
from regions.accounts.rules import Actor, Grant, Role

LOCALISATIONS = (1_000, 10_000)
POST = "post-1080"
SHORT = 27
"""Longer than some of the headlines of the network and shorter than the others."""


def run(*words: str) -> None:
    """Print how many localisations a second go over, of 1,000 and 10,000 or as many as named."""
    if not words:
        for count in LOCALISATIONS:
            run_apart("rebase", str(count))
        return
    count = int(words[0])
    with rollout_world(count) as (brand, campaign_id):
        carry_id = _waiting(brand, campaign_id)
        before, start = forget_peak(), time.perf_counter()
        state = carry_over(carry_id)
        seconds = time.perf_counter() - start
        with reading() as s:
            history = s.scalar(select(func.count()).select_from(ValueChange))
            parked = s.scalar(select(func.count()).select_from(ParkedEntry))
        print(f"{count:,} localisations, {parked:,} with a text that is too long: {state}")
        print(f"  carried over in one unit of work  {seconds:7.1f} s")
        print(f"  localisations                     {count / seconds:7.0f} a second")
        print(f"  entries of the history            {history:7,}")
        print(
            f"  memory of the server at most      {peak_megabytes():7.1f} MB, {before:.1f} before"
        )


def _waiting(brand: Actor, campaign_id: UUID) -> UUID:
    """Publish a version with a shorter headline, and have the campaign wait for it."""
    planner = Actor(
        new_id(), "Planning", "p@b.example", "de", (Grant(Role.CAMPAIGN_MANAGER, "hg/"),)
    )
    set_default(planner, campaign_id, "headline", "Kurz und gut.", "plan")
    headline = next(f for f in fields_of(load_campaign(campaign_id)) if f.key == "headline")
    chosen = get_campaign_format(campaign_id, POST)
    with reading() as s:
        old = s.get_one(AdTemplateVersion, chosen.template_version_id)
    draft = begin_draft(brand, old.template_id)
    fields = [headline.model_dump(mode="json") | {"max_chars": SHORT}]
    source = {"document": draft.document, "fields": fields}
    saved = save_draft(brand, draft.id, source, content_hash(draft))
    publish_draft(brand, saved.id, content_hash(saved))
    with transaction() as s:
        carry = VersionCarry(
            campaign_id=campaign_id,
            format_key=POST,
            template_id=old.template_id,
            old_version_id=old.id,
            new_version_id=saved.id,
            policy=VersionPolicy.AT_ONCE,
            state=CarryState.WAITING,
            decided_by=brand.account_id,
            decided_by_name=brand.name,
        )
        s.add(carry)
        s.flush()
        return carry.id
