"""Owns what the crop of a photo is shown with: its frame in each format, and how sharp it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brand_assets.cd_rules.photo_rules import least_ppi
from brand_assets.design_facts import FrameFacts
from brand_assets.typesetting.frames import PhotoFrame
from campaigns.proofs.checking import Check, context_of
from campaigns.proofs.gathering import GatheredAd
from portal.foundation import clock

_PLACES = 4


@dataclass(frozen=True, slots=True)
class CropFrame:
    """A photo's frame in one format: its size, where the whole picture lies, how sharp it is.

    `x` and `y` are where the picture begins, seen from the frame, in the units of the page; `own`
    is the share of the overhang that the template cuts at left and top, where it says so.
    `recommended` and `least` are the resolutions that its medium asks for, None on screens.
    `focal` is the photo's own point, which counts while nobody chose another one.
    """

    format_key: str
    name: str
    on_screen: bool
    width: float
    height: float
    x: float
    y: float
    picture_width: float
    picture_height: float
    ppi: float
    widest_ppi: float
    recommended: float | None
    least: float | None
    focal: tuple[float, float]
    own: tuple[float | None, float | None]

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
            "x": round(self.x, _PLACES),
            "y": round(self.y, _PLACES),
            "pw": round(self.picture_width, _PLACES),
            "ph": round(self.picture_height, _PLACES),
            "zoom": round(self.widest_ppi / self.ppi, _PLACES) if self.ppi else 1.0,
            "widest": round(self.widest_ppi, 1),
            "recommended": self.recommended,
            "least": self.least,
            "focal": list(self.focal),
            "pos": list(self.own),
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
        x=photo.placed.x - box.x,
        y=photo.placed.y - box.y,
        picture_width=photo.placed.w,
        picture_height=photo.placed.h,
        ppi=photo.ppi,
        widest_ppi=photo.widest_ppi or photo.ppi,
        recommended=recommended,
        least=least_ppi(check.facts, ad.kit, asked) if asked else None,
        focal=ad.inputs.assets.get(photo.asset_sha256, (0.5, 0.5)),
        own=_own_place(frame, ad),
    )


def _own_place(frame: FrameFacts, ad: GatheredAd) -> tuple[float | None, float | None]:
    """Return where the template places the photo, as it is before any choice."""
    every = (one for one in ad.document.frames() if isinstance(one, PhotoFrame))
    found = next((one for one in every if one.id == frame.frame), None)
    return (found.pos_x, found.pos_y) if found else (None, None)
