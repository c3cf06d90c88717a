"""Owns gathering the ads of many outlets: what all share is read once, the rest batch by batch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from brand_assets.cd_rules import CheckContext
from brand_assets.kit.loading import load_kit_values
from brand_assets.library.photos import StoredPhotos
from brand_assets.library.rights_book import RightsBook
from brand_assets.typesetting.frames import ArtworkFrame
from campaigns.ad_templates.fields import Json
from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import ResolvedValues, resolve_values
from campaigns.localisation.rules import short_code
from campaigns.localisation.short_links import short_link_url
from campaigns.proofs.checking import context_of
from campaigns.proofs.gathering import GatheredAd, inputs_of
from campaigns.rollout.everyone.rules import Entry
from campaigns.rollout.everyone.subjects import Content, FormatInUse
from campaigns.rollout.gathering import Library
from campaigns.rollout.setting import AdToExamine, Refused
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound, Refusal
from regions.partners.models import Outlet, Partner
from regions.partners.rules import OutletMasterData
from regions.partners.service import master_data


@dataclass(frozen=True, slots=True)
class OutletAd:
    """The ad of an outlet in one format, or why it cannot be gathered."""

    format_key: str
    ad: AdToExamine | None
    entry: Entry
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class OutletAds:
    """All ads of one outlet."""

    outlet_id: UUID
    path: str
    region_path: str
    ads: tuple[OutletAd, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An outlet with its master data, or with others in their place, and what it has set itself."""

    outlet: Outlet
    region_path: str
    master_data: OutletMasterData
    values: Mapping[str, Json]
    localisation: Localisation | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """An ad with who may set what of it, and the circumstances in which it is checked."""

    ad: GatheredAd
    entry: Entry
    context: CheckContext


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the ads of one outlet share in all formats."""

    outlet: Outlet
    localisation: Localisation
    resolved: ResolvedValues
    entry: Entry


class Gatherer:
    """Gathers the ads of outlets for one content; `library` gives what other processes lack."""

    def __init__(self, content: Content) -> None:
        self.content = content
        templates = [one.template for one in content.formats]
        self.library = Library(
            kits={t.kit_sha256: load_kit_values(t.version.kit_version_id) for t in templates},
            documents={t.version.sha256: t.document for t in templates},
        )
        self._photos = StoredPhotos()
        self._rights = RightsBook()
        self._artworks = {
            one.ad_format.key: [
                frame.asset
                for frame in one.template.document.frames()
                if isinstance(frame, ArtworkFrame) and frame.asset
            ]
            for one in content.formats
        }
        self._day = clock.today()

    def gather(self, outlets: Sequence[tuple[Outlet, Partner]]) -> list[OutletAds]:
        """Return the ads of a batch of outlets in all formats."""
        with reading():
            started = self._started([outlet.id for outlet, _ in outlets])
            return [self._all_of(place_of(*one, started.get(one[0].id))) for one in outlets]

    def _started(self, outlet_ids: Sequence[UUID]) -> dict[UUID, Localisation]:
        statement = select(Localisation).where(
            Localisation.campaign_id == self.content.campaign.id,
            Localisation.outlet_id.in_(outlet_ids),
        )
        with reading() as running:
            return {one.outlet_id: one for one in running.scalars(statement)}

    def _all_of(self, place: Place) -> OutletAds:
        outlet = place.outlet
        ads = tuple(self.ads_of(place, self.content.formats))
        return OutletAds(outlet.id, outlet.path, place.region_path, ads)

    def ads_of(self, place: Place, formats: Iterable[FormatInUse]) -> Iterator[OutletAd]:
        """Yield the ads of one outlet in some formats."""
        begun = self._begun(place)
        for one in formats:
            key, entry = one.ad_format.key, begun.entry
            try:
                gathered = self._gathered(begun, one)
            except Refusal as refusal:
                refused = Refused(refusal.message, dict(refusal.params))
                yield OutletAd(key, None, entry, refused)
            else:
                yield OutletAd(key, self._told(gathered), entry)

    def gather_one(self, place: Place, format_key: str) -> Gathered:
        """Return the ad of one outlet in one format, for who looks at it here."""
        for one in self.content.formats:
            if one.ad_format.key == format_key:
                return self._gathered(self._begun(place), one)
        raise NotFound(N_("This campaign has no format %(key)s."), key=format_key)

    def _begun(self, place: Place) -> _Begun:
        campaign = self.content.campaign
        resolved = resolve_values(campaign, place.master_data, place.values, {})
        localisation = place.localisation or _imagined(campaign.id, place.outlet)
        return _Begun(place.outlet, localisation, resolved, _entry(place, resolved))

    def _told(self, gathered: Gathered) -> AdToExamine:
        ad = gathered.ad
        return AdToExamine(
            document=ad.version.sha256,
            kit=ad.inputs.kit_sha256,
            values=ad.inputs.typed,
            language=ad.inputs.language,
            context=gathered.context,
            focals=dict(ad.inputs.assets),
        )

    def _gathered(self, begun: _Begun, one: FormatInUse) -> Gathered:
        ad = self._ad(begun, one)
        placed = (*ad.inputs.assets, *self._artworks[one.ad_format.key])
        rights = self._rights.rights_at(begun.outlet.path, placed)
        return Gathered(ad, begun.entry, context_of(ad, rights, self._day))

    def _ad(self, begun: _Begun, one: FormatInUse) -> GatheredAd:
        campaign, template = self.content.campaign, one.template
        code = short_code(campaign.slug, begun.outlet.number, one.ad_format.key)
        return GatheredAd(
            localisation=begun.localisation,
            campaign=campaign,
            ad_format=one.ad_format,
            channel=one.channel,
            version=template.version,
            document=template.document,
            kit=self.library.kit(template.kit_sha256),
            resolved=begun.resolved,
            inputs=inputs_of(template, begun.resolved, short_link_url(code), self._photos.focal),
        )


def _entry(place: Place, resolved: ResolvedValues) -> Entry:
    return Entry(
        open=frozenset(f.key for f in resolved.fields if not f.locked and not f.computed),
        own=frozenset(place.values),
    )


def place_of(outlet: Outlet, partner: Partner, started: Localisation | None) -> Place:
    """Return an outlet as it is, with what it has set itself where it has begun its ad."""
    values = started.values if started else {}
    return Place(outlet, partner.region_path, master_data(outlet, partner), values, started)


def _imagined(campaign_id: UUID, outlet: Outlet) -> Localisation:
    return Localisation(
        campaign_id=campaign_id,
        outlet_id=outlet.id,
        partner_id=outlet.partner_id,
        path=outlet.path,
        values={},
        withdrawn={},
    )
