"""Owns what all commands share: a refusal is told in one line, and how services are started."""

import os
import sys
from typing import Any

import click

from migrations.history import require_current
from portal.foundation.config import Settings, read_settings
from portal.foundation.errors import Refusal
from portal.foundation.services import start_services


class Portal(click.Group):
    """The command and its groups."""

    def __init__(self, name: str, help: str, commands: list[click.Command]) -> None:  # noqa: A002 - click's name
        super().__init__(name, commands=commands, help=help)
        self.context_settings = {"help_option_names": ["-h", "--help"]}

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what it refuses is told without a traceback."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal


def command_settings() -> Settings:
    """Return the settings of the environment, with logs for people on a terminal."""
    environment = dict(os.environ)
    if sys.stderr.isatty():
        environment.setdefault("HEIMSPIEL_LOG_FORMAT", "console")
    return read_settings(environment)


def start(*, migrated: bool = True) -> Settings:
    """Start this process's services for a command that needs them."""
    settings = command_settings()
    start_services(settings)
    if migrated:
        require_current(settings.database_url)
    return settings
