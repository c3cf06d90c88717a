"""Owns what a draft may say: a document and the fields that it brings, read with all problems."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from brand_assets.typesetting.document import (
    AdDocument,
    DocumentError,
    document_json,
    read_document,
)
from campaigns.ad_templates.fields import FieldDefinition, read_fields
from campaigns.ad_templates.models import AdFormat
from campaigns.ad_templates.resale_prices import CLAUSE, fixed_prices, fixed_texts
from campaigns.ad_templates.service import get_format
from campaigns.ad_templates.versions import document_hash
from portal.foundation.errors import N_, Invalid

_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """What keeps a draft from being saved: at which path of its JSON, and why."""

    path: str
    message: str
    params: Mapping[str, object]


class DraftUnsound(Invalid):
    """A document that cannot be saved; `problems` name all that is wrong, by their path."""

    def __init__(self, problems: Sequence[DraftProblem]) -> None:
        first = problems[0]
        super().__init__(
            N_("Nothing was saved: the document has problems, the first at %(path)s."),
            field="document",
            path=first.path,
        )
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a draft says: its document as canonical JSON, and the fields that it brings."""

    document: dict[str, Any]
    fields: tuple[FieldDefinition, ...]
    title: AdDocument

    @property
    def sha256(self) -> str:
        """What identifies the document."""
        return document_hash(self.document)


def read_content(source: str | bytes | Mapping[str, Any]) -> DraftContent:
    """Read a document, with or without fields; raises DraftUnsound with all problems."""
    data = _data(source)
    fields: Sequence[Any] = ()
    if isinstance(data.get("document"), Mapping):
        data, fields = data["document"], data.get("fields") or ()
    definitions = _definitions(fields)
    try:
        document = read_document(data)
    except DocumentError as error:
        raise DraftUnsound([_located(text) for text in error.problems]) from error
    stored: dict[str, Any] = json.loads(document_json(document))
    _refuse_fixed_prices(stored, definitions)
    return DraftContent(stored, definitions, document)


def _data(source: str | bytes | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(source, Mapping):
        return source
    try:
        data = json.loads(source)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        problem = DraftProblem(
            f"line {line}", N_("This is no JSON: %(what)s"), {"what": str(error)[:200]}
        )
        raise DraftUnsound([problem]) from error
    if not isinstance(data, Mapping):
        raise DraftUnsound([DraftProblem("document", N_("A JSON object is expected here."), {})])
    return data


def _definitions(fields: Any) -> tuple[FieldDefinition, ...]:
    try:
        found = read_fields(fields)
    except ValidationError as error:
        raise DraftUnsound(
            [
                DraftProblem(
                    ".".join(["fields", *map(str, one["loc"])]),
                    N_("Not readable: %(what)s"),
                    {"what": str(one["msg"])[:200]},
                )
                for one in error.errors(include_url=False, include_input=False)[:_MOST_PROBLEMS]
            ]
        ) from error
    keys = [one.key for one in found]
    doubled = sorted({key for key in keys if keys.count(key) > 1})
    if doubled:
        message = N_("The field %(keys)s is defined twice.")
        raise DraftUnsound([DraftProblem("fields", message, {"keys": doubled[0]})])
    return found


def _located(text: str) -> DraftProblem:
    path, _, what = text.partition(": ")
    return DraftProblem(path, N_("Not readable: %(what)s"), {"what": what[:200]})


def _refuse_fixed_prices(document: dict[str, Any], fields: Sequence[FieldDefinition]) -> None:
    """Refuse to print the same selling price into the ads of all partners."""
    for text in fixed_texts(document):
        message = N_(
            "The template fixes a selling price: “%(text)s”. Partners set their selling prices "
            "themselves (%(law)s): use a price field, or call it recommended (UVP) or maximum."
        )
        what = {"text": text.strip(), "law": CLAUSE.statute}
        raise DraftUnsound([DraftProblem("pages", message, what)])
    for found in fixed_prices(fields, {}):
        raise DraftUnsound([DraftProblem("fields", found.message, found.params)])


def refuse_other_format(content: DraftContent, format_key: str) -> None:
    """Refuse a document whose measures are not those of its format."""
    ad_format: AdFormat = get_format(format_key)
    document = content.title
    size = (document.width, document.height, document.bleed, len(document.pages))
    wanted = (ad_format.width, ad_format.height, ad_format.bleed, ad_format.pages)
    if size != wanted or document.format_key != format_key:
        message = N_(
            "The document's size, bleed or number of pages is not that of the format %(key)s."
        )
        raise DraftUnsound([DraftProblem("width", message, {"key": format_key})])
