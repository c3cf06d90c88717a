"""Owns what the demonstration tells on the console: what happened, and how to sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

from portal.cli.demo.main_job import Happened
from portal.cli.demo.outputs import Written
from portal.foundation.database import reading
from portal.foundation.money import Money
from regions.accounts.links import demo_link
from regions.accounts.models import Account, AccountGrant
from regions.scoping.permissions import Role


def happened_table(rows: Sequence[Happened]) -> Table:
    """Return one row an outlet: what was caught, what was ordered, and who pays how much."""
    table = Table(title="What the outlets did", show_lines=True)
    table.add_column("Outlet", no_wrap=True)
    for title in ("Story", "Caught on the way", "Order"):
        table.add_column(title, min_width=14)
    for title in ("Net", "Co-op", "Partner"):
        table.add_column(title, justify="right", no_wrap=True)
    for row in rows:
        amounts = (_euros(row.net), _euros(row.coop), _euros(row.net - row.coop))
        order = f"No. {row.order_number}: {row.lines}"
        table.add_row(row.outlet, row.title, row.caught, order, *amounts)
    return table


def _euros(money: Money) -> str:
    return f"{money.amount:.2f} €"


def files_table(written: Sequence[Written], folder: Path) -> Table:
    """Return one row a file, with its preflight result."""
    table = Table(title=f"Files in {folder}")
    table.add_column("File", overflow="fold")
    table.add_column("kB", justify="right")
    table.add_column("Preflight")
    for entry in written:
        errors = entry.preflight_errors
        verdict = "" if errors is None else "passed" if errors == 0 else f"{errors} errors"
        table.add_row(str(entry.path.relative_to(folder)), str(entry.size // 1000), verdict)
    return table


def role_links() -> list[tuple[Role, str, str]]:
    """Return one account for each role, with its sign-in link: role, name, address."""
    with reading() as running:
        statement = (
            select(AccountGrant.role, Account.id, Account.name)
            .join(Account, Account.id == AccountGrant.account_id)
            .order_by(Account.id)
        )
        first: dict[Role, tuple[Role, str, str]] = {}
        for role, account_id, name in running.execute(statement):
            first.setdefault(Role(role), (Role(role), name, demo_link(account_id)))
    return [first[role] for role in Role if role in first]


def account_links() -> dict[str, str]:
    """Return each account's sign-in link by its e-mail address."""
    with reading() as running:
        accounts = running.execute(select(Account.email, Account.id).order_by(Account.id))
        return {email: demo_link(account_id) for email, account_id in accounts}


@dataclass(frozen=True, slots=True)
class First:
    """Something worth a first look: what to do there, as whom, and the page."""

    title: str
    role: Role
    path: str
    told: str


def first_looks(campaign_id: UUID) -> list[First]:
    """Return what to click first, in the order in which an ad goes its way."""
    return [
        First(
            "Order as a partner",
            Role.PARTNER_MANAGER,
            "/",
            "The herb campaign is set for his outlet. Change a word, watch six pictures, order.",
        ),
        First(
            "Decide on two ads",
            Role.APPROVER,
            "/approvals/",
            "What their outlets wrote themselves is marked. Approve one, send one back.",
        ),
        First(
            "Try a campaign for all 412 outlets",
            Role.CAMPAIGN_MANAGER,
            f"/rollout/everyone/{campaign_id}",
            "Start the check. In less than a minute it names the one outlet whose ad does not fit.",
        ),
        First(
            "Change the brand",
            Role.BRAND_MANAGER,
            "/brand/",
            "Begin a new version, change a colour, and see which ads that reaches.",
        ),
        First(
            "Ask what works where",
            Role.ANALYST,
            "/insight/",
            "A year of figures. The history is made up, so it is known what is to be found.",
        ),
    ]


def print_first_looks(console: Console, campaign_id: UUID) -> None:
    """Print what to click first; each link signs in and leads there."""
    people = {role: (name, link) for role, name, link in role_links()}
    console.print("\n[bold]What to click first[/bold]  (each link signs you in)")
    for number, look in enumerate(first_looks(campaign_id), start=1):
        name, link = people[look.role]
        target = link if look.path == "/" else f"{link}?next={look.path}"
        console.print(f"\n  {number}  [bold]{look.title}[/bold] ({name})", highlight=False)
        console.print(f"     {look.told}", highlight=False, soft_wrap=True)
        console.print(f"     {target}", soft_wrap=True)


def print_links(console: Console) -> None:
    """Print a sign-in link for each role."""
    console.print("\n[bold]All roles[/bold]")
    for role, name, link in role_links():
        console.print(f"  {role.value.replace('_', ' '):18} {name:32} {link}", soft_wrap=True)
