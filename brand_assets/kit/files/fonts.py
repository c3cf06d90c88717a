"""Owns the fonts of a draft: uploaded, told about, put in the order in which they help out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from brand_assets.kit.definition import FontPart, KitDraft
from brand_assets.kit.drafting import add_draft_file, change_draft, open_draft, remove_draft_file
from brand_assets.kit.exchange.names import plain_name
from brand_assets.kit.files.reading import read_apart
from brand_assets.kit.font_files import FontReport, ReadFont, check_font, read_font
from brand_assets.kit.models import BrandKitVersion
from portal.foundation.database import transaction
from portal.foundation.errors import N_, Conflict, Invalid, Refusal
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor, not_there

MOST_FILES = 20
_MOST_LICENCE = 200
_FOLDER = "fonts"
_SAFE = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class FontView:
    """A font of a draft as its page shows it; without a report its file is not there.

    A file that came in before what is refused today says so.
    """

    part: FontPart
    report: FontReport | None
    refusal: Refusal | None
    styles: tuple[str, ...]
    is_fallback: bool

    @property
    def is_used(self) -> bool:
        """Whether it cannot be removed yet."""
        return bool(self.styles) or self.is_fallback


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """What became of one uploaded file: what it is called in the kit, or why it is not there."""

    name: str
    became: str = ""
    refusal: Refusal | None = None
    replaced: bool = False
    report: FontReport | None = None


def show_fonts(version: BrandKitVersion) -> tuple[FontView, ...]:
    """Return the fonts of a version with what each of them can do."""
    draft = KitDraft.model_validate(version.definition)
    return tuple(
        FontView(
            part,
            *_told(version.files.get(part.file)),
            tuple(s.name for s in draft.text_styles if part.key in {s.font, s.bold_font}),
            part.key in draft.font_fallbacks,
        )
        for part in draft.fonts
    )


def _told(sha256: str | None) -> tuple[FontReport | None, Refusal | None]:
    try:
        return (_report(sha256) if sha256 else None), None
    except Invalid as refusal:
        return None, refusal


@lru_cache(maxsize=256)
def _report(sha256: str) -> FontReport:
    return check_font(file_store().read(sha256))


def add_fonts(
    actor: Actor, version_id: UUID, files: Sequence[tuple[str, bytes]], licence: str
) -> list[BroughtFile]:
    """Bring fonts into a draft, each by itself: a bad file keeps no other from coming in.

    A font of the same family, weight and slope as one in the kit replaces it.
    """
    with transaction():
        open_draft(actor, version_id)
    if len(files) > MOST_FILES:
        raise Invalid(N_("Upload at most %(most)s fonts at once."), most=MOST_FILES, field="files")
    return [_add(actor, version_id, name, data, licence.strip()) for name, data in files]


def _add(actor: Actor, version_id: UUID, name: str, data: bytes, licence: str) -> BroughtFile:
    try:
        font = read_apart(read_font, data)
        path = _path_of(font)
        add_draft_file(actor, version_id, path, font.data)
        replaced = _enter(actor, version_id, path, font.report, licence)
    except Refusal as refusal:
        return BroughtFile(name, refusal=refusal)
    return BroughtFile(name, path.rpartition("/")[2], replaced=replaced, report=font.report)


def _path_of(font: ReadFont) -> str:
    family = plain_name(font.report.family).replace("-", "") or "Font"
    slope = "-Italic" if font.report.italic else ""
    return f"{_FOLDER}/{family[:60]}-{font.report.weight}{slope}{font.suffix}"


def _enter(actor: Actor, version_id: UUID, path: str, report: FontReport, licence: str) -> bool:
    """Name the file in the definition; True where it takes the place of another."""
    told = licence or report.licence or "–"
    entry = {
        "file": path,
        "family": report.family or "–",
        "weight": report.weight,
        "italic": report.italic,
        "licence": told[:_MOST_LICENCE],
    }
    replaced = ""

    def change(kit: dict[str, Any]) -> None:
        nonlocal replaced
        fonts = kit.setdefault("fonts", [])
        place = next((n for n, one in enumerate(fonts) if _is_same(one, entry)), None)
        if place is None:
            fonts.append(entry)
            return
        replaced = str(fonts[place]["file"])
        _rename(kit, _key(fonts[place]), _key(entry))
        fonts[place] = {**entry, "licence": licence or fonts[place]["licence"]}

    with transaction():
        version = _change(actor, version_id, change)
        if replaced != path and replaced in version.files:
            remove_draft_file(actor, version_id, replaced)
    return bool(replaced)


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["file"] == other["file"] or all(
        one.get(name) == other[name] for name in ("family", "weight", "italic")
    )


def _key(font: dict[str, Any]) -> str:
    return str(font["file"]).rpartition("/")[2]


def _rename(kit: dict[str, Any], old: str, new: str) -> None:
    for style in kit.get("text_styles", ()):
        for name in ("font", "bold_font"):
            if style.get(name) == old:
                style[name] = new
    kit["font_fallbacks"] = [new if one == old else one for one in kit.get("font_fallbacks", ())]


def _change(
    actor: Actor, version_id: UUID, change: Callable[[dict[str, Any]], None]
) -> BrandKitVersion:
    """Change one thing in a draft as it is now, whatever else changed since its page was shown."""
    with transaction():
        draft = open_draft(actor, version_id)
        return change_draft(actor, version_id, draft.sha256, change)


def remove_font(actor: Actor, version_id: UUID, key: str) -> None:
    """Take a font out of a draft; refused while a style or the fallbacks name it."""
    with transaction():
        version = open_draft(actor, version_id)
        found = next((one for one in show_fonts(version) if one.part.key == key), None)
        if found is None:
            raise not_there()
        if found.styles:
            raise Conflict(
                N_("%(font)s is used by %(styles)s. Choose another font there first."),
                font=key,
                styles=", ".join(found.styles),
            )
        if found.is_fallback:
            raise Conflict(
                N_("%(font)s helps out other fonts. Take it out of that order first."), font=key
            )
        path = found.part.file

        def change(kit: dict[str, Any]) -> None:
            kit["fonts"] = [one for one in kit["fonts"] if one["file"] != path]

        change_draft(actor, version_id, version.sha256, change)
        if path in version.files:
            remove_draft_file(actor, version_id, path)


def arrange_fallbacks(actor: Actor, version_id: UUID, act: str, key: str) -> None:
    """Add a font to the order in which fonts help out, take it out, or move it up or down."""

    def change(kit: dict[str, Any]) -> None:
        order = list(kit.get("font_fallbacks", ()))
        known = {_key(font) for font in kit.get("fonts", ())}
        if act == "add" and key in known and key not in order:
            order.append(key)
        elif key in order:
            at = order.index(key)
            order.remove(key)
            if act == "up":
                order.insert(max(at - 1, 0), key)
            elif act == "down":
                order.insert(at + 1, key)
        kit["font_fallbacks"] = order

    _change(actor, version_id, change)
