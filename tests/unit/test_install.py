"""Owns the facts about getting programs for tests: each way in turn, reasons where none works."""

from pathlib import Path

import pytest

from tests.tools.install import NotPossible, have, keep, run


def _refuse() -> None:
    raise NotPossible("installing it needs root")


def test_first_way_that_works_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    gone: list[str] = []
    ways = {"Debian": _refuse, "unpacked": lambda: gone.append("1"), "npm": _refuse}
    assert have("Poppler", ways, lambda: "version 22\n") == 0
    assert gone == ["1"]
    assert capsys.readouterr().out == "Poppler: version 22 (unpacked)\n"


def test_failure_tells_every_reason(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> str:
        raise NotPossible("it does not start")

    assert have("Poppler", {"Debian": _refuse, "there": lambda: None}, broken) == 1
    said = capsys.readouterr().out
    assert "Poppler: not there, and could not be had:" in said
    assert "  Debian: installing it needs root" in said
    assert "  there: it does not start" in said


def test_kept_program_finds_its_libraries(tmp_path: Path) -> None:
    program = tmp_path / "tool"
    program.write_text('#!/bin/sh\necho "$LD_LIBRARY_PATH" "$1"\n')
    program.chmod(0o755)
    keep(tmp_path / "starter", program, [tmp_path / "lib"])
    assert run([str(tmp_path / "starter"), "x y"]).strip() == f"{tmp_path / 'lib'}: x y"
    with pytest.raises(NotPossible, match="holds no gone"):
        keep(tmp_path / "starter", tmp_path / "gone", [])
