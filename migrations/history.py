"""Owns what is asked of the history of tables: bring a database up to it, and is it there yet."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.foundation.database import Database
from portal.foundation.errors import N_, Misconfigured


def configuration(url: str) -> Config:
    """Return Alembic's configuration for a database."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(url: str) -> None:
    """Bring a database up to the newest revision."""
    command.upgrade(configuration(url), "head")


def is_current(url: str) -> bool:
    """Tell whether a database is at the newest revision."""
    engine = Database(url).engine
    try:
        with engine.connect() as connection:
            here = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    newest = ScriptDirectory.from_config(configuration(url)).get_heads()
    return bool(newest) and set(here) == set(newest)


def require_current(url: str) -> None:
    """Raise `Misconfigured` unless a database is at the newest revision."""
    if not is_current(url):
        raise Misconfigured(
            N_("The database is not at the newest revision; run `portal migrate` first.")
        )
