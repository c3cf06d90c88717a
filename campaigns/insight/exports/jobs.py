"""Owns the job that makes an export and leaves it in the file store."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.insight.exports.rules import EXPORT_JOB, ExportFormat
from campaigns.insight.exports.service import export_to_store
from portal.foundation.actors import ActorRef
from portal.foundation.jobs import RunningJob, job
from regions.scoping import Scope


@job(EXPORT_JOB)
def make_export(running: RunningJob) -> Mapping[str, Any]:
    """Make the export that was asked for; the scope is the one that held when it was."""
    asked = running.payload
    stored = export_to_store(
        ActorRef(UUID(asked["account_id"]), asked["role"]),
        Scope.at(*asked["paths"]),
        ExportFormat(asked["format"]),
        running.report,
    )
    return {"sha256": stored.sha256, "size": stored.size}
