"""Owns giving values to many outlets: each outlet whole or not at all, and told apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select

from campaigns.ad_templates.canonical import Unusable
from campaigns.ad_templates.fields import FieldDefinition, Json
from campaigns.localisation.recording import audit_refused
from campaigns.localisation.resolving import resolve_values
from campaigns.localisation.rules import differences
from campaigns.localisation.service import (
    ValuesClash,
    find_localisation,
    get_or_start,
    save_values,
)
from campaigns.planning.holding import refuse_expired
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of, get_campaign
from campaigns.proofs.across.cells import cell_value
from campaigns.proofs.across.models import CarryOver, CarryOverOutlet
from campaigns.proofs.across.rules import CARRIED_OVER, CellState, cell_state
from campaigns.proofs.across.table import Source, open_source
from portal.foundation import usage
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted, Refusal
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.partners.service import get_master_data

MOST_AT_ONCE = 40
_NOT_THERE = N_("This outlet does not exist, or not for your account.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is wanted in one cell: a text that was typed, or the value of the source.

    Where the outlet has an own value, it is kept unless `replaces` says otherwise.
    """

    text: str | None = None
    replaces: bool = False

    @property
    def carries(self) -> bool:
        """Whether it is the value of the source."""
        return self.text is None


@dataclass(frozen=True, slots=True)
class OutletEntries:
    """What is wanted for one outlet, and the row version that was looked at (0: none yet)."""

    outlet_id: UUID
    version: int
    cells: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Seen:
    """The source as it was looked at."""

    localisation_id: UUID
    version: int


class OutcomeState(StrEnum):
    """What became of one outlet's entries."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    UNREADABLE = "unreadable"
    CLASH = "clash"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot be done: a message (English template) for its reader."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one outlet: its version now, what was saved or kept, and what is to mend."""

    outlet_id: UUID
    state: OutcomeState
    version: int = 0
    saved: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    problems: Mapping[str, Problem] = field(default_factory=dict)
    reason: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    values: Mapping[str, Json]
    kept: tuple[str, ...]
    problems: Mapping[str, Problem]


def begin_carry_over(actor: Actor, campaign_id: UUID, source_id: UUID | None) -> UUID:
    """Begin to give values to many outlets; returns what `save_outlets` adds to."""
    refuse_expired(get_campaign(actor, campaign_id))
    if source_id is not None:
        open_source(actor, campaign_id, source_id)
    with transaction() as running:
        begun = CarryOver(
            campaign_id=campaign_id,
            source_id=source_id,
            made_by=actor.account_id,
            made_by_name=actor.name,
        )
        running.add(begun)
        running.flush()
        return begun.id


def save_outlets(
    actor: Actor, carry_over_id: UUID, seen: Seen | None, wanted: Sequence[OutletEntries]
) -> tuple[Outcome, ...]:
    """Save what is wanted, outlet by outlet; one that cannot be saved keeps none of the others.

    An outlet outside the account's scope refuses the whole request, before anything is saved.
    """
    campaign = load_carry_over_campaign(actor, carry_over_id)
    refuse_expired(campaign)
    _refuse_foreign(actor, wanted)
    source = _as_seen(actor, campaign, seen) if seen else None
    outcomes = tuple(_save(actor, carry_over_id, campaign, source, one) for one in wanted)
    saved = [outcome for outcome in outcomes if outcome.state is OutcomeState.SAVED]
    if saved:
        _record(actor, campaign, source, saved)
    return outcomes


def load_carry_over_campaign(actor: Actor, carry_over_id: UUID) -> Campaign:
    """Return the campaign of what this account has begun; raises NotFound for anybody else's."""
    with reading() as running:
        begun = running.get(CarryOver, carry_over_id)
    if begun is None or begun.made_by != actor.account_id:
        raise NotFound(N_("This does not exist, or not for your account."))
    return get_campaign(actor, begun.campaign_id)


def _refuse_foreign(actor: Actor, wanted: Sequence[OutletEntries]) -> None:
    ids = {one.outlet_id for one in wanted}
    with reading() as running:
        paths = dict(
            running.execute(select(Outlet.id, Outlet.path).where(Outlet.id.in_(ids))).all()
        )
    for outlet_id in sorted(ids):
        try:
            _require_edit(actor, paths.get(outlet_id))
        except (NotFound, NotPermitted) as refusal:
            details = {"reason": refusal.code}
            audit_refused("localisation.carry_over", actor, "outlet", outlet_id, details)
            raise


def _require_edit(actor: Actor, path: str | None) -> None:
    if path is None:
        raise NotFound(_NOT_THERE)
    actor.require(Permission.LOCALISATION_EDIT, path)


def _as_seen(actor: Actor, campaign: Campaign, seen: Seen) -> Source:
    source = open_source(actor, campaign.id, seen.localisation_id)
    if source.localisation.row_version != seen.version:
        raise Conflict(
            N_("The ad that you carry over from was changed meanwhile. Load the page again.")
        )
    return source


def _save(
    actor: Actor,
    carry_over_id: UUID,
    campaign: Campaign,
    source: Source | None,
    wanted: OutletEntries,
) -> Outcome:
    try:
        read = _read(actor, campaign, source, wanted)
        if read.problems:
            return Outcome(
                wanted.outlet_id, OutcomeState.UNREADABLE, wanted.version, problems=read.problems
            )
        # Starting, saving and what is kept to undo it with: all of one outlet, or nothing.
        with transaction():
            return _write(actor, carry_over_id, campaign, wanted, read)
    except ValuesClash as clash:
        reason = Problem(clash.message, clash.params)
        fields = {found.field_key: reason for found in clash.clashes}
        state, version = OutcomeState.CLASH, wanted.version
        return Outcome(wanted.outlet_id, state, version, problems=fields, reason=reason)
    except Refusal as refusal:
        return _refused(actor, wanted, refusal)


def _refused(actor: Actor, wanted: OutletEntries, refusal: Refusal) -> Outcome:
    """Return why an outlet keeps what it has; what was audited inside was rolled back with it."""
    if isinstance(refusal, NotFound | NotPermitted):
        details = {"reason": refusal.code, "fields": sorted(wanted.cells)[:20]}
        audit_refused("localisation.carry_over", actor, "outlet", wanted.outlet_id, details)
    reason = Problem(refusal.message, refusal.params)
    field_key = refusal.field if isinstance(refusal, Invalid) else None
    problems = {field_key: reason} if field_key else {}
    state, version = OutcomeState.REFUSED, wanted.version
    return Outcome(wanted.outlet_id, state, version, problems=problems, reason=reason)


def _read(
    actor: Actor, campaign: Campaign, source: Source | None, wanted: OutletEntries
) -> _Wanted:
    """Return the values that entries mean for an outlet, which are kept, and what is unreadable."""
    ad = find_localisation(actor, campaign.id, wanted.outlet_id)
    own = ad.values if ad else {}
    applies = resolve_values(campaign, get_master_data(wanted.outlet_id), own, {}).canonical
    fields = {entry.key: entry for entry in fields_of(campaign)}
    values: dict[str, Json] = {}
    kept: list[str] = []
    problems: dict[str, Problem] = {}
    for key, entry in wanted.cells.items():
        if entry.carries:
            carried = source.resolved.canonical.get(key) if source else None
            state = cell_state(own.get(key), applies.get(key), carried)
            if carried is None or (state is CellState.OWN and not entry.replaces):
                kept.append(key)
            elif state is not CellState.SAME:
                values[key] = carried
            continue
        try:
            typed = _typed(fields.get(key), entry.text or "", applies.get(key))
        except Unusable as unusable:
            problems[key] = Problem(unusable.message, unusable.params)
        else:
            if typed != applies.get(key):
                values[key] = typed
    return _Wanted(values, tuple(kept), problems)


def _typed(entry: FieldDefinition | None, text: str, applies: Json) -> Json:
    """Return what a text means; an unknown or locked field is left for saving to refuse."""
    shut = entry is None or entry.locked or entry.computed
    return text if entry is None or shut else cell_value(entry, text, applies)


def _write(
    actor: Actor, carry_over_id: UUID, campaign: Campaign, wanted: OutletEntries, read: _Wanted
) -> Outcome:
    fields = fields_of(campaign)
    found = find_localisation(actor, campaign.id, wanted.outlet_id)
    new = differences(found.values if found else {}, read.values)
    if not new:
        state, version = OutcomeState.UNCHANGED, found.row_version if found else 0
        return Outcome(wanted.outlet_id, state, version, kept=read.kept)
    ad = found or get_or_start(actor, campaign.id, wanted.outlet_id)
    result = save_values(actor, ad.id, new, max(wanted.version, 1), read_by=fields)
    if result.problems:
        first = result.problems[0]
        raise Invalid(first.message, field=first.field, **first.params)
    version = result.localisation.row_version
    if not result.saved:
        return Outcome(wanted.outlet_id, OutcomeState.UNCHANGED, version, kept=read.kept)
    _remember(carry_over_id, ad.id, version, result.saved)
    return Outcome(
        wanted.outlet_id, OutcomeState.SAVED, version, saved=result.saved, kept=read.kept
    )


def _remember(carry_over_id: UUID, localisation_id: UUID, step: int, fields: Sequence[str]) -> None:
    with transaction() as running:
        running.add(
            CarryOverOutlet(
                carry_over_id=carry_over_id,
                localisation_id=localisation_id,
                step=step,
                fields=sorted(fields),
                findings={},
            )
        )
        running.flush()


def _record(
    actor: Actor, campaign: Campaign, source: Source | None, saved: Sequence[Outcome]
) -> None:
    with transaction():
        usage.record(
            CARRIED_OVER,
            actor=actor.ref,
            campaign_id=campaign.id,
            localisation_id=source.localisation.id if source else None,
            value=float(len(saved)),
            attributes={
                "fields": sorted({key for outcome in saved for key in outcome.saved}),
                "source": source is not None,
            },
        )
