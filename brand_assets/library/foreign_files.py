"""Owns what is said of a file of another kind: what it is, and what to do instead."""

import re

from portal.foundation.errors import N_, Invalid

_CONVERT = N_("%(kind)s files are not taken. Save it as JPEG or PNG and upload that one.")
_EXPORT = N_("This is a file of %(kind)s. Export it as PDF and upload that one.")
_DEVELOP = N_("This is a camera's raw file. Develop it, save it as JPEG or TIFF and upload that.")
_FILM = N_("This is a film. Choose a picture.")
_ARCHIVE = N_("This is a ZIP archive or an Office document. Upload the pictures in it.")
_PAGE = N_("This is a web page and no picture. Save the picture itself and upload it.")
_UNKNOWN = N_("This is no picture. JPEG, PNG, WebP, TIFF, HEIC, AVIF, PSD, SVG and PDF are taken.")

_STARTS: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", _CONVERT, "GIF"),
    (b"BM", _CONVERT, "BMP"),
    (b"\x00\x00\x01\x00", _CONVERT, "ICO"),
    (b"\x00\x00\x00\x0cjP  ", _CONVERT, "JPEG 2000"),
    (b"\xff\x4f\xff\x51", _CONVERT, "JPEG 2000"),
    (b"\x00\x00\x00\x0cJXL ", _CONVERT, "JPEG XL"),
    (b"\xff\x0a", _CONVERT, "JPEG XL"),
    (b"8BPS\x00\x02", _CONVERT, "PSB"),
    (b"gimp xcf", _CONVERT, "GIMP"),
    (b"%!PS", _EXPORT, "PostScript"),
    (b"\xc5\xd0\xd3\xc6", _EXPORT, "PostScript"),
    (b"\x06\x06\xed\xf5", _EXPORT, "InDesign"),
    (b"FUJIFILMCCD-RAW", _DEVELOP, ""),
    (b"IIRO", _DEVELOP, ""),
    (b"IIU\x00", _DEVELOP, ""),
    (b"PK\x03\x04", _ARCHIVE, ""),
    (b"PK\x05\x06", _ARCHIVE, ""),
    (b"\x1aE\xdf\xa3", _FILM, ""),
)
_WEB_PAGE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|script)", re.I)
_RAW_BRANDS = frozenset({b"crx "})


def refuse_foreign(head: bytes) -> Invalid:
    """Return the refusal of a file that begins so and is of no kind that is taken."""
    for start, message, kind in _STARTS:
        if head.startswith(start):
            return Invalid(message, field="file", kind=kind)
    if head[4:8] == b"ftyp":
        return Invalid(_DEVELOP if head[8:12] in _RAW_BRANDS else _FILM, field="file")
    return Invalid(_PAGE if _WEB_PAGE.match(head) else _UNKNOWN, field="file")


def refuse_raw() -> Invalid:
    """Return the refusal of a camera's raw file, which looks like a TIFF from outside."""
    return Invalid(_DEVELOP, field="file")
