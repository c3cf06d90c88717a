"""Owns who is told that an ad needs them after it went over: its partner's people, once each."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from campaigns.localisation.models import Localisation
from campaigns.planning.models import Campaign
from campaigns.rollout.versions.kinds import TELL_JOB
from campaigns.rollout.versions.models import ParkedEntry
from portal.foundation.config import settings
from portal.foundation.database import reading
from portal.foundation.errors import N_
from portal.foundation.jobs import enqueue
from portal.foundation.mail import send_mail
from portal.foundation.translations import translate
from regions.accounts.models import Account
from regions.accounts.service import account_ids_at
from regions.partners.models import Outlet
from regions.scoping.permissions import PARTNER_ROLES

MOST_LINES = 12
_SUBJECT = N_("Your ad has a new template, and something in it needs you")
_TEXT = N_(
    "Hello %(name)s,\n\nhead office has published a new version of a template. Your ads were "
    "carried over; these entries did not fit and are kept for you:\n\n%(entries)s\n\n%(link)s\n\n"
    "What is ordered and approved stays as it is."
)
_LINE = N_("%(campaign)s, %(place)s – %(label)s: %(message)s")
_MORE = N_("… and %(count)s more")


def owners_at(paths: Collection[str]) -> dict[str, list[UUID]]:
    """Return by place whom an ad there belongs to: the people of its partner."""
    return account_ids_at(PARTNER_ROLES, paths)


def tell_owners(carry_id: UUID, paths: Collection[str]) -> int:
    """Have the owners of ads at these places told, in the caller's transaction; nobody else."""
    by_path = owners_at(paths)
    accounts = {account_id for ids in by_path.values() for account_id in ids}
    for account_id in sorted(accounts):
        payload = {"carry_id": str(carry_id), "account_id": str(account_id)}
        enqueue(TELL_JOB, payload, key=f"{TELL_JOB}:{carry_id}:{account_id}")
    return len(accounts)


def mail_owner(carry_id: UUID, account_id: UUID) -> bool:
    """Mail one person what needs them in the ads of one campaign; nothing once all is settled."""
    with reading() as running:
        account = running.get(Account, account_id)
        if account is None or not account.active:
            return False
        lines = _lines(carry_id, account)
        email, name, language = account.email, account.name, account.language
    if not lines:
        return False
    words = {"name": name, "entries": "\n".join(lines), "link": f"{settings().base_url}/"}
    return send_mail(email, translate(language, _SUBJECT), translate(language, _TEXT, words))


def _lines(carry_id: UUID, account: Account) -> list[str]:
    rows = _open_entries(carry_id)
    mine = owners_at({entry.path for entry, _, _ in rows})
    own = [row for row in rows if account.id in mine[row[0].path]]
    language = account.language
    lines = [
        "– "
        + translate(
            language,
            _LINE,
            {
                "campaign": campaign.name(language),
                "place": place,
                "label": entry.label[language],
                "message": entry.message[language],
            },
        )
        for entry, campaign, place in own[:MOST_LINES]
    ]
    if len(own) > MOST_LINES:
        lines.append(translate(language, _MORE, {"count": len(own) - MOST_LINES}))
    return lines


def _open_entries(carry_id: UUID) -> Sequence[tuple[ParkedEntry, Campaign, str]]:
    statement = (
        select(ParkedEntry, Campaign, Outlet.place)
        .join(Localisation, Localisation.id == ParkedEntry.localisation_id)
        .join(Campaign, Campaign.id == Localisation.campaign_id)
        .join(Outlet, Outlet.id == Localisation.outlet_id)
        .where(ParkedEntry.carry_id == carry_id, ParkedEntry.settled_at.is_(None))
        .order_by(ParkedEntry.path, ParkedEntry.id)
    )
    with reading() as running:
        return [(row[0], row[1], row[2]) for row in running.execute(statement)]
