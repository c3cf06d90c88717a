"""Owns drafts of the demonstration's kit that differ from the version in force by one change."""

import copy
from collections.abc import Callable
from typing import Any

from brand_assets.kit.definition import KitDefinition
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.service import draft_kit_version, published_kit_version
from regions.accounts.rules import Actor

Change = Callable[[dict[str, Any]], None]


def draft_with(actor: Actor, *changes: Change) -> BrandKitVersion:
    """Draft the kit's next version: the one in force with these changes."""
    held = published_kit_version()
    definition = copy.deepcopy(held.definition)
    for change in changes:
        change(definition)
    return draft_kit_version(actor, "hg/", KitDefinition.model_validate(definition), held.files)


def redder(definition: dict[str, Any]) -> None:
    """Make the red of prices another one on screen, and nothing else."""
    _colour(definition, "Mohn")["srgb"] = "#C01020"


def greener_in_print(definition: dict[str, Any]) -> None:
    """Print the brand's green with other inks; on screen it stays."""
    _colour(definition, "Halm")["cmyk"][0] = 60


def without_spring(definition: dict[str, Any]) -> None:
    """Forbid a word that the campaign's own headline says."""
    forbidden = copy.deepcopy(definition["wordings"][0])
    definition["wordings"].append(forbidden | {"phrase": "Frühling", "suggestion": "Lenz"})


def _colour(definition: dict[str, Any], token: str) -> dict[str, Any]:
    return next(colour for colour in definition["colours"] if colour["token"] == token)
