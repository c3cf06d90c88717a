"""Owns who is meant: the outlets of an audience, and whether an account belongs to them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from campaigns.planning.models import Campaign, CampaignAudience
from campaigns.planning.rules import Audience, CampaignStatus
from portal.foundation.database import reading
from regions.partners.models import Outlet
from regions.partners.tagging import has_any_tag
from regions.scoping import Scope, within


def audience_of(campaign_id: UUID) -> Audience:
    """Return a campaign's audience."""
    return audiences_of([campaign_id]).get(campaign_id, Audience())


def audiences_of(campaign_ids: Iterable[UUID]) -> Mapping[UUID, Audience]:
    """Return the audiences of several campaigns by id."""
    ids = list(campaign_ids)
    statement = select(CampaignAudience).where(CampaignAudience.campaign_id.in_(ids))
    with reading() as running:
        rows = running.scalars(statement.order_by(CampaignAudience.id)).all()
    return {
        campaign_id: Audience(
            tuple(r.region_path for r in rows if r.campaign_id == campaign_id and r.region_path),
            tuple(r.tag for r in rows if r.campaign_id == campaign_id and r.tag),
        )
        for campaign_id in ids
    }


def audience_outlets(campaign_id: UUID) -> tuple[Outlet, ...]:
    """Return the open outlets of a campaign's audience, by number."""
    return outlets_of(audience_of(campaign_id))


def outlets_of(audience: Audience, scope: Scope | None = None) -> tuple[Outlet, ...]:
    """Return the open outlets of an audience, cut to a scope where one is given, by number."""
    statement = select(Outlet).where(outlets_meant(audience, scope)).order_by(Outlet.number)
    with reading() as running:
        return tuple(running.scalars(statement))


def count_outlets(audience: Audience, scope: Scope | None = None) -> int:
    """Return how many open outlets an audience has."""
    statement = select(func.count()).select_from(Outlet).where(outlets_meant(audience, scope))
    with reading() as running:
        return running.scalar(statement) or 0


def has_outlet(audience: Audience, scope: Scope) -> bool:
    """Whether an outlet of the audience lies in the scope."""
    if not any(audience.touches(path) for path in scope.paths):
        return False
    with reading() as running:
        found = select(Outlet.id).where(outlets_meant(audience, scope)).limit(1)
        return running.scalar(found) is not None


def contains(audience: Audience, outlet: Outlet) -> bool:
    """Whether one outlet belongs to an audience."""
    reached = any(outlet.path.startswith(path) for path in audience.paths)
    tagged = not audience.tags or not set(outlet.tags).isdisjoint(audience.tags)
    return outlet.open and reached and tagged


def visible_campaigns(scope: Scope, campaigns: Iterable[Campaign]) -> tuple[Campaign, ...]:
    """Return the campaigns that exist for a scope.

    Who reaches the place that planned a campaign sees it in every state; the others see it once
    it is published, if one of their outlets belongs to its audience.
    """
    all_of_them = tuple(campaigns)
    audiences = audiences_of(campaign.id for campaign in all_of_them)
    return tuple(
        campaign
        for campaign in all_of_them
        if scope.reaches(campaign.path)
        or (campaign.status != CampaignStatus.DRAFT and has_outlet(audiences[campaign.id], scope))
    )


def find_example(audience: Audience, scope: Scope) -> Outlet | None:
    """Return one outlet of the audience in the scope, to show an ad by: always the same one."""
    statement = (
        select(Outlet).where(outlets_meant(audience, scope)).order_by(Outlet.number).limit(1)
    )
    with reading() as running:
        return running.scalar(statement)


def find_extremes(audience: Audience) -> tuple[UUID, UUID] | None:
    """Return the outlets whose names and addresses are shortest and longest; None for nobody."""
    length = sum(
        (func.length(part) for part in (Outlet.street, Outlet.city, Outlet.place)),
        func.length(Outlet.name),
    )
    statement = select(Outlet.id).where(outlets_meant(audience, None))
    with reading() as running:
        shortest = running.scalar(statement.order_by(length, Outlet.number).limit(1))
        longest = running.scalar(statement.order_by(length.desc(), Outlet.number).limit(1))
    return (shortest, longest) if shortest and longest else None


def outlets_meant(audience: Audience, scope: Scope | None = None) -> ColumnElement[bool]:
    """Return the condition that an outlet is open and meant, cut to a scope if one is given."""
    reached = within(Outlet.path, Scope.at(*audience.paths))
    meant = and_(Outlet.open.is_(True), reached, has_any_tag(audience.tags))
    return meant if scope is None else and_(meant, within(Outlet.path, scope))
