"""Owns what an import page does: files become a plan apart from the server, a choice a change."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from brand_assets.kit.definition import ColourPart, KitDraft, StylePart
from brand_assets.kit.drafting import change_draft, open_draft
from brand_assets.kit.exchange.from_swatches import plan_swatches
from brand_assets.kit.exchange.from_tokens import plan_tokens
from brand_assets.kit.exchange.inks import InkMaker
from brand_assets.kit.exchange.json_text import read_json
from brand_assets.kit.exchange.plan import ComingColour, ComingStyle, ImportPlan, take
from brand_assets.kit.exchange.swatches import SwatchFile, read_swatches
from brand_assets.kit.exchange.tokens import read_tokens
from brand_assets.kit.files.reading import read_apart
from brand_assets.kit.models import BrandKitVersion
from portal.foundation.database import transaction
from portal.foundation.errors import N_, Invalid
from portal.foundation.storage import file_store
from regions.scoping.actor import Actor

MOST_FILES = 40
MOST_ENTRIES = 600
_SWATCHES = (b"ASEF", b"\0\1", b"\0\2")
_COLOURS, _STYLES = TypeAdapter(list[ColourPart]), TypeAdapter(list[StylePart])


def plan_import(version: BrandKitVersion, files: Sequence[bytes]) -> ImportPlan:
    """Return what the files would bring into a draft; told apart by content."""
    if not files:
        raise Invalid(N_("Choose a file with tokens or swatches."), field="files")
    if len(files) > MOST_FILES:
        raise Invalid(N_("Choose at most %(most)s files."), most=MOST_FILES, field="files")
    draft = KitDraft.model_validate(version.definition)
    path = draft.profile.file if draft.profile else None
    profile = file_store().read(version.files[path]) if path in version.files else None
    plan = read_apart(make_plan, list(files), draft, profile)
    if len(plan.entries()) > MOST_ENTRIES:
        raise Invalid(
            N_(
                "The files bring %(count)s colours and styles, too many to choose from. Choose the "
                "files with the basic colours."
            ),
            count=len(plan.entries()),
            field="files",
        )
    return plan


def make_plan(files: Sequence[bytes], draft: KitDraft, profile: bytes | None) -> ImportPlan:
    """Read all files and set them beside a kit. Pure, so it can run apart."""
    inks = InkMaker(profile, draft.limits.max_ink)
    kinds = {file.startswith(_SWATCHES) for file in files}
    if len(kinds) > 1:
        raise Invalid(N_("Choose either tokens or swatches, not both at once."), field="files")
    if kinds == {True}:
        read = [read_swatches(file) for file in files]
        swatches = tuple(one for file in read for one in file.swatches)
        return plan_swatches(SwatchFile(swatches, sum(file.unread for file in read)), draft, inks)
    return plan_tokens(read_tokens([read_json(file) for file in files]), draft, inks)


def written_plan(plan: ImportPlan) -> str:
    """Return a plan as the text that the page sends back with what was chosen."""
    return json.dumps(
        {
            "colours": [one.part.model_dump(mode="json") for one in plan.colours],
            "styles": [one.part.model_dump(mode="json") for one in plan.styles],
        },
        separators=(",", ":"),
    )


def take_import(
    actor: Actor, version_id: UUID, written: str, chosen: Collection[str]
) -> tuple[BrandKitVersion, int]:
    """Write the chosen entries into a draft as it is now; return it and how many came in."""
    plan = _read_plan(written)
    keys = {one.key for one in plan.entries()} & set(chosen)
    if not keys:
        raise Invalid(N_("Nothing is chosen. Tick what is to come into the kit."), field="files")

    def change(kit: dict[str, Any]) -> None:
        take(kit, plan, keys)

    with transaction():
        draft = open_draft(actor, version_id)
        return change_draft(actor, version_id, draft.sha256, change), len(keys)


def _read_plan(written: str) -> ImportPlan:
    try:
        data = json.loads(written)
        colours = _COLOURS.validate_python(data["colours"])
        styles = _STYLES.validate_python(data["styles"])
    except (ValueError, ValidationError, KeyError, TypeError, RecursionError) as error:
        raise Invalid(
            N_("The choice cannot be read. Begin the import again."), field="files"
        ) from error
    return ImportPlan(
        tuple(ComingColour(part, "") for part in colours),
        tuple(ComingStyle(part, "") for part in styles),
    )
