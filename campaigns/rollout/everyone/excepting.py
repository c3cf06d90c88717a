"""Owns exceptions: whose word it is that an outlet's errors may be published, and for which."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select

from campaigns.ad_templates.retiring import hold_versions
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.planning.holding import hold_campaigns
from campaigns.planning.models import Campaign
from campaigns.planning.rules import CampaignStatus
from campaigns.rollout.everyone.models import (
    EveryoneException,
    EveryoneFinding,
    EveryoneOutlet,
)
from campaigns.rollout.everyone.rules import Standing, Verdict
from campaigns.rollout.everyone.service import EveryoneCheck, find_check, require_decision
from campaigns.rollout.everyone.subjects import CheckSubject
from portal.foundation import audit, clock
from portal.foundation.database import reading, session, transaction
from portal.foundation.errors import N_, Conflict, Ended, Invalid
from portal.foundation.ids import new_id
from regions.accounts.rules import Actor
from regions.partners.models import Outlet
from regions.scoping import within

LEAST_REASON, MOST_REASON = 5, 500
MOST_LISTED = 50
_AT_ONCE = 500
_PUBLISHED = N_(
    "The campaign is published: its exceptions stay on record. An ad with errors cannot be "
    "ordered anyway; correct the data or the template, or expire the campaign."
)
_VERSION_PUBLISHED = N_(
    "This version is published: its exceptions stay on record. An ad with errors cannot be "
    "ordered anyway; correct the data, or draft the next version."
)


@dataclass(frozen=True, slots=True)
class ExceptedOutlet:
    """An exception with the outlet that it is for."""

    exception: EveryoneException
    outlet: Outlet

    def said(self, language: str) -> list[str]:
        """Return what was excepted, in a language; each message once."""
        found = self.exception.errors.get("found", [])
        return list(dict.fromkeys(one.get(language) or one["de"] for one in found))


@dataclass(frozen=True, slots=True)
class ExceptionList:
    """The first exceptions of a campaign by outlet, and how many there are."""

    listed: tuple[ExceptedOutlet, ...]
    total: int


def except_outlets(
    actor: Actor, subject: CheckSubject, seen: UUID, outlet_ids: Collection[UUID], reason: str
) -> int:
    """Except the errors of these outlets, each by name, for one reason; return how many.

    `seen` is the check whose errors were on the page: what nobody saw cannot be excepted.
    """
    tidy = " ".join(reason.split())
    if not LEAST_REASON <= len(tidy) <= MOST_REASON:
        raise Invalid(
            N_("Say in %(least)s to %(most)s characters why the campaign may go out like that."),
            field="reason",
            least=LEAST_REASON,
            most=MOST_REASON,
        )
    with transaction() as running:
        campaign = _undecided(actor, subject)
        check = _seen_check(subject, seen)
        rows = _with_errors(actor, check, outlet_ids)
        if not rows:
            raise Invalid(N_("Choose at least one outlet with errors."), field="outlet")
        _withdraw(actor, subject, [row.outlet_id for row in rows])
        errors = _errors(check, [row.outlet_id for row in rows])
        running.add_all(_exception(actor, campaign, subject, (row, errors), tidy) for row in rows)
        _audit("campaign.exceptions_made", actor, campaign, check, rows, tidy)
        running.flush()
        return len(rows)


def withdraw_exceptions(actor: Actor, subject: CheckSubject, outlet_ids: Collection[UUID]) -> int:
    """Take back exceptions; the outlets' errors keep the campaign from being published again.

    What was published on them stays on record: then nothing can be taken back, as nothing would
    come of it. An ad with errors cannot be ordered, excepted or not.
    """
    with transaction() as running:
        campaign = _undecided(actor, subject)
        taken = _withdraw(actor, subject, outlet_ids)
        if not taken:
            raise Invalid(N_("Choose at least one outlet with an exception."), field="outlet")
        audit.append(
            "campaign.exceptions_withdrawn",
            actor=actor.ref_at(campaign.path),
            subject="campaign",
            subject_id=campaign.id,
            details={"outlets": sorted(map(str, outlet_ids))[:_AT_ONCE], "count": taken},
        )
        running.flush()
        return taken


def list_exceptions(actor: Actor, campaign_id: UUID, most: int = MOST_LISTED) -> ExceptionList:
    """Return who was excepted when a campaign was published, the first few by outlet."""
    conditions = (
        EveryoneException.subject == CheckSubject(campaign_id).key,
        within(EveryoneException.path, actor.scope),
    )
    statement = (
        select(EveryoneException, Outlet)
        .join(Outlet, Outlet.id == EveryoneException.outlet_id)
        .where(*conditions)
        .order_by(Outlet.number)
        .limit(most)
    )
    counted = select(func.count()).select_from(EveryoneException).where(*conditions)
    with reading() as running:
        listed = tuple(ExceptedOutlet(*row) for row in running.execute(statement))
        return ExceptionList(listed, running.scalar(counted) or 0)


def _undecided(actor: Actor, subject: CheckSubject) -> Campaign:
    """Return the campaign of what is not published yet, held so that it stays so meanwhile."""
    require_decision(actor, subject)
    (campaign,) = hold_campaigns([subject.campaign_id])
    if subject.template_version_id is None:
        if campaign.status != CampaignStatus.DRAFT:
            raise Ended(_PUBLISHED)
    else:
        (version,) = hold_versions([subject.template_version_id])
        if version.status != TemplateStatus.DRAFT:
            raise Ended(_VERSION_PUBLISHED)
    return campaign


def _seen_check(subject: CheckSubject, seen: UUID) -> EveryoneCheck:
    check = find_check(subject)
    if check is None or check.id != seen or check.standing is not Standing.COMPLETE:
        raise Conflict(N_("This is not the latest check any more. Load the page again."))
    return check


def _with_errors(
    actor: Actor, check: EveryoneCheck, outlet_ids: Collection[UUID]
) -> list[EveryoneOutlet]:
    found: list[EveryoneOutlet] = []
    for wanted in _sets(outlet_ids):
        statement = select(EveryoneOutlet).where(
            EveryoneOutlet.run_id == check.id,
            EveryoneOutlet.errors > 0,
            EveryoneOutlet.outlet_id.in_(wanted),
            within(EveryoneOutlet.path, actor.scope),
        )
        found += session().scalars(statement)
    return found


def _sets(outlet_ids: Collection[UUID]) -> Iterator[Sequence[UUID]]:
    wanted = list(dict.fromkeys(outlet_ids))
    for start in range(0, len(wanted), _AT_ONCE):
        yield wanted[start : start + _AT_ONCE]


def _withdraw(actor: Actor, subject: CheckSubject, outlet_ids: Collection[UUID]) -> int:
    gone = 0
    for wanted in _sets(outlet_ids):
        statement = (
            delete(EveryoneException)
            .where(
                EveryoneException.subject == subject.key,
                EveryoneException.outlet_id.in_(wanted),
                within(EveryoneException.path, actor.scope),
            )
            .returning(EveryoneException.id)
        )
        gone += len(session().scalars(statement).all())
    return gone


def _exception(
    actor: Actor,
    campaign: Campaign,
    subject: CheckSubject,
    found: tuple[EveryoneOutlet, Mapping[UUID, list[dict[str, str]]]],
    reason: str,
) -> EveryoneException:
    row, errors = found
    return EveryoneException(
        id=new_id(),
        subject=subject.key,
        campaign_id=campaign.id,
        outlet_id=row.outlet_id,
        path=row.path,
        errors_sha256=row.errors_sha256,
        errors={"found": errors.get(row.outlet_id, [])},
        reason=reason,
        made_at=clock.now(),
        made_by=actor.account_id,
        made_by_name=actor.name,
    )


def _errors(
    check: EveryoneCheck, outlet_ids: Collection[UUID]
) -> Mapping[UUID, list[dict[str, str]]]:
    told: dict[UUID, list[dict[str, str]]] = {}
    for wanted in _sets(outlet_ids):
        statement = select(EveryoneFinding).where(
            EveryoneFinding.run_id == check.id,
            EveryoneFinding.outlet_id.in_(wanted),
            EveryoneFinding.verdict == Verdict.ERROR,
        )
        for one in session().scalars(statement.order_by(EveryoneFinding.id)):
            said = {"format": one.format_key, "rule": one.rule, **one.message}
            told.setdefault(one.outlet_id, []).append(said)
    return told


def _audit(
    action: str,
    actor: Actor,
    campaign: Campaign,
    check: EveryoneCheck,
    rows: Sequence[EveryoneOutlet],
    reason: str,
) -> None:
    audit.append(
        action,
        actor=actor.ref_at(campaign.path),
        subject="campaign",
        subject_id=campaign.id,
        details={
            "check": str(check.id),
            "reason": reason,
            "count": len(rows),
            "outlets": sorted(str(row.outlet_id) for row in rows)[:_AT_ONCE],
        },
    )
