"""Owns what the rules tell people: what each demands, why, how to mend it, and its limits."""

import json
from dataclasses import dataclass
from importlib.resources import files

from brand_assets.design_facts import Bilingual

UNREADABLE = "unreadable"
"""The finding for a file that cannot be read at all; it has words but is no rule."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The words of one rule; `limits` is what it does not see, for the manual alone."""

    demand: Bilingual
    why: Bilingual
    mend: Bilingual
    limits: str | None = None


def _read() -> dict[str, RuleWords]:
    stated = json.loads(files(__package__).joinpath("words.json").read_text(encoding="utf-8"))
    return {key: _words(entry) for key, entry in stated.items()}


def _words(entry: dict[str, str]) -> RuleWords:
    demand, why, mend = (
        Bilingual(entry[f"{part}_de"], entry[f"{part}_en"]) for part in ("demand", "why", "mend")
    )
    return RuleWords(demand, why, mend, entry.get("limits"))


WORDS = _read()
