"""Owns the reports of ads and proofs: what was tested, what passed, what was found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from brand_assets.cd_rules.law_packs import find_kept_pack
from brand_assets.design_facts import Bilingual
from brand_assets.kit.models import BrandKit, BrandKitVersion
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format
from campaigns.localisation.models import Localisation
from campaigns.localisation.service import get_localisation
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of, formats_of, load_campaign
from campaigns.proofs.gathering import gather
from campaigns.proofs.keeping import get_proof, proof_findings
from campaigns.proofs.report_rules import CheckReport, report_of
from campaigns.proofs.rules import read_tallies
from campaigns.proofs.service import judge_ad
from portal.foundation import clock
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor
from regions.partners.models import Outlet


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked: by which kit, which law packs, when, with which fingerprint."""

    kit: str
    kit_number: int
    law_packs: tuple[str, ...]
    fingerprint: str
    at: datetime

    @property
    def law(self) -> tuple[Bilingual, ...]:
        """What was checked by law, a sentence for each pack; a pack that is gone by its name."""
        packs = ((pack_id, find_kept_pack(pack_id)) for pack_id in self.law_packs)
        return tuple(pack.told() if pack else Bilingual(key, key) for key, pack in packs)


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report with what it is about; `labels` are the names of fields.

    Without a proof it is of the ad as it is now, and what only finished pages tell is missing.
    """

    report: CheckReport
    checked: Checked
    localisation: Localisation
    campaign: Campaign
    outlet: Outlet
    ad_format: AdFormat
    formats: tuple[AdFormat, ...]
    labels: dict[str, Bilingual]
    proof_id: UUID | None = None


def report_of_proof(actor: Actor, proof_id: UUID) -> ReportPage:
    """Return what a proof in the account's scope was tested for when it was made."""
    proof = get_proof(actor, proof_id)
    localisation = get_localisation(actor, proof.localisation_id)
    checked = _checked(
        proof.kit_version_id, tuple(proof.law_packs), proof.fingerprint, proof.created_at
    )
    report = report_of(read_tallies(proof.tallies), proof_findings(proof))
    return _page(report, checked, localisation, get_format(proof.format_key), proof.id)


def report_of_ad(actor: Actor, localisation_id: UUID, format_key: str | None) -> ReportPage:
    """Return what an ad in the account's scope is tested for now; without a key in its first."""
    localisation = get_localisation(actor, localisation_id)
    keys = [chosen.format_key for chosen in formats_of(localisation.campaign_id)]
    if not keys or (format_key is not None and format_key not in keys):
        raise NotFound(N_("This campaign has no format %(key)s."), key=format_key or "")
    ad = gather(localisation_id, format_key or keys[0])
    found = judge_ad(ad)
    packs = tuple(pack.id for pack in found.law_packs)
    checked = _checked(ad.version.kit_version_id, packs, found.fingerprint, clock.now())
    return _page(report_of(found.tallies, found.findings), checked, localisation, ad.ad_format)


def _checked(
    kit_version_id: UUID, law_packs: tuple[str, ...], fingerprint: str, at: datetime
) -> Checked:
    with reading() as running:
        version = running.get_one(BrandKitVersion, kit_version_id)
        kit = running.get_one(BrandKit, version.kit_id)
        return Checked(kit.key, version.number, law_packs, fingerprint, at)


def _page(
    report: CheckReport,
    checked: Checked,
    localisation: Localisation,
    ad_format: AdFormat,
    proof_id: UUID | None = None,
) -> ReportPage:
    campaign = load_campaign(localisation.campaign_id)
    with reading() as running:
        outlet = running.get_one(Outlet, localisation.outlet_id)
    return ReportPage(
        report=report,
        checked=checked,
        localisation=localisation,
        campaign=campaign,
        outlet=outlet,
        ad_format=ad_format,
        formats=tuple(get_format(chosen.format_key) for chosen in formats_of(campaign.id)),
        labels={entry.key: entry.label for entry in fields_of(campaign)},
        proof_id=proof_id,
    )
