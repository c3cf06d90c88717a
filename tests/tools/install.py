"""Owns how a program that tests need is had: what is there, Debian's package, or it unpacked.

Without root, Debian's packages are unpacked beside the virtual environment instead of installed.
Where no way works it is said why; tests are never left out in silence.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

KEPT = Path(__file__).parents[2] / ".venv"
_LIBRARIES = ("usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu")


class NotPossible(RuntimeError):
    """This way does not work here; the message says why."""


def have(what: str, ways: Mapping[str, Callable[[], None]], try_out: Callable[[], str]) -> int:
    """Go the ways in turn until trying out works; return the exit code of a program."""
    reasons = []
    for name, way in ways.items():
        try:
            way()
            said = try_out()
        except (NotPossible, RuntimeError) as error:
            reasons.append(f"  {name}: {error}")
            continue
        say(f"{what}: {said.strip()} ({name})")
        return 0
    say(f"{what}: not there, and could not be had:\n" + "\n".join(reasons))
    return 1


def install_debian(packages: Sequence[str]) -> None:
    """Install Debian packages, which needs root."""
    if os.geteuid() != 0:
        raise NotPossible("installing it needs root")
    need("apt-get")
    say(f"Installing {packages[0]} from Debian …")
    run(["apt-get", "update", "-q"])
    run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages])


def unpack_debian(packages: Sequence[str], root: Path, *more_options: str) -> None:
    """Fetch packages with folders of our own, which needs no root, and unpack them."""
    need("apt-get")
    need("dpkg")
    say(f"Fetching {packages[0]} from Debian …")
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        own = Path(folder)
        for part in ("lists/partial", "archives/partial"):
            (own / part).mkdir(parents=True)
        options = [f"Dir::State::Lists={own / 'lists'}", f"Dir::Cache={own}"]
        options += [f"Dir::Cache::Archives={own / 'archives'}", "Debug::NoLocking=1"]
        options += more_options
        apt = ["apt-get", "-q", *(f"-o{option}" for option in options)]
        run([*apt, "update"])
        run([*apt, "install", "-y", "--download-only", "--no-install-recommends", *packages])
        for package in sorted((own / "archives").glob("*.deb")):
            run(["dpkg", "-x", str(package), str(root)])


def libraries_in(root: Path) -> list[Path]:
    """Return where unpacked packages have their libraries."""
    return [root / folder for folder in _LIBRARIES]


def keep(starter: Path, program: Path, libraries: Sequence[Path]) -> None:
    """Write a starter that finds the libraries unpacked beside the program."""
    if not program.exists():
        raise NotPossible(f"the package holds no {program.name}")
    search = ":".join(str(path) for path in libraries)
    starter.write_text(
        f'#!/bin/sh\nexport LD_LIBRARY_PATH="{search}:$LD_LIBRARY_PATH"\nexec "{program}" "$@"\n'
    )
    starter.chmod(0o755)


def need(program: str) -> None:
    """Refuse where a program is missing that a way needs."""
    if shutil.which(program) is None:
        raise NotPossible(f"{program} is not installed")


def run(command: list[str]) -> str:
    """Run a program and return what it says; refuse with its words where it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise NotPossible(f"{command[0]} said: {(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout or done.stderr


def say(text: str) -> None:
    """Tell the person who runs it."""
    sys.stdout.write(text + "\n")
