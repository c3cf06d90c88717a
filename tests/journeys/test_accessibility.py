"""Every page that a role can reach passes axe (WCAG 2.2 AA) in both themes and on a phone."""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.journeys.axe import theme_violations, violations
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
MAKES = 2
PARTS = """() => [...new Set([...document.querySelectorAll('body *')].map(
  part => [part.tagName, part.getAttribute('class'), part.getAttribute('role')].join('.')
))].sort().join()"""


@pytest.fixture(scope="module")
def known() -> dict[str, set[str]]:
    """What pages of a kind that were checked for another role are made of."""
    return defaultdict(set)


@pytest.mark.parametrize("role", ROLES)
def test_each_page_of_a_role_passes_axe(
    role: str, context: BrowserContext, portal: Portal, known: dict[str, set[str]]
) -> None:
    page = context.new_page()
    context.clear_cookies()
    page.goto(portal.links[role])
    found, seen = [], 0
    for path in reachable(page, portal.base_url):
        page.wait_for_load_state("networkidle")
        seen += 1
        checked, made_of = known[kind_of(path)], str(page.evaluate(PARTS))
        if made_of in checked or len(checked) == MAKES:
            continue
        checked.add(made_of)
        found += theme_violations(page, path)
        page.set_viewport_size({"width": 360, "height": 760})
        width = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{path}: {width} px wide on a phone"] if width > 360 else []
        found += violations(page, f"{path} (phone)")
        page.set_viewport_size({"width": 1280, "height": 900})
    page.close()
    assert seen > 1
    assert not found, "\n".join(found)


def test_sign_in_passes_axe(context: BrowserContext, portal: Portal) -> None:
    context.clear_cookies()
    page = context.new_page()
    page.goto(f"{portal.base_url}/sign-in")
    assert not theme_violations(page, "/sign-in")
