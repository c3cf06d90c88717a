"""Owns short links: our own address for one localisation in one format, its target stored."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import Localisation, ShortLink
from campaigns.localisation.rules import short_code
from campaigns.planning.service import load_campaign
from portal.foundation.config import settings
from portal.foundation.database import insert_if_absent, reading, transaction
from portal.foundation.errors import N_, NotFound
from regions.partners.models import Outlet


def short_link_code(localisation: Localisation, format_key: str) -> str:
    """Return the code of a short link, made from natural keys alone; nothing is stored."""
    with reading() as running:
        outlet = running.get_one(Outlet, localisation.outlet_id)
        slug = load_campaign(localisation.campaign_id).slug
        return short_code(slug, outlet.number, format_key)


def short_link_url(code: str) -> str:
    """Return what stands in a QR code: all capitals where that keeps the address, for less dots.

    A QR code needs fewer modules for capitals; host names do not care, our codes are capitals.
    """
    return f"{settings().short_link_base}/{code.upper()}"


def short_link(localisation_id: UUID, format_key: str, target: str | None = None) -> ShortLink:
    """Return the short link of a localisation in a format, making or re-targeting it."""
    with transaction() as running:
        localisation = running.get(Localisation, localisation_id)
        if localisation is None:
            raise NotFound(N_("This ad does not exist, or not for your account."))
        campaign = load_campaign(localisation.campaign_id)
        code = short_link_code(localisation, format_key)
        insert_if_absent(
            ShortLink,
            code=code,
            localisation_id=localisation_id,
            format_key=format_key,
            target=target or campaign.link_target,
        )
        link = running.get_one(ShortLink, code)
        if target:
            link.target = target
        running.flush()
        return link


def find_short_link(code: str) -> ShortLink | None:
    """Return a short link by its code (in any case), None if there is none."""
    with reading() as running:
        return running.get(ShortLink, code.upper())


def links_of(localisation_id: UUID) -> Mapping[str, ShortLink]:
    """Return a localisation's short links by format."""
    statement = select(ShortLink).where(ShortLink.localisation_id == localisation_id)
    with reading() as running:
        return {link.format_key: link for link in running.scalars(statement)}
