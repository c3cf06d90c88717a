"""Invitations are mailed by a job, through a real SMTP server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import regions.accounts.jobs  # noqa: F401 - registers the job
from portal.foundation.config import Settings, configure
from portal.foundation.database import Database, transaction
from portal.foundation.errors import Invalid
from portal.foundation.jobs import run_due_jobs
from portal.foundation.mail import send_mail
from regions.accounts.invitations import accept_invitation, invite, renew_invitation
from regions.accounts.models import Account
from regions.accounts.rules import Grant, Role
from tests.factories.mail_box import MailBox, mail_box
from tests.factories.regions import Network, make_network


@pytest.fixture
def box(tmp_path: Path) -> Iterator[MailBox]:
    with mail_box() as box:
        configure(Settings(demo=True, data_dir=tmp_path, mail_url=box.url))
        yield box


@pytest.fixture
def network(db: Database) -> Network:
    with transaction() as s:
        return make_network(s)


def _invite(network: Network) -> str:
    wish = Grant(Role.ANALYST, network.company.path)
    return invite(
        network.actors[Role.ADMINISTRATOR], "neu@halmgruen.example", "Nele Neu", "de", wish
    )


def test_invitation_arrives_with_a_link_that_works(network: Network, box: MailBox) -> None:
    link = _invite(network)
    assert run_due_jobs() == 1
    ((to, subject, text),) = box.texts
    assert to == "neu@halmgruen.example"
    assert subject == "Ihr Konto für das Marketingportal"
    assert "Guten Tag Nele Neu" in text
    token = text.split("/invitation/")[1].split()[0]
    assert accept_invitation(token, "Regen macht die Beete schwer").email == to
    assert link.startswith("http")


def test_renewed_invitation_is_mailed_again(network: Network, box: MailBox) -> None:
    _invite(network)
    run_due_jobs()
    with transaction() as s:
        account = s.scalars(select(Account).filter_by(email="neu@halmgruen.example")).one()
    renew_invitation(network.actors[Role.ADMINISTRATOR], account.id)
    run_due_jobs()
    assert len(box.texts) == 2


def test_job_keeps_no_link(network: Network, box: MailBox) -> None:
    _invite(network)
    with transaction() as s:
        stored = s.connection().exec_driver_sql("SELECT payload FROM job").scalars().all()
    assert "invitation" not in str(stored).replace("mail_invitation", "")


def test_without_a_server_nothing_is_sent(db: Database) -> None:
    assert send_mail("a@halmgruen.example", "Hallo", "Text") is False


def test_subject_cannot_smuggle_a_header(db: Database) -> None:
    with pytest.raises(Invalid):
        send_mail("a@halmgruen.example", "Hallo\r\nBcc: x@y.example", "Text")
