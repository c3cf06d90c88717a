"""Owns the copying of a PDF page's objects, with nothing that acts, links or lies outside it."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pikepdf

from brand_assets.typesetting.pdf.objects import PACKING
from brand_assets.typesetting.pictures.pdf_inert import DESCRIBING, OF_RESOURCES, is_foreign
from brand_assets.typesetting.pictures.pdf_layers import Layers
from brand_assets.typesetting.pictures.svg.refusals import ArtworkError
from portal.foundation.errors import N_

MOST_OBJECTS = 20_000
MOST_BYTES = 32 * 1024 * 1024
MOST_CONTENT = 16 * 1024 * 1024
MOST_LAYERED = 2 * 1024 * 1024
"""Content that is read operator by operator, because layers may be off in it."""
_DEEPEST = 60
_MOST_PACKED = 512 * 1024
_DROPPED = DESCRIBING | {"/Length", "/OC"}
_EMPTY_FORM = b"<< /Type /XObject /Subtype /Form /BBox [0 0 0 0]"
_NO_SPOTS = frozenset({"All", "None", "Cyan", "Magenta", "Yellow", "Black"})
Part = bytes | int
"""Bytes as they are, or the place of an object in the copy."""


@dataclass(frozen=True, slots=True)
class CopiedObject:
    """An object as bytes and references; of a stream the dictionary without its end, and data."""

    parts: tuple[Part, ...]
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Copy:
    """A page's packed content, its resources and group, and the objects that these refer to."""

    content: bytes = field(repr=False)
    resources: tuple[Part, ...]
    group: tuple[Part, ...] | None
    objects: tuple[CopiedObject, ...] = field(repr=False)
    spots: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many bytes the copy holds."""
        return len(self.content) + sum(len(one.data or b"") for one in self.objects)


def copy_page(pdf: pikepdf.Pdf, page: pikepdf.Object, resources: pikepdf.Object | None) -> Copy:
    """Return what a page paints; `ArtworkError` where it asks too much or cannot be read."""
    layers = Layers(pdf)
    content = zlib.compress(_shown(layers, _content(page), resources), PACKING)
    copying = _Copying(layers, resources)
    copied = copying.parts(_of_resources(resources))
    group = page.get("/Group")
    copied_group = copying.parts(group) if isinstance(group, pikepdf.Dictionary) else None
    return Copy(content, copied, copied_group, copying.finish(), tuple(sorted(copying.spots)))


def _content(page: pikepdf.Object) -> bytes:
    """Return all content of a page; streams are joined, as one may end inside an operator's row."""
    contents = page.get("/Contents")
    if contents is None:
        return b""
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    joined, size = [], 0
    for stream in streams:
        joined.append(unpacked(stream))
        size += len(joined[-1])
        if size > MOST_CONTENT:
            raise too_large()
    return b"\n".join(joined)


def _shown(layers: Layers, content: bytes, resources: pikepdf.Object | None) -> bytes:
    if layers.any and len(content) > MOST_LAYERED:
        raise too_large()
    return layers.shown(content, resources)


def unpacked(stream: pikepdf.Object) -> bytes:
    """Return the data of a content stream, of a size that memory bears."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    if filters is None:
        return raw
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if filters == pikepdf.Name.FlateDecode and "/DecodeParms" not in stream:
        packed = zlib.decompressobj()
        data = packed.decompress(raw, MOST_CONTENT)
        if packed.unconsumed_tail:
            raise too_large()
        return data
    if len(raw) > _MOST_PACKED:
        raise too_large()
    return stream.read_bytes()


def too_large() -> ArtworkError:
    """Return the refusal of a page that asks too much of the machine."""
    return ArtworkError(
        N_("The page of the PDF is too large or too complex. Flatten or simplify it and export it.")
    )


def _of_resources(value: object) -> dict[str, object]:
    """Return what resources hold for painting."""
    held = value if isinstance(value, pikepdf.Dictionary) else pikepdf.Dictionary()
    return {key: held[key] for key in list(held.keys()) if key in OF_RESOURCES}


class _Copying:
    """The objects of one page in the order in which they are met."""

    def __init__(self, layers: Layers, resources: pikepdf.Object | None) -> None:
        self._layers = layers
        self._resources = resources
        self._places: dict[tuple[int, int], int] = {}
        self._waiting: list[pikepdf.Object] = []
        self._of_forms: set[tuple[int, int]] = set()
        self._bytes = 0
        self.spots: set[str] = set()

    def finish(self) -> tuple[CopiedObject, ...]:
        """Return all objects that are referred to, and those that they refer to."""
        done: list[CopiedObject] = []
        while len(done) < len(self._waiting):
            done.append(self._copied(self._waiting[len(done)]))
        return tuple(done)

    def parts(self, value: object) -> tuple[Part, ...]:
        """Return a value as bytes and references; the value itself is written out."""
        return tuple(_joined(self._written(value, 0, top=True)))

    def _copied(self, value: pikepdf.Object) -> CopiedObject:
        if not isinstance(value, pikepdf.Stream):
            of_form = value.objgen in self._of_forms
            return CopiedObject(self.parts(_of_resources(value) if of_form else value))
        if self._layers.hide(value.get("/OC")):
            return CopiedObject((_EMPTY_FORM,), b"")
        entries = {key: value.stream_dict[key] for key in list(value.stream_dict.keys())}
        kept = {key: entry for key, entry in entries.items() if key not in _DROPPED}
        if kept.get("/Subtype") == pikepdf.Name.Form and self._resources is not None:
            kept.setdefault("/Resources", self._resources)
        data = self._data(value, kept)
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            raise too_large()
        head = [part for key, entry in kept.items() for part in self._entry(key, entry, 0)]
        return CopiedObject(tuple(_joined([b"<<", *head])), data)

    def _data(self, stream: pikepdf.Object, kept: dict[str, pikepdf.Object]) -> bytes:
        """Return the data of a stream; forms with layers are written anew without them."""
        subtype = kept.get("/Subtype")
        if "/F" in kept or (subtype == pikepdf.Name("/PS")):
            raise ArtworkError(
                N_("The PDF holds parts that lie outside it or are programs. Export it as PDF/X.")
            )
        if subtype == pikepdf.Name.Form and self._layers.any:
            kept.pop("/Filter", None)
            kept.pop("/DecodeParms", None)
            return _shown(self._layers, unpacked(stream), kept.get("/Resources"))
        return stream.read_raw_bytes()

    def _written(self, value: object, depth: int, *, top: bool = False) -> Iterator[Part]:
        if depth > _DEEPEST:
            raise too_large()
        if isinstance(value, pikepdf.Object) and not top and value.is_indirect:
            yield self._place(value)
        elif isinstance(value, pikepdf.Array):
            self._note_spot(value)
            yield b"["
            for item in value:
                yield from self._written(None if is_foreign(item) else item, depth + 1)
                yield b" "
            yield b"]"
        elif isinstance(value, pikepdf.Dictionary | dict):
            yield b"<<"
            for key in list(value.keys()):
                yield from self._entry(key, value[key], depth)
            yield b">>"
        else:
            yield _scalar(value)

    def _entry(self, key: str, value: object, depth: int) -> Iterator[Part]:
        if is_foreign(value) or (key == "/Properties" and self._layers.any):
            return
        yield pikepdf.Name(key).unparse() + b" "
        if key == "/Properties" and isinstance(value, pikepdf.Dictionary):
            # Marks of the content refer to them by name; what they tell is not ours to pass on.
            value = {name: {} for name in list(value.keys())}
        elif key == "/Resources" and isinstance(value, pikepdf.Dictionary):
            if value.is_indirect:
                self._of_forms.add(value.objgen)
            else:
                value = _of_resources(value)
        yield from self._written(value, depth + 1)
        yield b" "

    def _place(self, value: pikepdf.Object) -> int:
        if value.objgen not in self._places:
            if len(self._places) >= MOST_OBJECTS:
                raise too_large()
            self._places[value.objgen] = len(self._places)
            self._waiting.append(value)
        return self._places[value.objgen]

    def _note_spot(self, value: pikepdf.Array) -> None:
        if len(value) < 3:  # noqa: PLR2004 # a space, its inks, its alternate
            return
        if value[0] == pikepdf.Name.Separation:
            self._add_spots([value[1]])
        elif value[0] == pikepdf.Name.DeviceN and isinstance(value[1], pikepdf.Array):
            self._add_spots(list(value[1]))

    def _add_spots(self, inks: list[pikepdf.Object]) -> None:
        self.spots.update({str(ink)[1:] for ink in inks} - _NO_SPOTS)


def _scalar(value: object) -> bytes:
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, int | Decimal | float):
        return format(value, "f").encode() if not isinstance(value, int) else b"%d" % value
    if value is None:
        return b"null"
    if isinstance(value, pikepdf.Object):
        return value.unparse()
    raise TypeError(type(value).__name__)


def _joined(parts: "Iterator[Part] | list[Part]") -> Iterator[Part]:
    """Return the parts with bytes that follow one another as one."""
    run: list[bytes] = []
    for part in parts:
        if isinstance(part, bytes):
            run.append(part)
            continue
        if run:
            yield b"".join(run)
            run = []
        yield part
    if run:
        yield b"".join(run)
