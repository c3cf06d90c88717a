"""Owns `portal export`: usage and channel figures as files for business intelligence."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from campaigns.insight.exports.rules import ExportFormat
from campaigns.insight.exports.service import STANDARD_CONTRACT, export_usage
from portal.cli.command import start


@click.group()
def export() -> None:
    """Export data to files."""


@export.command()
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder."
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice([str(one) for one in ExportFormat]),
    default=str(ExportFormat.PARQUET),
    show_default=True,
)
@click.option(
    "--contract",
    default=STANDARD_CONTRACT,
    show_default=True,
    help="Whom it is for; pseudonyms differ between contracts.",
)
def usage(out: Path, fmt: str, contract: str) -> None:
    """Write all facts and dimensions to a folder; a second run adds what is new."""
    start()
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("Exporting", total=None)
        exported = export_usage(
            out,
            ExportFormat(fmt),
            contract=contract,
            report=lambda done, total: progress.update(task, completed=done, total=total),
        )
    for table, rows in sorted(exported.rows.items()):
        click.echo(f"{rows:>12,}  {table}")
    click.echo(f"{exported.written} of {exported.files} files written to {exported.folder}")
