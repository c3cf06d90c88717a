"""Owns the ad document: a designed page as versioned data, read strictly."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field, ValidationError, model_validator

from brand_assets.typesetting.frames import AnyFrame, Key, Part, Size, Words, fields_of
from brand_assets.typesetting.recent import Recent

MAX_DOCUMENT_BYTES = 2_000_000
MAX_CODES = 60
MAX_CALLOUTS = 400
"""Codes in a document: each has thousands of corners."""
_PROBLEMS_SHOWN = 20
_fields_found: Recent[tuple[str, ...]] = Recent(64)

Medium: TypeAlias = Literal["print", "newspaper", "poster", "screen"]
Unit: TypeAlias = Literal["mm", "px"]


class Page(Part):
    """One page; its frames lie one on the other, the first at the bottom."""

    name: Words | None = None
    frames: tuple[AnyFrame, ...] = Field(max_length=300)


class AdDocument(Part):
    """A designed ad of one format: pages of frames that fields fill.

    The origin is the top left corner of the trim, y points down. Lengths are in `unit`; sizes of
    type in pt for mm documents and in px for px documents. `black_only` is for newspaper ads of
    one ink.
    """

    schema_version: Literal[1] = 1
    key: Key
    title: Words
    format_key: Key
    medium: Medium
    unit: Unit
    width: Size
    height: Size
    bleed: Annotated[float, Field(ge=0, le=100)] = 0.0
    margin: Annotated[float, Field(ge=0, le=5000)] = 0.0
    black_only: bool = False
    pages: tuple[Page, ...] = Field(min_length=1, max_length=32)

    @model_validator(mode="after")
    def _sound(self) -> "AdDocument":
        if (self.medium == "screen") != (self.unit == "px"):
            raise ValueError("screen documents are in px, all others in mm")
        if self.unit == "px" and self.bleed:
            raise ValueError("a screen document has no bleed")
        codes = sum(frame.kind in ("qr", "barcode") for frame in self.frames())
        if codes > MAX_CODES:
            raise ValueError(f"{codes} codes are more than the {MAX_CODES} of a document")
        callouts = sum(frame.kind == "callout" for frame in self.frames())
        if callouts > MAX_CALLOUTS:
            raise ValueError(f"{callouts} callouts are more than the {MAX_CALLOUTS} of a document")
        ids = Counter(frame.id for frame in self.frames())
        doubles = sorted(key for key, times in ids.items() if times > 1)
        if doubles:
            raise ValueError(f"frame ids are used twice: {', '.join(doubles)}")
        return self

    def frames(self) -> Iterator[AnyFrame]:
        """Yield the frames of all pages."""
        for page in self.pages:
            yield from page.frames

    def fields(self) -> tuple[str, ...]:
        """Return the keys of all fields that the document shows, each once, in order."""
        return _fields_found.get((self,), None, self._fields)

    def _fields(self) -> tuple[str, ...]:
        keys = dict.fromkeys(key for frame in self.frames() for key in fields_of(frame))
        keys.update(dict.fromkeys(f.only_with for f in self.frames() if f.only_with))
        return tuple(keys)


class DocumentError(ValueError):
    """The data is no sound ad document; `problems` say where and why."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def read_document(source: str | bytes | Mapping[str, Any]) -> AdDocument:
    """Return the document that JSON text or its data describes; raises DocumentError."""
    if isinstance(source, Mapping):
        # Data is judged by its size as JSON, so that both ways have the same limits.
        source = _as_json(source)
    if len(source) > MAX_DOCUMENT_BYTES:
        raise DocumentError((f"the document is larger than {MAX_DOCUMENT_BYTES} bytes",))
    try:
        return AdDocument.model_validate_json(source)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
        raise DocumentError(tuple(_problem(e) for e in found[:_PROBLEMS_SHOWN])) from None


def _as_json(data: Mapping[str, Any]) -> str:
    try:
        return json.dumps(data, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise DocumentError((f"the document is no JSON: {error}",)) from None


def _problem(error: Any) -> str:
    place = ".".join(str(step) for step in error["loc"]) or "document"
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{place}: {message}"


def document_json(document: AdDocument) -> str:
    """Return the document as canonical JSON text, without what is at its default."""
    data = document.model_dump(mode="json", exclude_defaults=True)
    data = {"schema_version": document.schema_version} | _with_kinds(data, document)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _with_kinds(data: dict[str, Any], document: AdDocument) -> dict[str, Any]:
    for page, written in zip(document.pages, data["pages"], strict=True):
        for index, frame in enumerate(page.frames):
            rest = written["frames"][index]
            _add_kinds(frame, rest)
            rest.pop("kind", None)
            written["frames"][index] = {"kind": frame.kind} | rest
    return data


def _add_kinds(part: Part, written: dict[str, Any]) -> None:
    """Add the kinds of a part and of all parts inside it, which look like defaults."""
    kind = getattr(part, "kind", None)
    for name, value in written.items():
        inside = getattr(part, name)
        if isinstance(inside, Part):
            _add_kinds(inside, value)
        elif isinstance(inside, tuple):
            for one, text in zip(inside, value, strict=True):
                if isinstance(one, Part):
                    _add_kinds(one, text)
    if kind is not None:
        written["kind"] = kind


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of ad documents."""
    schema = AdDocument.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema
