"""Owns everything that one ad is set from, in the form that its fingerprint is taken of."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from brand_assets.typesetting.values import FieldValue, FieldValues, UrlValue
from campaigns.ad_templates.fields import FieldKind, Json
from campaigns.ad_templates.typed import typed_value
from campaigns.proofs.rules import fingerprint_of


@dataclass(frozen=True)
class AdInputs:
    """What one ad in one format is set from, and nothing else.

    `values` are canonical JSON with their kind, by field key, cut to the fields that the template
    shows; `links` are the short links that stand in place of web addresses; `assets` are the
    focal points of all photos by content hash. The two ids find what the two hashes identify:
    they are no part of the fingerprint, so that it is the same on every machine.
    """

    template_version_id: UUID
    kit_version_id: UUID
    template_sha256: str
    kit_sha256: str
    language: str
    values: Mapping[str, tuple[FieldKind, Json]]
    links: Mapping[str, str]
    assets: Mapping[str, tuple[float, float]]

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the canonical JSON of the inputs."""
        return fingerprint_of(self._identifying())

    @cached_property
    def typed(self) -> FieldValues:
        """The values as the typesetter takes them."""
        typed: dict[str, FieldValue] = {
            key: typed_value(kind, value) for key, (kind, value) in self.values.items()
        }
        return typed | {key: UrlValue(url) for key, url in self.links.items()}

    def as_json(self) -> dict[str, Any]:
        """Return the inputs as JSON, to be stored with the proof."""
        ids = {
            "template_version_id": str(self.template_version_id),
            "kit_version_id": str(self.kit_version_id),
        }
        return {**self._identifying(), **ids}

    def _identifying(self) -> dict[str, Any]:
        return {
            "template": self.template_sha256,
            "kit": self.kit_sha256,
            "language": self.language,
            "values": {key: [kind.value, value] for key, (kind, value) in self.values.items()},
            "links": dict(self.links),
            "assets": {sha256: list(focal) for sha256, focal in self.assets.items()},
        }


def read_inputs(stored: Mapping[str, Any]) -> AdInputs:
    """Read inputs back from the JSON of a proof."""
    return AdInputs(
        template_version_id=UUID(stored["template_version_id"]),
        kit_version_id=UUID(stored["kit_version_id"]),
        template_sha256=stored["template"],
        kit_sha256=stored["kit"],
        language=stored["language"],
        values={k: (FieldKind(kind), value) for k, (kind, value) in stored["values"].items()},
        links=stored["links"],
        assets={sha256: (x, y) for sha256, (x, y) in stored["assets"].items()},
    )
