"""Owns the history in pages: so many saves at a time, the latest first, no entry cut in two."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import ValueChange
from campaigns.localisation.recording import history_of
from campaigns.localisation.rules import Change, begins_anew
from campaigns.localisation.service import get_localisation
from portal.foundation.database import reading
from regions.accounts.rules import Actor

STEPS = 60


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Changes, the oldest first; `older` is the step before which the next page ends, if any."""

    changes: tuple[Change, ...]
    older: int | None


def history_page(actor: Actor, localisation_id: UUID, before: int | None = None) -> HistoryPage:
    """Return the latest changes of a localisation, or the latest ones before a step."""
    get_localisation(actor, localisation_id)
    steps = _latest_steps(localisation_id, before)
    if len(steps) <= STEPS:
        return HistoryPage(history_of(localisation_id, 0, before), None)
    changes = history_of(localisation_id, steps[-1], before)
    begin = whole_from(changes)
    return HistoryPage(changes[begin:], changes[begin].step)


def whole_from(changes: Sequence[Change]) -> int:
    """Return where the first entry begins of which nothing can lie before these changes.

    Where all of them were typed in one go, that entry is told in parts.
    """
    steps = range(1, len(changes))
    anew = (n for n in steps if begins_anew(changes[n - 1], changes[n]))
    return next(anew, 0)


def _latest_steps(localisation_id: UUID, before: int | None) -> Sequence[int]:
    wanted = select(ValueChange.step).where(ValueChange.localisation_id == localisation_id)
    if before is not None:
        wanted = wanted.where(ValueChange.step < before)
    with reading() as running:
        return running.scalars(
            wanted.distinct().order_by(ValueChange.step.desc()).limit(STEPS + 1)
        ).all()
