"""Owns databases that are filled once in a run, and copied for tests that want the same rows."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from portal.foundation import clock
from portal.foundation.database import Database

Made = TypeVar("Made")


class Filled:
    """Files of SQLite by what filled them, and what was returned by that; kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, object] = {}

    def fill(self, db: Database, fill: Callable[[], Made]) -> Made:
        """Fill an empty database by a function, or by a copy of what that function made before.

        PostgreSQL is filled each time. Rows depend on the day, so another day has another copy.
        """
        if db.engine.dialect.name != "sqlite":
            return fill()
        path = Path(str(db.engine.url.database))
        name = f"{fill.__module__}.{fill.__qualname__}-{clock.today()}.sqlite"
        kept = self._folder / name
        if kept.exists():
            db.engine.dispose()
            shutil.copyfile(kept, path)
        else:
            self._made[name] = fill()
            db.engine.dispose()  # the last connection to close writes all into the file
            shutil.copyfile(path, kept)
        return cast("Made", self._made[name])
