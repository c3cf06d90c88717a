"""Sees to Poppler and qpdf, the second opinions about our PDFs, and runs them.

`python -m tests.tools.pdf_programs` finds or gets them, as `make test` does.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.tools.install import (
    KEPT,
    have,
    install_debian,
    keep,
    libraries_in,
    run,
    unpack_debian,
)

PROGRAMS = ("pdftoppm", "pdfinfo", "pdffonts", "pdftotext", "qpdf")
_ASKED = {"qpdf": "--version"}
FOLDER = KEPT / "pdf-programs"
_PACKAGES = ["poppler-utils", "qpdf"]


def find_program(name: str) -> str:
    """Return the path of a program: the system's, or the one that `make test` keeps."""
    for candidate in (shutil.which(name), str(FOLDER / name)):
        if candidate and Path(candidate).exists():
            return candidate
    raise RuntimeError(
        f"{name} is not installed. Run `make test`, which installs it, or install the Debian "
        f"packages {' and '.join(_PACKAGES)}."
    )


def ask(name: str, *arguments: object, takes: frozenset[int] = frozenset({0})) -> tuple[str, str]:
    """Run a program; return what it says and what it warns of. Other exit codes are failures."""
    command = [find_program(name), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    said, warned = (part.decode("utf-8", "replace") for part in (done.stdout, done.stderr))
    if done.returncode not in takes:
        raise RuntimeError(f"{name} ended with {done.returncode}: {warned or said}")
    return said, warned


def main() -> int:
    """Find or get all of the programs."""
    return have("Poppler and qpdf", WAYS, _start)


def _start() -> str:
    said = [run([find_program(name), _ASKED.get(name, "-v")]) for name in PROGRAMS]
    return " and ".join(words.splitlines()[0] for words in (said[0], said[-1]))


def _use_what_is_there() -> None:
    for name in PROGRAMS:
        find_program(name)


def _install_debian() -> None:
    install_debian(_PACKAGES)


def _unpack_debian(*more_options: str) -> None:
    root = FOLDER / "root"
    unpack_debian(_PACKAGES, root, *more_options)
    for name in PROGRAMS:
        keep(FOLDER / name, root / "usr/bin" / name, libraries_in(root))


WAYS: dict[str, Callable[[], None]] = {
    "what is there": _use_what_is_there,
    "Debian": _install_debian,
    "Debian, unpacked": _unpack_debian,
}

if __name__ == "__main__":
    sys.exit(main())
