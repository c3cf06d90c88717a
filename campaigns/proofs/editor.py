"""Owns what the editor shows: fields with their findings, formats with their state, frames."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from brand_assets.cd_rules.law_packs import LawPack, packs_named
from brand_assets.design_facts import Bilingual, Finding, FrameFacts, Mend, PageFacts, Severity
from campaigns.ad_templates.fields import (
    TEXT_KINDS,
    FieldDefinition,
    FieldKind,
    Json,
    Section,
)
from campaigns.ad_templates.kinds.texts import plain_text
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.service import get_format, load_document
from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import Origin, ResolvedValues, resolve
from campaigns.localisation.service import get_localisation
from campaigns.planning.models import Campaign
from campaigns.planning.service import formats_of, is_open, load_campaign
from campaigns.proofs.alternatives import OVERFLOW, overflow_mends
from campaigns.proofs.checking import Check
from campaigns.proofs.cropping import CropFrame, crops_of
from campaigns.proofs.gathering import GatheredAd, gather_all
from campaigns.proofs.rules import FormatSummary, summarise
from campaigns.proofs.service import judge_ads
from portal.foundation import clock
from portal.foundation.database import reading
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet

_HEAD_OFFICE = Bilingual("Zentrale", "head office")


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field as the editor shows it: definition, value that applies, where that comes from."""

    definition: FieldDefinition
    value: Json
    origin: Origin
    formats: tuple[str, ...]

    @property
    def is_set_here(self) -> bool:
        """Whether somebody set it for this outlet."""
        return self.origin is Origin.SET_HERE


@dataclass(frozen=True, slots=True)
class Editor:
    """The editor of one localisation, apart from what a check finds."""

    localisation: Localisation
    campaign: Campaign
    outlet: Outlet
    sections: Mapping[Section, tuple[FieldView, ...]]
    formats: tuple[AdFormat, ...]
    may_edit: bool
    may_submit: bool
    is_open: bool
    law_packs: tuple[LawPack, ...] = ()

    @property
    def may_order(self) -> bool:
        """Whether it can be put into the basket."""
        return self.may_submit and self.is_open

    def find_field(self, key: str) -> FieldView | None:
        """Return one field, None where no format shows it."""
        every = (view for views in self.sections.values() for view in views)
        return next((view for view in every if view.definition.key == key), None)

    @property
    def locked(self) -> bool:
        """Whether nothing can be changed."""
        return not (self.may_edit and self.is_open)


@dataclass(frozen=True, slots=True)
class Meter:
    """How sharp a photo is where it is least so: ppi, what is asked for, and in which format."""

    ppi: float
    nominal: float
    format_key: str
    most: float

    @property
    def is_enough(self) -> bool:
        """Whether it reaches what is asked for."""
        return round(self.ppi) >= self.nominal


@dataclass(frozen=True, slots=True)
class FormatLook:
    """One format in the strip."""

    ad_format: AdFormat
    summary: FormatSummary
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Room:
    """How long a text is, and how long it may be in the tightest format."""

    length: int
    room: int

    @property
    def is_tight(self) -> bool:
        """Whether it does not fit."""
        return self.length > self.room


@dataclass(frozen=True, slots=True)
class Remark:
    """What one rule found at one field, in whichever formats: one thing to mend."""

    severity: Severity
    messages: tuple[Bilingual, ...]
    mends: tuple[Mend, ...]
    field: str | None
    rule: str = ""

    @property
    def blocks(self) -> bool:
        """Whether it stops the order."""
        return self.severity is Severity.BLOCKS


@dataclass(frozen=True, slots=True)
class Look:
    """What a check of all formats found, arranged as the editor shows it.

    `keepers` says of each locked field who set it.
    """

    formats: tuple[FormatLook, ...]
    by_field: Mapping[str, tuple[Remark, ...]]
    general: tuple[Remark, ...]
    rooms: Mapping[str, Room]
    meters: Mapping[str, Meter]
    crops: Mapping[str, tuple[CropFrame, ...]]
    pages: Mapping[str, tuple[PageFacts, ...]]
    computed: Mapping[str, str]
    labels: Mapping[str, Bilingual]
    keepers: Mapping[str, Bilingual]

    @property
    def open_points(self) -> int:
        """How many things block the order."""
        every = (*self.by_field.values(), self.general)
        return sum(remark.blocks for remarks in every for remark in remarks)

    @property
    def first_open_field(self) -> str | None:
        """The first field at which something blocks."""
        blocked = (key for key, found in self.by_field.items() if any(r.blocks for r in found))
        return next(blocked, None)


def open_editor(actor: Actor, localisation_id: UUID) -> Editor:
    """Return the editor of a localisation in the account's scope."""
    with reading() as running:
        localisation = get_localisation(actor, localisation_id)
        campaign = load_campaign(localisation.campaign_id)
        outlet = running.get_one(Outlet, localisation.outlet_id)
        chosen = formats_of(campaign.id)
        shown = {c.format_key: load_document(c.template_version_id).fields() for c in chosen}
        return Editor(
            localisation=localisation,
            campaign=campaign,
            outlet=outlet,
            sections=_sections(resolve(localisation_id), shown),
            formats=tuple(get_format(c.format_key) for c in chosen),
            may_edit=actor.may_at(Permission.LOCALISATION_EDIT, localisation.path),
            may_submit=actor.may_at(Permission.LOCALISATION_SUBMIT, localisation.path),
            is_open=is_open(campaign, clock.today(outlet.time_zone)),
            law_packs=packs_named(campaign.law_packs),
        )


def is_locked(actor: Actor, localisation: Localisation) -> bool:
    """Whether nothing of an ad can be changed by this account now, as `Editor.locked` says."""
    with reading() as running:
        outlet = running.get_one(Outlet, localisation.outlet_id)
        campaign = load_campaign(localisation.campaign_id)
    may_edit = actor.may_at(Permission.LOCALISATION_EDIT, localisation.path)
    return not (may_edit and is_open(campaign, clock.today(outlet.time_zone)))


def _sections(
    resolved: ResolvedValues, shown: Mapping[str, Sequence[str]]
) -> dict[Section, tuple[FieldView, ...]]:
    """Return the fields that a format shows, or that a shown one is computed from, by section."""
    used = {key for keys in shown.values() for key in keys}
    for entry in resolved.fields:
        if entry.key in used and entry.computed and entry.source:
            used.update(entry.source.split("/"))
    views = [
        FieldView(
            definition=entry,
            value=resolved.canonical.get(entry.key),
            origin=resolved.origins[entry.key],
            formats=tuple(key for key, fields in shown.items() if entry.key in fields),
        )
        for entry in resolved.fields
        if entry.key in used
    ]
    found = {s: tuple(v for v in views if v.definition.section is s) for s in Section}
    return {section: fields for section, fields in found.items() if fields}


def look(actor: Actor, localisation_id: UUID, unsaved: Mapping[str, Json] | None = None) -> Look:
    """Check all formats and arrange what was found; `unsaved` values count as if saved."""
    get_localisation(actor, localisation_id)
    ads = gather_all(localisation_id, unsaved)
    checks = judge_ads(ads)
    resolved = ads[0].resolved if ads else resolve(localisation_id, unsaved)
    formats = {ad.ad_format.key: ad.ad_format for ad in ads}
    findings = [finding for check in checks for finding in check.findings]
    return Look(
        formats=tuple(
            FormatLook(formats[c.format_key], summarise(c.findings), c.fingerprint) for c in checks
        ),
        by_field=_with_alternatives(_by_field(findings, resolved.fields), ads),
        general=_remarks(f for f in findings if f.field is None),
        rooms=_rooms(checks, resolved),
        meters=_meters(checks),
        crops=crops_of(checks, ads, actor.language),
        pages={check.format_key: check.facts for check in checks},
        computed={
            entry.key: resolved.canonical.get(entry.key) or ""
            for entry in resolved.fields
            if entry.computed
        },
        labels={entry.key: entry.label for entry in resolved.fields},
        keepers={e.key: e.locked_by or _HEAD_OFFICE for e in resolved.fields if e.locked},
    )


def _by_field(
    findings: Iterable[Finding], fields: Iterable[FieldDefinition]
) -> dict[str, tuple[Remark, ...]]:
    every = list(findings)
    found = {entry.key: _remarks(f for f in every if f.field == entry.key) for entry in fields}
    return {key: of_field for key, of_field in found.items() if of_field}


def _with_alternatives(
    by_field: Mapping[str, tuple[Remark, ...]], ads: Sequence[GatheredAd]
) -> dict[str, tuple[Remark, ...]]:
    """Return the remarks, with the texts of head office that fit where one's own does not."""
    tight = [key for key, found in by_field.items() if any(r.rule == OVERFLOW for r in found)]
    offered = overflow_mends(ads, tight) if tight else {}
    return {
        key: tuple(
            replace(remark, mends=(*offered.get(key, ()), *remark.mends))
            if remark.rule == OVERFLOW
            else remark
            for remark in found
        )
        for key, found in by_field.items()
    }


def _remarks(findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """Return the findings of each rule as one remark, the worst first."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=_badness):
        by_rule.setdefault(finding.rule, []).append(finding)
    return tuple(_remark(found) for found in by_rule.values())


def _badness(finding: Finding) -> tuple[int, float]:
    """Return what sorts the worst first: the severity, then by how much a text is too long."""
    return list(Severity).index(finding.severity), -finding.figures.get("too_many", 0.0)


def _remark(found: Sequence[Finding]) -> Remark:
    """Return one remark: every sentence once, and each kind of mend once, as the worst has it."""
    mends = {mend.kind: mend for finding in reversed(found) for mend in reversed(finding.mends)}
    return Remark(
        severity=found[0].severity,
        messages=tuple(dict.fromkeys(finding.message for finding in found)),
        mends=tuple(reversed(mends.values())),
        field=found[0].field,
        rule=found[0].rule,
    )


def _rooms(checks: Iterable[Check], resolved: ResolvedValues) -> dict[str, Room]:
    """Return length and room of each text that no other shares its frame with.

    What the template says around it takes its part of the room; the tightest frame counts.
    """
    refused = {problem.field for problem in resolved.problems}  # the page shows what was before
    texts = {
        f.key: _length(f, resolved.canonical[f.key])
        for f in resolved.fields
        if f.kind in TEXT_KINDS and f.key in resolved.canonical and f.key not in refused
    }
    rooms: dict[str, Room] = {}
    for frame in _frames(checks):
        key = frame.fields[0] if len(frame.fields) == 1 else None
        if key in texts and frame.text and frame.text.room_chars is not None:
            around = max(0, len(frame.text.text) - texts[key])
            own = max(0, frame.text.room_chars - around)
            room = min(own, rooms[key].room if key in rooms else 10**6)
            rooms[key] = Room(texts[key], room)
    return rooms


def _length(entry: FieldDefinition, text: str) -> int:
    """Return how many characters of a text are read: marks are not."""
    return len(plain_text(text)) if entry.kind is FieldKind.RICH_TEXT else len(text)


def _frames(checks: Iterable[Check]) -> Iterable[FrameFacts]:
    return (frame for check in checks for page in check.facts for frame in page.frames)


def _meters(checks: Iterable[Check]) -> dict[str, Meter]:
    """Return for each photo field the format in which it is least sharp."""
    worst: dict[str, Meter] = {}
    for check in checks:
        nominal = check.min_ppi
        for frame in _frames([check]):
            if nominal is None or frame.photo is None or not frame.fields:
                continue
            best = frame.photo.widest_ppi or frame.photo.ppi
            meter = Meter(frame.photo.ppi, nominal, check.format_key, best)
            known = worst.get(frame.fields[0])
            if known is None or meter.ppi / nominal < known.ppi / known.nominal:
                worst[frame.fields[0]] = meter
    return worst
