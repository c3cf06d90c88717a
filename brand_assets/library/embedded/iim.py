"""Owns IPTC-IIM, the older block of news agencies: how it is read and written.

Its strings are bytes in an alphabet that few writers name: UTF-8 is taken where they do or where
the bytes are UTF-8, else the one of Western Windows programs.
"""

from collections.abc import Iterator

from brand_assets.library.embedded.statements import Statements
from brand_assets.library.masters import EmbeddedMeta

_TAG = 0x1C
_EXTENDED = 0x8000
_MOST_DATASETS = 2000
_UTF8 = b"\x1b%G"
_CHARACTERS = (1, 90)
_VERSION = (2, 0)
_TITLE, _HEADLINE, _KEYWORD, _CREATED = (2, 5), (2, 105), (2, 25), (2, 55)
_CREATOR, _CREDIT, _COPYRIGHT, _CAPTION = (2, 80), (2, 110), (2, 116), (2, 120)
# The most bytes that IIM allows each of them.
_MOST = {
    _TITLE: 64,
    _KEYWORD: 64,
    _CREATOR: 32,
    _CREDIT: 32,
    _COPYRIGHT: 128,
    _CAPTION: 2000,
}
_RESOURCE = b"8BIM"
_IPTC_RESOURCE = 0x0404


def read_iim(block: bytes) -> Statements:
    """Return what a block of IIM says; what is damaged in it ends the reading, no more."""
    said: dict[tuple[int, int], list[bytes]] = {}
    for key, value in _datasets(block):
        said.setdefault(key, []).append(value)
    marked = said.get(_CHARACTERS, [b""])[0] == _UTF8

    def first(*keys: tuple[int, int]) -> str:
        return next((_text(said[key][0], marked=marked) for key in keys if key in said), "")

    return Statements(
        title=first(_TITLE, _HEADLINE),
        caption=first(_CAPTION),
        keywords=tuple(_text(value, marked=marked) for value in said.get(_KEYWORD, [])),
        creator=first(_CREATOR),
        credit=first(_CREDIT),
        copyright=first(_COPYRIGHT),
        taken=first(_CREATED),
    )


def _datasets(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = 0
    for _ in range(_MOST_DATASETS):
        if at + 5 > len(block) or block[at] != _TAG:
            return
        length = int.from_bytes(block[at + 3 : at + 5])
        start = at + 5
        if length & _EXTENDED:
            more = length & ~_EXTENDED
            length, start = int.from_bytes(block[start : start + more]), start + more
        if start + length > len(block):
            return
        yield (block[at + 1], block[at + 2]), block[start : start + length]
        at = start + length


def _text(value: bytes, *, marked: bool) -> str:
    value = value.rstrip(b"\0")
    if marked:
        return value.decode("utf-8", errors="replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", errors="replace")


def write_iim(meta: EmbeddedMeta) -> bytes:
    """Return a block of IIM in UTF-8 that says what is known, cut where IIM allows no more."""
    taken = meta.taken_on.strftime("%Y%m%d") if meta.taken_on else ""
    said = [
        (_TITLE, meta.title),
        *((_KEYWORD, keyword) for keyword in meta.keywords),
        (_CREATED, taken),
        (_CREATOR, meta.creator),
        (_CREDIT, meta.credit),
        (_COPYRIGHT, meta.copyright),
        (_CAPTION, meta.caption),
    ]
    parts = [_dataset(_CHARACTERS, _UTF8), _dataset(_VERSION, (4).to_bytes(2))]
    parts += [_dataset(key, _cut(text, _MOST.get(key, 64))) for key, text in said if text]
    return b"".join(parts)


def _dataset(key: tuple[int, int], value: bytes) -> bytes:
    return bytes((_TAG, *key)) + len(value).to_bytes(2) + value


def _cut(text: str, most: int) -> bytes:
    """Return text as UTF-8 in at most so many bytes, never with half a letter at its end."""
    return text.encode()[:most].decode(errors="ignore").encode()


def as_resource(block: bytes) -> bytes:
    """Return a block as one of Photoshop's image resources, as JPEG files carry it."""
    padded = block + bytes(len(block) % 2)
    return _RESOURCE + _IPTC_RESOURCE.to_bytes(2) + b"\0\0" + len(block).to_bytes(4) + padded
