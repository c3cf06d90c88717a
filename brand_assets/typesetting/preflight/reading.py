"""Owns the reading of a finished file into what the rules ask about."""

import functools
import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pikepdf

from brand_assets.typesetting.preflight.painted import Corners, Painted
from brand_assets.typesetting.preflight.soundness import unsound
from brand_assets.typesetting.preflight.state import State
from brand_assets.typesetting.preflight.walk import Budget, NotWhole, Walk

BROKEN = (
    pikepdf.PdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What pikepdf and arithmetic raise where an object is not what it should be."""

_READER = re.compile(r"(stream )?<_io\.BytesIO object at 0x[0-9a-f]+>:? *")
_PARENTS = 32
_DEPTH = 24
_PAGE_LIMIT = 500
_OBJECT_LIMIT = 60_000
_GROUND_LOOKS = 1_000_000
_STREAM_BYTES = 64 * 1024 * 1024
# A small file must not swell without end, and a faulty stream must be read to its end.
pikepdf.settings.set_qpdf_limits(
    parser_max_errors=0,
    max_stream_filters=4,
    flate_max_memory=_STREAM_BYTES,
    run_length_max_memory=_STREAM_BYTES,
    png_max_memory=_STREAM_BYTES,
    tiff_max_memory=_STREAM_BYTES,
)
# pikepdf reports what it mends to its log; `syntax` holds the same as findings.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


@dataclass(slots=True)
class ReadPage:
    """One page: its boxes where they are stated, and what its content paints."""

    number: int
    obj: pikepdf.Object
    boxes: dict[str, Corners]
    walk: Walk
    problem: str | None = None
    is_whole: bool = True

    @property
    def painted(self) -> list[Painted]:
        """What is painted, in order."""
        return self.walk.painted

    @property
    def trim(self) -> Corners:
        """The finished size: trim, else art, else crop, else media."""
        for key in ("TrimBox", "ArtBox", "CropBox", "MediaBox"):
            if key in self.boxes:
                return self.boxes[key]
        return (0.0, 0.0, 0.0, 0.0)

    @property
    def media(self) -> Corners:
        """The whole sheet; an endless one where none is stated."""
        return self.boxes.get("MediaBox", (-1e9, -1e9, 1e9, 1e9))

    @property
    def bleed(self) -> Corners:
        """The bleed box; the trim where there is none."""
        return self.boxes.get("BleedBox", self.trim)


class ReadFile:
    """A file that could be opened."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
        self.page_count = len(self.pdf.pages)
        self.looks = _GROUND_LOOKS
        budget = Budget()
        self.pages = [
            _read_page(number, self.pdf.pages[number - 1].obj, budget)
            for number in range(1, min(self.page_count, _PAGE_LIMIT) + 1)
        ]

    @property
    def is_whole(self) -> bool:
        """Whether all of it was read, not only as much as a check can take."""
        whole = self.page_count == len(self.pages) and len(self.pdf.objects) <= _OBJECT_LIMIT
        return whole and all(page.is_whole for page in self.pages)

    @functools.cached_property
    def objects(self) -> list[pikepdf.Object]:
        """The objects of the file, as many as a check can take."""
        found = islice(self.pdf.objects, _OBJECT_LIMIT)
        # Numbers, names and null come as Python's own.
        return [obj for obj in found if isinstance(obj, pikepdf.Object)]

    @functools.cached_property
    def syntax(self) -> list[str]:
        """Problems of syntax that the reader met; photos packed as JPEG are not unpacked."""
        problems = unsound(obj for obj in self.objects if isinstance(obj, pikepdf.Stream))
        return [_READER.sub("", str(warning)) for warning in self.pdf.get_warnings()] + [
            _READER.sub("", problem) for problem in problems
        ]

    @functools.cached_property
    def xmp(self) -> dict[str, str]:
        """The XMP metadata by prefixed name; empty where there is none that can be read."""
        if "/Metadata" not in self.pdf.Root:
            return {}
        with self.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            return {_prefixed(str(key)): str(value) for key, value in meta.items()}

    @property
    def info(self) -> pikepdf.Object:
        """The Info dictionary; an empty one where there is none."""
        found = self.pdf.trailer.get("/Info")
        return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()

    @functools.cached_property
    def intents(self) -> list[pikepdf.Object]:
        """The PDF/X output intents."""
        stated = self.pdf.Root.get("/OutputIntents")
        if not isinstance(stated, pikepdf.Array):
            return []
        return [
            intent
            for intent in stated.as_list()
            if isinstance(intent, pikepdf.Dictionary) and str(intent.get("/S")) == "/GTS_PDFX"
        ]

    @functools.cached_property
    def dictionaries(self) -> list[tuple[str, pikepdf.Object]]:
        """Every dictionary of the file with the object that it stands in."""
        found: list[tuple[str, pikepdf.Object]] = []
        for obj in self.objects:
            found += _nested(obj, f"object {obj.objgen[0]}", 0)
        return found

    def close(self) -> None:
        """Let go of the file."""
        self.pdf.close()


_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/mm/": "xmpMM",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
}


def _prefixed(key: str) -> str:
    if not key.startswith("{"):
        return key
    space, _, local = key[1:].partition("}")
    return f"{_PREFIXES.get(space, space)}:{local}"


def _nested(obj: Any, place: str, depth: int) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield the dictionaries within an object, but not those of other objects."""
    if depth > _DEPTH:
        return
    children: list[Any]
    if isinstance(obj, pikepdf.Array):
        children = list(obj.as_list())
    elif isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        yield place, obj
        children = [child for _, child in obj.items()]
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _nested(child, place, depth + 1)


def inherited(page: pikepdf.Object, key: str) -> Any:
    """Return an entry of a page or of the tree above it."""
    node: Any = page
    for _ in range(_PARENTS):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if key in node:
            return node.get(key)
        node = node.get("/Parent")
    return None


def _read_page(number: int, obj: pikepdf.Object, budget: Budget) -> ReadPage:
    page = ReadPage(number, obj, {}, Walk(budget))
    try:
        page.boxes = _boxes(obj)
        resources = inherited(obj, "/Resources")
        if obj.get("/Contents") is not None:
            page.walk.over(obj, resources, State(), "page")
    except NotWhole:
        page.is_whole = False
    except BROKEN as error:
        page.problem = reason(error)
    return page


def _boxes(obj: pikepdf.Object) -> dict[str, Corners]:
    boxes = {}
    for key in ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox"):
        own = key in ("MediaBox", "CropBox")
        stated = inherited(obj, "/" + key) if own else obj.get("/" + key)
        if stated is not None:
            boxes[key] = read_box(stated)
    return boxes


def read_box(stated: Any) -> Corners:
    """Return a rectangle with its corners in order."""
    x0, y0, x1, y1 = (float(value) for value in stated)
    return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def reason(error: Exception) -> str:
    """Return why something could not be read, without the reader's own names."""
    return _READER.sub("", str(error)) or type(error).__name__
