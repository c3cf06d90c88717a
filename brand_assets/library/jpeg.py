"""Owns how a JPEG is freed of private data without touching its picture."""

from portal.foundation.errors import N_, Invalid

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_RESTART = frozenset(range(0xD0, 0xD8))
# Kept of the application segments: JFIF, the colour profile, Adobe's colour transform.
_KEPT_APPLICATION = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_APPLICATION = frozenset(range(0xE0, 0xF0))
_COMMENT = 0xFE


def strip_private(data: bytes) -> bytes:
    """Return the picture without Exif, XMP, IPTC, comments and anything behind its end."""
    kept = bytearray(b"\xff\xd8")
    at = 2
    while True:
        at, marker = _next_marker(data, at)
        if marker == _EOI:
            return bytes(kept + b"\xff\xd9")
        if marker in _STANDALONE:
            continue
        end = at + _length(data, at)
        if _is_kept(marker, data[at + 2 : end]):
            kept += bytes((0xFF, marker)) + data[at:end]
        at = end
        if marker == _SOS:
            end = _end_of_scan(data, at)
            kept += data[at:end]
            at = end


def _next_marker(data: bytes, at: int) -> tuple[int, int]:
    if at >= len(data) or data[at] != 0xFF:  # noqa: PLR2004 - every marker begins with it
        raise damaged()
    while at < len(data) and data[at] == 0xFF:  # noqa: PLR2004 - fill bytes are allowed
        at += 1
    if at >= len(data) or data[at] == 0:
        raise damaged()
    return at + 1, data[at]


def _length(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 2])
    if length < 2 or at + length > len(data):  # noqa: PLR2004 - the length counts itself
        raise damaged()
    return length


def _is_kept(marker: int, content: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if marker not in _APPLICATION:
        return True
    prefix = _KEPT_APPLICATION.get(marker)
    return prefix is not None and content.startswith(prefix)


def _end_of_scan(data: bytes, at: int) -> int:
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise damaged()
        if data[at + 1] != 0 and data[at + 1] not in _RESTART:
            return at
        at += 2


def damaged() -> Invalid:
    """Return the refusal for a picture that ends too early or cannot be read."""
    return Invalid(
        N_("The picture is damaged or incomplete. Export it again and upload it."), field="file"
    )
