"""Owns what the crop of a photo is shown with: its frame in each format, and how sharp it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from brand_assets.cd_rules.photo_rules import least_ppi
from brand_assets.design_facts import FrameFacts
from brand_assets.typesetting.frames import PhotoFrame
from brand_assets.typesetting.values import shown_photo
from campaigns.proofs.checking import Check, context_of
from campaigns.proofs.gathering import GatheredAd
from portal.foundation import clock

_PLACES = 4


@dataclass(frozen=True, slots=True)
class OwnCrop:
    """How the template itself crops a photo: what a view falls back to.

    `pos` is the share of the overhang that it cuts at left and top, where it says so.
    """

    zoom: float
    pos: tuple[float | None, float | None]
    turn: float
    mirror: bool
    part: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class CropFrame:
    """A photo's frame in one format: its size, the whole picture's, how dense its dots lie.

    All is as the template sets it before any choice, in the units of the page and not rotated
    with the frame. `density` is the resolution of a picture one unit tall, so that the resolution
    is `density` by its height. `part` is what may be seen of the picture at all. `recommended` and
    `least` are the resolutions that its medium asks for, None on screens. `focal` is the photo's
    own point, which counts while nobody chose another one.
    """

    format_key: str
    name: str
    on_screen: bool
    width: float
    height: float
    picture_width: float
    picture_height: float
    density: float
    recommended: float | None
    least: float | None
    focal: tuple[float, float]
    own: OwnCrop

    @property
    def area(self) -> tuple[bool, float]:
        """What the largest is found by: print before screens, then the size of the frame."""
        return not self.on_screen, self.width * self.height

    def as_json(self) -> dict[str, Any]:
        """Return what the browser crops with."""
        return {
            "format": self.format_key,
            "name": self.name,
            "w": round(self.width, _PLACES),
            "h": round(self.height, _PLACES),
            "pw": round(self.picture_width, _PLACES),
            "ph": round(self.picture_height, _PLACES),
            "density": round(self.density, _PLACES),
            "recommended": self.recommended,
            "least": self.least,
            "focal": list(self.focal),
            "zoom": self.own.zoom,
            "pos": list(self.own.pos),
            "turn": self.own.turn,
            "mirror": self.own.mirror,
            "part": list(self.own.part) if self.own.part else None,
        }


def crops_of(
    checks: Iterable[Check], ads: Sequence[GatheredAd], language: str
) -> Mapping[str, tuple[CropFrame, ...]]:
    """Return by photo field its frame in each format that shows it, the largest first."""
    by_field: dict[str, dict[str, CropFrame]] = {}
    for check, ad in zip(checks, ads, strict=True):
        for field, frame in _photo_frames(check):
            view = _view(frame, check, ad, language)
            known = by_field.setdefault(field, {}).get(check.format_key)
            if known is None or known.area < view.area:
                by_field[field][check.format_key] = view
    return {
        field: tuple(sorted(found.values(), key=lambda view: view.area, reverse=True))
        for field, found in by_field.items()
    }


def _photo_frames(check: Check) -> Iterator[tuple[str, FrameFacts]]:
    frames = (frame for page in check.facts for frame in page.frames)
    return ((f.fields[0], f) for f in frames if f.photo is not None and f.fields)


def _view(frame: FrameFacts, check: Check, ad: GatheredAd, language: str) -> CropFrame:
    photo, box = frame.photo, frame.box
    if photo is None:
        raise ValueError(frame.frame)
    recommended = check.min_ppi
    asked = context_of(ad, {}, clock.today()) if recommended is not None else None
    return CropFrame(
        format_key=check.format_key,
        name=str(ad.ad_format.name(language)),
        on_screen=ad.ad_format.on_screen,
        width=box.w,
        height=box.h,
        picture_width=photo.placed.w,
        picture_height=photo.placed.h,
        density=photo.ppi * photo.placed.h,
        recommended=recommended,
        least=least_ppi(check.facts, ad.kit, asked) if asked else None,
        focal=ad.inputs.assets.get(photo.asset_sha256, (0.5, 0.5)),
        own=_own_crop(frame, ad),
    )


def _own_crop(frame: FrameFacts, ad: GatheredAd) -> OwnCrop:
    """Return how the template crops the photo; a part chosen for the ad counts before its own."""
    every = (one for one in ad.document.frames() if isinstance(one, PhotoFrame))
    own = own_crop(next(one for one in every if one.id == frame.frame))
    chosen = shown_photo(ad.inputs.typed.get(frame.fields[0]))
    return replace(own, part=chosen.crop) if chosen and chosen.crop else own


def own_crop(frame: PhotoFrame) -> OwnCrop:
    """Return how a frame crops its photo while nothing else is chosen."""
    part = (frame.crop.x, frame.crop.y, frame.crop.w, frame.crop.h) if frame.crop else None
    place = frame.pos_x, frame.pos_y
    return OwnCrop(frame.zoom, place, frame.turn, frame.mirror, part)
