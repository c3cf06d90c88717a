"""Owns `portal kit`: tokens and swatches come into a kit, tokens and the brand sheet come out."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from brand_assets.design_facts import KitValues, Severity
from brand_assets.kit.definition import KitDefinition, KitDraft
from brand_assets.kit.exchange.from_swatches import plan_swatches
from brand_assets.kit.exchange.from_tokens import plan_tokens
from brand_assets.kit.exchange.inks import InkMaker
from brand_assets.kit.exchange.json_text import read_json
from brand_assets.kit.exchange.plan import ComingColour, ComingStyle, ImportPlan, State, take
from brand_assets.kit.exchange.swatches import SwatchFile, read_swatches
from brand_assets.kit.exchange.to_tokens import tokens_json
from brand_assets.kit.exchange.tokens import read_tokens
from brand_assets.kit.folders import KitFolderError, read_kit_folder
from brand_assets.kit.rules import parse_draft, parse_kit
from brand_assets.kit.service import load_kit_values, published_kit_version
from brand_assets.kit.sheet.making import make_sheet
from brand_assets.typesetting.pdf_writer import Mode
from portal.cli.command import start

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, path_type=Path)
_DEFINITION = "kit.json"
_STATES = {State.NEW: "new", State.CHANGED: "changed", State.SAME: "same"}

_source = click.argument("source", metavar="KIT")
_language = click.option(
    "--language", type=click.Choice(["de", "en"]), default="de", show_default=True
)


@click.group()
def kit() -> None:
    """Exchange brand kits: design tokens, swatches, the brand sheet.

    KIT is a folder with kit.json, or "published" for the one that holds in the portal.
    """


@kit.command("import-tokens")
@click.argument("folder", metavar="KIT-FOLDER", type=_FOLDER)
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--all", "everything", is_flag=True, help="Take what is not chosen by itself, too.")
@click.option("--write", is_flag=True, help="Write it into kit.json; otherwise it is only shown.")
def import_tokens(folder: Path, files: tuple[Path, ...], *, everything: bool, write: bool) -> None:
    """Read W3C design tokens (JSON or JSON5) into the kit of a folder.

    Files that point to one another are given together.
    """
    tree = read_tokens([read_json(file.read_bytes()) for file in files])
    written, draft = _read_folder(folder)
    plan = plan_tokens(tree, draft, _inks(folder, draft))
    _finish(folder, written, plan, everything=everything, write=write)


@kit.command("import-swatches")
@click.argument("folder", metavar="KIT-FOLDER", type=_FOLDER)
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--all", "everything", is_flag=True, help="Take what is not chosen by itself, too.")
@click.option("--write", is_flag=True, help="Write it into kit.json; otherwise it is only shown.")
def import_swatches(
    folder: Path, files: tuple[Path, ...], *, everything: bool, write: bool
) -> None:
    """Read swatches (ASE, ACO) into the kit of a folder."""
    read = [read_swatches(file.read_bytes()) for file in files]
    swatches = tuple(swatch for one in read for swatch in one.swatches)
    written, draft = _read_folder(folder)
    found = SwatchFile(swatches, sum(one.unread for one in read))
    plan = plan_swatches(found, draft, _inks(folder, draft))
    _finish(folder, written, plan, everything=everything, write=write)


@kit.command("export-tokens")
@_source
@click.argument("out", required=False, type=_OUT)
def export_tokens(source: str, out: Path | None) -> None:
    """Write KIT as W3C design tokens, to OUT or to standard output."""
    definition, values = _read(source)
    text = tokens_json(definition, values.version)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")


@kit.command()
@_source
@click.argument("out", type=_OUT)
@_language
@click.option("--mode", type=click.Choice([str(m) for m in Mode]), default="press")
def sheet(source: str, out: Path, language: str, mode: str) -> None:
    """Set the brand sheet of KIT and write it to OUT; exits with 1 where a rule blocks it."""
    definition, values = _read(source)
    made = make_sheet(definition, values, language, Mode(mode))
    out.write_bytes(made.pdf)
    click.echo(f"{made.pages} pages, {len(made.findings)} findings: {out}")
    for finding in made.findings:
        where = f"page {(finding.page or 0) + 1}"
        click.echo(f"{where}: {finding.message.in_language(language)} [{finding.rule}]", err=True)
    if any(finding.severity is Severity.BLOCKS for finding in made.findings):
        raise click.exceptions.Exit(1)


def _read(source: str) -> tuple[KitDefinition, KitValues]:
    if source == "published":
        start()
        version = published_kit_version()
        return _sound(version.definition), load_kit_values(version.id)
    folder = Path(source)
    if not folder.is_dir():
        raise click.BadParameter("name a folder with kit.json, or published", param_hint="KIT")
    try:
        values = read_kit_folder(folder)
    except KitFolderError as error:
        raise click.BadParameter(str(error), param_hint="KIT") from None
    return _sound(_written(folder)), values


def _sound(written: Mapping[str, Any]) -> KitDefinition:
    definition = parse_kit(written).definition
    if definition is None:
        raise click.BadParameter("the kit cannot be read any more", param_hint="KIT")
    return definition


def _written(folder: Path) -> dict[str, Any]:
    try:
        written = json.loads((folder / _DEFINITION).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.BadParameter(f"{_DEFINITION}: {error}", param_hint="KIT-FOLDER") from None
    if not isinstance(written, dict):
        raise click.BadParameter(f"{_DEFINITION} holds no kit", param_hint="KIT-FOLDER")
    return written


def _read_folder(folder: Path) -> tuple[dict[str, Any], KitDraft]:
    written = _written(folder)
    parsed = parse_draft(written)
    if parsed.draft is None:
        told = "; ".join(f"{one.where}: {one.message.en}" for one in parsed.misshapen)
        raise click.BadParameter(told, param_hint="KIT-FOLDER")
    return written, parsed.draft


def _inks(folder: Path, draft: KitDraft) -> InkMaker:
    file = folder / draft.profile.file if draft.profile else None
    profile = file.read_bytes() if file and file.is_file() else None
    if profile is None:
        click.echo("The kit has no press profile: inks follow the plain formula.", err=True)
    return InkMaker(profile, draft.limits.max_ink)


def _finish(
    folder: Path, written: dict[str, Any], plan: ImportPlan, *, everything: bool, write: bool
) -> None:
    chosen = (
        frozenset(one.key for one in plan.entries() if one.state is not State.SAME)
        if everything
        else plan.chosen_keys()
    )
    Console().print(_table(plan, chosen))
    for left in plan.left_out:
        click.echo(f"left out: {left.source}: {left.reason.en}")
    for family in plan.families:
        click.echo(f"no font of this family: {family}")
    click.echo(f"{len(chosen)} of {len(plan.entries())} chosen")
    if not write:
        return
    take(written, plan, chosen)
    parsed = parse_draft(written)
    if parsed.draft is None:
        told = "; ".join(f"{one.where}: {one.message.en}" for one in parsed.misshapen)
        raise click.ClickException(f"Not written: {told}")
    text = json.dumps(written, ensure_ascii=False, indent=2) + "\n"
    (folder / _DEFINITION).write_text(text, encoding="utf-8")
    for problem in parsed.problems:
        click.echo(f"to settle: {problem.where}: {problem.message.en}")


def _table(plan: ImportPlan, chosen: frozenset[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    for head in ("", "name", "state", "value", "note"):
        table.add_column(head, overflow="fold")
    for one in plan.entries():
        mark = "x" if one.key in chosen else ""
        notes = " ".join(note.en for note in one.notes)
        table.add_row(mark, _name(one), _STATES[one.state], _value(one), notes)
    return table


def _name(one: ComingColour | ComingStyle) -> str:
    return one.part.token if isinstance(one, ComingColour) else one.part.name


def _value(one: ComingColour | ComingStyle) -> str:
    if isinstance(one, ComingColour):
        inks = " ".join(f"{ink:g}" for ink in one.part.cmyk)
        return f"{one.part.srgb}  CMYK {inks}" + (f"  {one.part.spot}" if one.part.spot else "")
    sizes = one.part.screen_sizes or one.part.print_sizes or (0, 0)
    return f"{one.part.font}  {sizes[0]:g} px"
