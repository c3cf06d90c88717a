"""Owns entries that did not fit after a change of template: shown to their owner until settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from brand_assets.typesetting.text.formatting import write
from campaigns.ad_templates.fields import TEXT_KINDS, FieldDefinition, FieldKind, Json
from campaigns.ad_templates.typed import typed_value
from campaigns.localisation.counted import CountedAd, counted_ads
from campaigns.localisation.models import Localisation
from campaigns.localisation.resolving import ResolvedValues, resolve
from campaigns.localisation.service import get_localisation, save_values
from campaigns.planning.days import day_not_over
from campaigns.planning.models import Campaign
from campaigns.proofs.service import check
from campaigns.rollout.versions.kinds import ENTRY_SETTLED, ConflictKind, Settlement
from campaigns.rollout.versions.models import ParkedEntry, VersionCarry
from portal.foundation import audit, clock, usage
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound
from regions.accounts.rules import Actor, Permission
from regions.scoping import within

MOST_PLACES = 25
_NOT_THERE = N_("This entry does not exist, or not for your account.")


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry as its owner sees it: what it says, and into which fields it can go."""

    entry: ParkedEntry
    text: str
    targets: tuple[FieldDefinition, ...]

    @property
    def is_text(self) -> bool:
        """Whether it can be shortened right here."""
        return isinstance(self.entry.value, str)


def open_entries(actor: Actor, localisation_id: UUID) -> tuple[ShownEntry, ...]:
    """Return what is to be settled in an ad, oldest first; settle what was met."""
    localisation = get_localisation(actor, localisation_id)
    found = _unsettled(localisation.id)
    if not found:
        return ()
    resolved = resolve(localisation.id)
    met = [entry for entry in found if _is_met(actor, entry, localisation, resolved)]
    if met and actor.may_at(Permission.LOCALISATION_EDIT, localisation.path):
        with transaction():
            for entry in met:
                _settle(actor, _locked(actor, entry.id), Settlement.MENDED)
    return tuple(_shown(entry, resolved) for entry in found if entry not in met)


def _unsettled(localisation_id: UUID) -> Sequence[ParkedEntry]:
    statement = select(ParkedEntry).where(
        ParkedEntry.localisation_id == localisation_id, ParkedEntry.settled_at.is_(None)
    )
    with reading() as running:
        return running.scalars(statement.order_by(ParkedEntry.id)).all()


def _is_met(
    actor: Actor, entry: ParkedEntry, localisation: Localisation, resolved: ResolvedValues
) -> bool:
    key = entry.field_key
    if entry.kind is ConflictKind.MISSING:
        return resolved.canonical.get(key) is not None
    if entry.kind is ConflictKind.MUST_CHANGE:
        own = localisation.values.get(key)
        return own is not None and own != resolved.defaults.get(key)
    if entry.kind is ConflictKind.BLOCKED:
        with reading() as running:
            format_key = running.get_one(VersionCarry, entry.carry_id).format_key
        return not check(actor, localisation.id, format_key).blocks
    return False


def _shown(entry: ParkedEntry, resolved: ResolvedValues) -> ShownEntry:
    return ShownEntry(entry, value_words(entry), _targets(entry, resolved))


def value_words(entry: ParkedEntry) -> str:
    """Return the parked value as one text, as it was entered."""
    if entry.value is None:
        return ""
    kind = FieldKind(entry.kind_was)
    if kind in TEXT_KINDS:
        return str(entry.value)
    return write(typed_value(kind, entry.value))


def _targets(entry: ParkedEntry, resolved: ResolvedValues) -> tuple[FieldDefinition, ...]:
    """Return the fields that could take the value: its own, else those for words."""
    if not entry.kind.parks:
        return ()
    free = [one for one in resolved.fields if not one.locked and not one.computed]
    own = [one for one in free if one.key == entry.field_key]
    if own and entry.kind not in (ConflictKind.GONE, ConflictKind.UNREADABLE):
        return tuple(own)
    words = isinstance(entry.value, str)
    return tuple(one for one in free if words and one.kind in TEXT_KINDS)


def take_entry(
    actor: Actor, entry_id: UUID, target: str, value: Json, row_version: int
) -> ParkedEntry:
    """Set a parked value, perhaps shortened, in a field that can hold it; the entry is settled."""
    with transaction():
        entry = _locked(actor, entry_id)
        _refuse_settled(entry)
        given = entry.value if value in (None, "") else value
        saved = save_values(actor, entry.localisation_id, {target: given}, row_version)
        if saved.problems:
            problem = saved.problems[0]
            raise Invalid(problem.message, field=problem.field, **problem.params)
        return _settle(actor, entry, Settlement.TAKEN)


def dismiss_entry(actor: Actor, entry_id: UUID) -> ParkedEntry:
    """Settle an entry without its value; the history keeps what it was."""
    with transaction():
        entry = _locked(actor, entry_id)
        _refuse_settled(entry)
        if not entry.kind.parks:
            raise Conflict(N_("This is settled by itself once the ad can be ordered again."))
        return _settle(actor, entry, Settlement.DISMISSED)


def _refuse_settled(entry: ParkedEntry) -> None:
    if entry.settled_at is not None:
        raise Conflict(
            N_("%(name)s has settled this meanwhile. Load the page again."),
            name=entry.settled_by_name,
        )


def _locked(actor: Actor, entry_id: UUID) -> ParkedEntry:
    statement = select(ParkedEntry).where(ParkedEntry.id == entry_id).with_for_update()
    entry = session().scalar(statement.execution_options(populate_existing=True))
    if entry is None or not actor.scope_for(Permission.LOCALISATION_READ).reaches(entry.path):
        raise NotFound(_NOT_THERE)
    actor.require(Permission.LOCALISATION_EDIT, entry.path)
    return entry


def _settle(actor: Actor, entry: ParkedEntry, how: Settlement) -> ParkedEntry:
    if entry.settled_at is not None:
        return entry
    entry.settled_at, entry.settled_by_name, entry.settlement = clock.now(), actor.name, how
    usage.record(
        ENTRY_SETTLED,
        actor=actor.ref_at(entry.path),
        path=entry.path,
        localisation_id=entry.localisation_id,
        attributes={"kind": entry.kind, "how": how},
    )
    audit.append(
        "localisation.entry_settled",
        actor=actor.ref_at(entry.path),
        subject="localisation",
        subject_id=entry.localisation_id,
        details={"field": entry.field_key, "kind": entry.kind, "how": how},
    )
    session().flush()
    return entry


def open_places(actor: Actor, path: str | None = None) -> tuple[CountedAd, ...]:
    """Return the first ads that need somebody who may change them, and that can be ordered."""
    scope = actor.scope_for(Permission.LOCALISATION_EDIT)
    counted = (
        select(ParkedEntry.localisation_id, func.count().label("open"))
        .where(ParkedEntry.settled_at.is_(None), within(ParkedEntry.path, scope))
        .group_by(ParkedEntry.localisation_id)
        .subquery()
    )
    statement = (
        counted_ads(counted)
        .where(Campaign.order_until >= day_not_over())
        .order_by(Campaign.order_until, Localisation.path)
        .limit(MOST_PLACES)
    )
    if path is not None:
        statement = statement.where(Localisation.path == path)
    with reading() as running:
        return tuple(CountedAd(*row) for row in running.execute(statement))
