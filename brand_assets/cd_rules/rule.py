"""Owns what a rule is: it names what it judges in an ad, and says what is wrong with each."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import ClassVar, Generic, TypeVar

from brand_assets.cd_rules.clauses import IN_GERMAN
from brand_assets.cd_rules.context import Ad, PlacedFrame
from brand_assets.design_facts import Bilingual, Finding, FrameKind, Mend, Parameter, Severity

Subject = TypeVar("Subject")
LAW = ("legal.", "price.")
"""How the ids of the rules of law begin."""


class Rule(ABC, Generic[Subject]):
    """One checkable rule of the corporate design or the law.

    `clause` names what it enforces; `severity` is the one its findings have unless `judge` gives
    another; `about` is one sentence that its reader understands. `parameters` are the numbers
    that a kit may set. A kit neither switches off nor softens what is `binding`: law, rights, and
    what would leave an ad incomplete.
    """

    id: ClassVar[str]
    severity: ClassVar[Severity]
    clause: ClassVar[str]
    about: ClassVar[Bilingual]
    parameters: ClassVar[tuple[Parameter, ...]] = ()
    binding: ClassVar[bool] = False

    @property
    def is_binding(self) -> bool:
        """Whether no kit may switch the rule off or make it milder; law always is."""
        return self.binding or self.id.startswith(LAW)

    def enforces(self, language: str) -> str:
        """Return the clause in a language; statutes and standards keep their names."""
        return self.clause if language == "en" else IN_GERMAN.get(self.clause, self.clause)

    def find_parameter(self, key: str) -> Parameter | None:
        """Return one of its parameters, None where it has no such."""
        return next((one for one in self.parameters if one.key == key), None)

    def number(self, key: str, ad: Ad) -> float:
        """Return a parameter as the kit sets it for this ad, or else its default."""
        known: float | None = ad.known.get((self.id, key))
        if known is None:
            known = ad.known[self.id, key] = self._number(key, ad)
        return known

    def _number(self, key: str, ad: Ad) -> float:
        setting = ad.settings.get(self.id)
        if setting is not None and key in setting.parameters:
            return setting.parameters[key]
        parameter = self.find_parameter(key)
        if parameter is None:
            raise KeyError(f"{self.id} has no parameter {key}")
        return parameter.usual(ad.kit.limits)

    @abstractmethod
    def subjects(self, ad: Ad) -> Iterable[Subject]:
        """Return what this rule judges in the ad; none where the rule does not apply."""

    @abstractmethod
    def judge(self, subject: Subject, ad: Ad) -> Finding | None:
        """Return what is wrong with one of them; None where nothing is."""

    def finding(
        self,
        message: Bilingual,
        *,
        field: str | None = None,
        severity: Severity | None = None,
        mends: tuple[Mend, ...] = (),
        figures: Mapping[str, float] | None = None,
    ) -> Finding:
        """Return a finding of this rule about the whole ad."""
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            message=message,
            field=field,
            mends=mends,
            figures=figures or {},
        )


class FrameRule(Rule[PlacedFrame]):
    """A rule that judges frames one by one."""

    kinds: ClassVar[tuple[FrameKind, ...]]

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames of this rule's kinds."""
        return ad.frames(*self.kinds)

    def frame_finding(
        self,
        placed: PlacedFrame,
        message: Bilingual,
        *,
        severity: Severity | None = None,
        mends: tuple[Mend, ...] = (),
        figures: Mapping[str, float] | None = None,
    ) -> Finding:
        """Return a finding of this rule about one frame."""
        return Finding(
            rule=self.id,
            severity=severity or self.severity,
            message=message,
            frame=placed.facts.frame,
            page=placed.page.page,
            field=placed.field,
            format_key=placed.page.format_key,
            mends=mends,
            figures=figures or {},
        )


TEXT_KINDS = (FrameKind.TEXT, FrameKind.PRICE, FrameKind.TABLE, FrameKind.STORY)


class TextRule(FrameRule):
    """A frame rule for frames in which some text came out."""

    kinds = TEXT_KINDS

    def subjects(self, ad: Ad) -> Iterable[PlacedFrame]:
        """Return the frames that hold text."""
        return ad.texts(*self.kinds)
