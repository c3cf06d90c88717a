"""Owns campaigns as bare rows, for tests of money that need no page to be set."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from portal.foundation import clock


def make_campaign(s: Session, slug: str = "fruehling-2027", **values: object) -> Campaign:
    """Add a published campaign that is open today: half of the price, no cap, 1,000 euros."""
    today: date = clock.today()
    given = {
        "name_de": "Frühlingspflanztage",
        "name_en": "Spring planting days",
        "kpi": "outlets_ordered",
        "target_value": 250.0,
        "target_date": today + timedelta(days=20),
        "order_from": today - timedelta(days=5),
        "order_until": today + timedelta(days=20),
        "runs_from": today + timedelta(days=30),
        "runs_until": today + timedelta(days=40),
        "status": CampaignStatus.PUBLISHED,
        "coop_percent": 50,
        "coop_fund_cents": 100_000,
        "rule_approval": True,
        "path": "hg/",
    } | values
    campaign = Campaign(slug=slug, **given)
    s.add(campaign)
    s.flush()
    return campaign
