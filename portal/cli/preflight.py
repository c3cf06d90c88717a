"""Owns `portal preflight`: what a printer would refuse about a PDF."""

import json
from pathlib import Path

import click

from brand_assets.design_facts import Severity
from brand_assets.typesetting.preflight import Profile, check_pdf, preflight_report


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--profile", type=click.Choice([str(one) for one in Profile]), default="x4")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def preflight(file: Path, profile: str, *, as_json: bool) -> None:
    """Check a PDF; exit with 1 if anything in it would be refused."""
    findings = check_pdf(file.read_bytes(), profile)
    if as_json:
        click.echo(json.dumps(preflight_report(findings), ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            page = f" (page {finding.page})" if finding.page else ""
            click.echo(f"{finding.severity:8} {finding.rule}{page}: {finding.message.en}")
        click.echo("No findings." if not findings else f"{len(findings)} findings.")
    if any(finding.severity is Severity.BLOCKS for finding in findings):
        raise click.exceptions.Exit(1)
