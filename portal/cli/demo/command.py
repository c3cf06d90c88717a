"""Owns `portal demo`: loads the demo brand once, runs the main job, tells, and serves."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from campaigns.insight.exports.rules import ExportFormat
from campaigns.insight.exports.service import export_usage
from campaigns.insight.history.service import load_history
from migrations import history
from portal.cli.demo import load
from portal.cli.demo.main_job import Happened, Stage, run_main_job
from portal.cli.demo.outputs import hand_over_waiting, write_checksums, write_outputs
from portal.cli.demo.stories import SPRING, Case, read_main_job
from portal.cli.demo.summary import (
    account_links,
    files_table,
    happened_table,
    print_first_looks,
    print_links,
    role_links,
)
from portal.cli.demo.time import MORNING, start_demo_clock
from portal.cli.serve import run_server
from portal.foundation.config import Settings, read_settings
from portal.foundation.services import start_services
from portal.foundation.slices import import_modules

Step = Callable[[str], None]


@click.command("demo")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for all of it."
)
@click.option("--serve/--no-serve", default=True, help="Serve the portal afterwards.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def demonstrate(out: Path | None, serve: bool, port: int) -> None:
    """Load the demo brand, run the main job, print what happened, and serve the portal."""
    console = Console(width=None if sys.stdout.isatty() else 160)
    settings = _start(out, port)
    history.upgrade(settings.database_url)
    import_modules("jobs")
    start_demo_clock()
    stage, happened = _run(console)
    if happened:
        console.print(happened_table(happened))
    if out is not None:
        _leave(console, out)
    if serve:
        print_links(console)
        print_first_looks(console, stage.campaigns[SPRING].id)
        console.print(f"\nThe portal: [bold]{settings.base_url}[/bold]  (end it with Ctrl+C)")
        run_server(host="127.0.0.1", port=port)


def _start(out: Path | None, port: int) -> Settings:
    """Start the services in demo mode, for this process and the server it becomes."""
    os.environ["HEIMSPIEL_DEMO"] = "1"
    os.environ.setdefault("HEIMSPIEL_LOG_LEVEL", "WARNING")
    os.environ.setdefault("HEIMSPIEL_BASE_URL", f"http://127.0.0.1:{port}")
    if out is not None:
        os.environ["HEIMSPIEL_DATA_DIR"] = str(out / "data")
    settings = read_settings(os.environ)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    start_services(settings)
    return settings


def _run(console: Console) -> tuple[Stage, list[Happened]]:
    cases = read_main_job(load.FOLDER / "main_job.json").cases
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("Loading the demo brand", total=LOADING_STEPS + len(cases))

        def step(text: str) -> None:
            progress.update(task, advance=1, description=text)

        stage = _load(step)
        return stage, run_main_job(cases, stage, lambda case: step(_title(case)))


LOADING_STEPS = 6


def _load(step: Step) -> Stage:
    cast = load.load_network()
    step("Brand kit")
    kit_version_id = load.load_brand(cast)
    step("Photos")
    photos = load.load_photos(cast)
    step("Templates")
    versions = load.load_templates(cast, kit_version_id)
    step("Prices and budgets")
    load.load_prices(cast)
    step("Campaigns")
    campaigns = load.load_campaigns(cast, versions, photos)
    step("A year of generated history")
    load_history(campaigns[load.CAMPAIGNS[0]].id, ends=MORNING.date())
    return Stage(cast, campaigns, photos)


def _title(case: Case) -> str:
    return f"Outlet {case.outlet}: {case.title}"


def _leave(console: Console, out: Path) -> None:
    """Write all files of the main job into the folder."""
    hand_over_waiting()
    written = write_outputs(out)
    write_checksums(out, written)
    links = {role.value: link for role, _, link in role_links()} | account_links()
    (out / "sign-in-links.json").write_text(json.dumps(links, indent=1) + "\n")
    console.print(files_table(written, out))
    exported = export_usage(out / "bi", ExportFormat.PARQUET)
    rows = ", ".join(f"{count:,} {table}" for table, count in sorted(exported.rows.items()))
    console.print(f"Exported for BI to {exported.folder}: {rows}")
