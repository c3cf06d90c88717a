"""Owns proofs: checking, looking, making them, and telling whether they still hold."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from brand_assets.design_facts import AssetRight, PageFacts
from brand_assets.library.service import rights_of_photos
from brand_assets.typesetting.frames import ArtworkFrame
from brand_assets.typesetting.setting import SetDocument
from campaigns.ad_templates.fields import Json
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.retiring import refuse_retired
from campaigns.localisation.service import find_localisation, get_localisation, short_link
from campaigns.planning.days import day_at
from campaigns.planning.service import formats_of, get_campaign
from campaigns.proofs.checking import Check, judge
from campaigns.proofs.expired import mark_if_expired
from campaigns.proofs.gathering import GatheredAd, gather, gather_all, gather_unstarted, gather_with
from campaigns.proofs.keeping import (
    channel_file,
    files_of,
    find_file,
    get_proof,
    load_proof,
    press_file,
    proof_findings,
    proofs_of,
    read_press_sheet,
    read_proof_file,
    store_file,
    verify_files,
)
from campaigns.proofs.models import Proof
from campaigns.proofs.rendering import (
    FileSpec,
    Rendering,
    picture,
    picture_while_typing,
    render_proof,
)
from campaigns.proofs.rules import PROOF_MADE, write_findings, write_tallies
from campaigns.proofs.sets import photos_of, set_cached
from portal.foundation import usage
from portal.foundation.database import insert_if_absent, reading, transaction
from portal.foundation.errors import N_, NotFound
from portal.foundation.ids import new_id
from regions.accounts.rules import Actor, Permission
from regions.partners.service import get_outlet

__all__ = [
    "Check",
    "channel_file",
    "check",
    "check_all",
    "check_of_outlet",
    "files_of",
    "find_file",
    "find_proof",
    "fingerprint_now",
    "fingerprint_with",
    "get_proof",
    "judge_ad",
    "judge_ads",
    "keep_proof",
    "load_proof",
    "make_proof",
    "press_file",
    "preview_jpeg",
    "preview_of_outlet",
    "proof_findings",
    "proofs_of",
    "read_press_sheet",
    "read_proof_file",
    "rights_to_photos",
    "verify_files",
]

LEAST_WIDTH, MOST_WIDTH = 80, 2400


def check(
    actor: Actor,
    localisation_id: UUID,
    format_key: str,
    unsaved: Mapping[str, Json] | None = None,
) -> Check:
    """Check an ad in one format; `unsaved` raw values count as if they were saved."""
    get_localisation(actor, localisation_id)
    return judge_ad(gather(localisation_id, format_key, unsaved))


def check_all(
    actor: Actor, localisation_id: UUID, unsaved: Mapping[str, Json] | None = None
) -> tuple[Check, ...]:
    """Check an ad in all formats of its campaign, in their order."""
    get_localisation(actor, localisation_id)
    return judge_ads(gather_all(localisation_id, unsaved))


def judge_ads(ads: Sequence[GatheredAd]) -> tuple[Check, ...]:
    """Check the formats of one ad; the rights to its photos are read once."""
    rights = rights_to_photos(ads)
    return tuple(judge(ad, set_of(ad).facts, rights, _day_of(ad)) for ad in ads)


def judge_rendered(ad: GatheredAd, facts: tuple[PageFacts, ...]) -> Check:
    """Check an ad with what its finished pages told, which takes too long while one types."""
    return judge(ad, facts, rights_to_photos([ad]), _day_of(ad))


def _day_of(ad: GatheredAd) -> date:
    return day_at(ad.localisation.outlet_id)


def rights_to_photos(ads: Sequence[GatheredAd]) -> Mapping[str, AssetRight]:
    """Return the rights to all that the formats of one ad place, by content hash."""
    placed = {sha256 for ad in ads for sha256 in (*ad.inputs.assets, *_artworks(ad))}
    return rights_of_photos(ads[0].localisation.path, sorted(placed)) if ads else {}


def _artworks(ad: GatheredAd) -> list[str]:
    """Return the hashes of the artwork that the template places."""
    frames = (frame for frame in ad.document.frames() if isinstance(frame, ArtworkFrame))
    return [frame.asset for frame in frames if frame.asset]


def judge_ad(ad: GatheredAd) -> Check:
    """Check one format of an ad."""
    return judge_ads([ad])[0]


def set_of(ad: GatheredAd) -> SetDocument:
    """Return how an ad comes out."""
    return set_cached(ad.document, ad.kit, ad.inputs)


def preview_jpeg(
    actor: Actor,
    localisation_id: UUID,
    format_key: str,
    page: int,
    width: int,
    unsaved: Mapping[str, Json] | None = None,
) -> bytes:
    """Return one page as it is now, as a JPEG of `width` pixels (80 to 2400)."""
    get_localisation(actor, localisation_id)
    ad = gather(localisation_id, format_key, unsaved)
    return picture_of(ad, page, width, typing=unsaved is not None)


def preview_of_outlet(
    actor: Actor, campaign_id: UUID, outlet_id: UUID, format_key: str, page: int, width: int
) -> bytes:
    """Return a page of the ad of an outlet in the account's scope, started or not, as a JPEG."""
    outlet = get_outlet(actor, outlet_id)
    get_campaign(actor, campaign_id)
    started = find_localisation(actor, campaign_id, outlet.id)
    if started is not None:
        return preview_jpeg(actor, started.id, format_key, page, width)
    return picture_of(gather_unstarted(campaign_id, outlet.id, format_key), page, width)


def check_of_outlet(actor: Actor, campaign_id: UUID, outlet_id: UUID) -> tuple[Check, ...]:
    """Check all formats of the ad of an outlet in the account's scope, started or not."""
    outlet = get_outlet(actor, outlet_id)
    get_campaign(actor, campaign_id)
    started = find_localisation(actor, campaign_id, outlet.id)
    if started is not None:
        return check_all(actor, started.id)
    keys = (chosen.format_key for chosen in formats_of(campaign_id))
    return tuple(judge_ad(gather_unstarted(campaign_id, outlet.id, key)) for key in keys)


def picture_of(ad: GatheredAd, page: int, width: int, *, typing: bool = False) -> bytes:
    """Return a page of a gathered ad as a JPEG, painted over the last one while somebody types.

    An ad of an expired campaign says so across its picture.
    """
    display = set_of(ad).display
    if not 0 <= page < len(display.pages):
        raise NotFound(N_("This page does not exist."))
    photos, pixels = photos_of(ad.inputs, ad.kit), min(max(width, LEAST_WIDTH), MOST_WIDTH)
    if typing:
        whose = (ad.localisation.id, ad.ad_format.key)
        drawn = picture_while_typing(whose, display, (ad.kit, photos), page, pixels)
    else:
        drawn = picture(display, ad.kit, photos, page, pixels)
    return mark_if_expired(ad.campaign, drawn)


def fingerprint_now(localisation_id: UUID, format_key: str) -> str:
    """Return the fingerprint of what would be made now, whoever asks."""
    return gather(localisation_id, format_key).inputs.fingerprint


def fingerprint_with(localisation_id: UUID, format_key: str, version_id: UUID) -> str:
    """Return the fingerprint of an ad as it is now, were it set with another template version."""
    return gather_with(localisation_id, format_key, version_id).inputs.fingerprint


def make_proof(actor: Actor, localisation_id: UUID, format_key: str) -> Proof:
    """Return the proof of an ad as it is now, made unless the same inputs have one already."""
    localisation = get_localisation(actor, localisation_id)
    actor.require(Permission.LOCALISATION_SUBMIT, localisation.path)
    ad = gather(localisation_id, format_key)
    found = find_proof(localisation_id, format_key, ad.inputs.fingerprint)
    if found is not None:
        return found
    refuse_retired(ad.version)
    # Rendering takes a while and needs no lock: it is done before the transaction begins.
    rendering = render_proof(
        set_of(ad), ad.kit, photos_of(ad.inputs, ad.kit), spec_of(ad.ad_format)
    )
    return keep_proof(actor, ad, rendering)


def keep_proof(actor: Actor, ad: GatheredAd, rendering: Rendering) -> Proof:
    """Judge and store a rendered ad as a proof; a concurrent proof of the same inputs wins."""
    checked = judge_rendered(ad, rendering.facts)
    stored = [store_file(file) for file in rendering.files]
    localisation, inputs = ad.localisation, ad.inputs
    with transaction() as running:
        proof_id = new_id()
        is_new = insert_if_absent(
            Proof,
            id=proof_id,
            localisation_id=localisation.id,
            format_key=ad.ad_format.key,
            template_version_id=inputs.template_version_id,
            kit_version_id=inputs.kit_version_id,
            fingerprint=inputs.fingerprint,
            inputs=inputs.as_json(),
            findings=write_findings(checked.findings),
            tallies=write_tallies(checked.tallies),
            law_packs=[pack.id for pack in checked.law_packs],
            path=localisation.path,
            made_by=actor.account_id,
        )
        if is_new:
            for file in stored:
                file.proof_id = proof_id
            running.add_all(stored)
            running.flush()
            if inputs.links:
                short_link(localisation.id, ad.ad_format.key, ad.resolved.link_target)
            _record(actor, ad, proof_id, checked)
        proof = find_proof(localisation.id, ad.ad_format.key, inputs.fingerprint)
    if proof is None:
        raise NotFound(N_("This proof does not exist, or not for your account."))
    return proof


def find_proof(localisation_id: UUID, format_key: str, fingerprint: str) -> Proof | None:
    """Return the proof of these inputs, None if there is none; the caller checked the scope."""
    statement = select(Proof).where(
        Proof.localisation_id == localisation_id,
        Proof.format_key == format_key,
        Proof.fingerprint == fingerprint,
    )
    with reading() as running:
        return running.scalar(statement)


def _record(actor: Actor, ad: GatheredAd, proof_id: UUID, checked: Check) -> None:
    usage.record(
        PROOF_MADE,
        actor=actor.ref_at(ad.localisation.path),
        path=ad.localisation.path,
        partner_id=ad.localisation.partner_id,
        outlet_id=ad.localisation.outlet_id,
        campaign_id=ad.campaign.id,
        template_id=ad.version.template_id,
        template_version=ad.version.number,
        format_key=ad.ad_format.key,
        channel_key=ad.channel.key,
        localisation_id=ad.localisation.id,
        proof_id=proof_id,
        value=float(len(checked.findings)),
        attributes={"blocks": checked.blocks},
    )


def spec_of(ad_format: AdFormat) -> FileSpec:
    """Return what a format asks of its files."""
    return FileSpec(
        on_screen=ad_format.on_screen,
        pixel_width=ad_format.pixel_width,
        pixel_height=ad_format.pixel_height,
        max_bytes=ad_format.max_bytes,
    )
