"""Owns who uses a picture at present, and whom its end concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select

from brand_assets.library.models import Asset, AssetUse
from campaigns.localisation.models import Localisation
from campaigns.planning.days import day_not_over
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from portal.foundation.database import reading
from regions.accounts.rules import Role
from regions.accounts.service import account_ids_at
from regions.partners.models import Outlet
from regions.scoping.permissions import PARTNER_ROLES

LOCALISATION = "localisation"
PLANNER_ROLES = (Role.CAMPAIGN_MANAGER,)
KEEPER_ROLES = (Role.BRAND_MANAGER,)


@dataclass(frozen=True, slots=True)
class RunningUse:
    """One ad of a campaign that is not over, in which a picture stands."""

    asset_id: UUID
    localisation_id: UUID
    campaign_id: UUID
    campaign: str
    place: str
    path: str


def running_uses(asset_ids: Iterable[UUID], today: date) -> list[RunningUse]:
    """Return the ads of campaigns that are not over in which these pictures stand."""
    wanted = list(asset_ids)
    statement = (
        select(AssetUse.asset_id, Localisation.id, Campaign.id, Campaign.name_de, Outlet.name)
        .add_columns(Localisation.path)
        .join(Localisation, Localisation.id == AssetUse.subject_id)
        .join(Outlet, Outlet.id == Localisation.outlet_id)
        .join(Campaign, Campaign.id == Localisation.campaign_id)
        .where(AssetUse.subject == LOCALISATION, AssetUse.asset_id.in_(wanted))
        .where(
            Campaign.status == CampaignStatus.PUBLISHED, Campaign.runs_until >= _not_later(today)
        )
        .order_by(Localisation.path, Campaign.name_de)
    )
    if not wanted:
        return []
    with reading() as running:
        return [RunningUse(*row) for row in running.execute(statement)]


def offering_campaigns(today: date) -> list[Campaign]:
    """Return the campaigns that are not over; drafts are planned with pictures too."""
    with reading() as running:
        return list(running.scalars(_not_over(today)))


def _not_over(today: date) -> Select[Campaign]:
    status = Campaign.status.in_((CampaignStatus.PUBLISHED, CampaignStatus.DRAFT))
    runs = Campaign.runs_until >= _not_later(today)
    return select(Campaign).where(status, runs).order_by(Campaign.name_de)


def _not_later(today: date) -> date:
    """Return a day, or the one before where the last outlet has not reached it yet."""
    return min(today, day_not_over())


def offers(campaign: Campaign, sha256: str) -> bool:
    """Whether a campaign offers a picture: in a field's pool, as a default, or in a field."""
    shown = [entry.get("default") for entry in campaign.fields]
    given = [value for value in (*shown, *campaign.defaults.values()) if isinstance(value, Mapping)]
    pools = [hash_ for entry in campaign.fields for hash_ in entry.get("pool") or ()]
    return sha256 in pools or any(value.get("sha256") == sha256 for value in given)


def concerned(
    asset: Asset, uses: Iterable[RunningUse], campaigns: Iterable[Campaign]
) -> dict[UUID, tuple[str, ...]]:
    """Return by account where a picture is used that it has to do with: partners their ads,
    planners their campaigns, those who keep the library of its place all of it.
    """
    planned = [c for c in campaigns if offers(c, asset.sha256)]
    by_path: dict[str, list[str]] = {}
    for use in uses:
        by_path.setdefault(use.path, []).append(f"{use.campaign}, {use.place}")
    found: dict[UUID, dict[str, None]] = {}
    for path, accounts in account_ids_at(PARTNER_ROLES, by_path).items():
        for account_id in accounts:
            found.setdefault(account_id, {}).update(dict.fromkeys(by_path[path]))
    for campaign in planned:
        for account_id in account_ids_at(PLANNER_ROLES, [campaign.path])[campaign.path]:
            found.setdefault(account_id, {})[campaign.name_de] = None
    if by_path or planned:
        keepers = account_ids_at(KEEPER_ROLES, [asset.path], or_above=False)
        for account_id in keepers[asset.path]:
            every = [place for places in by_path.values() for place in places]
            named = (*(campaign.name_de for campaign in planned), *every)
            found.setdefault(account_id, {}).update(dict.fromkeys(named))
    return {account_id: tuple(places) for account_id, places in found.items()}
