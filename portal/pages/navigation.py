"""Owns which ways a person is shown: the bar above, the bar below on a phone, and the menu."""

from dataclasses import dataclass

from portal.foundation.errors import N_
from regions.scoping.actor import Actor
from regions.scoping.permissions import PARTNER_ROLES, Permission, Role


@dataclass(frozen=True, slots=True)
class Way:
    """One entry: label, path, icon, and the permission that its reader needs."""

    label: str
    path: str
    icon: str
    permission: Permission | None = None
    badge_path: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One way as this reader sees it now."""

    label: str
    path: str
    icon: str
    badge_path: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """All ways of one reader on one page."""

    entries: tuple[Entry, ...] = ()
    bottom: tuple[Entry, ...] = ()
    menu: tuple[Entry, ...] = ()


START = Way(N_("Start"), "/", "home")
PARTNER = (
    START,
    Way(N_("Orders"), "/orders/", "package", Permission.ORDER_READ),
    Way(N_("Pictures"), "/assets/", "photo", Permission.ASSET_READ),
    Way(N_("Results"), "/insight/mine", "chart-dots", Permission.INSIGHT_READ),
)
HEAD_OFFICE = (
    START,
    Way(N_("Approvals"), "/approvals/", "clipboard-check", Permission.SUBMISSION_DECIDE,
        "/approvals/count"),
    Way(N_("Campaigns"), "/campaigns/", "speakerphone", Permission.CAMPAIGN_READ),
    Way(N_("Templates"), "/templates/", "template", Permission.TEMPLATE_READ),
    Way(N_("Brand"), "/brand/", "palette", Permission.KIT_READ),
    Way(N_("Pictures"), "/assets/", "photo", Permission.ASSET_READ),
    Way(N_("Orders"), "/orders/", "package", Permission.ORDER_READ),
    Way(N_("Insight"), "/insight/", "report-analytics", Permission.INSIGHT_READ),
)  # fmt: skip
SUPPLIER = (
    START,
    Way(N_("Jobs"), "/fulfilment/", "printer", Permission.ORDER_LINE_FULFIL),
    Way(N_("Check a PDF"), "/pdf-check/", "file-text", Permission.ORDER_LINE_FULFIL),
)
MENU = (
    Way(N_("Outlets"), "/outlets/", "building-store", Permission.PARTNER_READ),
    Way(N_("Suppliers"), "/suppliers/", "truck", Permission.SUPPLIER_READ),
    Way(N_("Accounts"), "/accounts/", "users", Permission.ACCOUNT_MANAGE),
)


#: Pages whose address does not say under which way they are found.
_BELONGS_TO = {
    "/rollout/everyone/": "/campaigns/",
    "/rollout/kit/": "/brand/",
    "/rollout/templates/": "/templates/",
}


def navigate(actor: Actor | None, path: str) -> Navigation:
    """Return the ways of `actor` (None: nobody is signed in), seen from the page at `path`."""
    if actor is None:
        return Navigation()
    roles = {grant.role for grant in actor.grants}
    if roles & PARTNER_ROLES:
        entries = _entries(PARTNER, actor, path)
        return Navigation(entries, entries, _entries(MENU, actor, path))
    ways = SUPPLIER if roles == {Role.SUPPLIER} else HEAD_OFFICE
    return Navigation(_entries(ways, actor, path), (), _entries(MENU, actor, path))


def _entries(ways: tuple[Way, ...], actor: Actor, path: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(way.label, way.path, way.icon, way.badge_path, _is_current(way.path, path))
        for way in ways
        if way.permission is None or actor.may(way.permission)
    )


def _is_current(way: str, path: str) -> bool:
    at = next((own for rest, own in _BELONGS_TO.items() if path.startswith(rest)), path)
    return at == way if way == "/" else at.startswith(way.rstrip("/"))
