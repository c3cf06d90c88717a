"""Owns the files that other programs made, kept in `tests/data/preflight`."""

from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "data" / "preflight"


def made_by(name: str) -> Callable[[], bytes]:
    """A file of another program, such as `fpdf2/all-glyphs.pdf`."""
    return (FOLDER / name).read_bytes
