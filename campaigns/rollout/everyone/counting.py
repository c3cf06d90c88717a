"""Owns counting what a run found, and what of it is excepted by name."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from campaigns.rollout.everyone.models import EveryoneException, EveryoneOutlet
from portal.foundation.database import reading


def excepted(subject: str) -> ColumnElement[bool]:
    """Return the condition that an outlet's very errors are excepted."""
    held = aliased(EveryoneException)  # its table may stand in the statement as well
    return exists().where(
        held.subject == subject,
        held.outlet_id == EveryoneOutlet.outlet_id,
        held.errors_sha256 == EveryoneOutlet.errors_sha256,
    )


def count_outlets_with_errors(run_id: UUID) -> int:
    """Return how many outlets of a run have errors."""
    return _count(EveryoneOutlet.run_id == run_id, EveryoneOutlet.errors > 0)


def count_without_exception(run_id: UUID, subject: str) -> int:
    """Return how many outlets have errors that nobody has excepted by name."""
    return _count(EveryoneOutlet.run_id == run_id, EveryoneOutlet.errors > 0, ~excepted(subject))


def _count(*conditions: ColumnElement[bool]) -> int:
    with reading() as running:
        statement = select(func.count()).select_from(EveryoneOutlet).where(*conditions)
        return running.scalar(statement) or 0
