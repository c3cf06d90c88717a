"""Owns what Exif says of a picture: words, day, place, and which way is up."""

from PIL import Image

from brand_assets.library.embedded.statements import Statements

_DESCRIPTION, _ARTIST, _COPYRIGHT = 270, 315, 33432
_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _DIGITISED = 36867, 36868
_XP_TITLE, _XP_AUTHOR, _XP_KEYWORDS, _XP_SUBJECT = 40091, 40093, 40094, 40095
_ORIENTATION = 274
_UPRIGHT = 1
_ORIENTATIONS = range(1, 9)
_BYTES = range(256)


def read_exif(exif: Image.Exif) -> Statements:
    """Return what Exif says."""
    parts = exif.get_ifd(_EXIF)
    return Statements(
        title=_wide(exif.get(_XP_TITLE)),
        caption=_text(exif.get(_DESCRIPTION)) or _wide(exif.get(_XP_SUBJECT)),
        keywords=tuple(_wide(exif.get(_XP_KEYWORDS)).split(";")),
        creator=_text(exif.get(_ARTIST)) or _wide(exif.get(_XP_AUTHOR)),
        # The photographer's and the editor's right, apart by a zero.
        copyright=_text(exif.get(_COPYRIGHT)).replace("\0", " ").strip(),
        taken=_text(parts.get(_TAKEN)) or _text(parts.get(_DIGITISED)),
    )


def tells_place(exif: Image.Exif) -> bool:
    """Return whether Exif says where the picture was taken."""
    return bool(exif.get_ifd(_GPS))


def orientation_of(exif: Image.Exif) -> int:
    """Return how the picture has to be turned, 1 for not at all; nonsense is not at all."""
    value = exif.get(_ORIENTATION, _UPRIGHT)
    return value if isinstance(value, int) and value in _ORIENTATIONS else _UPRIGHT


def _text(value: object) -> str:
    """Return a text, which Pillow gives as Latin-1 where most programs write UTF-8."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace").rstrip("\0")
    if not isinstance(value, str):
        return ""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def _wide(value: object) -> str:
    """Return a text that Windows wrote in UTF-16."""
    if isinstance(value, tuple) and all(byte in _BYTES for byte in value):
        value = bytes(value)
    return value.decode("utf-16-le", "replace").rstrip("\0") if isinstance(value, bytes) else ""
