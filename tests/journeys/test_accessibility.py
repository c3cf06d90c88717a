"""Every page that a role can reach passes axe (WCAG 2.2 AA) in both themes and on a phone."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.axe import choose_theme, theme_violations, violations
from tests.journeys.browser import chromium
from tests.journeys.crawl import kind_of, reachable
from tests.journeys.demonstration import Portal

ROLES = (
    "partner_manager",
    "partner_staff",
    "approver",
    "campaign_manager",
    "brand_manager",
    "administrator",
    "regional_manager",
    "supplier",
    "analyst",
    "agency",
)


@pytest.fixture(scope="module")
def context() -> Iterator[BrowserContext]:
    with chromium(width=1280, height=900) as found:
        yield found


#: A kind of page is checked in so many makes: what most differs is what a role may do on it.
#: The first is checked on the desk in the light theme and on the phone in the dark one, another on
#: the phone alone.
MAKES = 2


@pytest.fixture(scope="module")
def known() -> dict[str, list[object]]:
    """What pages of a kind that were checked for another role are made of."""
    return defaultdict(list)


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_role_passes_axe(
    role: str, context: BrowserContext, portal: Portal, known: dict[str, list[object]]
) -> None:
    page = context.new_page()
    context.clear_cookies()
    page.goto(portal.links[role])
    found, seen = [], 0
    for reached in reachable(page.request, portal.base_url):
        seen += 1
        checked = known[kind_of(reached.path)]
        if reached.made_of in checked or len(checked) == MAKES:
            continue
        page.goto(portal.base_url + reached.path, wait_until="networkidle")
        found += [] if checked else violations(page, f"{reached.path} (light, desk)")
        found += _on_phone(page, reached.path)
        checked.append(reached.made_of)
    page.close()
    assert seen > 1
    assert not found, "\n".join(found)


def _on_phone(page: Page, path: str) -> list[str]:
    """Return what axe finds on the phone in the dark theme, and whether the page is too wide."""
    page.set_viewport_size({"width": 360, "height": 760})
    choose_theme(page, "dark")
    width = page.evaluate("document.documentElement.scrollWidth")
    found = [f"{path}: {width} px wide on a phone"] if width > 360 else []
    found += violations(page, f"{path} (dark, phone)")
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_sign_in_passes_axe(context: BrowserContext, portal: Portal) -> None:
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"{portal.base_url}/sign-in")
    assert not theme_violations(page, "/sign-in")
