"""Owns small ZIP files for tests: sound ones and hostile ones."""

import io
import stat
import zipfile
from collections.abc import Mapping


def zip_of(files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP with these files under these very names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return out.getvalue()


def zip_with_link(name: str, target: str) -> bytes:
    """Return a ZIP with a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, target)
    return out.getvalue()


def zip_with_password(name: str) -> bytes:
    """Return a ZIP whose one entry says that it is encrypted."""
    content = bytearray(zip_of({name: b"x" * 50}))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(start) + flags] |= 1
    return bytes(content)


def overlapping_zip() -> bytes:
    """Return a ZIP of two entries whose bytes are the same ones, as bombs are made."""
    content = bytearray(zip_of({"a.jpg": b"x" * 1000, "b.jpg": b"x" * 1000}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 42 : second + 46] = bytes(4)
    return bytes(content)
