"""Finds the pages that a role can reach: each kind of page once, whatever its ids."""

import re
from collections import deque
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urlsplit

from playwright.sync_api import Page

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOT_PAGES = re.compile(
    r"\.(pdf|zip|jpg|png|svg|json|csv|ase)(\?|$)|/download|/export/|/files?/|/demo/sign-in"
)
_SEEN_ONCE = 60
#: Drafts of a kit, which another journey may discard between the link and the click.
_DRAFT = re.compile(r"/(brand/versions|rollout/kit)/")


def kind_of(path: str) -> str:
    """Return a path without its ids and query: one name for all pages of a kind."""
    return _ID.sub("*", urlsplit(path).path)


def reachable(page: Page, base_url: str) -> Iterator[str]:
    """Yield the path of one page of each kind that links lead to, from the start page on."""
    waiting, known = deque(["/"]), {"/"}
    while waiting and len(known) < _SEEN_ONCE:
        path = waiting.popleft()
        answer = page.goto(base_url + path)
        assert answer is not None
        if answer.status == HTTPStatus.NOT_FOUND and _DRAFT.match(path):
            continue
        assert answer.ok, f"{path} answers {answer.status}"
        yield path
        for link in _links(page, base_url):
            if kind_of(link) not in known:
                known.add(kind_of(link))
                waiting.append(link)


def _links(page: Page, base_url: str) -> list[str]:
    """Return the paths that this page links to on the portal itself."""
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    paths = [href.removeprefix(base_url) for href in hrefs if href.startswith(base_url + "/")]
    return [path.split("#")[0] for path in paths if not _NOT_PAGES.search(path)]
