"""Owns gathering the inputs of an ad: values, short links, photos, versions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from brand_assets.design_facts import KitValues
from brand_assets.kit.loading import load_kit_values
from brand_assets.kit.models import BrandKitVersion
from brand_assets.library.photos import StoredPhotos
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import PhotoFrame
from brand_assets.typesetting.values import DateRangeValue
from campaigns.ad_templates.fields import FieldKind, Json, photo_of
from campaigns.ad_templates.models import AdFormat, AdTemplateVersion
from campaigns.ad_templates.rules import read_raw, typed_values
from campaigns.ad_templates.service import get_format, get_template_version, load_document
from campaigns.localisation.models import Localisation
from campaigns.localisation.photos import refuse_unusable_photos
from campaigns.localisation.resolving import ResolvedValues, resolve, resolve_values
from campaigns.localisation.short_links import short_link_code, short_link_url
from campaigns.planning.channels import get_channel
from campaigns.planning.models import Campaign, Channel
from campaigns.planning.service import fields_of, formats_of, get_campaign_format, load_campaign
from campaigns.proofs.inputs import AdInputs
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.partners.models import Outlet
from regions.partners.service import get_master_data

LANGUAGE = "de"


@dataclass(frozen=True, slots=True)
class GatheredAd:
    """One localisation in one format, with everything that setting and checking it needs."""

    localisation: Localisation
    campaign: Campaign
    ad_format: AdFormat
    channel: Channel
    version: AdTemplateVersion
    document: AdDocument
    kit: KitValues
    resolved: ResolvedValues
    inputs: AdInputs


def gather(
    localisation_id: UUID, format_key: str, unsaved: Mapping[str, Json] | None = None
) -> GatheredAd:
    """Gather an ad as it is now; `unsaved` raw values count as if they were saved."""
    with reading() as running:
        localisation = running.get(Localisation, localisation_id)
        if localisation is None:
            raise NotFound(N_("This ad does not exist, or not for your account."))
        campaign = load_campaign(localisation.campaign_id)
        _refuse_unusable(localisation, campaign, unsaved)
        return _gather(localisation, campaign, format_key, resolve(localisation_id, unsaved))


def gather_all(
    localisation_id: UUID, unsaved: Mapping[str, Json] | None = None
) -> tuple[GatheredAd, ...]:
    """Gather an ad in all formats of its campaign, in their order: its values are read once."""
    with reading() as running:
        localisation = running.get(Localisation, localisation_id)
        if localisation is None:
            raise NotFound(N_("This ad does not exist, or not for your account."))
        campaign = load_campaign(localisation.campaign_id)
        _refuse_unusable(localisation, campaign, unsaved)
        resolved = resolve(localisation_id, unsaved)
        return tuple(
            _gather(localisation, campaign, chosen.format_key, resolved)
            for chosen in formats_of(campaign.id)
        )


def gather_with(localisation_id: UUID, format_key: str, version_id: UUID) -> GatheredAd:
    """Gather an ad as it is now, but set with another version of its template."""
    with reading() as running:
        localisation = running.get(Localisation, localisation_id)
        if localisation is None:
            raise NotFound(N_("This ad does not exist, or not for your account."))
        campaign = load_campaign(localisation.campaign_id)
        template = (get_template_version(version_id), load_document(version_id))
        return gather_as(localisation, campaign, format_key, resolve(localisation_id), template)


def _refuse_unusable(
    localisation: Localisation, campaign: Campaign, unsaved: Mapping[str, Json] | None
) -> None:
    """Refuse photos that could not be saved here: looking shows no more than saving does."""
    if unsaved:
        canonical, _ = read_raw(fields_of(campaign), unsaved)
        refuse_unusable_photos(localisation.path, campaign, canonical)


def gather_unstarted(campaign_id: UUID, outlet_id: UUID, format_key: str) -> GatheredAd:
    """Gather the ad that an outlet would have before anybody has started it: nothing is stored."""
    with reading() as running:
        campaign, outlet = load_campaign(campaign_id), running.get_one(Outlet, outlet_id)
        imagined = Localisation(
            campaign_id=campaign.id,
            outlet_id=outlet.id,
            partner_id=outlet.partner_id,
            path=outlet.path,
            values={},
            withdrawn={},
        )
        resolved = resolve_values(campaign, get_master_data(outlet.id), {}, {})
        return _gather(imagined, campaign, format_key, resolved)


def _gather(
    localisation: Localisation, campaign: Campaign, format_key: str, resolved: ResolvedValues
) -> GatheredAd:
    chosen = get_campaign_format(campaign.id, format_key)
    version = get_template_version(chosen.template_version_id)
    template = (version, load_document(version.id))
    return gather_as(localisation, campaign, format_key, resolved, template)


def gather_as(
    localisation: Localisation,
    campaign: Campaign,
    format_key: str,
    resolved: ResolvedValues,
    template: tuple[AdTemplateVersion, AdDocument],
) -> GatheredAd:
    """Gather an ad as it would be with these values, set with a version and its document."""
    chosen = get_campaign_format(campaign.id, format_key)
    version, document = template
    kit = load_kit_values(version.kit_version_id)
    return GatheredAd(
        localisation=localisation,
        campaign=campaign,
        ad_format=get_format(format_key),
        channel=get_channel(chosen.channel_key),
        version=version,
        document=document,
        kit=kit,
        resolved=resolved,
        inputs=_inputs(localisation, version, document, resolved),
    )


def _inputs(
    localisation: Localisation,
    version: AdTemplateVersion,
    document: AdDocument,
    resolved: ResolvedValues,
) -> AdInputs:
    url = short_link_url(short_link_code(localisation, document.format_key))
    kit = _kit_hash(version.kit_version_id)
    return inputs_of(TemplateInUse(version, document, kit), resolved, url, StoredPhotos().focal)


@dataclass(frozen=True, slots=True)
class TemplateInUse:
    """A template version with its document and the hash of the kit that it is set with."""

    version: AdTemplateVersion
    document: AdDocument
    kit_sha256: str


def inputs_of(
    template: TemplateInUse,
    resolved: ResolvedValues,
    url: str,
    focal: Callable[[str], tuple[float, float]],
) -> AdInputs:
    """Return what an ad is set from; `url` is its short link, `focal` knows the photos."""
    version, document = template.version, template.document
    shown = set(document.fields())
    values = {
        entry.key: (entry.kind, resolved.canonical[entry.key])
        for entry in resolved.fields
        if entry.key in shown and resolved.canonical.get(entry.key) is not None
    }
    photos = {sha for kind, value in values.values() if (sha := photo_of(kind, value))}
    fixed = {frame.asset for frame in document.frames() if isinstance(frame, PhotoFrame)}
    placed = photos | {asset for asset in fixed if asset}
    return AdInputs(
        template_version_id=version.id,
        kit_version_id=version.kit_version_id,
        template_sha256=version.sha256,
        kit_sha256=template.kit_sha256,
        language=LANGUAGE,
        values=values,
        links={key: url for key, (kind, _) in values.items() if kind is FieldKind.URL},
        assets={sha256: focal(sha256) for sha256 in sorted(placed)},
    )


def _kit_hash(kit_version_id: UUID) -> str:
    with reading() as running:
        return running.get_one(BrandKitVersion, kit_version_id).sha256


def find_period(resolved: ResolvedValues) -> DateRangeValue | None:
    """Return the period that the ad names, None where the campaign has no such field."""
    dated = (entry for entry in resolved.fields if entry.kind is FieldKind.DATE_RANGE)
    periods = typed_values(dated, resolved.canonical).values()
    return next((value for value in periods if isinstance(value, DateRangeValue)), None)
