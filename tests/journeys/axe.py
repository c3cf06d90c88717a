"""Checks pages with axe (WCAG 2.2 AA); it comes into a page once, however often it is asked."""

import json
from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What another theme changes: the page is made of the same parts in other colours.
COLOUR_RULES = ("color-contrast", "link-in-text-block")


def violations(page: Page, where: str = "", rules: Sequence[str] = ()) -> list[str]:
    """Return what is wrong on a page, up to three places for each rule; all rules if none named."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    only = {"type": "rule", "values": list(rules)} if rules else LEVELS
    options = json.dumps({"runOnly": only, "resultTypes": ["violations"]})
    told = page.evaluate(f"axe.run({options}).then(result => result.violations)")
    return [
        f"{where or page.url}: {one['id']}: {one['help']} {node['target']}"
        for one in told
        for node in one["nodes"][:3]
    ]


def expect_accessible(page: Page, where: str = "") -> None:
    """Fail with all that axe finds on the page as it stands now."""
    found = violations(page, where)
    assert not found, "\n".join(found)


def theme_violations(page: Page, where: str) -> list[str]:
    """Return what is wrong on a page in the light theme, and what its colours do in the dark."""
    choose_theme(page, "light")
    found = violations(page, f"{where} (light)")
    choose_theme(page, "dark")
    found += violations(page, f"{where} (dark)", COLOUR_RULES)
    return found


def choose_theme(page: Page, theme: str) -> None:
    """Show the page in the light or the dark theme until it is left."""
    page.evaluate("theme => { document.documentElement.dataset.bsTheme = theme }", theme)
