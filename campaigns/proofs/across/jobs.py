"""Owns the check of the ads that values were given to: in the background, one after the other."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import Localisation
from campaigns.proofs.across.models import CarryOverOutlet
from campaigns.proofs.across.undoing import Given
from campaigns.proofs.gathering import gather_all
from campaigns.proofs.rules import FormatSummary, FormatVerdict, summarise
from campaigns.proofs.service import judge_ads
from portal.foundation.database import reading, transaction
from portal.foundation.jobs import RunningJob, enqueue, job

CHECK_JOB = "proofs.across.check"


def ask_for_check(given: Given) -> None:
    """Have the ads checked that were not since they changed; asking twice is asking once."""
    if not given.unchecked:
        return
    versions = sum(one.localisation.row_version for one in given.outlets)
    key = f"{CHECK_JOB}:{given.id}:{versions}"
    with transaction():
        enqueue(CHECK_JOB, {"carry_over_id": str(given.id)}, key=key)


@job(CHECK_JOB)
def check_given(running: RunningJob) -> Mapping[str, Any]:
    """Check each ad that changed since its last check, and keep what was found."""
    waiting = _waiting(UUID(running.payload["carry_over_id"]))
    for done, (item_id, localisation_id) in enumerate(waiting.items(), start=1):
        version, found = _check(localisation_id)
        with running.transaction() as writing:
            item = writing.get_one(CarryOverOutlet, item_id)
            item.checked_version, item.findings = version, found
        running.report(done, len(waiting))
    return {"checked": len(waiting)}


def _waiting(carry_over_id: UUID) -> dict[UUID, UUID]:
    """Return the latest item of each ad that is not checked as it is now, with the ad."""
    statement = (
        select(CarryOverOutlet.id, CarryOverOutlet.checked_version, Localisation)
        .join(Localisation, Localisation.id == CarryOverOutlet.localisation_id)
        .where(CarryOverOutlet.carry_over_id == carry_over_id)
        .order_by(CarryOverOutlet.step)
    )
    with reading() as running:
        last = {ad.id: (item, checked, ad) for item, checked, ad in running.execute(statement)}
    return {item: ad.id for item, checked, ad in last.values() if checked != ad.row_version}


def _check(localisation_id: UUID) -> tuple[int, dict[str, Any]]:
    """Return the row version that was checked, and by format how many findings there are."""
    ads = gather_all(localisation_id)
    checks = judge_ads(ads)
    found = {check.format_key: summarise(check.findings) for check in checks}
    counts = {key: [summary.verdict.value, summary.count] for key, summary in found.items()}
    return ads[0].localisation.row_version, counts


def read_counts(findings: Mapping[str, Any]) -> dict[str, FormatSummary]:
    """Return by format what a check found."""
    return {
        key: FormatSummary(FormatVerdict(verdict), count)
        for key, (verdict, count) in findings.items()
    }
