"""Owns a person at a page who counts: what was tapped and typed, and how long all of it took."""

import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

READS, TAPS, TYPES = 2.5, 1.1, 0.3
"""Seconds that a person takes to find what comes next, for a tap, and for a letter on a phone."""
CLICK = 300
"""Milliseconds after which the click that follows a tap is over."""


@dataclass
class Person:
    """Counts each tap and each field that is typed in.

    Nobody waits here as a person does: the seconds of reading and typing are added to those that
    pass. A real page goes on loading meanwhile, so that the sum is rather too much than too little.
    """

    page: Page
    interactions: int = 0
    human: float = 0.0
    began: float = field(default_factory=time.monotonic)

    def open(self, link: str) -> None:
        """Tap a link outside of the portal, as in a mail."""
        self._count(TAPS)
        self.page.goto(link)

    def tap(self, what: Locator) -> None:
        """Tap something that can be seen."""
        self._count(TAPS)
        what.tap()

    def type(self, into: Locator, text: str) -> None:
        """Tap into a field and type in the place of what stands there, letter by letter."""
        self._count(TAPS + TYPES * len(text))
        into.tap()
        # The click that follows a tap sets the caret; nobody selects what is there before it.
        into.page.wait_for_timeout(CLICK)
        into.press("ControlOrMeta+a")
        into.press_sequentially(text)

    @property
    def seconds(self) -> float:
        """What has passed, with what a person would have taken."""
        return self.passed + self.human

    @property
    def passed(self) -> float:
        """What has passed since the first tap."""
        return time.monotonic() - self.began

    def _count(self, seconds: float) -> None:
        self.interactions += 1
        self.human += READS + seconds
