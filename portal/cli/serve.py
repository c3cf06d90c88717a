"""Owns `portal serve`, `portal worker` and `portal migrate`."""

import os
import sys
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from campaigns.insight.readings.jobs import schedule_nightly
from campaigns.proofs.viewing.jobs import schedule_forgetting
from campaigns.rollout.rights.jobs import schedule_rights
from migrations import history
from portal.cli.command import command_settings, start
from portal.foundation.config import Settings
from portal.foundation.errors import Misconfigured
from portal.foundation.jobs.host import run_worker
from portal.foundation.slices import import_modules

_ONE_PROCESS = (
    "With the broker memory:// the jobs live inside the one server process, so more than one "
    "cannot be started. Set HEIMSPIEL_BROKER_URL, or leave out --processes."
)
_NO_BROKER = (
    "With the broker memory:// the server runs the jobs itself and a worker would never get one. "
    "Set HEIMSPIEL_BROKER_URL, or do not start a worker."
)


class _Server(BaseApplication):  # type: ignore[misc] # gunicorn ships no types
    """Gunicorn, set by options instead of by its command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand the options over."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """Return the application; runs in the serving process."""
        from wsgi import application  # noqa: PLC0415 - importing it starts the services

        return application


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, help="Server processes.")
@click.option("--threads", default=8, show_default=True, help="Threads of each process.")
def serve(host: str, port: int, processes: int, threads: int) -> None:
    """Serve the portal."""
    settings = command_settings()
    refuse_processes(settings, processes)
    history.require_current(settings.database_url)
    run_server(host=host, port=port, processes=processes, threads=threads)


def refuse_processes(settings: Settings, processes: int) -> None:
    """Raise `Misconfigured` for more than one process without a broker."""
    if processes > 1 and settings.is_embedded:
        raise Misconfigured(_ONE_PROCESS)


def run_server(*, host: str, port: int, processes: int = 1, threads: int = 8) -> None:
    """Serve until told to end."""
    if sys.stderr.isatty():
        os.environ.setdefault("HEIMSPIEL_LOG_FORMAT", "console")
    _Server(
        {
            "bind": f"{host}:{port}",
            "workers": processes,
            "threads": threads,
            "worker_class": "gthread",
            "timeout": 120,
            "graceful_timeout": 30,
            "keepalive": 15,
            "control_socket_disable": True,
            "loglevel": "warning",
            "proc_name": "heimspiel",
        }
    ).run()


@click.command()
def worker() -> None:
    """Run jobs that a broker hands out; start as many as are needed."""
    if command_settings().is_embedded:
        raise Misconfigured(_NO_BROKER)
    start()
    import_modules("jobs")
    schedule_nightly()
    schedule_rights()
    schedule_forgetting()
    run_worker()


@click.command()
def migrate() -> None:
    """Bring the database up to the newest revision."""
    settings = start(migrated=False)
    history.upgrade(settings.database_url)
    click.echo("The database is at the newest revision.")
