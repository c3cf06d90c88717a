"""Owns the job that mails an invitation; its link is made when it is sent, and kept nowhere."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from portal.foundation.database import reading
from portal.foundation.errors import N_
from portal.foundation.jobs import RunningJob, job
from portal.foundation.mail import send_mail
from portal.foundation.translations import translate
from regions.accounts import links
from regions.accounts.invitations import MAIL_JOB
from regions.accounts.models import Account

_SUBJECT = N_("Your account for the marketing portal")
_TEXT = N_(
    "Hello %(name)s,\n\nan account was made for you. Set your password here:\n\n%(link)s\n\n"
    "The link works once and for %(days)s days."
)


@job(MAIL_JOB)
def mail_invitation(running: RunningJob) -> Mapping[str, Any]:
    """Mail one invitation, unless its account has set a password meanwhile."""
    with reading() as session:
        account = session.get(Account, UUID(running.payload["account_id"]))
    if account is None or not account.active:
        return {"sent": False}
    words = {
        "name": account.name,
        "link": links.invitation_link(account.id, account.session_epoch),
        "days": links.INVITATION_DAYS,
    }
    subject = translate(account.language, _SUBJECT)
    return {"sent": send_mail(account.email, subject, translate(account.language, _TEXT, words))}
