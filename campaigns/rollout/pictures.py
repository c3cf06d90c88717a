"""Owns pictures of an ad before and after: painted apart when first asked for, then kept."""

from dataclasses import asdict, dataclass, replace
from uuid import UUID

from PIL import Image, ImageChops

from brand_assets.design_facts import KitValues
from brand_assets.typesetting.display_list import DisplayList
from brand_assets.typesetting.pdf_writer import Mode, PdfOptions, write_pdf
from brand_assets.typesetting.pixels import PixelFormat, PixelOptions, pack, paint
from campaigns.rollout.apart import Apart
from campaigns.rollout.gathering import Library, load_draft, prepare_again
from campaigns.rollout.keeping import KeptPhotos, require
from campaigns.rollout.models import KitEffect, KitEffectItem
from campaigns.rollout.setting import AdToExamine, Refused, needed_by, set_ad
from portal.foundation.database import transaction
from portal.foundation.errors import N_, NotFound
from portal.foundation.storage import file_store

WIDTH = 900
SEEN_FROM = 8
"""Of 255: smaller differences of a sample nobody sees."""
_JPEG = PixelOptions(quality=85, fast=True)


@dataclass(frozen=True, slots=True)
class Pair:
    """One page before and after, as JPEGs; None where a kit cannot set it.

    `differs` is the share of its pixels that anybody can tell apart.
    """

    before: bytes | None
    after: bytes | None
    differs: float


@dataclass(frozen=True, slots=True)
class KeptPair:
    """The hashes of both pictures, the share that differs, and whether the ad changed since."""

    before: str | None
    after: str | None
    differs: float
    changed_since: bool


def paint_pair(ad: AdToExamine, kit: str, page: int, width: int) -> Pair:
    """Paint a page by both kits and compare the pixels; runs in another process."""
    require(needed_by([ad]) | {("kit", kit)})
    before, after = (painted(ad, one, page, width) for one in (ad.kit, kit))
    differs = 1.0
    if before is not None and after is not None:
        differs = differing_share(before, after)
    return Pair(packed(before), packed(after), differs)


def packed(picture: Image.Image | None) -> bytes | None:
    """Return a picture as a JPEG."""
    return None if picture is None else pack(picture, PixelFormat.JPEG, _JPEG)


def painted(ad: AdToExamine, kit_hash: str, page: int, width: int) -> Image.Image | None:
    """Return a page of an ad as a kit sets it, None where it cannot; runs in another process."""
    made = set_ad(ad, kit_hash)
    if isinstance(made, Refused):
        return None  # said as a finding of the ad; there is no picture of it
    return _page(made.made.display, made.kit, made.photos, page, width)


def _page(
    display: DisplayList, kit: KitValues, photos: KeptPhotos, page: int, width: int
) -> Image.Image:
    single = replace(display, pages=(display.pages[page],))
    options = PdfOptions(mode=Mode.SCREEN, pixels_per_pt=width / single.pages[0].width)
    return paint(write_pdf(single, kit, photos, options), width_px=width)


def differing_share(before: Image.Image, after: Image.Image) -> float:
    """Return which share of the pixels differs so that it can be seen."""
    apart = ImageChops.difference(before.convert("RGB"), after.convert("RGB"))
    red, green, blue = apart.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    seen = sum(most.histogram()[SEEN_FROM:])
    return seen / (most.width * most.height)


def pictures_of(item: KitEffectItem, effect: KitEffect, page: int) -> KeptPair:
    """Return the pictures of one page of a kept ad, painted and stored at the first time."""
    known = item.pictures.get(str(page))
    if known is not None:
        return KeptPair(**known)
    draft = load_draft(effect.kit_version_id, effect.content_sha256)
    library = Library({effect.content_sha256: draft})
    prepared = prepare_again(item, library)
    if prepared.ad is None or not 0 <= page < _pages(prepared.ad, library):
        raise NotFound(N_("This page does not exist."))
    apart = Apart(library.provide)
    pair = apart.run(paint_pair, prepared.ad, effect.content_sha256, page, WIDTH)
    changed = prepared.row["fingerprint"] != item.fingerprint and effect.policy is None
    kept = KeptPair(_store(pair.before), _store(pair.after), pair.differs, changed)
    _remember(item.id, page, kept)
    return kept


def _pages(ad: AdToExamine, library: Library) -> int:
    document = library.document(ad.document)
    return len(document.pages)


def _store(data: bytes | None) -> str | None:
    return None if data is None else file_store().put(data, media_type="image/jpeg").sha256


def _remember(item_id: UUID, page: int, kept: KeptPair) -> None:
    with transaction() as running:
        item = running.get(KitEffectItem, item_id, with_for_update=True, populate_existing=True)
        if item is not None:
            item.pictures = {**item.pictures, str(page): asdict(kept)}


def read_picture(item: KitEffectItem, effect: KitEffect, page: int, side: str) -> bytes:
    """Return one of the two pictures of a page; raises NotFound where a kit cannot set it."""
    pair = pictures_of(item, effect, page)
    sha256 = {"before": pair.before, "after": pair.after}.get(side)
    if sha256 is None:
        raise NotFound(N_("There is no picture: this kit cannot set the ad."))
    return file_store().read(sha256)
