"""Owns rows that insight is measured on: campaigns with formats, localisations and short links."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.localisation.models import Localisation, ShortLink
from campaigns.planning.models import Campaign, CampaignAudience, CampaignFormat, Channel
from portal.foundation.ids import new_id
from regions.partners.models import Outlet

FORMATS = {
    "flyer-a5": ("Flyer A5", "A5 flyer", "print", "druck", "print"),
    "zeitung": ("Zeitungsanzeige", "Newspaper ad", "newspaper", "zeitung", "newspaper"),
    "instagram": ("Instagram-Beitrag", "Instagram post", "screen", "instagram", "social"),
}


def make_formats(s: Session) -> dict[str, UUID]:
    """Add three formats with their channels and a published template version each."""
    versions = {}
    for key, (de, en, medium, channel, kind) in FORMATS.items():
        s.add(Channel(key=channel, name_de=de, name_en=en, kind=kind))
        s.add(
            AdFormat(
                key=key, name_de=de, name_en=en, medium=medium, unit="mm", width=148, height=210
            )
        )
        s.flush()
        template = AdTemplate(key=f"vorlage-{key}", name_de=de, name_en=en, format_key=key)
        s.add(template)
        s.flush()
        version = AdTemplateVersion(
            template_id=template.id,
            number=1,
            status="published",
            document={},
            kit_version_id=new_id(),
            sha256="0" * 64,
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        s.add(version)
        s.flush()
        versions[key] = version.id
    return versions


def make_campaign(
    s: Session, versions: dict[str, UUID], slug: str = "beet-2026", **values: object
) -> Campaign:
    """Add a published campaign for everyone, in every format given."""
    start = date(2026, 3, 1)
    given = {
        "name_de": "Beetpflanzen-Wochen",
        "name_en": "Bedding plant weeks",
        "kpi": "scans",
        "target_value": 1000.0,
        "target_date": start + timedelta(days=60),
        "order_from": start,
        "order_until": start + timedelta(days=20),
        "runs_from": start + timedelta(days=14),
        "runs_until": start + timedelta(days=60),
        "status": "published",
        "link_target": "https://halmgruen.example/beet",
        "headline_options": ["Farbe für Beete und Balkonkästen.", "Farbe für Bergedorf."],
        "defaults": {"headline": "Farbe für Beete und Balkonkästen."},
        "path": "hg/",
        "published_at": datetime(2026, 3, 1, 8, tzinfo=UTC),
        "created_at": datetime(2026, 2, 1, 8, tzinfo=UTC),
    } | values
    campaign = Campaign(slug=slug, **given)
    s.add(campaign)
    s.flush()
    s.add(CampaignAudience(campaign_id=campaign.id, region_path="hg/"))
    for position, (key, version_id) in enumerate(versions.items()):
        s.add(
            CampaignFormat(
                campaign_id=campaign.id,
                format_key=key,
                template_version_id=version_id,
                channel_key=FORMATS[key][3],
                position=position,
            )
        )
    s.flush()
    return campaign


def make_localisation(
    s: Session, campaign: Campaign, outlet: Outlet, **values: object
) -> Localisation:
    """Add one outlet's values for a campaign; keywords are values by field."""
    localisation = Localisation(
        campaign_id=campaign.id,
        outlet_id=outlet.id,
        partner_id=outlet.partner_id,
        path=outlet.path,
        values=values,
    )
    s.add(localisation)
    s.flush()
    return localisation


def make_short_link(
    s: Session, localisation: Localisation, code: str = "ABCD2345", format_key: str = "flyer-a5"
) -> ShortLink:
    """Add the short link of a localisation in a format."""
    link = ShortLink(
        code=code,
        localisation_id=localisation.id,
        format_key=format_key,
        target="https://halmgruen.example/beet?markt=0034",
    )
    s.add(link)
    s.flush()
    return link
