"""Finds the pages that a role can reach: each kind of page once, whatever its ids."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import APIRequestContext

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOT_PAGES = re.compile(
    r"\.(pdf|zip|jpg|png|svg|json|csv|xlsx|ase)(\?|$)|/download|/export/|/files?/|/demo/sign-in"
)
_SEEN_ONCE = 60
#: Drafts of a kit, which another journey may discard between the link and the click.
_DRAFT = re.compile(r"/(brand/versions|rollout/kit)/")


@dataclass(frozen=True, slots=True)
class Reached:
    """A page's path, and the parts it is made of: tag, class and role of each, whatever it says."""

    path: str
    made_of: frozenset[tuple[str, str, str]]


def kind_of(path: str) -> str:
    """Return a path without its ids and query: one name for all pages of a kind."""
    return _ID.sub("*", urlsplit(path).path)


def reachable(request: APIRequestContext, base_url: str) -> Iterator[Reached]:
    """Yield one page of each kind that links lead to, from the start page on, as it is sent."""
    waiting, known = deque(["/"]), {"/"}
    while waiting and len(known) < _SEEN_ONCE:
        path = waiting.popleft()
        answer = request.get(base_url + path)
        if answer.status == HTTPStatus.NOT_FOUND and _DRAFT.match(path):
            continue
        assert answer.ok, f"{path} answers {answer.status}"
        page = _Page(answer.url)
        page.feed(answer.text())
        for part in page.fragments:  # grows while what was fetched names more
            page.feed(request.get(urljoin(base_url, part), headers={"HX-Request": "true"}).text())
        yield Reached(path, frozenset(page.parts))
        for link in page.links:
            inside = link.removeprefix(base_url)
            if inside.startswith("/") and not _NOT_PAGES.search(inside):
                inside = inside.split("#")[0]
                if kind_of(inside) not in known:
                    known.add(kind_of(inside))
                    waiting.append(inside)


class _Page(HTMLParser):
    """Collects where a page leads to, what it is made of, and what it fetches at once."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.links: list[str] = []
        self.fragments: list[str] = []
        self.parts: set[tuple[str, str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.parts.add((tag, named.get("class", ""), named.get("role", "")))
        if tag == "a" and named.get("href"):
            self.links.append(urljoin(self.url, named["href"]))
        if named.get("hx-get") and named.get("hx-trigger", "").startswith("load"):
            self.fragments.append(named["hx-get"])
