"""Owns how tests are shared out among workers: by files, the journeys to two workers at most."""

from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

JOURNEYS = "tests/journeys/"
_FILES = sorted(path.name for path in (Path(__file__).parent / "journeys").glob("test_*.py"))


class HalvedJourneys(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    """A third worker uses the time in which journeys wait; a third Chromium is in the way."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", maxsplit=1)[0]
        if not file.startswith(JOURNEYS):
            return file
        return f"journeys {_FILES.index(Path(file).name) % 2}"
