"""Owns looking at a campaign as one outlet, or with the longest and shortest values: not stored."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from brand_assets.cd_rules import check_pages
from brand_assets.design_facts import Bilingual, Finding, PageFacts
from campaigns.ad_templates.models import AdFormat
from campaigns.localisation.models import Localisation
from campaigns.planning.audience import outlets_meant
from campaigns.proofs.rendering import picture
from campaigns.proofs.service import set_of
from campaigns.proofs.sets import photos_of
from campaigns.rollout.everyone.extremes import Datum, End, Extreme, extremes_of, replaced
from campaigns.rollout.everyone.gathering import Gatherer, Place, place_of
from campaigns.rollout.everyone.rules import Tight, Verdict, tight_frames, verdict_of
from campaigns.rollout.everyone.subjects import (
    CheckSubject,
    Content,
    FormatInUse,
    load_content,
)
from campaigns.rollout.items import finding_of
from campaigns.rollout.setting import Refused
from portal.foundation.database import reading
from portal.foundation.errors import N_, Conflict, NotFound, Refusal
from regions.accounts.rules import Actor
from regions.partners.models import Outlet, Partner
from regions.partners.rules import search_terms

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class AsWhom:
    """Whose values an ad is looked at with: an outlet's, some of them at one end of the lengths.

    Without `outlet_id` it is the first outlet; without `end` all values are the outlet's own;
    `datum` is the one that is replaced, None for all of them at once.
    """

    outlet_id: UUID | None = None
    end: End | None = None
    datum: Datum | None = None


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One format as it comes out: its findings with what they mean, its tightest frames."""

    ad_format: AdFormat
    findings: tuple[tuple[Finding, Verdict | None], ...]
    facts: tuple[PageFacts, ...] = ()
    tight: tuple[Tight, ...] = ()

    @property
    def worst(self) -> Verdict | None:
        """What its worst finding means, None without any."""
        order = list(Verdict)
        told = [verdict for _, verdict in self.findings if verdict is not None]
        return min(told, key=order.index, default=None)

    def name_of(self, frame: str | None) -> Bilingual | None:
        """Return what a frame is called."""
        return next(
            (one.name for page in self.facts for one in page.frames if one.frame == frame), None
        )


class Look:
    """A look at one content as somebody: gathers when asked, and keeps nothing."""

    def __init__(self, actor: Actor, subject: CheckSubject, whom: AsWhom) -> None:
        self.content: Content = load_content(subject)
        if not self.content.formats:
            raise Conflict(N_("There is nothing to set: choose formats and an audience first."))
        self._actor = actor
        self.outlet, self._partner = self._find(whom.outlet_id)
        self.extremes = extremes_of(self.content.audience, actor.scope)
        self.replaced = _chosen(self.extremes, whom)
        self._gatherer = Gatherer(self.content)

    def _find(self, outlet_id: UUID | None) -> tuple[Outlet, Partner]:
        statement = (
            select(Outlet, Partner)
            .join(Partner, Partner.id == Outlet.partner_id)
            .where(outlets_meant(self.content.audience, self._actor.scope))
        )
        if outlet_id is not None:
            statement = statement.where(Outlet.id == outlet_id)
        with reading() as running:
            row = running.execute(statement.order_by(Outlet.number).limit(1)).first()
        if row is None:
            raise NotFound(N_("This outlet is not meant by the campaign. Choose another one."))
        return row[0], row[1]

    def formats(self) -> list[LookedAt]:
        """Return every format as it comes out."""
        return [self._looked_at(one) for one in self.content.formats]

    def _looked_at(self, one: FormatInUse) -> LookedAt:
        try:
            gathered = self._gatherer.gather_one(self._place(), one.ad_format.key)
            facts = set_of(gathered.ad).facts
        except Refusal as refusal:
            finding = finding_of(Refused(refusal.message, dict(refusal.params)))
            return LookedAt(one.ad_format, ((finding, Verdict.ERROR),))
        findings = check_pages(facts, gathered.ad.kit, gathered.context)
        return LookedAt(
            one.ad_format,
            tuple((found, verdict_of(found, gathered.entry)) for found in findings),
            facts,
            tuple(tight_frames(facts)),
        )

    def picture(self, format_key: str, page: int, width: int) -> bytes:
        """Return one page as a JPEG; raises NotFound where there is no such page."""
        ad = self._gatherer.gather_one(self._place(), format_key).ad
        display = set_of(ad).display
        if not 0 <= page < len(display.pages):
            raise NotFound(N_("This page does not exist."))
        return picture(display, ad.kit, photos_of(ad.inputs, ad.kit), page, width)

    def _place(self) -> Place:
        with reading() as running:
            started = running.scalar(
                select(Localisation).where(
                    Localisation.campaign_id == self.content.campaign.id,
                    Localisation.outlet_id == self.outlet.id,
                )
            )
        place = place_of(self.outlet, self._partner, started)
        return replace(place, master_data=replaced(place.master_data, self.replaced))

    def neighbours(self) -> tuple[UUID | None, UUID | None]:
        """Return the outlets before and after this one, by number."""
        meant = select(Outlet.id).where(outlets_meant(self.content.audience, self._actor.scope))
        before = meant.where(Outlet.number < self.outlet.number).order_by(Outlet.number.desc())
        after = meant.where(Outlet.number > self.outlet.number).order_by(Outlet.number)
        with reading() as running:
            return running.scalar(before.limit(1)), running.scalar(after.limit(1))

    def search(self, words: str) -> Sequence[Outlet]:
        """Return outlets that a search finds, the first few by number."""
        terms = search_terms(words)
        if not terms:
            return ()
        statement = select(Outlet).where(
            outlets_meant(self.content.audience, self._actor.scope),
            *(Outlet.search_text.contains(term, autoescape=True) for term in terms),
        )
        with reading() as running:
            return running.scalars(statement.order_by(Outlet.number).limit(MOST_FOUND)).all()


def _chosen(extremes: tuple[Extreme, ...], whom: AsWhom) -> tuple[Extreme, ...]:
    return tuple(
        one
        for one in extremes
        if one.end is whom.end and (whom.datum is None or one.datum is whom.datum)
    )
