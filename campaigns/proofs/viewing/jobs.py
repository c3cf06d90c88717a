"""Owns the jobs of view links: comments are told by mail, and at night what is due is forgotten."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID

from campaigns.proofs.viewing.forgetting import forget_links, forget_names
from campaigns.proofs.viewing.rules import without_addresses
from campaigns.proofs.viewing.telling import MAIL_JOB, TELL_JOB, Told, tell_people, told_to
from portal.foundation.config import settings
from portal.foundation.database import transaction
from portal.foundation.errors import N_
from portal.foundation.jobs import RunningJob, job
from portal.foundation.jobs.nightly import enqueue_nightly
from portal.foundation.mail import send_mail
from portal.foundation.translations import translate

NIGHTLY_JOB = "viewing.forget_names"
_AT = time(3, 45)
_SUBJECT = N_("New comments on your ad: %(campaign)s, %(place)s")
_TEXT = N_(
    "Hello %(name)s,\n\nthis was written about the ad “%(campaign)s” of %(outlet)s by people who "
    "opened a link to it:\n\n%(comments)s\n\nRead, answer and settle it here:\n%(link)s\n\n"
    "They chose their names themselves; nobody has checked them."
)
_LINE = N_("%(name)s on %(format)s, page %(page)s: “%(text)s”")
_MORE = N_("… and %(count)s more")
_NOBODY = N_("Somebody")
_LEFT_OUT = N_("[address left out]")


@job(NIGHTLY_JOB)
def forget(running: RunningJob) -> Mapping[str, Any]:
    """Delete the names and the links that are due, and set the next night's job."""
    with transaction():
        schedule_forgetting()
    forgotten = {"links": forget_names(), "deleted": forget_links()}
    running.report(1, 1)
    return forgotten


def schedule_forgetting() -> None:
    """Set the job of the coming night, once however often this is called."""
    enqueue_nightly(NIGHTLY_JOB, _AT)


@job(TELL_JOB)
def tell(running: RunningJob) -> Mapping[str, Any]:
    """Have each of an ad's people told what was written in a quarter of an hour."""
    payload = running.payload
    since = datetime.fromisoformat(payload["since"])
    return {"told": tell_people(UUID(payload["localisation_id"]), since)}


@job(MAIL_JOB)
def mail(running: RunningJob) -> Mapping[str, Any]:
    """Mail one person what was written; nothing once all of it is settled or deleted."""
    payload = running.payload
    since = datetime.fromisoformat(payload["since"])
    told = told_to(UUID(payload["localisation_id"]), since, UUID(payload["account_id"]))
    if told is None:
        return {"sent": False}
    language = told.account.language
    words = {
        "name": told.account.name,
        "campaign": told.campaign.name(language),
        "outlet": told.outlet.name,
        "place": told.outlet.place,
        "comments": "\n".join(_lines(told, language)),
        "link": f"{settings().base_url}/localisations/{told.localisation_id}/sharing#comments",
    }
    subject = translate(language, _SUBJECT, words)
    return {"sent": send_mail(told.account.email, subject, translate(language, _TEXT, words))}


def _lines(told: Told, language: str) -> list[str]:
    instead = translate(language, _LEFT_OUT)
    lines = [
        "– "
        + translate(
            language,
            _LINE,
            {
                "name": without_addresses(one.name, instead) or translate(language, _NOBODY),
                "format": one.ad_format.name(language),
                "page": one.page + 1,
                "text": without_addresses(one.text, instead),
            },
        )
        for one in told.comments
    ]
    if told.others:
        lines.append(translate(language, _MORE, {"count": told.others}))
    return lines
