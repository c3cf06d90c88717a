"""Owns localisations: starting, finding, saving and undoing the values of one outlet's ad."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Select, select

from campaigns.ad_templates.rules import (
    FieldDefinition,
    Json,
    ValueProblem,
    read_raw,
    refuse_locked,
)
from campaigns.localisation.changing import apply_changes, changed_by
from campaigns.localisation.locking import lock_open, refuse_closed_ad
from campaigns.localisation.models import Localisation
from campaigns.localisation.photos import refuse_unusable_photos
from campaigns.localisation.recording import (
    audit_refused,
    history_of,
    record,
    record_save,
)
from campaigns.localisation.resolving import ResolvedValues, resolve
from campaigns.localisation.restoring import restored
from campaigns.localisation.rules import (
    LOCALISATION_STARTED,
    UNDONE,
    Basis,
    Change,
    Clash,
    clashes,
    differences,
    unseen,
)
from campaigns.localisation.short_links import (
    find_short_link,
    short_link,
    short_link_url,
)
from campaigns.localisation.steps import redo_of, undo_of
from campaigns.localisation.typography import Mended, mend_values
from campaigns.planning.audience import audience_of, contains
from campaigns.planning.holding import hold_open
from campaigns.planning.service import fields_of, get_campaign, load_campaign
from portal.foundation import clock
from portal.foundation.database import insert_if_absent, reading, transaction
from portal.foundation.errors import N_, Conflict, Invalid, NotFound, NotPermitted
from portal.foundation.ids import new_id
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet
from regions.scoping import Scope, visible

__all__ = [
    "ResolvedValues",
    "SaveResult",
    "ValuesClash",
    "find_localisation",
    "find_short_link",
    "get_localisation",
    "get_or_start",
    "history",
    "leave_as_typed",
    "list_localisations",
    "redo",
    "resolve",
    "save_values",
    "set_again",
    "short_link",
    "short_link_url",
    "undo",
]

_NOT_THERE = N_("This ad does not exist, or not for your account.")


@dataclass(frozen=True, slots=True)
class SaveResult:
    """What a save led to: the row as it is now, what was saved, and what could not be read.

    `others` are the fields that others changed since the row version that was saved on, `mended`
    those of the sent ones whose signs were set right.
    """

    localisation: Localisation
    saved: tuple[str, ...]
    problems: tuple[ValueProblem, ...] = ()
    others: tuple[str, ...] = ()
    mended: tuple[Mended, ...] = ()


class ValuesClash(Conflict):
    """Somebody else set the same fields meanwhile; nothing was saved, both values are named."""

    code = "values_clash"

    def __init__(self, found: list[Clash], row_version: int) -> None:
        first = found[0]
        super().__init__(
            N_("%(name)s has changed the field “%(key)s” meanwhile. Choose which value stays."),
            name=first.by,
            key=first.field_key,
        )
        self.clashes = tuple(found)
        self.row_version = row_version


def get_or_start(actor: Actor, campaign_id: UUID, outlet_id: UUID) -> Localisation:
    """Return an outlet's localisation of a campaign, started now if there is none yet."""
    outlet = _outlet(actor, outlet_id)
    campaign = get_campaign(actor, campaign_id)
    found = find_localisation(actor, campaign_id, outlet_id)
    if found:
        return found
    actor.require(Permission.LOCALISATION_EDIT, outlet.path)
    if not contains(audience_of(campaign_id), outlet):
        raise NotPermitted(N_("This campaign is not meant for this outlet."))
    refuse_closed_ad(actor, campaign, outlet, "localisation.start", outlet_id)
    with transaction() as running:
        hold_open(campaign_id, clock.today(outlet.time_zone))
        new = {"id": new_id(), "campaign_id": campaign_id, "outlet_id": outlet_id}
        place = {"partner_id": outlet.partner_id, "path": outlet.path}
        started = insert_if_absent(
            Localisation, **new, **place, values={}, created_by=actor.account_id
        )
        localisation = running.scalars(_of(campaign_id, outlet_id)).one()
        if started:
            record(LOCALISATION_STARTED, actor, localisation)
        return localisation


def _outlet(actor: Actor, outlet_id: UUID) -> Outlet:
    with reading() as running:
        outlet = running.get(Outlet, outlet_id)
    if outlet is None:
        raise NotFound(N_("This outlet does not exist, or not for your account."))
    if not actor.scope.reaches(outlet.path):
        audit_refused("localisation.start", actor, "outlet", outlet_id, {"reason": "scope"})
        raise NotFound(N_("This outlet does not exist, or not for your account."))
    return outlet


def _of(campaign_id: UUID, outlet_id: UUID) -> Select[Localisation]:
    return select(Localisation).where(
        Localisation.campaign_id == campaign_id, Localisation.outlet_id == outlet_id
    )


def _readable(actor: Actor) -> Scope:
    """Return where the account may read ads: one grant may reach further than another."""
    return actor.scope_for(Permission.LOCALISATION_READ)


def find_localisation(actor: Actor, campaign_id: UUID, outlet_id: UUID) -> Localisation | None:
    """Return an outlet's localisation of a campaign, None where it was not started."""
    statement = visible(_of(campaign_id, outlet_id), Localisation.path, _readable(actor))
    with reading() as running:
        return running.scalar(statement)


def get_localisation(actor: Actor, localisation_id: UUID) -> Localisation:
    """Return a localisation in the account's scope; raises NotFound."""
    statement = select(Localisation).where(Localisation.id == localisation_id)
    with reading() as running:
        found = running.scalar(visible(statement, Localisation.path, _readable(actor)))
    if found is None:
        raise NotFound(_NOT_THERE)
    return found


def list_localisations(actor: Actor, campaign_id: UUID) -> tuple[Localisation, ...]:
    """Return the localisations of a campaign in the account's scope, in the order of the tree."""
    statement = select(Localisation).where(Localisation.campaign_id == campaign_id)
    statement = visible(statement, Localisation.path, _readable(actor)).order_by(Localisation.path)
    with reading() as running:
        return tuple(running.scalars(statement))


def save_values(
    actor: Actor,
    localisation_id: UUID,
    changes: Mapping[str, Json],
    row_version: int,
    basis: Basis | None = None,
    read_by: Sequence[FieldDefinition] | None = None,
) -> SaveResult:
    """Save raw values as they were entered.

    A locked or unknown field refuses all of them. Values that cannot be read are named in
    `problems`, the others are saved. Where somebody else set the same fields since
    `row_version` (or since what the `basis` says of a field), nothing is saved (`ValuesClash`);
    other fields are merged. Who has read the values already says by which definitions
    (`read_by`): they are refused where those have changed since.
    """
    _refuse_changing(actor, localisation_id, "localisation.save", changes)
    with transaction():
        # A template that is carried over may have changed the fields until here, not any more.
        localisation, campaign = lock_open(localisation_id)
        fields = fields_of(campaign)
        if read_by is not None and tuple(read_by) != fields:
            raise Conflict(
                N_("Head office has changed the template meanwhile. Load the page again.")
            )
        refuse_locked(fields, changes)
        canonical, problems = read_raw(fields, changes)
        refuse_unusable_photos(localisation.path, campaign, canonical)
        seen = _read_basis(actor, fields, basis or Basis(row_version))
        canonical, mended = mend_values(fields, canonical, localisation.as_typed)
        oldest = min([seen.row_version, *seen.fields.values()])
        since = unseen(history_of(localisation_id, oldest), seen)
        found = clashes(canonical, since, localisation.values)
        if found:
            raise ValuesClash(found, localisation.row_version)
        others = {change.field_key: None for change in since if change.field_key not in canonical}
        new = differences(localisation.values, canonical)
        if new:
            apply_changes(localisation, campaign, new, changed_by(actor, localisation))
            record_save(actor, localisation, campaign, new)
        return SaveResult(localisation, tuple(new), tuple(problems), tuple(others), tuple(mended))


def leave_as_typed(
    actor: Actor, localisation_id: UUID, field_key: str, *, typed: bool
) -> Localisation:
    """Leave the signs of a field as they are typed from now on, or mend them again."""
    action = "localisation.as_typed"
    _refuse_changing(actor, localisation_id, action, {field_key: None})
    with transaction():
        localisation, campaign = lock_open(localisation_id)
        refuse_locked(fields_of(campaign), [field_key])
        others = [key for key in localisation.as_typed if key != field_key]
        localisation.as_typed = sorted([*others, field_key]) if typed else others
        return localisation


def _read_basis(actor: Actor, fields: Sequence[FieldDefinition], basis: Basis) -> Basis:
    """Return a basis whose unanswered values are canonical, for this account."""
    read = (
        read_raw(fields, {key: value})[0]
        for key, values in basis.unanswered.items()
        for value in values
    )
    sent: dict[str, list[Json]] = {}
    for one in read:
        for key, value in mend_values(fields, one, ())[0].items():
            sent.setdefault(key, []).extend((one[key], value))
    return replace(basis, unanswered=sent, account_id=actor.account_id)


def set_again(
    actor: Actor, localisation_id: UUID, step: int, field_key: str, row_version: int
) -> SaveResult:
    """Set a field to what it was before a step of the history, as a change of its own."""
    _refuse_changing(actor, localisation_id, "localisation.again", {})
    with transaction():
        localisation, campaign = lock_open(localisation_id)
        past = history_of(localisation_id, min(step - 1, row_version))
        earlier = [c for c in past if c.step == step and c.field_key == field_key]
        if not earlier:
            raise NotFound(N_("The history has no such entry."))
        values = {field_key: earlier[0].old}
        refuse_locked(fields_of(campaign), values)
        values = restored(fields_of(campaign), past, step, values)
        refuse_unusable_photos(localisation.path, campaign, values)
        found = clashes(values, unseen(past, Basis(row_version)), localisation.values)
        if found:
            raise ValuesClash(found, localisation.row_version)
        new = differences(localisation.values, values)
        if new:
            apply_changes(localisation, campaign, new, changed_by(actor, localisation))
            record_save(actor, localisation, campaign, new)
        return SaveResult(localisation, tuple(new))


def undo(actor: Actor, localisation_id: UUID, row_version: int) -> SaveResult:
    """Take back the last step that was not taken back yet."""
    return _step(actor, localisation_id, row_version, back=True)


def redo(actor: Actor, localisation_id: UUID, row_version: int) -> SaveResult:
    """Set again what the last undo took back."""
    return _step(actor, localisation_id, row_version, back=False)


def _step(actor: Actor, localisation_id: UUID, row_version: int, *, back: bool) -> SaveResult:
    _refuse_changing(actor, localisation_id, "localisation.undo", {})
    with transaction():
        localisation, campaign = lock_open(localisation_id)
        past = history_of(localisation_id)
        newer = [change for change in past if change.step > row_version]
        if newer:
            raise Conflict(
                N_("%(name)s has changed something meanwhile. Look at it, then take it back."),
                name=newer[-1].by,
            )
        found = undo_of(past) if back else redo_of(past)
        if found is None:
            raise Conflict(
                N_("There is nothing to take back.") if back else N_("There is nothing to repeat.")
            )
        step, values = found
        refuse_locked(fields_of(campaign), values)
        values = restored(fields_of(campaign), past, step, values)
        refuse_unusable_photos(localisation.path, campaign, values)
        # Where the system has emptied a field meanwhile nothing differs, and the undo still counts.
        new = differences(localisation.values, values) or values
        by = changed_by(actor, localisation)
        apply_changes(localisation, campaign, new, by, undoes_step=step)
        record(UNDONE, actor, localisation)
        return SaveResult(localisation, tuple(values))


def _refuse_changing(
    actor: Actor, localisation_id: UUID, action: str, changes: Mapping[str, Json]
) -> None:
    """Refuse what cannot be changed as things stand before the lock; refusals are audited."""
    with reading() as running:
        localisation = running.get(Localisation, localisation_id)
        if localisation is None:
            raise NotFound(_NOT_THERE)
        outlet = running.get_one(Outlet, localisation.outlet_id)
        campaign = load_campaign(localisation.campaign_id)
    try:
        actor.require(Permission.LOCALISATION_EDIT, localisation.path)
        refuse_locked(fields_of(campaign), changes)
        canonical, _ = read_raw(fields_of(campaign), changes)
        refuse_unusable_photos(localisation.path, campaign, canonical)
    except (NotFound, NotPermitted, Invalid) as refusal:
        details = {"reason": refusal.code, "fields": sorted(changes)[:20]}
        audit_refused(action, actor, "localisation", localisation_id, details)
        raise
    refuse_closed_ad(actor, campaign, outlet, action, localisation_id)


def history(actor: Actor, localisation_id: UUID, after: int = 0) -> tuple[Change, ...]:
    """Return the changes of a localisation after a step, the oldest first."""
    get_localisation(actor, localisation_id)
    return history_of(localisation_id, after)
