"""Owns which photos the editor offers for a field, how a new one fits, and their small pictures."""

from dataclasses import dataclass, replace
from math import ceil
from typing import IO
from uuid import UUID

from brand_assets.cd_rules.photo_rules import Resolution
from brand_assets.library.access import find_photo
from brand_assets.library.models import Asset
from brand_assets.library.photos import page_picture
from brand_assets.library.rules import AssetMeta, title_from_name
from brand_assets.library.service import AssetQuery, add_asset, find_assets
from campaigns.ad_templates.fields import FieldDefinition
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format
from campaigns.localisation.resolving import resolve
from campaigns.proofs.editor import Meter, Remark, look
from portal.foundation import clock
from portal.foundation.errors import N_, NotFound
from regions.accounts.rules import Actor

_WIDTH, _LARGE = 320, 960


ANY = AssetQuery()


@dataclass(frozen=True, slots=True)
class OfferedPhoto:
    """One photo to choose: what it is called, how large it is, whether it is the outlet's own."""

    sha256: str
    title: str
    alt: str
    width: int
    height: int
    own: bool


def offered_photos(
    actor: Actor, path: str, entry: FieldDefinition, wanted: AssetQuery = ANY
) -> tuple[OfferedPhoto, ...]:
    """Return the photos of the field's pool, or those wanted that may be placed at `path` today."""
    if entry.pool:
        found = [find_photo(path, sha256) for sha256 in entry.pool]
    else:
        query = replace(wanted, usable_on=clock.today(), path=path, kinds=ANY.kinds)
        found = list(find_assets(actor, query).assets)
    return tuple(_offered(photo, path) for photo in found if photo is not None)


def _offered(photo: Asset, path: str) -> OfferedPhoto:
    return OfferedPhoto(
        sha256=photo.sha256,
        title=photo.title,
        alt=photo.alt or photo.title,
        width=photo.width,
        height=photo.height,
        own=photo.path == path,
    )


def add_own_photo(actor: Actor, path: str, file_name: str, content: IO[bytes]) -> str:
    """Take a photo into the library of one outlet and return its content hash.

    The file's name is a label and nothing else.
    """
    meta = AssetMeta(title_from_name(file_name))
    return add_asset(actor, path, content, meta, file_name).asset.sha256


@dataclass(frozen=True, slots=True)
class PhotoAdvice:
    """How a photo would do in the ad: what the rules find, and how large it would have to be.

    `meter` names the format in which it is least sharp, `needed` the pixels that would do there.
    """

    photo: OfferedPhoto
    remarks: tuple[Remark, ...]
    meter: Meter | None
    ad_format: AdFormat | None
    needed: tuple[int, int] | None

    @property
    def is_fine(self) -> bool:
        """Whether it can be placed as it is."""
        return not self.remarks and (self.meter is None or self.meter.is_enough)

    @property
    def others(self) -> tuple[Remark, ...]:
        """What is found besides that it is not sharp enough, which `meter` tells."""
        return tuple(remark for remark in self.remarks if remark.rule != Resolution.id)

    def where(self, language: str) -> str:
        """Return in words where it is least sharp, to begin a sentence with."""
        if self.ad_format is None:
            return ""
        place = self.ad_format.place_en if language == "en" else self.ad_format.place_de
        return place or self.ad_format.name(language)

    @property
    def blocks(self) -> bool:
        """Whether an ad with it could not be ordered."""
        return any(remark.blocks for remark in self.remarks)


def advise(
    actor: Actor, localisation_id: UUID, path: str, field_key: str, sha256: str
) -> PhotoAdvice | None:
    """Return how a photo would do in a field, in all formats; None if it may not be placed."""
    photo = find_photo(path, sha256)
    if photo is None:
        return None
    shown = {"sha256": sha256}
    applies = resolve(localisation_id).canonical.get(field_key) or {}
    if "name" in applies:
        # A person's photo stands with what is known of the person.
        shown = {**applies, **shown}
    seen = look(actor, localisation_id, {field_key: shown})
    meter = seen.meters.get(field_key)
    short = meter is not None and not meter.is_enough
    return PhotoAdvice(
        photo=_offered(photo, path),
        remarks=seen.by_field.get(field_key, ()),
        meter=meter,
        ad_format=get_format(meter.format_key) if meter else None,
        needed=_needed(photo, meter) if meter and short else None,
    )


def _needed(photo: Asset, meter: Meter) -> tuple[int, int]:
    """Return the pixels at which the same crop would be sharp, in steps of ten."""
    factor = meter.nominal / max(meter.ppi, 1.0)
    width, height = (ceil(edge * factor / 10) * 10 for edge in (photo.width, photo.height))
    return width, height


def photo_picture(path: str, sha256: str, *, large: bool = False) -> bytes:
    """Return a JPEG of a photo that may be placed at `path`, to choose or to crop by."""
    if find_photo(path, sha256) is None:
        raise NotFound(N_("This photo is not in the library any more. Choose another one."))
    return page_picture(sha256, _LARGE if large else _WIDTH)
