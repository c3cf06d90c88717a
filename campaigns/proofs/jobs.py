"""Owns proofs in large numbers: a job that makes them, rendered in processes of their own."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Any
from uuid import UUID

from campaigns.localisation.service import get_localisation
from campaigns.planning.service import formats_of
from campaigns.proofs.batches import CarriedPhotos, make_proof_apart
from campaigns.proofs.models import Proof
from portal.foundation.config import settings
from portal.foundation.database import transaction
from portal.foundation.errors import Refusal
from portal.foundation.jobs import RunningJob, enqueue, job
from regions.accounts.rules import Actor
from regions.accounts.service import get_actor

MAKE_JOB = "proofs.make"


def request_proofs(actor: Actor, localisation_ids: Iterable[UUID], key: str) -> UUID:
    """Ask for proofs of localisations in all their formats; the same key is the same request."""
    wanted = [
        [str(localisation_id), chosen.format_key]
        for localisation_id in localisation_ids
        for chosen in formats_of(get_localisation(actor, localisation_id).campaign_id)
    ]
    with transaction():
        return enqueue(MAKE_JOB, {"email": actor.email, "wanted": wanted}, key=f"{MAKE_JOB}:{key}")


@job(MAKE_JOB)
def make_proofs(batch: RunningJob) -> Mapping[str, Any]:
    """Make the proofs that were asked for; what is refused is listed, nothing is dropped."""
    actor, luggage = get_actor(batch.payload["email"]), CarriedPhotos()
    wanted = [(UUID(ad), format_key) for ad, format_key in batch.payload["wanted"]]
    refused: list[dict[str, str]] = []
    with ThreadPoolExecutor(settings().render_processes) as threads:
        running: dict[Future[Proof], tuple[UUID, str]] = {
            threads.submit(make_proof_apart, actor, *one, luggage): one for one in wanted
        }
        for done, future in enumerate(as_completed(running), start=1):
            localisation_id, format_key = running[future]
            try:
                future.result()
            except Refusal as refusal:
                reason = {"localisation": str(localisation_id), "format": format_key}
                refused.append(reason | {"reason": str(refusal)})
            batch.report(done, len(wanted))
    return {"made": len(wanted) - len(refused), "refused": refused}
