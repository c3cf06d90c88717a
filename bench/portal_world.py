"""Owns a portal with a network of any size and a year of history, for benchmarks of pages."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.network import COMPANY, build_network
from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.insight.history.service import load_history
from campaigns.planning.models import Campaign, CampaignAudience, CampaignFormat, Channel
from migrations.tables import import_models
from portal.app import create_app
from portal.foundation import clock, database
from portal.foundation.config import Settings, configure
from portal.foundation.database import Base, transaction
from portal.foundation.ids import new_id
from portal.foundation.logs import set_up_logs
from portal.foundation.storage import MemoryFileStore, use_file_store
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Role
from regions.partners.models import Partner

_FORMATS = (
    ("flyer-a5", "Flyer A5", "print", "druck", "print"),
    ("zeitung", "Zeitungsanzeige", "newspaper", "zeitung", "newspaper"),
    ("instagram", "Instagram-Beitrag", "screen", "instagram", "social"),
)


@dataclass(frozen=True, slots=True)
class World:
    """A running portal: its application and the accounts that visit it."""

    app: Flask
    head_office: Account
    partner: Account
    campaign_id: UUID


@contextmanager
def portal_world(outlets: int) -> Iterator[World]:
    """Build a portal with so many outlets in a folder that is removed afterwards."""
    import_models()
    with tempfile.TemporaryDirectory() as folder:
        settings = configure(
            Settings(
                demo=True,
                data_dir=Path(folder),
                requests_per_minute=0,
                log_level="ERROR",
            )
        )
        set_up_logs(settings)
        connected = database.connect(f"sqlite:///{folder}/bench.sqlite")
        Base.metadata.create_all(connected.engine)
        use_file_store(MemoryFileStore())
        with transaction() as s:
            build_network(s, outlets)
            campaign_id = _campaign(s)
            head_office = _account(s, Role.CAMPAIGN_MANAGER, COMPANY)
            s.add(AccountGrant(account_id=head_office.id, role=Role.APPROVER, path=COMPANY))
            first = s.scalars(select(Partner.path).order_by(Partner.path).limit(1)).one()
            partner = _account(s, Role.PARTNER_MANAGER, first)
        load_history(campaign_id, single_visits=False)
        yield World(create_app(settings), head_office, partner, campaign_id)
        connected.engine.dispose()


def client_of(app: Flask, account: Account) -> FlaskClient:
    """Return a client in which the account is signed in."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = f"{account.id.hex}:{account.session_epoch}"
        session["_fresh"] = True
        session["began"] = int(clock.now().timestamp())
        session.permanent = True
    return client


def _account(s: Session, role: Role, path: str) -> Account:
    account = Account(
        id=new_id(), email=f"{role}@bench.example", name=f"Bench {role}", session_epoch=0
    )
    s.add(account)
    s.flush()
    s.add(AccountGrant(account_id=account.id, role=role, path=path))
    return account


def _campaign(s: Session) -> UUID:
    today = clock.today()
    campaign = Campaign(
        slug="bench",
        name_de="Beetpflanzen-Wochen",
        name_en="Bedding plant weeks",
        kpi="scans",
        target_value=1000.0,
        target_date=today + timedelta(days=40),
        order_from=today - timedelta(days=5),
        order_until=today + timedelta(days=10),
        runs_from=today + timedelta(days=12),
        runs_until=today + timedelta(days=40),
        status="published",
        link_target="https://halmgruen.example/beet",
        path=COMPANY,
        published_at=_noon(today - timedelta(days=5)),
    )
    s.add(campaign)
    s.flush()
    s.add(CampaignAudience(campaign_id=campaign.id, region_path=COMPANY))
    for position, row in enumerate(_FORMATS):
        _format(s, campaign.id, position, row)
    return campaign.id


def _format(s: Session, campaign_id: UUID, position: int, row: tuple[str, ...]) -> None:
    key, name, medium, channel, kind = row
    s.add(Channel(key=channel, name_de=name, name_en=name, kind=kind))
    s.add(
        AdFormat(
            key=key, name_de=name, name_en=name, medium=medium, unit="mm", width=148, height=210
        )
    )
    s.flush()
    template = AdTemplate(key=key, name_de=name, name_en=name, format_key=key)
    s.add(template)
    s.flush()
    version = AdTemplateVersion(
        template_id=template.id,
        number=1,
        status="published",
        document={},
        kit_version_id=new_id(),
        sha256="0" * 64,
        published_at=clock.now(),
    )
    s.add(version)
    s.flush()
    s.add(
        CampaignFormat(
            campaign_id=campaign_id,
            format_key=key,
            template_version_id=version.id,
            channel_key=channel,
            position=position,
        )
    )


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
