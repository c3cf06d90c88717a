"""Owns rendering apart: what a process of its own needs to render an ad, and one proof that way."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from brand_assets.design_facts import KitValues, PressProfile
from brand_assets.typesetting.display_list import DisplayList, DrawPdfPage, leaves
from brand_assets.typesetting.pictures.photos import PhotoSource, PreparedPhoto
from campaigns.localisation.service import get_localisation
from campaigns.proofs.gathering import GatheredAd, gather
from campaigns.proofs.models import Proof
from campaigns.proofs.rendering import Rendering, render_proof
from campaigns.proofs.service import find_proof, keep_proof, set_of, spec_of
from campaigns.proofs.sets import photos_of
from portal.foundation.errors import N_, Invalid
from portal.foundation.jobs import run_in_process
from regions.accounts.rules import Actor, Permission

MOST_PHOTOS = 64
Use = Literal["press", "proxy", "artwork"]


class PhotoNotCarried(LookupError):
    """A process lacks a prepared photo or a file of artwork; its parent adds it and asks again."""

    def __init__(self, sha256: str, use: Use, width: int | None) -> None:
        super().__init__(sha256, use, width)
        self.sha256, self.use, self.width = sha256, use, width


@dataclass(slots=True)
class CarriedPhotos:
    """Photos and artwork that travel with the work; a process knows neither library nor storage."""

    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    prepared: dict[tuple[str, Use, int | None], PreparedPhoto] = field(default_factory=dict)
    artworks: dict[str, bytes] = field(default_factory=dict)

    def size(self, sha256: str) -> tuple[int, int]:
        """Return width and height of the original."""
        return self.sizes[sha256]

    def focal(self, sha256: str) -> tuple[float, float]:
        """Return the middle: where the ad was set already, nobody asks for it."""
        return (0.5, 0.5)

    def press(
        self, sha256: str, profile: PressProfile, max_width: int | None = None
    ) -> PreparedPhoto:
        """Return the photo in the colours of the one profile that it travels with."""
        return self._find(sha256, "press", max_width)

    def proxy(self, sha256: str, max_width: int) -> PreparedPhoto:
        """Return the photo in sRGB."""
        return self._find(sha256, "proxy", max_width)

    def artwork(self, sha256: str) -> bytes:
        """Return the file of a drawing or of a supplied PDF."""
        if sha256 not in self.artworks:
            raise PhotoNotCarried(sha256, "artwork", None)
        return self.artworks[sha256]

    def _find(self, sha256: str, use: Use, width: int | None) -> PreparedPhoto:
        found = self.prepared.get((sha256, use, width))
        if found is None:
            raise PhotoNotCarried(sha256, use, width)
        return found

    def cut_to(self, hashes: frozenset[str]) -> "CarriedPhotos":
        """Return what one ad needs of it."""
        return CarriedPhotos(
            {sha256: size for sha256, size in list(self.sizes.items()) if sha256 in hashes},
            {key: photo for key, photo in list(self.prepared.items()) if key[0] in hashes},
            {sha256: data for sha256, data in list(self.artworks.items()) if sha256 in hashes},
        )


def make_proof_apart(
    actor: Actor, localisation_id: UUID, format_key: str, luggage: CarriedPhotos
) -> Proof:
    """Return the proof of an ad as it is now, rendered in another process if there is none yet.

    `luggage` is shared by all ads of a batch: a photo is prepared once for all of them.
    """
    localisation = get_localisation(actor, localisation_id)
    actor.require(Permission.LOCALISATION_SUBMIT, localisation.path)
    ad = gather(localisation_id, format_key)
    found = find_proof(localisation_id, format_key, ad.inputs.fingerprint)
    if found is not None:
        return found
    return keep_proof(actor, ad, _render_apart(ad, luggage))


def _render_apart(ad: GatheredAd, luggage: CarriedPhotos) -> Rendering:
    source, hashes = photos_of(ad.inputs, ad.kit), frozenset(ad.inputs.assets)
    for sha256 in hashes - luggage.sizes.keys():
        luggage.sizes[sha256] = source.size(sha256)
    made, spec = set_of(ad), spec_of(ad.ad_format)
    artworks = _artworks_of(made.display)
    for _ in range(MOST_PHOTOS):
        carried = luggage.cut_to(hashes | artworks)
        try:
            return run_in_process(render_proof, made, ad.kit, carried, spec)
        except PhotoNotCarried as missing:
            _pack(luggage, missing, source, ad.kit)
    raise Invalid(N_("This ad places more photos than can be rendered at once."))


def _artworks_of(display: DisplayList) -> frozenset[str]:
    """Return the hashes of the supplied PDFs that are placed."""
    items = (item for page in display.pages for item in leaves(page.items))
    return frozenset(item.asset_sha256 for item in items if isinstance(item, DrawPdfPage))


def _pack(
    luggage: CarriedPhotos, missing: PhotoNotCarried, source: PhotoSource, kit: KitValues
) -> None:
    sha256, width = missing.sha256, missing.width
    if missing.use == "artwork":
        luggage.artworks[sha256] = source.artwork(sha256)
        return
    if missing.use == "press":
        photo = source.press(sha256, kit.profile, width)
    else:
        photo = source.proxy(sha256, width or 0)
    luggage.prepared[sha256, missing.use, width] = photo
