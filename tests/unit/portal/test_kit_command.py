"""`portal kit`: tokens and swatches into a folder, tokens and the brand sheet out of it."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from tests.factories.kit import BRAND
from tests.factories.swatches import ase_colour, ase_file

PRIMER = Path(__file__).parents[2] / "data" / "primer"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(
        shutil.copytree(
            BRAND, tmp_path / "kit", ignore=shutil.ignore_patterns("photos", "*.md", "photos.json")
        )
    )


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["kit", *map(str, arguments)], terminal_width=200)


def kit_of(folder: Path) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads((folder / "kit.json").read_text())
    return found


def test_tokens_are_shown_and_only_written_when_asked(folder: Path) -> None:
    files = (PRIMER / "light.json5", PRIMER / "bgColor.json5", PRIMER / "fgColor.json5")
    before = (folder / "kit.json").read_bytes()
    shown = run("import-tokens", folder, *files)
    assert shown.exit_code == 0, shown.output
    assert "blue-5" in shown.output
    assert (folder / "kit.json").read_bytes() == before
    written = run("import-tokens", folder, *files, "--write")
    assert written.exit_code == 0, written.output
    tokens = {colour["token"]: colour["srgb"] for colour in kit_of(folder)["colours"]}
    assert tokens["Tanne"] == "#07452F"
    assert tokens["blue-5"] == "#0969DA"
    again = run("import-tokens", folder, *files)
    assert "0 of" in again.output


def test_swatches_come_into_a_folder(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "haus.ase"
    file.write_bytes(ase_file(ase_colour("HKS 43 K", b"CMYK", (1.0, 0.8, 0.0, 0.0), 1)))
    done = run("import-swatches", folder, file, "--write")
    assert done.exit_code == 0, done.output
    added = kit_of(folder)["colours"][-1]
    assert (added["token"], added["spot"], added["cmyk"]) == (
        "HKS-43-K",
        "HKS 43 K",
        [100, 80, 0, 0],
    )


def test_exported_tokens_can_be_read_back(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "tokens.json"
    assert run("export-tokens", folder, out).exit_code == 0
    again = run("import-tokens", folder, out)
    assert again.exit_code == 0
    assert "0 of 26 chosen" in again.output


def test_sheet_is_written(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    done = run("sheet", folder, out, "--language", "en")
    assert done.exit_code == 0, done.output
    assert out.read_bytes()[:5] == b"%PDF-"
    assert "0 findings" in done.output


def test_bad_files_are_refused_in_one_line(folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"a": }')
    for command in ("import-tokens", "import-swatches"):
        refused = run(command, folder, bad)
        assert refused.exit_code == 1
        assert refused.output.startswith("Error: ")
    nowhere = run("sheet", tmp_path, tmp_path / "x.pdf")
    assert nowhere.exit_code == 2
