"""Owns what was given to many outlets in one go: looked at again, and taken back as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import Localisation
from campaigns.localisation.taking_back import TakenBack, take_back
from campaigns.planning.models import Campaign
from campaigns.planning.service import get_campaign
from campaigns.proofs.across.models import CarryOver, CarryOverOutlet
from campaigns.proofs.across.rules import CARRY_OVER_UNDONE
from portal.foundation import clock, usage
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, NotFound, Refusal
from regions.accounts.rules import Actor, Permission
from regions.partners.models import Outlet

_NOT_THERE = N_("This does not exist, or not for your account. Check the address or go back.")


@dataclass(frozen=True, slots=True)
class GivenOutlet:
    """One outlet that values were given to: its ad, the fields, and whether it was taken back."""

    outlet: Outlet
    localisation: Localisation
    fields: tuple[str, ...]
    items: tuple[CarryOverOutlet, ...]

    @property
    def is_undone(self) -> bool:
        """Whether all of it was taken back from here."""
        return all(item.undone_step is not None for item in self.items)

    @property
    def last(self) -> CarryOverOutlet:
        """Its latest save, which keeps what a check found."""
        return self.items[-1]

    @property
    def is_checked(self) -> bool:
        """Whether what was found is about the values that the ad has now."""
        return self.last.checked_version == self.localisation.row_version


@dataclass(frozen=True, slots=True)
class Given:
    """What was given in one go."""

    id: UUID
    campaign: Campaign
    source: Localisation | None
    made_at: datetime
    undone_at: datetime | None
    outlets: tuple[GivenOutlet, ...]

    @property
    def unchecked(self) -> tuple[GivenOutlet, ...]:
        """The outlets whose ads were not checked as they are now."""
        return tuple(one for one in self.outlets if not one.is_checked)

    @property
    def can_be_undone(self) -> bool:
        """Whether anything is left to take back."""
        return any(not one.is_undone for one in self.outlets)


@dataclass(frozen=True, slots=True)
class UndoneAll:
    """How many outlets were taken back, and why others (by place) keep something."""

    count: int
    kept: tuple[tuple[str, Refusal], ...] = ()


def get_given(actor: Actor, carry_over_id: UUID) -> Given:
    """Return what this account gave to outlets that it still reaches; raises NotFound."""
    with reading() as running:
        found = running.get(CarryOver, carry_over_id)
        if found is None or found.made_by != actor.account_id:
            raise NotFound(_NOT_THERE)
        source = running.get(Localisation, found.source_id) if found.source_id else None
        return Given(
            id=found.id,
            campaign=get_campaign(actor, found.campaign_id),
            source=source,
            made_at=found.made_at,
            undone_at=found.undone_at,
            outlets=_outlets_of(actor, carry_over_id),
        )


def _outlets_of(actor: Actor, carry_over_id: UUID) -> tuple[GivenOutlet, ...]:
    statement = (
        select(CarryOverOutlet, Localisation, Outlet)
        .join(Localisation, Localisation.id == CarryOverOutlet.localisation_id)
        .join(Outlet, Outlet.id == Localisation.outlet_id)
        .where(CarryOverOutlet.carry_over_id == carry_over_id)
        .order_by(Outlet.number, CarryOverOutlet.step)
        .execution_options(populate_existing=True)
    )
    scope = actor.scope_for(Permission.LOCALISATION_READ)
    with reading() as running:
        rows = [row for row in running.execute(statement) if scope.reaches(row[1].path)]
    by_ad: dict[UUID, list[tuple[CarryOverOutlet, Localisation, Outlet]]] = {}
    for item, localisation, outlet in rows:
        by_ad.setdefault(localisation.id, []).append((item, localisation, outlet))
    return tuple(_given(found) for found in by_ad.values())


def _given(rows: Sequence[tuple[CarryOverOutlet, Localisation, Outlet]]) -> GivenOutlet:
    items = tuple(item for item, _, _ in rows)
    fields = dict.fromkeys(key for item in items for key in item.fields)
    return GivenOutlet(rows[0][2], rows[0][1], tuple(fields), items)


def undo_all(actor: Actor, carry_over_id: UUID) -> UndoneAll:
    """Take back what was given in one go, the latest save of each outlet first.

    What others have set since stays and is told; an outlet that cannot be changed does not keep
    the others from it.
    """
    given = get_given(actor, carry_over_id)
    kept: list[tuple[str, Refusal]] = []
    undone = 0
    for one in given.outlets:
        changed = False
        for item in reversed(one.items):
            if item.undone_step is None:
                step, refusal = _undo(actor, item)
                changed = changed or step
                if refusal is not None:
                    kept.append((one.outlet.place, refusal))
        undone += changed
    with transaction() as running:
        running.get_one(CarryOver, carry_over_id).undone_at = clock.now()
        usage.record(
            CARRY_OVER_UNDONE, actor=actor.ref, campaign_id=given.campaign.id, value=float(undone)
        )
    return UndoneAll(undone, tuple(kept))


def _undo(actor: Actor, item: CarryOverOutlet) -> tuple[bool, Refusal | None]:
    try:
        with transaction() as running:
            taken = take_back(actor, item.localisation_id, item.step)
            running.get_one(CarryOverOutlet, item.id).undone_step = taken.step or item.step
            running.flush()
    except Refusal as refusal:
        return False, refusal
    return taken.step is not None, _stays(taken)


def _stays(taken: TakenBack) -> Refusal | None:
    if not taken.kept:
        return None
    last = taken.kept[-1]
    return Conflict(N_("%(name)s has set it again meanwhile; that stays."), name=last.by)
