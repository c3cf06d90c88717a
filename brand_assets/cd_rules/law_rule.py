"""Owns what rules of law share: the clause they enforce, when they apply, and what an ad says."""

import re
from abc import abstractmethod
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, ClassVar

from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.cd_rules.law_packs import GERMANY
from brand_assets.cd_rules.rule import Rule, Subject
from brand_assets.cd_rules.wording import plain
from brand_assets.design_facts import Bilingual, Finding, Mend, MendKind, Severity

_SPACE = re.compile(r"\s+")
_ODD_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " "})


class LawRule(Rule[Subject]):
    """A rule that a law pack asks for: it judges nothing where the campaign has it switched off."""

    pack: ClassVar[str] = GERMANY.key
    clause_id: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        """Take the citation from the pack."""
        super().__init_subclass__(**options)
        if "clause_id" in cls.__dict__:
            cls.clause = GERMANY.clause(cls.clause_id).statute

    @property
    def is_binding(self) -> bool:
        """Whether no kit may switch it off: law always binds."""
        return True

    def subjects(self, ad: Ad) -> Iterable[Subject]:
        """Return what it judges in an ad of a campaign that has the pack."""
        return self.covered(ad) if self.pack in ad.context.law_packs else ()

    @abstractmethod
    def covered(self, ad: Ad) -> Iterable[Subject]:
        """Return what it judges in an ad to which the pack applies."""

    def said_finding(
        self,
        placed: PlacedFrame,
        message: Bilingual,
        *,
        mends: tuple[Mend, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """Return a finding about what one frame says."""
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            message=message,
            frame=placed.facts.frame,
            page=placed.page.page,
            field=placed.field,
            format_key=placed.page.format_key,
            mends=mends,
        )


@lru_cache(maxsize=4096)
def flat(text: str) -> str:
    """Return a text with ordinary spaces, sign for sign as long as it was but for unseen ones."""
    return plain(text).translate(_ODD_SPACES)


@lru_cache(maxsize=4096)
def one_line(text: str) -> str:
    """Return a text on one line, with single spaces."""
    return _SPACE.sub(" ", plain(text)).strip()


def said(ad: Ad) -> tuple[tuple[PlacedFrame, str], ...]:
    """Return every frame in which some text came out, with that text."""
    found: tuple[tuple[PlacedFrame, str], ...] | None = ad.known.get("said")
    if found is None:
        texts = ((placed, placed.facts.text) for placed in ad.texts())
        found = tuple([(placed, flat(text.text)) for placed, text in texts if text])
        ad.known["said"] = found
    return found


def all_said(ad: Ad) -> str:
    """Return all that an ad says, each frame on its own line."""
    found: str | None = ad.known.get("all_said")
    if found is None:
        found = ad.known["all_said"] = "\n".join([one_line(text) for _, text in said(ad)])
    return found


def says(ad: Ad, *texts: str) -> bool:
    """Whether the ad says one of the texts, whatever its line breaks and capitals."""
    everything = all_said(ad).casefold()
    return any(one_line(text).casefold() in everything for text in texts if text.strip())


def replace_in_field(
    ad: Ad, placed: PlacedFrame, old: str, new: str, label: Bilingual
) -> tuple[Mend, ...]:
    """Return the mend that puts `new` in place of `old` where a person typed it, else none."""
    typed = flat(ad.context.typed.get(placed.field or "", ""))
    if old not in typed:
        return ()
    return (Mend(MendKind.SET_VALUE, label, value=typed.replace(old, new, 1)),)
