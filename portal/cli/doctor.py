"""Owns `portal doctor`: what works, and what to mend where it does not."""

from collections.abc import Callable

import click
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from brand_assets.kit.loading import load_kit_values
from brand_assets.kit.service import find_published_kit_version
from brand_assets.typesetting.text.faces import face_of
from migrations.history import require_current
from portal.cli.command import command_settings
from portal.foundation.config import Settings
from portal.foundation.database import connect
from portal.foundation.errors import Misconfigured, Refusal
from portal.foundation.jobs import run_in_process
from portal.foundation.jobs.broker import celery_app
from portal.foundation.services import make_file_store, start_services
from portal.foundation.virus_scan import ScannerAway, check_scanner

Check = Callable[[Settings], str]


@click.command()
@click.option("--processes", default=1, show_default=True, help="Server processes you mean to run.")
def doctor(processes: int) -> None:
    """Check all that running needs; exit with 1 if something is to be mended."""
    settings = command_settings()
    click.echo(f"ok    settings: {_say_settings(settings)}")
    checks: dict[str, Check] = {
        "database": _check_database,
        "tables": _check_tables,
        "storage": _check_storage,
        "fonts": _check_fonts,
        "rendering": _check_rendering,
        "jobs": lambda settings: _check_jobs(settings, processes),
        "viruses": _check_scanner,
    }
    passed = [_tell(name, check, settings) for name, check in checks.items()]
    if not all(passed):
        raise click.exceptions.Exit(1)


def _tell(name: str, check: Check, settings: Settings) -> bool:
    try:
        found = check(settings)
    except Refusal as refusal:
        click.echo(f"mend  {name}: {refusal}")
        return False
    click.echo(f"ok    {name}: {found}")
    return True


def _say_settings(settings: Settings) -> str:
    mode = "demo mode, not for real data" if settings.demo else "live"
    return f"{mode}, {settings.base_url}, languages {', '.join(settings.languages)}"


def _check_database(settings: Settings) -> str:
    start_services(settings)
    database = connect(settings.database_url)
    try:
        with database.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        reason = str(error).partition("\n")[0]
        raise Misconfigured(f"Not reachable; check HEIMSPIEL_DATABASE_URL ({reason})") from error
    return f"{database.engine.dialect.name} answers"


def _check_tables(settings: Settings) -> str:
    try:
        require_current(settings.database_url)
    except SQLAlchemyError as error:
        raise Misconfigured("Not readable while the database is not reachable.") from error
    return "at the newest revision"


def _check_storage(settings: Settings) -> str:
    make_file_store(settings).check()
    return f"{settings.storage_url} can be written and read"


def _check_fonts(_settings: Settings) -> str:
    try:
        version = find_published_kit_version()
    except SQLAlchemyError as error:
        raise Misconfigured("Not readable while the database is not ready.") from error
    if version is None:
        return "no brand kit is published yet"
    fonts = load_kit_values(version.id).fonts.values()
    empty = [font.key for font in fonts if not face_of(font).characters]
    if empty:
        raise Misconfigured(f"These fonts cannot be used: {', '.join(empty)}.")
    return f"{len(fonts)} of the published brand kit"


def _check_rendering(settings: Settings) -> str:
    if run_in_process(abs, -1) != 1:
        raise Misconfigured("The render process gives wrong answers.")
    return f"{settings.render_processes} processes"


def _check_scanner(settings: Settings) -> str:
    if not settings.virus_scan_url:
        return "uploads are not checked; HEIMSPIEL_VIRUS_SCAN_URL names a ClamAV that does"
    try:
        return f"{check_scanner()} answers"
    except ScannerAway as error:
        raise Misconfigured(
            f"The scanner {settings.virus_scan_url} does not answer, so no upload is taken in "
            f"({error.__cause__ or 'no answer'}). Start it or check HEIMSPIEL_VIRUS_SCAN_URL."
        ) from error


def _check_jobs(settings: Settings, processes: int) -> str:
    if settings.is_embedded:
        if processes > 1:
            raise Misconfigured(
                "memory:// is one queue a process: serve with one process, or set "
                "HEIMSPIEL_BROKER_URL and run `portal worker`."
            )
        return f"run inside the one server process, {settings.job_threads} at once"
    with celery_app().connection_for_write() as connection:
        try:
            connection.ensure_connection(max_retries=1, timeout=3)
        except connection.connection_errors as error:
            raise Misconfigured(f"The broker does not answer ({error}).") from error
    return "the broker answers; `portal worker` runs them"
