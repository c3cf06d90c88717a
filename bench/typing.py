"""Owns typing times in Chromium: from a keystroke to the picture on the screen, six formats."""

import statistics
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import Page

from tests.journeys.browser import chromium
from tests.journeys.demonstration import serve_demonstration, stop
from tests.journeys.steps import choose_outlet, headline, open_editor
from tests.journeys.typing_time import time_typing

GOAL_MS = 300
ACCOUNT, OUTLET = "jana.walther@halmgruen.example", "Worringen"
CAMPAIGNS = ("Frühlingspflanztage", "Kräutersaison")
WINDOWS = {"desktop": (1280, 900), "phone": (360, 760)}
#: Milliseconds between a picture and the next letter: while one thinks, and while one goes on.
PACES = {"with pauses": 700, "quickly": 60}
WORDS = ("WorringenBlüht", "HändeInDieErde")


def run() -> None:
    """Serve the demonstration and print the times of each campaign, window and pace."""
    with TemporaryDirectory(prefix="typing-") as folder:
        served = serve_demonstration(Path(folder))
        try:
            for window, (width, height) in WINDOWS.items():
                with chromium(width=width, height=height) as context:
                    page = context.new_page()
                    for campaign in CAMPAIGNS:
                        page.goto(served.links[ACCOUNT])
                        choose_outlet(page, OUTLET)
                        open_editor(page, campaign)
                        _measure(page, f"{campaign}, {window}")
        finally:
            stop(served)


def _measure(page: Page, what: str) -> None:
    formats = page.locator(".strip-item").count()
    for pace, pause in PACES.items():
        times: list[float] = []
        for word in WORDS:
            headline(page).fill("")
            times += time_typing(page, "#f-headline", word, pause)
        median, late = statistics.median(times), float(np.quantile(times, 0.95))
        name = f"{what}, {formats} formats, {pace}"
        print(f"  {name:56} median {median:5.0f} ms   p95 {late:5.0f} ms   (goal {GOAL_MS} ms)")
