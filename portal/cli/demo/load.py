"""Owns loading the demo brand: each step looks for what is there, so a second run adds nothing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from brand_assets.design_facts import AssetRight, Bilingual
from brand_assets.kit.importing import import_kit_folder
from brand_assets.kit.service import find_published_kit_version, publish_kit_version
from brand_assets.library.rules import AssetMeta
from brand_assets.library.uploads import add_asset
from brand_assets.typesetting.document import AdDocument
from campaigns.ad_templates.service import (
    TemplateDraft,
    define_format,
    find_published_version,
    publish_template_version,
)
from campaigns.budgets.service import set_partner_budget
from campaigns.orders.models import PriceList
from campaigns.orders.price_list_files import publish_price_lists, read_price_lists
from campaigns.planning.channels import define_channel
from campaigns.planning.models import Campaign
from campaigns.planning.plan_files import plan_from, read_channels, read_formats, read_plan_file
from campaigns.planning.service import find_campaign, plan_campaign, publish_campaign
from portal.cli.demo.stories import read_main_job
from portal.foundation.database import reading, transaction
from portal.foundation.money import Money
from regions.accounts.imports import import_network
from regions.accounts.service import get_actor
from regions.partners.models import Outlet
from regions.scoping.actor import Actor

FOLDER = Path(__file__).resolve().parents[3] / "demo"
COMPANY = "hg/"
YEAR = 2027
BUDGET_PER_OUTLET = Money(30_000)
COOP_PER_OUTLET = Money(80_000)
CAMPAIGNS = ("fruehlingspflanztage", "kraeutersaison")


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the demonstration who act for head office."""

    brand: Actor
    campaigns: Actor
    approver: Actor


def load_network() -> Cast:
    """Bring in regions, partners, outlets, suppliers and accounts; returns who acts."""
    import_network(FOLDER / "regions")
    people = read_main_job(FOLDER / "main_job.json").cast
    return Cast(**{name: get_actor(email) for name, email in people.items()})


def load_brand(cast: Cast) -> UUID:
    """Publish the brand kit and bring in the photos; returns the kit version."""
    published = find_published_kit_version()
    if published is None:
        drafted = import_kit_folder(cast.brand, COMPANY, FOLDER / "brand")
        published = publish_kit_version(cast.brand, drafted.id)
    return published.id


def load_photos(cast: Cast) -> Mapping[str, str]:
    """Bring in the photos; returns the content hash of each by its name."""
    folder = FOLDER / "brand" / "photos"
    entries = json.loads((FOLDER / "brand" / "photos.json").read_text(encoding="utf-8"))
    hashes = {}
    for entry in entries:
        content = (folder / entry["file"]).read_bytes()
        added = add_asset(cast.brand, COMPANY, content, _meta(entry))
        hashes[Path(entry["file"]).stem] = added.asset.sha256
    return hashes


def _meta(entry: Mapping[str, Any]) -> AssetMeta:
    ends = entry.get("ends")
    return AssetMeta(
        title=entry["title"],
        alt=entry["alt"],
        tags=tuple(entry["tags"]),
        photographer=entry["photographer"],
        right=AssetRight(entry["licence"], ends=date.fromisoformat(ends) if ends else None),
        focal=(entry["focal"][0], entry["focal"][1]),
    )


def load_templates(cast: Cast, kit_version_id: UUID) -> Mapping[str, UUID]:
    """Define formats and channels and publish the templates; returns versions by template key."""
    for ad_format in read_formats(FOLDER / "campaigns" / "formats.json"):
        define_format(cast.brand, ad_format)
    for channel in read_channels(FOLDER / "campaigns" / "channels.json"):
        define_channel(cast.campaigns, channel.key, channel.name, channel.kind)
    return {
        path.stem: _template(cast, path, kit_version_id)
        for path in sorted((FOLDER / "templates").glob("*.json"))
    }


def _template(cast: Cast, path: Path, kit_version_id: UUID) -> UUID:
    found = find_published_version(path.stem)
    if found is not None:
        return found.id
    document = json.loads(path.read_text(encoding="utf-8"))
    checked = AdDocument.model_validate(document)
    draft = TemplateDraft(
        path.stem,
        Bilingual(checked.title.de, checked.title.en),
        checked.format_key,
        document,
        kit_version_id,
    )
    return publish_template_version(cast.brand, draft).id


def load_prices(cast: Cast) -> None:
    """Publish the suppliers' price lists and give each partner its budget of the year."""
    with reading() as running:
        if running.scalar(select(PriceList.id).limit(1)) is not None:
            return
        counted = select(Outlet.partner_id, func.count()).group_by(Outlet.partner_id)
        partners = running.execute(counted).tuples().all()
    prices = (FOLDER / "orders" / "price_lists.json").read_bytes()
    with transaction():
        publish_price_lists(cast.campaigns, read_price_lists(prices))
        for partner_id, outlets in partners:
            own, coop = BUDGET_PER_OUTLET.cents * outlets, COOP_PER_OUTLET.cents * outlets
            set_partner_budget(cast.campaigns, partner_id, YEAR, Money(own), Money(coop))


def load_campaigns(
    cast: Cast, versions: Mapping[str, UUID], photos: Mapping[str, str]
) -> Mapping[str, Campaign]:
    """Plan and publish the demo's campaigns; returns them by file name."""
    return {name: _campaign(cast, name, versions, photos) for name in CAMPAIGNS}


def _campaign(
    cast: Cast, name: str, versions: Mapping[str, UUID], photos: Mapping[str, str]
) -> Campaign:
    file = read_plan_file(FOLDER / "campaigns" / f"{name}.json")
    found = find_campaign(cast.campaigns, file.slug)
    if found is not None:
        return found
    planned = plan_campaign(cast.campaigns, plan_from(file, versions, photos))
    return publish_campaign(cast.campaigns, planned.id)
