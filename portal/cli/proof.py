"""Owns `portal proof`: check that stored proofs still are what was approved."""

from uuid import UUID

import click

from campaigns.proofs.service import verify_files
from portal.cli.command import start


@click.group()
def proof() -> None:
    """Look after proofs."""


@proof.command()
@click.argument("proof_id", type=click.UUID)
def verify(proof_id: UUID) -> None:
    """Compare the stored bytes of a proof's files with the hashes that were approved."""
    start()
    reports = verify_files(proof_id)
    for report in reports:
        state = "ok" if report.intact else report.reason or "changed"
        click.echo(f"{state:8} {report.file.sha256}  {report.file.kind}")
    if not all(report.intact for report in reports):
        raise click.ClickException("Not all files are those that were approved.")
