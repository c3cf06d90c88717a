"""Owns the name and version of everything that shapes the bytes of an output file."""

import functools
from importlib.metadata import version

from PIL import features

TYPESETTER_VERSION = "2"
"""Raised with every change that alters the bytes of a file for the same input."""
PRODUCER = f"Heimspiel typesetter {TYPESETTER_VERSION}"
_LIBRARIES = ("uharfbuzz", "pillow", "pypdfium2", "pyicu-wheels", "segno")
_CODECS = ("littlecms2", "libjpeg_turbo", "zlib", "webp", "avif")


@functools.cache
def toolchain_version() -> str:
    """Return one line that names the typesetter and its libraries, for the record of a file."""
    parts = [f"{library} {version(library)}" for library in _LIBRARIES]
    parts += [f"{codec} {features.version(codec)}" for codec in _CODECS]
    return f"heimspiel-typesetter {TYPESETTER_VERSION}; " + "; ".join(parts)
