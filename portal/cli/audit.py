"""Owns `portal audit`: verify the chain, and give the anchor that is kept elsewhere."""

import click

from portal.cli.command import start
from portal.foundation.audit import ChainHead, chain_head, verify_chain


class _Anchor(click.ParamType[ChainHead]):
    name = "position:hash"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> ChainHead:
        """Read what `portal audit anchor` printed."""
        position, _, entry_hash = value.partition(":")
        if not position.isdigit() or len(entry_hash) != 64:  # noqa: PLR2004 - SHA-256 in hex
            self.fail("Write the anchor as `portal audit anchor` printed it.", param, ctx)
        return ChainHead(int(position), entry_hash)


@click.group()
def audit() -> None:
    """Look after the audit trail."""


@audit.command()
@click.option("--anchor", type=_Anchor(), help="One kept elsewhere that must be in the chain.")
def verify(anchor: ChainHead | None) -> None:
    """Recompute the chain; exit with 1 if anything was changed, removed or inserted."""
    start()
    report = verify_chain(anchor)
    if not report.is_intact:
        raise click.ClickException(f"Broken at entry {report.broken_at}: {report.reason}.")
    click.echo(f"The audit trail is intact: {report.entries} entries.")


@audit.command("anchor")
def show_anchor() -> None:
    """Print the chain's head; keep it where this system cannot write."""
    start()
    head = chain_head()
    click.echo(f"{head.position}:{head.entry_hash}")
