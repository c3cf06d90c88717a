"""Owns the golden cases of artwork: gradients, clips, lines, repeated parts, supplied pages."""

import functools
import hashlib
from typing import Any

from brand_assets.typesetting.pictures.photo_memory import MemoryPhotos
from tests.factories.drawings import HALM, LEINEN, MOHN, RINGEL, TANNE, drawing
from tests.factories.placed_pdf import supplied_pdf
from tests.golden.case import GoldenCase, ad, frame

_PAPER = frame("rect", "papier", (-3, -3, 154, 111), colour="Leinen")
_SUN = (
    f'<stop offset="0" stop-color="#fff"/><stop offset=".45" stop-color="{RINGEL}"/>'
    f'<stop offset="1" stop-color="{MOHN}"/>'
)
_LEAF = "M0 0C26 6 44 30 36 62C8 56-10 26 0 0Z"

GRADIENTS = drawing(
    f'<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop stop-color="{HALM}"/>'
    f'<stop offset=".6" stop-color="{LEINEN}"/><stop offset="1" stop-color="{LEINEN}"/>'
    f'</linearGradient><rect width="120" height="80" fill="url(#sky)"/>'
    f'<radialGradient id="sun" cx=".5" cy=".5" r=".5" fx=".35" fy=".35">{_SUN}</radialGradient>'
    f'<circle cx="88" cy="26" r="20" fill="url(#sun)"/>'
    f'<linearGradient id="leaf" gradientTransform="rotate(60 .5 .5)"><stop stop-color="{HALM}"/>'
    f'<stop offset=".5" stop-color="{HALM}"/><stop offset=".5" stop-color="{TANNE}"/>'
    f'<stop offset="1" stop-color="{TANNE}"/></linearGradient>'
    f'<path d="{_LEAF}" fill="url(#leaf)" transform="translate(16 10)"/>'
    f'<linearGradient id="fade"><stop stop-color="{TANNE}"/><stop offset="1"'
    f' stop-color="{TANNE}" stop-opacity="0"/></linearGradient>'
    f'<rect y="62" width="120" height="18" fill="url(#fade)"/>'
    f'<linearGradient id="band" gradientUnits="userSpaceOnUse" x1="60" x2="66"'
    f' spreadMethod="reflect"><stop stop-color="{MOHN}"/><stop offset="1"'
    f' stop-color="{RINGEL}"/></linearGradient>'
    f'<rect x="54" y="50" width="62" height="6" fill="url(#band)"/>'
)
CLIPS = drawing(
    f'<rect width="120" height="80" fill="{LEINEN}"/>'
    f'<clipPath id="pot"><path d="M20 30H64L58 72H26Z"/><circle cx="42" cy="24" r="16"/></clipPath>'
    f'<g clip-path="url(#pot)"><rect width="120" height="80" fill="{MOHN}"/>'
    f'<g opacity=".5"><rect y="30" width="80" height="12" fill="{TANNE}"/>'
    f'<rect x="36" width="12" height="80" fill="{TANNE}"/></g></g>'
    f'<clipPath id="ring"><path clip-rule="evenodd" d="M74 40a20 20 0 1140 0a20 20 0 11-40 0Z'
    f'M84 40a10 10 0 1020 0a10 10 0 10-20 0Z"/></clipPath>'
    f'<clipPath id="half" clip-path="url(#ring)"><rect x="70" y="10" width="50" height="34"/>'
    f'</clipPath><rect width="120" height="80" fill="{TANNE}" clip-path="url(#ring)"/>'
    f'<rect width="120" height="80" fill="{HALM}" clip-path="url(#half)"/>'
    f'<g opacity=".6"><circle cx="78" cy="66" r="10" fill="{MOHN}"/>'
    f'<circle cx="90" cy="66" r="10" fill="{RINGEL}"/></g>'
)
LINES = drawing(
    f'<rect width="120" height="80" fill="#fff"/><g fill="none" stroke="{TANNE}">'
    f'<path d="M8 12H112" stroke-width="2" stroke-dasharray="9 4"/>'
    f'<path d="M8 20H112" stroke-width="4" stroke-dasharray="0 7" stroke-linecap="round"/>'
    f'<path d="M8 28H112" stroke-width="2" stroke-dasharray="9 3 2 3" stroke-dashoffset="6"/>'
    f'<g stroke-width="8" stroke="{MOHN}"><path d="M12 66L24 40L36 66"/>'
    f'<path d="M48 66L60 40L72 66" stroke-linejoin="round" stroke-linecap="round"/>'
    f'<path d="M84 66L96 40L108 66" stroke-linejoin="bevel" stroke-linecap="square"/></g>'
    f'<g stroke="#fff"><path d="M12 66L24 40L36 66M48 66L60 40L72 66M84 66L96 40L108 66"/></g>'
    f'<ellipse cx="60" cy="74" rx="50" ry="3" stroke="{HALM}" stroke-dasharray="5 2"/></g>'
)
REPEATED = drawing(
    f"<style>.l{{fill:{HALM}}} .d{{fill:{TANNE}}}</style>"
    f'<defs><path id="leaf" d="{_LEAF}"/></defs>'
    f'<symbol id="twig" viewBox="-12 0 60 64"><use href="#leaf" class="l"/>'
    f'<use href="#leaf" class="d" transform="translate(4 30) scale(.5)"/></symbol>'
    f'<rect width="120" height="80" fill="{LEINEN}"/>'
    f'<use href="#twig" x="2" y="4" width="40" height="40"/>'
    f'<use href="#twig" x="42" y="4" width="20" height="40"/>'
    f'<svg x="66" y="4" width="50" height="34" viewBox="0 0 10 10"'
    f' preserveAspectRatio="xMidYMid slice"><rect width="10" height="10" fill="{RINGEL}"/>'
    f'<circle cx="5" cy="5" r="4.5" fill="{MOHN}"/></svg>'
    f'<g color="{MOHN}">'
    + "".join(
        f'<use href="#leaf" fill="currentColor" opacity="{1 - step / 12}"'
        f' transform="translate(60 60) rotate({step * 45}) scale(.28)"/>'
        for step in range(8)
    )
    + "</g>"
)
SUPPLIED = supplied_pdf()


@functools.cache
def source() -> MemoryPhotos:
    """Return a source of the artwork."""
    photos = MemoryPhotos()
    for data in (GRADIENTS, CLIPS, LINES, REPEATED):
        photos.add_artwork(data.encode())
    photos.add_artwork(SUPPLIED)
    return photos


def _art(frame_id: str, box: tuple[float, float, float, float], data: str, **more: Any) -> Any:
    asset = hashlib.sha256(data.encode()).hexdigest()
    return frame("artwork", frame_id, box, asset=asset, **more)


def _pdf(frame_id: str, box: tuple[float, float, float, float], **more: Any) -> Any:
    asset = hashlib.sha256(SUPPLIED).hexdigest()
    return frame("artwork", frame_id, box, asset=asset, **more)


def _alone(data: str) -> dict[str, Any]:
    return ad(_PAPER, _art("zeichnung", (4, 4, 140, 97), data))


CASES: tuple[GoldenCase, ...] = (
    GoldenCase("artwork-gradients", _alone(GRADIENTS), photos=source, pixels={(300, 5): "Leinen"}),
    GoldenCase("artwork-clips", _alone(CLIPS), photos=source, pixels={(160, 310): "Mohn"}),
    GoldenCase("artwork-lines", _alone(LINES), photos=source, pixels={(20, 400): "Weiss"}),
    GoldenCase("artwork-repeated", _alone(REPEATED), photos=source, pixels={(460, 90): "Mohn"}),
    GoldenCase(
        "artwork-supplied-page",
        ad(
            _PAPER,
            _pdf("ganz", (6, 6, 60, 40)),
            _pdf("gedreht", (80, 12, 50, 30), rotation=-15),
            _pdf("gefuellt", (6, 54, 40, 40), fit="cover", pos_x=0.2),
            _pdf(
                "kreis",
                (54, 54, 40, 40),
                fit="cover",
                clip="M54 74a20 20 0 1140 0a20 20 0 11-40 0Z",
            ),
            _pdf("blass", (102, 54, 40, 40), fit="fill", opacity=0.4),
        ),
        photos=source,
        pixels={(590, 10): "Leinen"},
    ),
)
