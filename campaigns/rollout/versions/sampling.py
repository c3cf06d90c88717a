"""Owns pictures of any version, drafts too, with sample values of a campaign, painted apart."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from brand_assets.cd_rules import CheckContext
from brand_assets.library.photos import StoredPhotos
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import PhotoFrame
from campaigns.ad_templates.drafting import load_draft_document
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import resolve_values
from campaigns.planning.audience import audience_of, find_example, visible_campaigns
from campaigns.planning.merging import imagine_with
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.rules import CampaignStatus
from campaigns.proofs.checking import context_of
from campaigns.proofs.gathering import LANGUAGE, gather_as
from campaigns.proofs.service import rights_to_photos
from campaigns.rollout.apart import Apart
from campaigns.rollout.gathering import Library
from campaigns.rollout.keeping import require
from campaigns.rollout.pictures import packed, painted
from campaigns.rollout.setting import AdToExamine, needed_by
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.partners.service import get_master_data
from regions.scoping import Scope


@dataclass(frozen=True, slots=True)
class Sample:
    """Whose values a picture borrows: a campaign's, of an outlet's; None where nobody has any."""

    campaign: Campaign
    outlet_id: UUID
    place: str


def sample_for(version: AdTemplateVersion, scope: Scope) -> Sample | None:
    """Return a campaign with this template and an outlet of its audience, both in scope.

    One that is published goes before a plan, and the newer before the older.
    """
    statement = (
        select(Campaign)
        .join(CampaignFormat, CampaignFormat.campaign_id == Campaign.id)
        .join(AdTemplateVersion, AdTemplateVersion.id == CampaignFormat.template_version_id)
        .where(AdTemplateVersion.template_id == version.template_id)
        .order_by(
            (Campaign.status == CampaignStatus.PUBLISHED).desc(),
            Campaign.runs_from.desc(),
            Campaign.slug,
        )
    )
    with reading() as running:
        for campaign in visible_campaigns(scope, running.scalars(statement).all()):
            outlet = find_example(audience_of(campaign.id), scope)
            if outlet is not None:
                return Sample(campaign, outlet.id, outlet.place)
    return None


def paint_sample(version: AdTemplateVersion, page: int, width: int, scope: Scope) -> bytes:
    """Return a page of a version with sample values as a JPEG; raises NotFound."""
    document = load_draft_document(version.id)
    if not 0 <= page < len(document.pages):
        raise NotFound(N_("This page does not exist."))
    library = Library({}, {version.sha256: document})
    with reading():
        ad = _sampled(version, document, library, scope)
    made = Apart(library.provide).run(paint_one, ad, page, width)
    if made is None:
        raise NotFound(N_("There is no picture: this version cannot be set."))
    return made


def paint_one(ad: AdToExamine, page: int, width: int) -> bytes | None:
    """Paint a page of an ad; runs in another process."""
    require(needed_by([ad]))
    return packed(painted(ad, ad.kit, page, width))


def _sampled(
    version: AdTemplateVersion, document: AdDocument, library: Library, scope: Scope
) -> AdToExamine:
    sha256, kit = library.knows(version)
    sample = sample_for(version, scope)
    if sample is None:
        return _bare(sha256, kit, document)
    campaign = imagine_with(sample.campaign, version)
    data = get_master_data(sample.outlet_id)
    localisation = Localisation(
        campaign_id=campaign.id, outlet_id=sample.outlet_id, path=campaign.path, values={}
    )
    localisation.withdrawn = {}
    ad = gather_as(
        localisation,
        campaign,
        document.format_key,
        resolve_values(campaign, data, {}, {}),
        (version, document),
    )
    context = context_of(ad, rights_to_photos([ad]), clock.today())
    return AdToExamine(sha256, kit, ad.inputs.typed, LANGUAGE, context, dict(ad.inputs.assets))


def _bare(sha256: str, kit: str, document: AdDocument) -> AdToExamine:
    """Return a version with what stands in it alone."""
    source = StoredPhotos()
    fixed = {frame.asset for frame in document.frames() if isinstance(frame, PhotoFrame)}
    focals = {asset: source.focal(asset) for asset in fixed if asset}
    context = CheckContext(medium=document.medium, day=clock.today(), locale=LANGUAGE)
    return AdToExamine(sha256, kit, {}, LANGUAGE, context, focals)
