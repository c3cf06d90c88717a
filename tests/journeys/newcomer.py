"""Owns who has never been there: invited by head office, with the mail that the product sends."""

import re
from pathlib import Path

from sqlalchemy import select

from portal.cli.demo.time import MORNING
from portal.foundation import clock
from portal.foundation.config import Settings
from portal.foundation.database import database, reading
from portal.foundation.ids import new_id
from portal.foundation.jobs import RunningJob
from portal.foundation.jobs.queue import Lease
from portal.foundation.services import start_services
from regions.accounts.invitations import MAIL_JOB, invite
from regions.accounts.jobs import mail_invitation
from regions.accounts.models import Account, AccountGrant
from regions.accounts.rules import Grant, Role
from regions.accounts.service import get_actor
from regions.partners.models import Partner
from tests.factories.mail_box import mail_box


def invitation_of(data: Path, base_url: str, partner: str, email: str, name: str) -> str:
    """Invite the manager of a partner into a served portal; return the text of the mail.

    The served portal has no mail server, so the job that mails runs here, beside it.
    """
    with mail_box() as box:
        start_services(Settings(demo=True, data_dir=data, base_url=base_url, mail_url=box.url))
        clock.start_at(MORNING)
        with reading() as s:
            held = select(Account.email).join(AccountGrant, AccountGrant.account_id == Account.id)
            head = s.scalars(held.where(AccountGrant.role == Role.ADMINISTRATOR)).first()
            path = s.scalars(select(Partner.path).where(Partner.number == partner)).one()
        assert head
        invite(get_actor(head), email, name, "de", Grant(Role.PARTNER_MANAGER, path))
        with reading() as s:
            account = s.scalars(select(Account.id).where(Account.email == email)).one()
        lease = Lease(new_id(), 1)
        assert mail_invitation(RunningJob(lease, MAIL_JOB, {"account_id": str(account)}, 1)) == {
            "sent": True
        }
        database().engine.dispose()
        ((to, _, text),) = box.texts
        assert to == email
        return text


def link_in(mail: str) -> str:
    """Return the only link in a mail."""
    (link,) = re.findall(r"https?://\S+", mail)
    return str(link)
