"""Owns gathering ads for another process: what it is told of each, and what it may lack."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from brand_assets.cd_rules import CheckContext
from brand_assets.design_facts import KitValues
from brand_assets.kit.loading import load_kit_values
from brand_assets.kit.models import BrandKitVersion
from brand_assets.library.photos import StoredPhotos
from brand_assets.typesetting.document import AdDocument
from brand_assets.typesetting.frames import PhotoFrame
from brand_assets.typesetting.values import FieldValues, TextValue, shown_photo
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.service import get_format, get_template_version, load_document
from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import resolve_values
from campaigns.planning.service import formats_of, load_campaign
from campaigns.proofs.checking import context_of
from campaigns.proofs.gathering import LANGUAGE, GatheredAd, gather, gather_all, gather_unstarted
from campaigns.proofs.service import rights_to_photos
from campaigns.rollout.keeping import Key
from campaigns.rollout.models import KitEffectItem
from campaigns.rollout.rules import AdStage, Sample
from campaigns.rollout.setting import AdToExamine, Refused
from campaigns.rollout.subjects import Basis, TemplateSubject, orderable, stages
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound, Refusal
from regions.partners.service import get_master_data


@dataclass(frozen=True, slots=True)
class Prepared:
    """An ad to examine and the row that its result is kept in, result still missing.

    Where it cannot even be gathered (its photo has left the library), `refused` says why.
    """

    ad: AdToExamine | None
    row: dict[str, object]
    refused: Refused | None = None


class Library:
    """Gives other processes the large things that they lack, by key; safe between threads.

    `kits` and `documents` are drafts by their hash: what is published it finds by itself.
    """

    def __init__(
        self,
        kits: Mapping[str, KitValues],
        documents: Mapping[str, AdDocument] = MappingProxyType({}),
    ) -> None:
        self._kits = dict(kits)
        self._drafts = dict(documents)
        self._versions: dict[str, UUID] = {}
        self._documents: dict[str, UUID] = {}

    def knows(self, version: AdTemplateVersion) -> tuple[str, str]:
        """Remember a template version; return the hashes of its document and of its kit."""
        with reading() as running:
            kit = running.get_one(BrandKitVersion, version.kit_version_id).sha256
        self._documents[version.sha256] = version.id
        self._versions.setdefault(kit, version.kit_version_id)
        return version.sha256, kit

    def provide(self, key: Key) -> object:
        """Return what a key names."""
        kind, name = key[0], key[1]
        if kind == "kit":
            return self.kit(name)
        if kind == "document":
            return self.document(name)
        return self._photo(kind, name, key)

    def document(self, sha256: str) -> AdDocument:
        """Return a document that was handed over, or that an ad was prepared with."""
        found = self._drafts.get(sha256)
        return found if found is not None else load_document(self._documents[sha256])

    def _photo(self, kind: str, sha256: str, key: Key) -> object:
        if kind == "size":
            return StoredPhotos().size(sha256)
        if kind == "artwork":
            return StoredPhotos().artwork(sha256)
        width, profile = int(key[2]), self.kit(key[3]).profile
        source = StoredPhotos(profile)
        if kind == "press":
            return source.press(sha256, profile, width or None)
        return source.proxy(sha256, width)

    def kit(self, sha256: str) -> KitValues:
        """Return a kit that was handed over, or that an ad was prepared with."""
        found = self._kits.get(sha256)
        return found if found is not None else load_kit_values(self._versions[sha256])


def prepare_localisations(
    localisations: Sequence[Localisation], basis: Basis, library: Library
) -> list[Prepared]:
    """Return the ads of localisations that a new kit could still reach, in all their formats."""
    found: list[Prepared] = []
    with reading():
        ordered = stages(localisations)
        for localisation in localisations:
            reached = _reached(localisation, basis, ordered)
            try:
                ads = [ad for ad in gather_all(localisation.id) if ad.ad_format.key in reached]
                found += _prepared(ads, library, reached)
            except Refusal as refusal:
                found += _unseen(localisation, basis, reached, refusal)
    return found


def _unseen(
    localisation: Localisation, basis: Basis, reached: dict[str, AdStage], refusal: Refusal
) -> Iterable[Prepared]:
    """Return the ads of an outlet that cannot be gathered: they are listed, not dropped."""
    for live in basis.formats:
        if live.campaign_id == localisation.campaign_id and live.format_key in reached:
            row: dict[str, object] = {
                "sample": None,
                "stage": reached[live.format_key],
                "template_version_id": live.template_version_id,
                "campaign_id": live.campaign_id,
                "outlet_id": localisation.outlet_id,
                "localisation_id": localisation.id,
                "format_key": live.format_key,
                "path": localisation.path,
                "fingerprint": "",
            }
            yield Prepared(None, row, Refused(refusal.message, dict(refusal.params)))


def _reached(
    localisation: Localisation, basis: Basis, ordered: dict[tuple[UUID, str], AdStage | None]
) -> dict[str, AdStage]:
    """Return how far an outlet's ads are by format; those that nothing can reach are left out."""
    still = AdStage.DRAFT if orderable(load_campaign(localisation.campaign_id)) else None
    stages_of = {
        key: ordered.get((localisation.id, key), still)
        for key in basis.running[localisation.campaign_id]
    }
    return {key: stage for key, stage in stages_of.items() if stage is not None}


def _prepared(
    ads: Sequence[GatheredAd], library: Library, stages_of: dict[str, AdStage]
) -> Iterable[Prepared]:
    rights = rights_to_photos(ads)
    for ad in ads:
        context = context_of(ad, rights, clock.today())
        row = _row(ad) | {"stage": stages_of[ad.ad_format.key]}
        row["localisation_id"] = ad.localisation.id
        yield Prepared(_told(ad, context, library), row)


def prepare_template(subject: TemplateSubject, library: Library, path: str) -> Prepared:
    """Return a template with its sample values; `path` is where the kit holds."""
    with reading():
        try:
            return _tried(subject, library, path)
        except Refusal as refusal:
            row = _template_row(subject, path)
            return Prepared(None, row, Refused(refusal.message, dict(refusal.params)))


def _tried(subject: TemplateSubject, library: Library, path: str) -> Prepared:
    if not _is_in_use(subject):
        return _borrowed(subject, library, path)
    ad = gather_unstarted(*_place(subject), subject.format_key)
    context = context_of(ad, rights_to_photos([ad]), clock.today())
    told = _told(ad, context, library)
    if subject.sample is Sample.DEFAULTS:
        told = replace(told, finished=True)
    return Prepared(told, _row(ad) | {"sample": subject.sample})


def _place(subject: TemplateSubject) -> tuple[UUID, UUID]:
    if subject.campaign_id is None or subject.outlet_id is None:
        raise NotFound(N_("This campaign has no format %(key)s."), key=subject.format_key)
    return subject.campaign_id, subject.outlet_id


def _is_in_use(subject: TemplateSubject) -> bool:
    """Tell whether its campaign sets this format with some version of this very template."""
    if subject.campaign_id is None:
        return False
    template_id = get_template_version(subject.template_version_id).template_id
    return any(
        get_template_version(chosen.template_version_id).template_id == template_id
        for chosen in formats_of(subject.campaign_id)
        if chosen.format_key == subject.format_key
    )


def _borrowed(subject: TemplateSubject, library: Library, path: str) -> Prepared:
    """Return a template with values of a campaign that does not use it, or with none at all."""
    version = get_template_version(subject.template_version_id)
    document = load_document(version.id)
    sha256, kit = library.knows(version)
    values, texts = _values(subject)
    fixed = {frame.asset for frame in document.frames() if isinstance(frame, PhotoFrame)}
    chosen = {photo.sha256 for one in values.values() if (photo := shown_photo(one))}
    source = StoredPhotos()
    context = CheckContext(
        medium=get_format(subject.format_key).medium,
        day=clock.today(),
        locale=LANGUAGE,
        path=path,
        values=texts,
    )
    focals = {asset: source.focal(asset) for asset in fixed | chosen if asset}
    ad = AdToExamine(sha256, kit, values, LANGUAGE, context, focals)
    return Prepared(ad, _template_row(subject, path))


def _template_row(subject: TemplateSubject, path: str) -> dict[str, object]:
    return {
        "sample": subject.sample,
        "stage": None,
        "template_version_id": subject.template_version_id,
        "campaign_id": subject.campaign_id,
        "outlet_id": subject.outlet_id,
        "format_key": subject.format_key,
        "path": path,
        "fingerprint": "",
    }


def _values(subject: TemplateSubject) -> tuple[FieldValues, dict[str, str]]:
    if subject.campaign_id is None or subject.outlet_id is None:
        return {}, {}
    campaign = load_campaign(subject.campaign_id)
    values = resolve_values(campaign, get_master_data(subject.outlet_id), {}, {}).typed
    return values, {
        key: value.text for key, value in values.items() if isinstance(value, TextValue)
    }


def _told(ad: GatheredAd, context: CheckContext, library: Library) -> AdToExamine:
    document, kit = library.knows(ad.version)
    inputs = ad.inputs
    return AdToExamine(document, kit, inputs.typed, inputs.language, context, dict(inputs.assets))


def _row(ad: GatheredAd) -> dict[str, object]:
    return {
        "sample": None,
        "stage": None,
        "template_version_id": ad.version.id,
        "campaign_id": ad.campaign.id,
        "outlet_id": ad.localisation.outlet_id,
        "format_key": ad.ad_format.key,
        "path": ad.localisation.path,
        "fingerprint": ad.inputs.fingerprint,
    }


def prepare_again(item: KitEffectItem, library: Library) -> Prepared:
    """Return a kept ad as it is now, to be painted; its document and old kit are those of then."""
    with reading():
        subject = TemplateSubject(
            item.template_version_id,
            item.format_key,
            item.sample or Sample.DEFAULTS,
            item.campaign_id,
            item.outlet_id,
        )
        if not _is_in_use(subject):
            return _borrowed(subject, library, item.path)
        ad = _gathered(item, *_place(subject))
        context = context_of(ad, rights_to_photos([ad]), clock.today())
        document, kit = library.knows(get_template_version(item.template_version_id))
        told = _told(ad, context, library)
        return Prepared(replace(told, document=document, kit=kit), _row(ad))


def _gathered(item: KitEffectItem, campaign_id: UUID, outlet_id: UUID) -> GatheredAd:
    if item.localisation_id is None:
        return gather_unstarted(campaign_id, outlet_id, item.format_key)
    return gather(item.localisation_id, item.format_key)


def load_draft(version_id: UUID, content_sha256: str) -> KitValues:
    """Return the values of a kit version while it says exactly this; raises NotFound after."""
    values = load_kit_values(version_id)
    with reading() as running:
        version = running.get(BrandKitVersion, version_id, populate_existing=True)
    if version is None or version.sha256 != content_sha256:
        raise NotFound(N_("The draft has changed since. Look at its effect again."))
    return values
