"""Owns law packs: what the rules of law of a country rest on, as data with version and source.

A pack is a file `KEY-VERSION.json` beside this module. Files stay when a newer one comes, so that
what was checked against an older pack can still be read; checks use the newest.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from brand_assets.design_facts import Bilingual

FOLDER = Path(__file__).parent
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Clause(_Part):
    """One clause of law that rules enforce: where it stands, since when, and what it asks for.

    `statute` is how it is cited, `sources` official addresses and judgments. `parameters` are
    numbers that rules read, `words` lists of words.
    """

    id: Name
    statute: Annotated[str, StringConstraints(min_length=3)]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    valid_from: date
    text: Bilingual
    parameters: Mapping[Name, float] = {}
    words: Mapping[Name, tuple[str, ...]] = {}


class LawPack(_Part):
    """The law of one country as the rules know it; `date` is the day it was put together."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}(\.\d+)?$")]
    date: date
    name: Bilingual
    disclaimer: Bilingual
    clauses: tuple[Clause, ...]

    @model_validator(mode="after")
    def _sound(self) -> "LawPack":
        ids = [clause.id for clause in self.clauses]
        if len(ids) != len(set(ids)):
            raise ValueError("a clause stands twice in the pack")
        late = [clause.id for clause in self.clauses if clause.valid_from > self.date]
        if late:
            raise ValueError(f"not in force on the day of the pack: {', '.join(late)}")
        return self

    @property
    def id(self) -> str:
        """Key and version, as a proof keeps them: "de 2026-11"."""
        return f"{self.key} {self.version}"

    def clause(self, clause_id: str) -> Clause:
        """Return one clause; a rule that names one that is not there is a fault of the pack."""
        return next(clause for clause in self.clauses if clause.id == clause_id)

    def told(self) -> Bilingual:
        """Return in one sentence what was checked against."""
        day = f"{self.date:%d.%m.%Y}"
        return Bilingual(
            f"Geprüft nach Rechtspaket {self.name.de}, Stand {day}, {self.disclaimer.de}.",
            f"Checked against the law pack {self.name.en}, as of {day}, {self.disclaimer.en}.",
        )


@cache
def all_packs() -> tuple[LawPack, ...]:
    """Return every pack in every version, the newest of each key first."""
    found = [LawPack.model_validate_json(p.read_text("utf-8")) for p in FOLDER.glob("*.json")]
    newest_first = sorted(found, key=lambda pack: pack.version, reverse=True)
    return tuple(sorted(newest_first, key=lambda pack: pack.key))


def find_pack(key: str) -> LawPack | None:
    """Return the newest pack of a key, None where there is none."""
    return next((pack for pack in all_packs() if pack.key == key), None)


def find_kept_pack(pack_id: str) -> LawPack | None:
    """Return the very version that a proof names ("de 2026-11"), None where it is gone."""
    return next((pack for pack in all_packs() if pack.id == pack_id), None)


def packs_named(keys: Iterable[str]) -> tuple[LawPack, ...]:
    """Return the newest packs of the keys that a campaign has switched on."""
    return tuple(pack for key in keys if (pack := find_pack(key)) is not None)


def offered_packs() -> tuple[LawPack, ...]:
    """Return the newest pack of each key, as campaigns switch them on."""
    return tuple({pack.key: pack for pack in reversed(all_packs())}.values())


def _germany() -> LawPack:
    pack = find_pack("de")
    if pack is None:
        raise FileNotFoundError(f"{FOLDER}: there is no pack of German law")
    return pack


GERMANY = _germany()
"""The German pack that checks use."""
