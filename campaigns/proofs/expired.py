"""Owns how pictures and PDFs of an expired campaign are told from ads that may be used."""

from functools import cache
from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.planning.service import is_expired
from campaigns.proofs.watermark import mark_pdf, mark_picture
from portal.foundation.database import reading
from portal.foundation.errors import N_
from portal.foundation.translations import translate

_WORDS = N_("Expired – do not use")
_LANGUAGES = ("de", "en")


def mark_if_expired(campaign: Campaign, jpeg: bytes) -> bytes:
    """Return a picture as it is, or of an expired campaign with the words across it."""
    return mark_picture(jpeg, expired_words()) if is_expired(campaign) else jpeg


def mark_file_if_expired(localisation_id: UUID, data: bytes, media_type: str) -> bytes:
    """Return a stored file as it is, or of an expired campaign with the words across it."""
    statement = (
        select(Campaign)
        .join(Localisation, Localisation.campaign_id == Campaign.id)
        .where(Localisation.id == localisation_id)
    )
    with reading() as running:
        campaign = running.scalars(statement).one()
    if not is_expired(campaign):
        return data
    if media_type == "application/pdf":
        return mark_pdf(data, expired_words())
    return mark_picture(data, expired_words())


@cache
def expired_words() -> str:
    """Return the words in both languages: a picture goes further than the account that saw it."""
    return " · ".join(translate(language, _WORDS) for language in _LANGUAGES)
