"""Owns the syntax of PDF objects and the assembly of a file from them."""

import functools
import hashlib
import zlib
from collections.abc import Iterable

Values = Iterable[float]
_LARGE = 32_768
PACKING = 4
"""The level of zlib: higher ones take half as long again for two percent."""

_NAME_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+")


def number(value: float, digits: int = 3) -> str:
    """Return a number as PDF writes it: no exponent, no trailing zeros, no minus zero."""
    return "%.12g" % (round(value, digits) + 0.0)


def numbers(values: Values, digits: int = 3) -> str:
    """Return several numbers with spaces between."""
    return " ".join([number(value, digits) for value in values])


def name(text: str) -> str:
    """Return a name object, odd bytes escaped."""
    parts = [chr(b) if b in _NAME_PLAIN else f"#{b:02X}" for b in text.encode()]
    return "/" + "".join(parts)


def text_string(text: str) -> str:
    """Return a text string: plain where ASCII suffices, else UTF-16 in hexadecimal."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"


@functools.lru_cache(maxsize=64)
def _digest(data: bytes) -> bytes:
    """Return the hash of a large stream; photos are the same in every ad of a batch."""
    return hashlib.sha256(data).digest()


class PdfObjects:
    """The numbered objects of one file under construction, each as parts that are joined once."""

    def __init__(self) -> None:
        self._bodies: list[tuple[bytes, ...]] = []

    def reserve(self) -> int:
        """Return a number whose object is put in later."""
        self._bodies.append((b"null",))
        return len(self._bodies)

    def put(self, reference: int, body: str | bytes) -> None:
        """Fill a reserved number."""
        self._bodies[reference - 1] = (body.encode("ascii") if isinstance(body, str) else body,)

    def add(self, body: str | bytes) -> int:
        """Add an object and return its number."""
        reference = self.reserve()
        self.put(reference, body)
        return reference

    def add_stream(self, data: bytes, entries: str = "", *, packed: bool = False) -> int:
        """Add a stream; `packed` data already fits the filter that `entries` names."""
        reference = self.reserve()
        self.put_stream(reference, data, entries, packed=packed)
        return reference

    def put_stream(
        self, reference: int, data: bytes, entries: str = "", *, packed: bool = False
    ) -> None:
        """Fill a reserved number with a stream."""
        if not packed:
            data = zlib.compress(data, PACKING)
            entries += " /Filter /FlateDecode"
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("latin-1")
        self._bodies[reference - 1] = (head, data, b"\nendstream")

    def add_plain_stream(self, data: bytes, entries: str) -> int:
        """Add a stream that stays readable without a filter, as metadata must."""
        return self.add_stream(data, entries, packed=True)

    def file(self, root: int, info: int) -> bytes:
        """Return the finished file; its ID is a hash of everything before the trailer."""
        chunks = [b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n"]
        offsets = []
        position = len(chunks[0])
        for index, body in enumerate(self._bodies, 1):
            offsets.append(position)
            parts = (b"%d 0 obj\n" % index, *body, b"\nendobj\n")
            chunks += parts
            position += sum([len(part) for part in parts])
        digest = hashlib.sha256()
        for chunk in chunks:
            digest.update(chunk if len(chunk) < _LARGE else _digest(chunk))
        chunks.append(self._tail(offsets, position, root, info, digest.hexdigest()[:32].upper()))
        return b"".join(chunks)

    @staticmethod
    def _tail(offsets: list[int], start: int, root: int, info: int, file_id: str) -> bytes:
        rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
        size = len(offsets) + 1
        trailer = (
            f"xref\n0 {size}\n0000000000 65535 f \n{rows}"
            f"trailer\n<< /Size {size} /Root {root} 0 R /Info {info} 0 R"
            f" /ID [<{file_id}> <{file_id}>] >>\nstartxref\n{start}\n%%EOF\n"
        )
        return trailer.encode("ascii")
