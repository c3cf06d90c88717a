"""Owns the jobs of an expiry: once it can no longer be taken back, partners are told by mail."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from campaigns.planning.holding import as_sentence
from campaigns.rollout.expiry.service import TELL_JOB
from campaigns.rollout.expiry.telling import MAIL_JOB, ToldOutlet, tell_partners, told_to
from portal.foundation.config import settings
from portal.foundation.errors import N_
from portal.foundation.jobs import RunningJob, job
from portal.foundation.mail import send_mail
from portal.foundation.translations import translate

_SUBJECT = N_("%(campaign)s: head office has expired this campaign")
_TEXT = N_(
    "Hello %(name)s,\n\nhead office has expired the campaign “%(campaign)s”. The reason:\n"
    "%(reason)s\n\nWhat this means for your ads:\n%(outlets)s\n\nYour entries are kept and can be "
    "read. Nothing more of this campaign is printed or shown, but for what is named as with the "
    "print shop. Money for orders that were stopped is free again. Please do not use pictures or "
    "files of this campaign any more.\n\n%(link)s"
)
_OUTLET = N_("%(outlet)s: %(parts)s")
_PARTS = (
    ("submissions", N_("not approved: %(count)s")),
    ("basket_lines", N_("taken out of the basket: %(count)s")),
    ("order_lines", N_("orders stopped: %(count)s")),
    ("kept", N_("with the print shop already: %(count)s")),
)
_ONLY_DRAFT = N_("your draft is closed")


@job(TELL_JOB)
def tell(running: RunningJob) -> Mapping[str, Any]:
    """Have everyone concerned told, unless the expiry was taken back."""
    return {"told": tell_partners(UUID(running.payload["expiry_id"]))}


@job(MAIL_JOB)
def mail(running: RunningJob) -> Mapping[str, Any]:
    """Mail one person what became of which ads."""
    ids = running.payload
    told = told_to(UUID(ids["expiry_id"]), UUID(ids["account_id"]))
    if told is None:
        return {"sent": False}
    language = told.account.language
    words = {
        "name": told.account.name,
        "campaign": told.campaign.name(language),
        "reason": as_sentence(told.reason),
        "outlets": "\n".join(_outlet(outlet, language) for outlet in told.outlets),
        "link": f"{settings().base_url}/campaigns/{told.campaign.id}",
    }
    subject = translate(language, _SUBJECT, words)
    return {"sent": send_mail(told.account.email, subject, translate(language, _TEXT, words))}


def _outlet(outlet: ToldOutlet, language: str) -> str:
    counts = [(getattr(outlet, name), message) for name, message in _PARTS]
    parts = [translate(language, message, {"count": n}) for n, message in counts if n]
    said = ", ".join(parts) or translate(language, _ONLY_DRAFT)
    return translate(language, _OUTLET, {"outlet": outlet.name, "parts": said})
