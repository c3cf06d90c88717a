"""Owns the facts about `portal preflight`: exit codes, columns, JSON, several files, stdin."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brand_assets.design_facts import Bilingual, Severity
from brand_assets.typesetting.preflight import PreflightFinding, Profile, check_pdf
from portal.cli import main
from portal.cli.preflight_text import tell_file
from portal.foundation.jobs.processes import ProcessFailed, ProcessPool
from tests.factories.foreign_pdf import press, screen, sound_press
from tests.factories.pdf_faults import paints

RGB = "1 0 0 rg 60 60 40 40 re f"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "sound.pdf").write_bytes(sound_press())
    (folder / "red.pdf").write_bytes(press(paints(RGB)))
    (folder / "fine.pdf").write_bytes(press(paints("0.5 0 0 0 K 0 w 60 60 m 90 90 l S")))
    (folder / "web.pdf").write_bytes(screen())
    (folder / "text.pdf").write_text("no PDF at all")
    return folder


def run(*arguments: object, data: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["preflight", *map(str, arguments)], input=data)


@pytest.mark.parametrize(
    ("name", "code"), [("sound.pdf", 0), ("fine.pdf", 0), ("red.pdf", 1), ("text.pdf", 1)]
)
def test_only_what_blocks_fails(folder: Path, name: str, code: int) -> None:
    assert run(folder / name).exit_code == code


def test_wrong_use_is_told_apart(folder: Path) -> None:
    assert run().exit_code == 2
    assert run("--profile", "x9", folder / "sound.pdf").exit_code == 2
    missing = run(folder / "none.pdf")
    assert missing.exit_code == 2
    assert "No such file" in missing.output
    assert run(folder).exit_code == 2


def test_findings_stand_below_their_page_with_the_mend_once(folder: Path) -> None:
    out = run(folder / "red.pdf").output
    assert "red.pdf, for the press (PDF/X-4): 1 × blocks\n\n  Page 1\n    blocks  device-rgb" in out
    assert out.count("Mend: InDesign: choose “Convert to Destination") == 1
    assert max(map(len, out.splitlines())) <= 120


def test_what_is_the_same_on_several_pages_is_told_once(folder: Path) -> None:
    finding = PreflightFinding("bleed", Severity.NOTE, Bilingual("zu schmal", "too narrow"))
    rows = [replace(finding, page=page) for page in (5, 1, 3, 4)]
    text = tell_file("a.pdf", [*rows, replace(finding, rule="syntax")], Profile.X4, "en")
    assert text.count("too narrow") == 2
    assert text.index("The file as a whole") < text.index("Pages 1, 3–5")


def test_german_is_spoken(folder: Path) -> None:
    out = run(folder / "red.pdf", "--lang", "de").output
    assert "für den Druck (PDF/X-4): 1 × sperrt" in out
    assert "Ein Element (Fläche) ist in RGB angelegt." in out
    assert "Abhilfe: " in out
    assert "nichts gefunden" in run(folder / "sound.pdf", "--lang", "de").output


def test_json_is_as_the_manual_says(folder: Path) -> None:
    result = run("--json", folder / "sound.pdf", folder / "red.pdf")
    report = json.loads(result.output)
    assert result.exit_code == 1
    assert (report["profile"], report["passed"]) == ("x4", False)
    sound, red = report["files"]
    assert (sound["file"], sound["passed"]) == (str(folder / "sound.pdf"), True)
    assert sound["findings"] == []
    assert red["counts"] == {"blocks": 1, "check": 0, "note": 0}
    (finding,) = red["findings"]
    assert set(finding) == {"rule", "severity", "page", "object", "message", "mend"}
    page = (Path(__file__).parents[3] / "docs" / "preflight.md").read_text()
    for field in ("profile", "passed", "files", *(f"files[].{key}" for key in red)):
        assert f"| `{field}` |" in page
    for field in finding:
        assert f"| `findings[].{field}` |" in page


def test_standard_input_and_profiles(folder: Path) -> None:
    data = (folder / "web.pdf").read_bytes()
    assert run("--profile", "screen", "-", data=data).exit_code == 0
    assert run("-", data=data).exit_code == 1


class _Stuck(ProcessPool):
    def run(self, task: object, seconds: float, *, patient: bool = False) -> object:
        raise ProcessFailed(f"{task!r:.10} after {seconds}")


def test_a_check_that_never_ends_is_a_finding(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["portal.cli.preflight"], "ProcessPool", _Stuck)
    result = run(folder / "sound.pdf")
    assert result.exit_code == 1
    assert "The check was given up" in result.output


def test_pieces_of_findings_cross_processes() -> None:
    pool = ProcessPool(1)
    try:
        data = press(paints(RGB))
        assert pool.run((check_pdf, (data, "x4"), {}), 30.0) == check_pdf(data)
    finally:
        pool.close()


def test_command_runs_on_its_own(folder: Path) -> None:
    program = Path(sys.executable).parent / "portal"
    done = subprocess.run(
        [program, "preflight", folder / "red.pdf", folder / "sound.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "device-rgb" in done.stdout
    assert "sound.pdf, for the press (PDF/X-4): no findings" in done.stdout
