"""Owns what the start page says in figures: the greeting, the budget bar, the running campaigns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext
from sqlalchemy import select

from campaigns.budgets.rules import Balance
from campaigns.budgets.taken import find_balance
from campaigns.localisation.models import Localisation
from campaigns.orders.reading import outlets_ordered
from campaigns.planning.audience import audience_of, count_outlets
from campaigns.planning.days import days_at
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus, Phase, phase_across
from campaigns.planning.service import list_campaigns
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.money import Money
from regions.accounts.rules import Actor
from regions.partners.models import Outlet

NOON, EVENING = 11, 18
BAR_WIDTH = 320
RUNNING = (Phase.ORDERING, Phase.ORDERED, Phase.RUNNING)
SHOWN = 6


@dataclass(frozen=True, slots=True)
class BudgetBar:
    """A limit of the year as a bar: widths in units of a drawing 320 wide.

    `key` is "coop" for what head office adds and "own" for what the partner pays.
    """

    key: str
    title: str
    limit: Money
    free: Money
    posted: Money
    held: Money

    @property
    def posted_width(self) -> float:
        """How wide the spent part is drawn."""
        return self._width(self.posted)

    @property
    def held_width(self) -> float:
        """How wide the reserved part is drawn, never beyond the bar's end."""
        return min(self._width(self.held), BAR_WIDTH - self.posted_width)

    def _width(self, part: Money) -> float:
        share = part.cents / self.limit.cents if self.limit.cents else 1.0
        return round(min(share, 1.0) * BAR_WIDTH, 1)


@dataclass(frozen=True, slots=True)
class RunningCampaign:
    """A campaign that can be ordered or runs, with how many outlets take part."""

    campaign: Campaign
    phase: Phase
    meant: int
    ordered: int

    @property
    def percent(self) -> int:
        """The share of outlets that ordered."""
        return round(100 * self.ordered / self.meant) if self.meant else 0


def greeting(name: str, now: datetime, zone: str) -> str:
    """Return a greeting that suits the time of day."""
    hour = now.astimezone(ZoneInfo(zone)).hour
    if hour < NOON:
        return str(gettext("Good morning, %(name)s", name=name))
    if hour < EVENING:
        return str(gettext("Good day, %(name)s", name=name))
    return str(gettext("Good evening, %(name)s", name=name))


def budget_bars(actor: Actor, partner_id: UUID) -> tuple[BudgetBar, ...]:
    """Return what head office adds and what is the partner's own, each as far as it is limited."""
    year = clock.today().year
    balance = find_balance(actor, partner_id, year)
    if balance is None:
        return ()
    bars = (
        _bar("coop", gettext("From head office %(year)d", year=year), balance.coop),
        _bar("own", gettext("Your budget %(year)d", year=year), balance.own),
    )
    return tuple(bar for bar in bars if bar)


def _bar(key: str, title: str, balance: Balance) -> BudgetBar | None:
    if balance.limit is None or balance.free is None:
        return None
    spent = balance.spent
    return BudgetBar(key, title, balance.limit, balance.free, spent.posted, spent.held)


def expired_at(outlet: Outlet) -> Sequence[Campaign]:
    """Return the campaigns that head office expired after an outlet had begun, until they end."""
    statement = (
        select(Campaign)
        .join(Localisation, Localisation.campaign_id == Campaign.id)
        .where(Localisation.outlet_id == outlet.id)
        .where(Campaign.status == CampaignStatus.EXPIRED)
        .where(Campaign.runs_until >= clock.today(outlet.time_zone))
        .order_by(Campaign.expired_at.desc())
    )
    with reading() as running:
        return running.scalars(statement).all()


def running_campaigns(actor: Actor) -> Sequence[RunningCampaign]:
    """Return campaigns that can be ordered or run, with their take-up in the actor's scope."""
    days = days_at(actor.scope)
    phased = [(campaign, phase_across(campaign, days)) for campaign in list_campaigns(actor)]
    shown = [(campaign, phase) for campaign, phase in phased if phase in RUNNING][:SHOWN]
    ordered = outlets_ordered([campaign.id for campaign, _ in shown], actor.scope)
    return [
        RunningCampaign(
            campaign,
            phase,
            count_outlets(audience_of(campaign.id), actor.scope),
            ordered.get(campaign.id, 0),
        )
        for campaign, phase in shown
    ]
