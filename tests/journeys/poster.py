"""Owns a campaign with an A3 poster whose photo is the outlet's own, beside those of the demo."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from brand_assets.design_facts import Bilingual
from brand_assets.library.models import Asset
from campaigns.ad_templates.models import AdTemplate, AdTemplateVersion
from campaigns.localisation.service import get_or_start
from campaigns.planning.plan_files import plan_from, read_plan_file
from campaigns.planning.rules import Audience
from campaigns.planning.service import plan_campaign, publish_campaign
from portal.cli.demo.time import MORNING
from portal.foundation import clock
from portal.foundation.config import Settings
from portal.foundation.database import database, reading
from portal.foundation.services import start_services
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Role
from regions.accounts.service import get_actor
from regions.partners.models import Outlet

FILE = Path(__file__).parents[2] / "demo" / "campaigns" / "fruehlingspflanztage.json"
TEMPLATE, FIELD = "fruehling-plakat-a3", "bild.motiv"


def open_poster(data: Path, email: str) -> UUID:
    """Publish the campaign for one outlet of an account and start its ad; return the ad's id."""
    start_services(Settings(demo=True, data_dir=data))
    clock.start_at(MORNING)
    partner = get_actor(email)
    with reading() as s:
        planner = s.scalars(
            select(Account.email)
            .join(AccountGrant, AccountGrant.account_id == Account.id)
            .where(AccountGrant.role == Role.CAMPAIGN_MANAGER)
        ).first()
        version = select(AdTemplateVersion.id).join(
            AdTemplate, AdTemplate.id == AdTemplateVersion.template_id
        )
        version_id = s.scalars(version.where(AdTemplate.key == TEMPLATE)).one()
        own = next(iter(partner.scope.paths))
        outlet = s.scalars(select(Outlet).where(Outlet.path.startswith(own))).first()
        key_visual = s.scalars(select(Asset.sha256).where(Asset.path == "hg/")).first()
    assert planner
    assert outlet
    assert key_visual
    plan = plan_from(read_plan_file(_poster_file(data)), {TEMPLATE: version_id}, _All(key_visual))
    fields = tuple(
        field.model_copy(update={"pool": ()}) if field.key == FIELD else field
        for field in plan.fields
    )
    name = Bilingual("Plakat mit eigenem Foto", "Poster with a photo of one's own")
    manager = get_actor(planner)
    campaign = plan_campaign(
        manager,
        replace(plan, name=name, audience=Audience(paths=(outlet.path,)), fields=fields),
    )
    publish_campaign(manager, campaign.id)
    return get_or_start(partner, campaign.id, outlet.id).id


class _All(dict[str, str]):
    """Every photo is the same one."""

    def __init__(self, sha256: str) -> None:
        super().__init__()
        self._sha256 = sha256

    def __missing__(self, name: str) -> str:
        return self._sha256


def _poster_file(data: Path) -> Path:
    told = json.loads(FILE.read_text("utf-8"))
    told["slug"] = "plakat-mit-eigenem-foto"
    told["formats"] = [{"format": "plakat-a3", "template": TEMPLATE, "channel": "print-flyer"}]
    path = data / "poster.json"
    path.write_text(json.dumps(told), "utf-8")
    return path


def photos_of(email: str) -> list[Asset]:
    """Return the pictures that an account added, the newest first."""
    actor = get_actor(email)
    statement = select(Asset).where(Asset.created_by == actor.account_id)
    with reading() as s:
        return list(s.scalars(statement.order_by(Asset.created_at.desc())).unique())


def close() -> None:
    """Let go of the demonstration's database."""
    database().engine.dispose()
