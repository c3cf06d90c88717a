"""Owns the press profile of a draft: uploaded, told about, named with its printing condition."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from brand_assets.kit.drafting import add_draft_file, change_draft, open_draft
from brand_assets.kit.exchange.names import plain_name
from brand_assets.kit.files.reading import read_apart
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.profile_files import ProfileReport, read_profile
from portal.foundation.database import transaction
from portal.foundation.errors import N_, Invalid
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor

_MOST_CONDITION = 80
_INK = (100.0, 400.0)


def show_profile(version: BrandKitVersion) -> ProfileReport | None:
    """Return what the profile of a version says; None where there is none that can be read."""
    profile = version.definition.get("profile")
    sha256 = version.files.get(profile["file"]) if profile else None
    try:
        return _report(sha256) if sha256 else None
    except Invalid:
        return None


@lru_cache(maxsize=32)
def _report(sha256: str) -> ProfileReport:
    return read_profile(file_store().read(sha256))


def set_profile(
    actor: Actor, version_id: UUID, data: bytes | None, condition: str, max_ink: float | None
) -> ProfileReport | None:
    """Bring a profile into a draft, or change only what is said about the one there is.

    Without a limit of ink the most that the profile itself lays down holds, in whole percent.
    """
    if max_ink is not None and not _INK[0] <= max_ink <= _INK[1]:
        raise Invalid(
            N_("The total ink is between %(low)s and %(high)s %%."),
            field="max_ink",
            low=int(_INK[0]),
            high=int(_INK[1]),
        )
    with transaction():
        draft = open_draft(actor, version_id)
        if data is None and not draft.definition.get("profile"):
            raise Invalid(N_("Choose the ICC file of your printer."), field="file")
    report = None
    entry: dict[str, Any] = {}
    if data is not None:
        report = read_apart(read_profile, data)
        path = f"colour/{plain_name(report.name)[:80] or 'profile'}.icc"
        add_draft_file(actor, version_id, path, data)
        entry = {"file": path, "name": report.name, "max_ink": float(round(report.max_ink))}

    def change(kit: dict[str, Any]) -> None:
        there = {**(kit.get("profile") or {}), **entry}
        there["condition"] = condition.strip()[:_MOST_CONDITION] or there["name"]
        if max_ink is not None:
            there["max_ink"] = max_ink
        kit["profile"] = there

    with transaction():
        draft = open_draft(actor, version_id)
        change_draft(actor, version_id, draft.sha256, change)
    return report
