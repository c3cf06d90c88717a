"""Owns pictures for the editor: as saved or as typed, and only where the browser has another."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from campaigns.ad_templates.fields import Json
from campaigns.localisation.service import get_localisation
from campaigns.planning.service import is_expired
from campaigns.proofs.gathering import gather
from campaigns.proofs.service import picture_of
from regions.accounts.rules import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of a format, its width in pixels, and the tag of the picture that is known."""

    format_key: str
    page: int
    width: int
    known: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with its tag, which is the same for the same picture; no data where it is known."""

    tag: str
    data: bytes | None


def draw_saved(actor: Actor, localisation_id: UUID, wanted: Wanted) -> Drawn:
    """Return a page as it is saved."""
    return _draw(actor, localisation_id, wanted, None)


def draw_typed(
    actor: Actor, localisation_id: UUID, wanted: Wanted, unsaved: Mapping[str, Json]
) -> Drawn:
    """Return a page as it would be with these raw values, painted over the last one like it."""
    return _draw(actor, localisation_id, wanted, unsaved)


def _draw(
    actor: Actor, localisation_id: UUID, wanted: Wanted, unsaved: Mapping[str, Json] | None
) -> Drawn:
    get_localisation(actor, localisation_id)
    ad = gather(localisation_id, wanted.format_key, unsaved)
    state = "-expired" if is_expired(ad.campaign) else ""
    tag = f"{ad.inputs.fingerprint[:24]}-{wanted.page}-{wanted.width}{state}"
    if tag == wanted.known:
        return Drawn(tag, None)
    return Drawn(tag, picture_of(ad, wanted.page, wanted.width, typing=unsaved is not None))
