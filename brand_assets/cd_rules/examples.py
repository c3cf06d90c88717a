"""Owns examples of the rules: what keeps one, and the sentence that an ad which does not gets.

`rule_examples.json` is written from documents that the typesetter has set, so that each sentence
is one that a reader gets to see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from brand_assets.design_facts import Bilingual

FILE = Path(__file__).parent / "rule_examples.json"


@dataclass(frozen=True, slots=True)
class RuleExample:
    """What an ad that keeps a rule does, what one that does not is told, and how to mend it."""

    keeps: Bilingual
    breaks: Bilingual
    mends: tuple[Bilingual, ...] = ()


_EXAMPLES = TypeAdapter(dict[str, RuleExample])


@lru_cache(maxsize=1)
def rule_examples() -> Mapping[str, RuleExample]:
    """Return the example of each rule, by its id."""
    return _EXAMPLES.validate_json(FILE.read_bytes())


def examples_json(examples: Mapping[str, RuleExample]) -> str:
    """Return examples as they stand in the file."""
    return _EXAMPLES.dump_json(dict(sorted(examples.items())), indent=1).decode() + "\n"
