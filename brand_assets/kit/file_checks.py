"""Owns the check of all files of a kit, made in a process apart from the server."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from brand_assets.kit.artwork import sanitise_svg
from brand_assets.kit.definition import KitDefinition
from brand_assets.kit.font_files import check_font
from brand_assets.kit.profile_files import check_profile, read_profile
from portal.foundation.errors import Invalid

__all__ = ["FileRole", "FileVerdict", "check_files", "check_profile", "file_roles"]


class FileRole(StrEnum):
    """What a file of a kit is for."""

    FONT = "font"
    LOGO = "logo"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What the check of one file gave: the bytes to keep, or why there are none."""

    path: str
    data: bytes
    refusal: str | None = None
    params: Mapping[str, object] | None = None


def file_roles(definition: KitDefinition) -> dict[str, FileRole]:
    """Return what each file of a kit is for, by path."""
    roles = {font.file: FileRole.FONT for font in definition.fonts}
    roles |= {logo.file: FileRole.LOGO for logo in definition.logos}
    roles[definition.profile.file] = FileRole.PROFILE
    return roles


def check_files(files: Sequence[tuple[str, FileRole, bytes]]) -> list[FileVerdict]:
    """Check each file by its content; a logo comes back sanitised. Pure, so it can run apart."""
    return [_check(path, role, data) for path, role, data in files]


def _check(path: str, role: FileRole, data: bytes) -> FileVerdict:
    try:
        if role is FileRole.LOGO:
            return FileVerdict(path, sanitise_svg(data))
        if role is FileRole.FONT:
            check_font(data)
        else:
            read_profile(data)
    except Invalid as refusal:
        return FileVerdict(path, b"", refusal.message, dict(refusal.params))
    return FileVerdict(path, data)
