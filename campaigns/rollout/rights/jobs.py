"""Owns the jobs of picture rights: what each night looks for, and the mail to one person."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from brand_assets.library.models import Asset
from campaigns.rollout.rights.service import MAIL_JOB, announce_endings, withdraw_ended
from portal.foundation.config import settings
from portal.foundation.database import reading, transaction
from portal.foundation.errors import N_
from portal.foundation.jobs import RunningJob, job
from portal.foundation.jobs.nightly import enqueue_nightly
from portal.foundation.mail import send_mail
from portal.foundation.translations import translate
from regions.accounts.models import Account

NIGHTLY_JOB = "rollout.rights"
MOST_PLACES = 8
_AT = time(4, 15)
_SUBJECT = N_("Pictures in your ads whose rights end soon")
_TEXT = N_(
    "Hello %(name)s,\n\nthe rights to these pictures end soon. Choose others in time; after the "
    "last day they are taken out of ads that are not ordered yet.\n\n%(pictures)s\n\n%(link)s"
)
_PICTURE = N_("“%(title)s”: until %(day)s, used in %(places)s")
_AND_MORE = N_("%(places)s and %(count)s more")


@job(NIGHTLY_JOB)
def look_at_rights(running: RunningJob) -> Mapping[str, Any]:
    """Take out what has ended, announce what ends soon, and set the next night's job."""
    with transaction():
        schedule_rights()
    withdrawn = withdraw_ended()
    running.report(1, 2)
    return {"withdrawn": withdrawn, "told": announce_endings()}


def schedule_rights() -> None:
    """Set the job of the coming night, once however often this is called."""
    enqueue_nightly(NIGHTLY_JOB, _AT)


@job(MAIL_JOB)
def mail_endings(running: RunningJob) -> Mapping[str, Any]:
    """Mail one person the pictures whose rights end soon."""
    payload = running.payload
    with reading() as session:
        account = session.get(Account, UUID(payload["account_id"]))
        if account is None or not account.active:
            return {"sent": False}
        lines = [
            _line(session.get(Asset, UUID(entry["asset_id"])), entry["places"], account.language)
            for entry in payload["assets"]
        ]
    words = {
        "name": account.name,
        "pictures": "\n".join(filter(None, lines)),
        "link": f"{settings().base_url}/assets/ending/",
    }
    text = translate(account.language, _TEXT, words)
    return {"sent": send_mail(account.email, translate(account.language, _SUBJECT), text)}


def _line(asset: Asset | None, places: list[str], language: str) -> str:
    if asset is None or asset.rights.ends is None:
        return ""
    named = "; ".join(places[:MOST_PLACES])
    if len(places) > MOST_PLACES:
        more = {"places": named, "count": len(places) - MOST_PLACES}
        named = translate(language, _AND_MORE, more)
    words = {"title": asset.title, "day": _day(asset.rights.ends, language), "places": named}
    return translate(language, _PICTURE, words)


def _day(day: date, language: str) -> str:
    return f"{day:%d/%m/%Y}" if language == "en" else f"{day:%d.%m.%Y}"
