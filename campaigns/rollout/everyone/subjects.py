"""Owns what a check is about: a campaign as it stands, perhaps with another template version."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from brand_assets.kit.models import BrandKitVersion
from brand_assets.typesetting.document import AdDocument
from campaigns.ad_templates.models import AdFormat, AdTemplate, AdTemplateVersion
from campaigns.ad_templates.service import get_format, get_template_version, read_checked
from campaigns.planning.audience import audience_of, outlets_meant
from campaigns.planning.channels import get_channel
from campaigns.planning.merging import imagine_with
from campaigns.planning.models import Campaign, CampaignFormat, Channel
from campaigns.planning.rules import Audience
from campaigns.planning.service import formats_of, load_campaign
from campaigns.proofs.gathering import TemplateInUse
from campaigns.proofs.rules import fingerprint_of
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.partners.models import Outlet, Partner

_SET_FROM = ("fields", "defaults", "law_packs", "link_target", "name_de", "slug")
"""The columns of a campaign that an ad is set and checked from, apart from its period."""


@dataclass(frozen=True, slots=True)
class CheckSubject:
    """A campaign in all its formats; with a template version, the one format that it is for."""

    campaign_id: UUID
    template_version_id: UUID | None = None

    @property
    def key(self) -> str:
        """What it is kept under."""
        version = self.template_version_id
        return self.campaign_id.hex + (f":{version.hex}" if version else "")


@dataclass(frozen=True, slots=True)
class FormatInUse:
    """One format of the check with all that its ads are set from."""

    ad_format: AdFormat
    channel: Channel
    template: TemplateInUse


@dataclass(frozen=True, slots=True)
class Content:
    """All that the ads of a check are set from, apart from what each outlet brings."""

    campaign: Campaign
    formats: tuple[FormatInUse, ...]
    audience: Audience
    outlets: int
    sha256: str

    @property
    def ads(self) -> int:
        """How many ads there are to set."""
        return self.outlets * len(self.formats)


def load_content(subject: CheckSubject) -> Content:
    """Return what would be published now; raises NotFound where the subject does not exist."""
    with reading():
        campaign = load_campaign(subject.campaign_id)
        formats = tuple(_formats(subject))
        audience = audience_of(campaign.id)
        # A campaign is published with its own fields; it takes over those of a version with it.
        taken_over = formats if subject.template_version_id else ()
        imagined = imagine_with(campaign, *(one.template.version for one in taken_over))
        outlets, digest = _audience_digest(audience)
        return Content(
            campaign=imagined,
            formats=formats,
            audience=audience,
            outlets=outlets,
            sha256=_digest(imagined, formats, audience, digest),
        )


def _formats(subject: CheckSubject) -> Iterable[FormatInUse]:
    chosen = formats_of(subject.campaign_id)
    if subject.template_version_id is None:
        return [_in_use(one, get_template_version(one.template_version_id)) for one in chosen]
    version = get_template_version(subject.template_version_id)
    with reading() as running:
        format_key = running.get_one(AdTemplate, version.template_id).format_key
    found = [_in_use(one, version) for one in chosen if one.format_key == format_key]
    if not found:
        raise NotFound(N_("This campaign has no format %(key)s."), key=format_key)
    return found


def _in_use(chosen: CampaignFormat, version: AdTemplateVersion) -> FormatInUse:
    with reading() as running:
        kit = running.get_one(BrandKitVersion, version.kit_version_id).sha256
    return FormatInUse(
        get_format(chosen.format_key),
        get_channel(chosen.channel_key),
        TemplateInUse(version, _document(version), kit),
    )


def _document(version: AdTemplateVersion) -> AdDocument:
    """Return the document of a version, drafts included: what it is named by is its hash."""
    return read_checked(version.document)


def _digest(
    campaign: Campaign, formats: Sequence[FormatInUse], audience: Audience, outlets: str
) -> str:
    said: Mapping[str, Any] = {name: getattr(campaign, name) for name in _SET_FROM}
    return fingerprint_of(
        {
            "campaign": said,
            "period": [campaign.runs_from.isoformat(), campaign.runs_until.isoformat()],
            "formats": [
                [
                    one.ad_format.key,
                    one.channel.key,
                    one.template.version.sha256,
                    one.template.kit_sha256,
                ]
                for one in formats
            ],
            "audience": [sorted(audience.paths), sorted(audience.tags)],
            "outlets": outlets,
        }
    )


def _audience_digest(audience: Audience) -> tuple[int, str]:
    """Return how many outlets are meant, and what changes when one comes, goes or moves.

    Each change of an outlet's or a partner's master data counts up its row's version.
    """
    statement = (
        select(Outlet.id, Outlet.row_version, Partner.row_version)
        .join(Partner, Partner.id == Outlet.partner_id)
        .where(outlets_meant(audience))
        .order_by(Outlet.id)
    )
    digest, count = hashlib.sha256(), 0
    with reading() as running:
        for outlet_id, *versions in running.execute(statement):
            digest.update(outlet_id.bytes + ":".join(map(str, versions)).encode())
            count += 1
    return count, digest.hexdigest()


def outlets_after(
    audience: Audience, last: UUID | None, limit: int
) -> list[tuple[Outlet, Partner]]:
    """Return the next outlets of an audience with their partners, in the order of their ids."""
    statement = (
        select(Outlet, Partner)
        .join(Partner, Partner.id == Outlet.partner_id)
        .where(outlets_meant(audience))
    )
    if last is not None:
        statement = statement.where(Outlet.id > last)
    with reading() as running:
        found = running.execute(statement.order_by(Outlet.id).limit(limit))
        return [(outlet, partner) for outlet, partner in found]
