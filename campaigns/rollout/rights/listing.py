"""Owns the lists of what picture rights concern: which end soon, and which ads use a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from brand_assets.library.access import get_asset, readable
from brand_assets.library.keeping.replacing import versions_of
from brand_assets.library.models import Asset, AssetRights, AssetUse
from brand_assets.library.rules import days_left
from brand_assets.library.service import asset_right
from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.rollout.rights.users import (
    LOCALISATION,
    RunningUse,
    offering_campaigns,
    offers,
    running_uses,
)
from portal.foundation import clock
from portal.foundation.database import reading
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.scoping import visible

AHEAD, BACK = 90, 30
MOST_USES = 500


@dataclass(frozen=True, slots=True)
class Ending:
    """A picture whose rights end soon or have just ended, and where it stands in scope."""

    asset: Asset
    ends: date
    left: int
    uses: tuple[RunningUse, ...]
    campaigns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One ad that a picture stands in: whose, of which campaign, with which version."""

    localisation_id: UUID
    campaign: Campaign
    outlet: Outlet
    version: int
    is_over: bool


def list_endings(actor: Actor) -> Sequence[Ending]:
    """Return the pictures that the account sees whose rights end within 90 days, or ended in the
    last 30; the first to end first.
    """
    today = clock.today()
    first, last = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
    statement = (
        readable(actor)
        .join(AssetRights, AssetRights.asset_id == Asset.id)
        .where(AssetRights.ends >= first, AssetRights.ends <= last, Asset.replaced_at.is_(None))
        .order_by(AssetRights.ends, Asset.title)
    )
    scope = actor.scope_for(Permission.LOCALISATION_READ)
    with reading() as running:
        found = list(running.scalars(statement).unique())
        uses = [u for u in running_uses([a.id for a in found], today) if scope.reaches(u.path)]
        campaigns = [c for c in offering_campaigns(today) if actor.scope.touches(c.path)]
        return tuple(_ending(asset, uses, campaigns, actor.language) for asset in found)


def _ending(
    asset: Asset, uses: Sequence[RunningUse], campaigns: Sequence[Campaign], language: str
) -> Ending:
    left = days_left(asset_right(asset), clock.today())
    return Ending(
        asset=asset,
        ends=asset.rights.ends or date.max,
        left=0 if left is None else left,
        uses=tuple(use for use in uses if use.asset_id == asset.id),
        campaigns=tuple(c.name(language) for c in campaigns if offers(c, asset.sha256)),
    )


def list_ads_with(actor: Actor, asset_id: UUID) -> tuple[Asset, Sequence[Use]]:
    """Return a picture and the ads in scope that it, or another version of it, stands in."""
    asset, today = get_asset(actor, asset_id), clock.today()
    versions = {each.asset.id: each.asset.version for each in versions_of(actor, asset)}
    statement = (
        select(Localisation.id, Campaign, Outlet, AssetUse.asset_id)
        .join(AssetUse, AssetUse.subject_id == Localisation.id)
        .join(Campaign, Campaign.id == Localisation.campaign_id)
        .join(Outlet, Outlet.id == Localisation.outlet_id)
        .where(AssetUse.subject == LOCALISATION, AssetUse.asset_id.in_(versions))
        .order_by(Campaign.runs_until.desc(), Localisation.path)
        .limit(MOST_USES)
    )
    scope = actor.scope_for(Permission.LOCALISATION_READ)
    with reading() as running:
        rows = running.execute(visible(statement, Localisation.path, scope)).all()
    return asset, tuple(
        Use(row[0], row[1], row[2], versions[row[3]], row[1].runs_until < today) for row in rows
    )
