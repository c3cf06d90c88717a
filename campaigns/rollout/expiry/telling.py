"""Owns who is told that a campaign was expired, and what became of their own ads.

They are told once it can no longer be taken back, so that nobody hears of what is undone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.rollout.expiry.models import CampaignExpiry, TakenAway
from campaigns.rollout.expiry.rules import TakenKind
from campaigns.rollout.expiry.survey import kept_paths
from campaigns.rollout.versions.waiting import drop_waiting
from portal.foundation import clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.jobs import enqueue
from regions.accounts.models import Account
from regions.accounts.service import account_ids_at
from regions.partners.models import Outlet
from regions.scoping.permissions import PARTNER_ROLES

MAIL_JOB = "rollout.expiry_mail"


@dataclass(frozen=True, slots=True)
class Told:
    """What one person is told: which campaign, why, and what became of which outlet's ads."""

    account: Account
    campaign: Campaign
    reason: str
    outlets: tuple["ToldOutlet", ...]


@dataclass(frozen=True, slots=True)
class ToldOutlet:
    """What an expiry took away from one outlet, and what its suppliers have already."""

    name: str
    submissions: int
    basket_lines: int
    order_lines: int
    kept: int


def tell_partners(expiry_id: UUID) -> int:
    """Have a mail sent to everyone whose outlets had begun; returns to how many, 0 if undone."""
    with transaction() as running:
        statement = select(CampaignExpiry).where(CampaignExpiry.id == expiry_id).with_for_update()
        expiry = running.scalars(statement.execution_options(populate_existing=True)).one()
        if expiry.undone_at is not None or expiry.told_at is not None:
            return 0
        expiry.told_at = clock.now()
        drop_waiting(expiry.campaign_id)
        paths = _paths(expiry.campaign_id)
        accounts = account_ids_at(PARTNER_ROLES, paths).values()
        every = sorted({account_id for found in accounts for account_id in found})
        for account_id in every:
            payload = {"expiry_id": str(expiry_id), "account_id": str(account_id)}
            enqueue(MAIL_JOB, payload, key=f"{MAIL_JOB}:{expiry_id}:{account_id}")
        return len(every)


def told_to(expiry_id: UUID, account_id: UUID) -> Told | None:
    """Return what an account is told; None where it has been closed meanwhile."""
    with reading() as running:
        expiry = running.get_one(CampaignExpiry, expiry_id)
        account = running.get(Account, account_id)
        if account is None or not account.active:
            return None
        campaign = running.get_one(Campaign, expiry.campaign_id)
        own = account_ids_at(PARTNER_ROLES, _paths(campaign.id))
        paths = [path for path, accounts in own.items() if account_id in accounts]
        return Told(account, campaign, expiry.reason, _outlets(expiry, paths))


def _paths(campaign_id: UUID) -> Sequence[str]:
    statement = select(Localisation.path).where(Localisation.campaign_id == campaign_id)
    return session().scalars(statement.order_by(Localisation.path)).all()


def _outlets(expiry: CampaignExpiry, paths: Sequence[str]) -> tuple[ToldOutlet, ...]:
    taken = session().execute(
        select(TakenAway.path, TakenAway.kind).where(
            TakenAway.expiry_id == expiry.id, TakenAway.path.in_(paths)
        )
    )
    found = [(row.path, row.kind) for row in taken]
    kept = kept_paths(expiry.campaign_id, paths)
    outlets = session().scalars(select(Outlet).where(Outlet.path.in_(paths)).order_by(Outlet.name))
    return tuple(
        ToldOutlet(
            outlet.name,
            found.count((outlet.path, TakenKind.SUBMISSION)),
            found.count((outlet.path, TakenKind.BASKET_LINE)),
            found.count((outlet.path, TakenKind.ORDER_LINE)),
            kept.count(outlet.path),
        )
        for outlet in outlets
    )
