"""Owns getting ads ready for a trial: each as it is, and as a new version would have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from brand_assets.design_facts import Bilingual
from brand_assets.typesetting.document import AdDocument
from campaigns.ad_templates.drafting import load_draft_document
from campaigns.ad_templates.fields import Json
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import resolve_values
from campaigns.planning.merging import imagine_with
from campaigns.proofs.checking import context_of
from campaigns.proofs.gathering import GatheredAd, gather, gather_as
from campaigns.proofs.service import rights_to_photos
from campaigns.rollout.gathering import Library
from campaigns.rollout.setting import AdToExamine
from campaigns.rollout.versions.examining import TwoWays
from campaigns.rollout.versions.rules import Carried, Shift, carry_values
from campaigns.rollout.versions.shifting import Concerned, elsewhere_of, shift_of
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import Refusal
from regions.partners.rules import OutletMasterData
from regions.partners.service import get_many_master_data


@dataclass(frozen=True, slots=True)
class ReadyAd:
    """One localisation: what its values become, and both ads; None where it cannot be gathered."""

    localisation: Localisation
    format_key: str
    carried: Carried
    both: TwoWays | None
    labels: Mapping[str, Bilingual]


@dataclass(frozen=True, slots=True)
class Ahead:
    """One concerned format, with what going over means for it."""

    concerned: Concerned
    shift: Shift


class Preparing:
    """Gets localisations ready for one version; what they have in common is read once."""

    def __init__(self, version: AdTemplateVersion, concerned: Sequence[Concerned]) -> None:
        self.version, self.document = version, load_draft_document(version.id)
        self.library = Library({}, {version.sha256: self.document})
        self._ahead: Mapping[UUID, Ahead] = {
            one.campaign.id: Ahead(one, shift_of(one.campaign, one.chosen, version, self.document))
            for one in concerned
        }

    def ready(self, localisations: Sequence[Localisation]) -> list[ReadyAd]:
        """Return the ads of some localisations."""
        with reading():
            outlets = get_many_master_data([one.outlet_id for one in localisations])
            return [self._ready(one, outlets[one.outlet_id]) for one in localisations]

    def _ready(self, localisation: Localisation, outlet: OutletMasterData) -> ReadyAd:
        ahead = self._ahead[localisation.campaign_id]
        campaign, shift = ahead.concerned.campaign, ahead.shift
        elsewhere: Mapping[str, Json] = elsewhere_of(shift, campaign, outlet)
        carried = carry_values(shift, localisation.values, elsewhere)
        format_key = ahead.concerned.chosen.format_key
        try:
            both = self._both(localisation, outlet, ahead, carried)
        except Refusal:
            both = None
        labels = {key: entry.label for key, entry in shift.after.items()}
        return ReadyAd(localisation, format_key, carried, both, labels)

    def _both(
        self, localisation: Localisation, outlet: OutletMasterData, ahead: Ahead, carried: Carried
    ) -> TwoWays:
        chosen, campaign = ahead.concerned.chosen, ahead.concerned.campaign
        before = gather(localisation.id, chosen.format_key)
        imagined = imagine_with(campaign, self.version)
        after = gather_as(
            localisation,
            imagined,
            chosen.format_key,
            resolve_values(imagined, outlet, carried.values, {}),
            (self.version, self.document),
        )
        return TwoWays(self._told(before), self._told(after))

    def _told(self, ad: GatheredAd) -> AdToExamine:
        document, kit = self.library.knows(ad.version)
        context = context_of(ad, rights_to_photos([ad]), clock.today())
        inputs = ad.inputs
        return AdToExamine(
            document, kit, inputs.typed, inputs.language, context, dict(inputs.assets)
        )


def pages_of(document: AdDocument) -> int:
    """Return how many pages a document has."""
    return len(document.pages)
