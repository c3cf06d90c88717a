"""Finds and starts the Chromium that the journeys and the screenshots drive."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, sync_playwright

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KEPT = Path(__file__).parents[2] / ".venv" / "chromium" / "chromium"


def find_chromium() -> str:
    """Return the path of a Chromium: the setting's, the system's, or the one `make test` keeps."""
    named = os.environ.get("HEIMSPIEL_CHROMIUM")
    for candidate in (named, *(shutil.which(name) for name in NAMES), str(KEPT)):
        if candidate and Path(candidate).exists():
            return candidate
    raise RuntimeError(
        "No Chromium found. Run `make test`, which installs one, or name one in HEIMSPIEL_CHROMIUM."
    )


@contextmanager
def chromium(*, width: int, height: int, theme: str = "light") -> Iterator[BrowserContext]:
    """Start a Chromium of this window size with a fresh profile."""
    with TemporaryDirectory(prefix="chromium-") as profile, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=find_chromium(),
            args=list(FLAGS),
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            locale="de-DE",
            reduced_motion="reduce",
        )
        try:
            yield context
        finally:
            context.close()
