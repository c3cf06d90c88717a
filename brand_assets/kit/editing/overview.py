"""Owns what the overview of a draft shows: its sections, what is in them and what is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from brand_assets.kit.drafting import draft_problems
from brand_assets.kit.editing.sections import SECTIONS, Section, section_of
from brand_assets.kit.models import BrandKitVersion
from brand_assets.kit.rules import KitProblem


@dataclass(frozen=True, slots=True)
class SectionState:
    """One section as the overview shows it; `names` are the first of its entries."""

    section: Section
    count: int
    names: tuple[str, ...]
    problems: tuple[KitProblem, ...]

    @property
    def open(self) -> int:
        """How many points are open."""
        return len(self.problems)


def show_sections(version: BrandKitVersion) -> tuple[SectionState, ...]:
    """Return the state of every section of a version."""
    by_section: dict[str, list[KitProblem]] = {}
    for problem in draft_problems(version):
        by_section.setdefault(section_of(problem).key, []).append(problem)
    kit = version.definition
    return tuple(
        SectionState(
            section,
            _count(kit, section),
            tuple(_names(kit, section)),
            tuple(by_section.get(section.key, ())),
        )
        for section in SECTIONS
    )


def first_open(states: Iterable[SectionState]) -> SectionState | None:
    """Return the first section with something open, None where the draft is sound."""
    return next((state for state in states if state.open), None)


def _count(kit: Mapping[str, Any], section: Section) -> int:
    held = (kit.get(part) for part in section.all_parts if part != "font_fallbacks")
    return sum(len(part) for part in held if isinstance(part, list | dict))


def _names(kit: Mapping[str, Any], section: Section) -> list[str]:
    if section.key == "name":
        return [str(kit["name"]["de"]), str(kit["name"]["en"])]
    if section.key == "profile":
        profile = kit.get("profile")
        return [str(profile["condition"])] if profile else []
    if section.key == "fonts":
        return list(dict.fromkeys(str(font["family"]) for font in kit.get("fonts", ())))
    if section.key in {"limits", "rules"}:
        return []
    return [
        name.partition(":")[2] or name if section.key == "wordings" else name
        for group in section.groups
        for name in group.names(group.load(kit))[:12]
    ]
