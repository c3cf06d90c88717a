"""Owns `portal preflight`: what a printer, or the reader of a screen file, would stumble over."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from brand_assets.design_facts import Severity
from brand_assets.typesetting.preflight import (
    PreflightFinding,
    Profile,
    check_pdf,
    given_up,
    preflight_report,
)
from portal.cli.preflight_text import tell_file
from portal.foundation.jobs.processes import ProcessFailed, ProcessPool

SECONDS = 60.0
Checked = tuple[str, list[PreflightFinding]]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--profile",
    type=click.Choice([str(one) for one in Profile]),
    default="x4",
    show_default=True,
    help="For the press (PDF/X-4) or for a screen.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--lang", type=click.Choice(["de", "en"]), default="en", show_default=True, help="Language."
)
def preflight(files: tuple[str, ...], profile: str, lang: str, *, as_json: bool) -> None:
    """Check PDFs of any program; exit with 1 if anything blocks. `-` reads standard input."""
    given = [(name, _read(name)) for name in files]
    pool = ProcessPool(1)
    try:
        checked = [(name, _check(pool, data, profile)) for name, data in given]
    finally:
        pool.close()
    if as_json:
        click.echo(json.dumps(_report(checked, profile), ensure_ascii=False, indent=2))
    else:
        for name, findings in checked:
            click.echo(tell_file(name, findings, Profile(profile), lang))
    if not all(_passes(findings) for _, findings in checked):
        raise click.exceptions.Exit(1)


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise click.BadParameter(f"{name}: {error.strerror or error}") from error


def _check(pool: ProcessPool, data: bytes, profile: str) -> list[PreflightFinding]:
    """Check in a process of its own, so that no file keeps us busy or takes all memory."""
    try:
        found = pool.run((check_pdf, (data, profile), {}), SECONDS)
        return cast(list[PreflightFinding], found)
    except (ProcessFailed, MemoryError):
        return [given_up()]


def _passes(findings: Sequence[PreflightFinding]) -> bool:
    return not any(finding.severity is Severity.BLOCKS for finding in findings)


def _report(checked: Sequence[Checked], profile: str) -> dict[str, object]:
    return {
        "profile": profile,
        "passed": all(_passes(findings) for _, findings in checked),
        "files": [{"file": name, **preflight_report(findings)} for name, findings in checked],
    }
