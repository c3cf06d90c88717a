"""Owns carrying one campaign over to a new template version: all of its ads, in one unit of work.

Sets of rows are read, mapped and written together, so that memory stays flat and nobody ever
sees a campaign whose fields are new and whose values are old.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, insert, select, update

from campaigns.ad_templates.fields import FieldKind, Json
from campaigns.ad_templates.models import AdTemplateVersion
from campaigns.ad_templates.retiring import hold_versions
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.localisation.changing import SYSTEM, follow_values
from campaigns.localisation.models import Localisation, ValueChange
from campaigns.localisation.rules import template_step_key
from campaigns.planning.adopting import adopt_version
from campaigns.planning.days import day_not_over
from campaigns.planning.merging import fields_with
from campaigns.planning.models import Campaign, CampaignFormat
from campaigns.planning.rules import CampaignStatus
from campaigns.rollout.expiry.standing import comes_back
from campaigns.rollout.versions.keeping import Standing, keep_approvals, standing_proofs
from campaigns.rollout.versions.kinds import CARRIED_OVER, CarryState, ConflictKind
from campaigns.rollout.versions.models import ParkedEntry, VersionCarry, VersionTrialItem
from campaigns.rollout.versions.rules import Misfit, carry_values
from campaigns.rollout.versions.shifting import asks_outlets, elsewhere_of, shift_of
from campaigns.rollout.versions.telling import tell_owners
from campaigns.rollout.versions.waiting import drop, note_carry
from campaigns.rollout.versions.wording import told
from portal.foundation import clock, usage
from portal.foundation.actors import ActorRef
from portal.foundation.database import session, transaction
from portal.foundation.ids import new_id
from regions.partners.service import get_many_master_data

ROWS_AT_ONCE = 500
_NEEDS_MORE = frozenset({FieldKind.PHOTO, FieldKind.PERSON, FieldKind.URL})


def carry_over(carry_id: UUID) -> CarryState:
    """Carry a campaign over that waits for it; what is over, or was overtaken, stays as it is.

    An expired campaign waits until that was taken back, or partners were told of it.
    """
    with transaction() as running:
        campaign_id = running.scalars(
            select(VersionCarry.campaign_id).where(VersionCarry.id == carry_id)
        ).one()
        # The campaign first, as everybody does who adds something to it.
        campaign = running.get_one(
            Campaign, campaign_id, with_for_update=True, populate_existing=True
        )
        carry = running.get_one(
            VersionCarry, carry_id, with_for_update=True, populate_existing=True
        )
        chosen = running.scalar(
            select(CampaignFormat).where(
                CampaignFormat.campaign_id == campaign_id,
                CampaignFormat.format_key == carry.format_key,
            )
        )
        if carry.state is not CarryState.WAITING or comes_back(campaign_id):
            return carry.state
        target = _target(carry, chosen) if chosen else None
        if chosen is None or target is None or not _still_open(campaign):
            drop(carry)
            return carry.state
        _Carrying(campaign, carry, chosen, target).run()
        return carry.state


def _still_open(campaign: Campaign) -> bool:
    """Whether ads can still become orders."""
    if campaign.status == CampaignStatus.DRAFT:
        return True
    return campaign.status == CampaignStatus.PUBLISHED and campaign.order_until >= day_not_over()


def _target(carry: VersionCarry, chosen: CampaignFormat) -> AdTemplateVersion | None:
    """Return the version to go to: the same document for the kit that the campaign stands on.

    None where the campaign has a newer document already. The versions are held, so that none of
    them is retired before the campaign has gone over to it.
    """
    now = session().get_one(AdTemplateVersion, chosen.template_version_id)
    new = session().get_one(AdTemplateVersion, carry.new_version_id)
    alike = select(AdTemplateVersion.id).where(
        AdTemplateVersion.template_id == new.template_id,
        AdTemplateVersion.sha256 == new.sha256,
        AdTemplateVersion.number >= new.number,
    )
    held = hold_versions(session().scalars(alike).all())
    usable = [one for one in held if one.status == TemplateStatus.PUBLISHED]
    for_kit = [one for one in usable if one.kit_version_id == now.kit_version_id]
    found = max(for_kit or [one for one in usable if one.id == new.id], key=_number, default=None)
    if found is None or found.template_id != now.template_id or found.number <= now.number:
        return None
    return found


def _number(version: AdTemplateVersion) -> int:
    return version.number


class _Carrying:
    """One campaign on its way: the sums so far, and what all of its ads have in common."""

    def __init__(
        self,
        campaign: Campaign,
        carry: VersionCarry,
        chosen: CampaignFormat,
        target: AdTemplateVersion,
    ) -> None:
        self._campaign, self._carry, self._chosen, self._target = campaign, carry, chosen, target
        old = session().get_one(AdTemplateVersion, chosen.template_version_id)
        self._numbers = (old.number, target.number)
        self._shift = shift_of(campaign, chosen, target)
        self._at: datetime = clock.now()
        self._paths: dict[str, None] = {}

    def run(self) -> None:
        """Move the format, then all ads, then keep the approvals of what is under way."""
        running, carry = session(), self._carry
        standing = standing_proofs(self._campaign.id)
        ref = ActorRef(carry.decided_by, "brand_manager")
        fields = fields_with(self._campaign, self._target)
        adopt_version(ref, self._campaign, self._chosen, self._target.id, fields)
        running.flush()
        for rows in self._sets():
            self._carry_set(rows)
        carry.state, carry.carried_at = CarryState.DONE, self._at
        running.flush()
        self._keep(standing)
        tell_owners(carry.id, list(self._paths))
        self._record()

    def _sets(self) -> Iterator[Sequence[Row[Any]]]:
        last: UUID | None = None
        while True:
            statement = select(
                Localisation.id,
                Localisation.outlet_id,
                Localisation.path,
                Localisation.values,
                Localisation.withdrawn,
                Localisation.row_version,
            ).where(Localisation.campaign_id == self._campaign.id)
            if last is not None:
                statement = statement.where(Localisation.id > last)
            ordered = statement.order_by(Localisation.id).limit(ROWS_AT_ONCE)
            rows = session().execute(ordered.with_for_update()).all()
            if not rows:
                return
            yield rows
            last = rows[-1].id

    def _carry_set(self, rows: Sequence[Row[Any]]) -> None:
        elsewhere = self._elsewhere(rows)
        blocked = self._blocked([row.id for row in rows])
        updates, deeper = list[dict[str, Any]](), list[tuple[UUID, tuple[str, ...]]]()
        history, entries = list[dict[str, Any]](), list[dict[str, Any]]()
        for row in rows:
            found = carry_values(self._shift, row.values, elsewhere.get(row.id))
            step = row.row_version + 1
            updates.append(self._update(row, found.values, found.changed, step))
            history += self._history(row, found.changed, step)
            misfits = (*found.conflicts, *blocked.get(row.id, ()))
            entries += [self._entry(row, misfit) for misfit in misfits]
            if misfits:
                self._paths[row.path] = None
            if any(self._leads_on(key) for key in found.changed):
                deeper.append((row.id, tuple(found.changed)))
        self._write(updates, history, entries)
        for localisation_id, keys in deeper:
            follow_values(localisation_id, self._campaign, keys)
        self._carry.localisations += len(rows)
        self._carry.conflicts += len(entries)

    def _leads_on(self, key: str) -> bool:
        """Whether the library or a short link has to hear of a field's new value."""
        kinds = {self._shift.before[key].kind}
        if key in self._shift.after:
            kinds.add(self._shift.after[key].kind)
        return not _NEEDS_MORE.isdisjoint(kinds)

    def _elsewhere(self, rows: Sequence[Row[Any]]) -> Mapping[UUID, Mapping[str, Json]]:
        if not asks_outlets(self._shift):
            return {}
        outlets = get_many_master_data([row.outlet_id for row in rows])
        return {
            row.id: elsewhere_of(self._shift, self._campaign, outlets[row.outlet_id])
            for row in rows
        }

    def _blocked(self, ids: Sequence[UUID]) -> Mapping[UUID, list[Misfit]]:
        """Return what the trial found beside values, where the ad is still as it was then."""
        return blocked_in_trial(self._carry.trial_id, ids) if self._carry.trial_id else {}

    def _update(
        self, row: Row[Any], values: Mapping[str, Json], changed: Mapping[str, Json], step: int
    ) -> dict[str, Any]:
        withdrawn = {key: one for key, one in row.withdrawn.items() if key not in changed}
        return {
            "which": row.id,
            "new_values": dict(values),
            "new_withdrawn": withdrawn,
            "new_step": step,
        }

    def _history(
        self, row: Row[Any], changed: Mapping[str, Json], step: int
    ) -> Iterator[dict[str, Any]]:
        was, becomes = self._numbers
        key = template_step_key(self._carry.format_key)
        yield self._change(row.id, step, key, was, becomes)
        for field_key, new in changed.items():
            yield self._change(row.id, step, field_key, row.values.get(field_key), new)

    def _change(self, row_id: UUID, step: int, key: str, old: Json, new: Json) -> dict[str, Any]:
        return {
            "id": new_id(),
            "localisation_id": row_id,
            "step": step,
            "field_key": key,
            "old": old,
            "new": new,
            "at": self._at,
            "changed_by": None,
            "changed_by_name": SYSTEM.name,
            "on_behalf": False,
            "undoes_step": None,
        }

    def _entry(self, row: Row[Any], misfit: Misfit) -> dict[str, Any]:
        return {
            "id": new_id(),
            "carry_id": self._carry.id,
            "localisation_id": row.id,
            "path": row.path,
            "field_key": misfit.field_key,
            "kind": misfit.kind,
            "kind_was": misfit.kind_was,
            "label": {"de": misfit.label.de, "en": misfit.label.en},
            "message": {language: told(misfit, language) for language in ("de", "en")},
            "value": misfit.value,
            "parked_at": self._at,
            "settled_at": None,
            "settled_by_name": "",
            "settlement": None,
        }

    def _write(
        self,
        updates: list[dict[str, Any]],
        history: list[dict[str, Any]],
        entries: list[dict[str, Any]],
    ) -> None:
        running, table = session(), Localisation.__table__
        statement = (
            update(table)  # type: ignore[arg-type] # a table as SQLAlchemy types it
            .where(table.c.id == bindparam("which"))
            .values(
                values=bindparam("new_values", type_=table.c["values"].type),
                withdrawn=bindparam("new_withdrawn", type_=table.c.withdrawn.type),
                row_version=bindparam("new_step"),
                changed_at=self._at,
            )
        )
        running.connection().execute(statement, updates)
        running.execute(insert(ValueChange), history)
        if entries:
            running.execute(insert(ParkedEntry), entries)
        running.expire_all()

    def _keep(self, standing: Sequence[Standing]) -> None:
        session().expire_all()
        keep_approvals(standing)

    def _record(self) -> None:
        carry, campaign = self._carry, self._campaign
        usage.record(
            CARRIED_OVER,
            actor=None,
            path=campaign.path,
            campaign_id=campaign.id,
            template_id=carry.template_id,
            template_version=self._numbers[1],
            format_key=carry.format_key,
            value=float(carry.localisations),
            attributes={"policy": carry.policy, "conflicts": carry.conflicts},
        )
        note_carry(carry, "template.carried_over")


def blocked_in_trial(trial_id: UUID, ids: Sequence[UUID]) -> dict[UUID, list[Misfit]]:
    """Return the new blocking findings that a trial saw, of ads that nobody has changed since."""
    statement = (
        select(VersionTrialItem.localisation_id, VersionTrialItem.conflicts)
        .join(Localisation, Localisation.id == VersionTrialItem.localisation_id)
        .where(
            VersionTrialItem.trial_id == trial_id,
            VersionTrialItem.localisation_id.in_(ids),
            VersionTrialItem.row_version == Localisation.row_version,
        )
    )
    return {
        row.localisation_id: [
            misfit
            for stored in row.conflicts
            if (misfit := Misfit.read(stored)).kind is ConflictKind.BLOCKED
        ]
        for row in session().execute(statement)
    }
