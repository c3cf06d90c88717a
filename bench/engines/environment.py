"""Owns the environments of others' programs, each made from a lock file with hashes."""

import shutil
import subprocess
import sys
from pathlib import Path


def bench_python(
    root: Path, name: str = "bench", others: str = "WeasyPrint and ReportLab"
) -> Path | None:
    """Return the Python of `.venv-<name>`, made where it is missing.

    None, with the reason printed, if it cannot be. What is in it is for comparison alone and
    never becomes part of the product.
    """
    folder, lock = root / f".venv-{name}", root / f"requirements-{name}.lock"
    python, mark = folder / "bin" / "python", folder / "installed"
    if mark.exists() and mark.read_bytes() == lock.read_bytes():
        return python
    for command in _commands(folder, python, lock):
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode:
            reason = (done.stderr or done.stdout).strip().splitlines()[-1:]
            print(f"  without {others}: {' '.join(reason)}")
            return None
    mark.write_bytes(lock.read_bytes())
    return python


def _commands(folder: Path, python: Path, lock: Path) -> list[list[str]]:
    make = [sys.executable, "-m", "venv", "--clear", str(folder)]
    uv = Path(sys.executable).with_name("uv")
    if uv.exists() or shutil.which("uv"):
        program = str(uv if uv.exists() else "uv")
        options = ["--link-mode", "copy", "--python", str(python), "--require-hashes"]
        return [make, [program, "pip", "install", "-q", *options, "-r", str(lock)]]
    return [make, [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)]]
