"""Owns exports that were asked for on a page: one job each, seen by who asked for it alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from campaigns.insight.exports.models import ExportOrder
from campaigns.insight.exports.rules import EXPORT_JOB, ExportFormat
from portal.foundation import clock
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_, Conflict, NotFound
from portal.foundation.ids import new_id
from portal.foundation.jobs import JobView, enqueue, find_job
from regions.accounts.rules import Actor, Permission

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class OrderedExport:
    """One export: when it was asked for, as which files, and how far its job is."""

    id: UUID
    format: str
    ordered_at: datetime
    job: JobView | None

    @property
    def is_done(self) -> bool:
        """Whether it can be downloaded."""
        return self.job is not None and self.job.state == "done"

    @property
    def has_failed(self) -> bool:
        """Whether it will not come."""
        return self.job is not None and self.job.state == "failed"


def order_export(actor: Actor, fmt: ExportFormat) -> UUID:
    """Ask for an export of what the actor may export; a job makes it."""
    actor.require(Permission.EXPORT_READ)
    paths = list(actor.scope_for(Permission.EXPORT_READ).widest())
    with transaction() as running:
        order_id = new_id()
        job_id = enqueue(
            EXPORT_JOB,
            {
                "account_id": str(actor.account_id),
                "role": actor.ref.role,
                "paths": paths,
                "format": str(fmt),
            },
            key=f"{EXPORT_JOB}:{order_id}",
        )
        running.add(
            ExportOrder(
                id=order_id,
                account_id=actor.account_id,
                paths=paths,
                format=str(fmt),
                job_id=job_id,
                ordered_at=clock.now(),
            )
        )
        return order_id


def list_exports(actor: Actor) -> tuple[OrderedExport, ...]:
    """Return the actor's own exports, the latest first."""
    actor.require(Permission.EXPORT_READ)
    statement = (
        select(ExportOrder)
        .where(ExportOrder.account_id == actor.account_id)
        .order_by(ExportOrder.ordered_at.desc())
        .limit(_SHOWN)
    )
    with reading() as running:
        return tuple(_view(order) for order in running.scalars(statement))


def finished_export(actor: Actor, order_id: UUID) -> tuple[OrderedExport, str]:
    """Return one of the actor's own exports and the hash of its file.

    Who reaches less than when the export was asked for, no longer gets it.
    """
    actor.require(Permission.EXPORT_READ)
    with reading() as running:
        order = running.get(ExportOrder, order_id)
        if order is None or order.account_id != actor.account_id:
            raise NotFound(N_("This export does not exist, or not for your account."))
        scope = actor.scope_for(Permission.EXPORT_READ)
        if not all(scope.reaches(path) for path in order.paths):
            raise NotFound(N_("This export does not exist, or not for your account."))
        view = _view(order)
    if view.job is None or view.job.result is None or not view.is_done:
        raise Conflict(N_("This export is not finished yet. Wait a moment and try again."))
    return view, str(view.job.result["sha256"])


def _view(order: ExportOrder) -> OrderedExport:
    return OrderedExport(order.id, order.format, order.ordered_at, find_job(order.job_id))
