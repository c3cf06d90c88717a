"""Owns the logo files of a draft: uploaded, shown on their grounds, with clear space and sizes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from brand_assets.design_facts import contrast
from brand_assets.kit.artwork import sanitise_svg
from brand_assets.kit.definition import KitDraft, LogoPart
from brand_assets.kit.drafting import add_draft_file, change_draft, open_draft, remove_draft_file
from brand_assets.kit.files.reading import read_apart
from brand_assets.kit.models import BrandKitVersion
from portal.foundation.database import transaction
from portal.foundation.errors import N_, Invalid
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor, not_there

_KEY = re.compile(r"^[a-z][a-z0-9_-]{0,39}$")
_COLOUR = re.compile(rb'(?:fill|stroke|stop-color)="(#[0-9A-Fa-f]{6})"')
_READABLE = 3.0
_OTHERS = 3


@dataclass(frozen=True, slots=True)
class GroundView:
    """A logo on one colour: the contrast of its faintest and of its strongest part."""

    token: str
    srgb: str
    faintest: float
    strongest: float
    is_allowed: bool

    @property
    def is_readable(self) -> bool:
        """Whether the logo as a whole stands out: WCAG asks for 3 : 1 of graphics."""
        return self.strongest >= _READABLE


@dataclass(frozen=True, slots=True)
class LogoView:
    """A logo of a draft as its page shows it."""

    part: LogoPart
    colours: tuple[str, ...]
    grounds: tuple[GroundView, ...]
    is_there: bool


def show_logos(version: BrandKitVersion) -> tuple[LogoView, ...]:
    """Return the logos of a version with how they stand on every colour they may stand on."""
    draft = KitDraft.model_validate(version.definition)
    return tuple(_view(draft, logo, version.files.get(logo.file)) for logo in draft.logos)


def _view(draft: KitDraft, logo: LogoPart, sha256: str | None) -> LogoView:
    colours = _colours(sha256) if sha256 else ()
    grounds = [
        GroundView(
            colour.token,
            colour.srgb,
            *_contrasts(colours, colour.rgb),
            is_allowed=colour.token in logo.grounds,
        )
        for colour in draft.colours
        if colours
    ]
    fitting = [one for one in grounds if one.is_allowed or one.is_readable]
    ordered = sorted(fitting, key=lambda one: (not one.is_allowed, -one.strongest))
    shown = sum(one.is_allowed for one in grounds) + _OTHERS
    return LogoView(logo, colours, tuple(ordered[:shown]), sha256 is not None)


@lru_cache(maxsize=256)
def _colours(sha256: str) -> tuple[str, ...]:
    """Return the literal colours of a sanitised drawing; shapes without one are black."""
    svg = file_store().read(sha256)
    found = [one.decode().upper() for one in _COLOUR.findall(svg)]
    return tuple(dict.fromkeys(found)) or ("#000000",)


def _contrasts(colours: tuple[str, ...], ground: tuple[int, int, int]) -> tuple[float, float]:
    ratios = []
    for one in colours:
        red, green, blue = bytes.fromhex(one[1:])
        ratios.append(contrast((red, green, blue), ground))
    return min(ratios), max(ratios)


def add_logo(actor: Actor, version_id: UUID, key: str, name: dict[str, str], data: bytes) -> bool:
    """Bring a logo into a draft; under a known key it replaces the drawing. True where it did."""
    if not _KEY.match(key):
        raise Invalid(
            N_("The key begins with a small letter; small letters, digits and hyphens follow."),
            field="key",
        )
    with transaction():
        open_draft(actor, version_id)
    clean = read_apart(sanitise_svg, data)
    path = f"logos/{key}.svg"
    add_draft_file(actor, version_id, path, clean)
    replaced = False

    def change(kit: dict[str, Any]) -> None:
        nonlocal replaced
        logos = kit.setdefault("logos", [])
        there = next((logo for logo in logos if logo["key"] == key), None)
        if there is not None:
            replaced = True
            there["file"] = path
            return
        names = {language: name.get(language, "").strip() or key for language in ("de", "en")}
        logos.append({"key": key, "file": path, "name": names, "clear_space": 0.25})

    _change(actor, version_id, change)
    return replaced


def _change(actor: Actor, version_id: UUID, change: Callable[[dict[str, Any]], None]) -> None:
    with transaction():
        draft = open_draft(actor, version_id)
        change_draft(actor, version_id, draft.sha256, change)


def remove_logo(actor: Actor, version_id: UUID, key: str) -> None:
    """Take a logo with its file out of a draft."""
    with transaction():
        version = open_draft(actor, version_id)
        found = next((one for one in version.definition["logos"] if one["key"] == key), None)
        if found is None:
            raise not_there()
        path = str(found["file"])

        def change(kit: dict[str, Any]) -> None:
            kit["logos"] = [one for one in kit["logos"] if one["key"] != key]

        version = change_draft(actor, version_id, version.sha256, change)
        if path in version.files:
            remove_draft_file(actor, version_id, path)
