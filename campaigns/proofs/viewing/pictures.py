"""Owns what leaves the portal for looking alone: marked pictures, and the preview as a PDF."""

import io
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

import pikepdf

from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.recent import Recent
from campaigns.ad_templates.models import AdFormat
from campaigns.localisation.service import get_localisation
from campaigns.planning.service import formats_of, is_expired
from campaigns.proofs.expired import expired_words
from campaigns.proofs.gathering import GatheredAd, gather
from campaigns.proofs.rendering import picture
from campaigns.proofs.service import set_of
from campaigns.proofs.sets import photos_of
from campaigns.proofs.viewing.rules import chosen_formats
from campaigns.proofs.watermark import mark_pdf, mark_picture
from portal.foundation.database import reading
from portal.foundation.errors import N_, NotFound
from portal.foundation.translations import translate
from regions.accounts.rules import Actor
from regions.partners.models import Outlet

WIDTH = 1080
PIXELS_PER_PT = 1.0
"""So coarse (72 dpi) that nobody prints from it by mistake or on purpose."""
_WORDS = N_("Preview – not for printing")
_NOTE = N_("%(campaign)s · %(outlet)s · %(format)s · as of %(moment)s · version %(version)s")
_TITLE = N_("Preview: %(campaign)s, %(outlet)s")
_kept: Recent[bytes] = Recent(48)
_ANY = object()


def marked_picture(ad: GatheredAd, page: int, language: str) -> bytes:
    """Return a page of an ad as it is saved with the words across it, as a JPEG."""
    display = set_of(ad).display
    if not 0 <= page < len(display.pages):
        raise NotFound(N_("This page does not exist."))

    def make() -> bytes:
        plain = picture(display, ad.kit, photos_of(ad.inputs, ad.kit), page, WIDTH)
        return mark_picture(plain, translate(language, _WORDS))

    return _kept.get((_ANY,), (ad.inputs.fingerprint, page, language), make)


def preview_pdf(
    actor: Actor, localisation_id: UUID, formats: Sequence[str], language: str
) -> bytes:
    """Return formats of an ad as it is saved, all pages, marked and coarse; none means all.

    The same state gives the same bytes: what is named is when the ad was changed, not today.
    """
    localisation = get_localisation(actor, localisation_id)
    offered = [chosen.format_key for chosen in formats_of(localisation.campaign_id)]
    keys = chosen_formats(formats or offered, offered)
    ads = [gather(localisation_id, key) for key in keys]
    with reading() as running:
        outlet = running.get_one(Outlet, localisation.outlet_id)
    expired = is_expired(ads[0].campaign)
    words = expired_words() if expired else translate(language, _WORDS)
    parts = [mark_pdf(_pdf(ad), words, _note(ad, outlet, language)) for ad in ads]
    named = {"campaign": ads[0].campaign.name(language), "outlet": outlet.name}
    return _bound(parts, translate(language, _TITLE, named), language)


def _pdf(ad: GatheredAd) -> bytes:
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=PIXELS_PER_PT)
    return write_pdf(set_of(ad).display, ad.kit, photos_of(ad.inputs, ad.kit), options)


def _note(ad: GatheredAd, outlet: Outlet, language: str) -> str:
    changed = ad.localisation.changed_at.astimezone(ZoneInfo(outlet.time_zone))
    said = {
        "campaign": ad.campaign.name(language),
        "outlet": outlet.name,
        "format": _format_name(ad.ad_format, language),
        "moment": f"{changed:%d.%m.%Y %H:%M}",
        "version": ad.localisation.row_version,
    }
    return translate(language, _NOTE, said)


def _format_name(ad_format: AdFormat, language: str) -> str:
    return str(ad_format.name(language))


def _bound(parts: Sequence[bytes], title: str, language: str) -> bytes:
    """Return files as one, which names itself a preview."""
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        whole.docinfo["/Title"] = title
        whole.Root.Lang = pikepdf.String(language)
        whole.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        whole.save(out, deterministic_id=True)
    return out.getvalue()
