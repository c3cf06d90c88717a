"""Owns fingerprints, the kinds of proof files, and findings as JSON."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from brand_assets.cd_rules import Tally
from brand_assets.design_facts import Finding, Severity
from portal.foundation.usage_kinds import declare_kind

PROOF_MADE = declare_kind(
    "proof.made",
    "Eine Druckvorschau wurde verbindlich erzeugt.",
    "A proof was made.",
    value_unit="findings",
    attributes={"blocks": "whether a finding blocks the order"},
)


class FileKind(StrEnum):
    """What a proof file is for."""

    PRESS_PDF = "press_pdf"
    PRESS_PDF_SPOT = "press_pdf_spot"
    PREVIEW_JPEG = "preview_jpeg"
    CHANNEL_JPEG = "channel_jpeg"


def canonical_json(value: Any) -> bytes:
    """Return the one JSON form of a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def fingerprint_of(inputs: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of what a proof is made from."""
    return hashlib.sha256(canonical_json(inputs)).hexdigest()


_FINDING = TypeAdapter(Finding)
_TALLIES = TypeAdapter(tuple[Tally, ...])


def write_findings(findings: Collection[Finding]) -> list[dict[str, Any]]:
    """Return findings as JSON."""
    return [_FINDING.dump_python(finding, mode="json") for finding in findings]


def read_findings(stored: Collection[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """Read findings back from JSON."""
    return tuple(_FINDING.validate_python(entry) for entry in stored)


def write_tallies(tallies: Collection[Tally]) -> list[dict[str, Any]]:
    """Return as JSON how much each rule tested and how much of it passed."""
    written: list[dict[str, Any]] = _TALLIES.dump_python(tuple(tallies), mode="json")
    return list(written)


def read_tallies(stored: Collection[Mapping[str, Any]]) -> tuple[Tally, ...]:
    """Read tallies back from JSON."""
    return _TALLIES.validate_python(tuple(stored))


class FormatVerdict(StrEnum):
    """What the strip says about one format."""

    FITS = "fits"
    CHECK = "check"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class FormatSummary:
    """How one format stands: the verdict and how many findings it rests on."""

    verdict: FormatVerdict
    count: int = 0


def summarise(findings: Collection[Finding]) -> FormatSummary:
    """Return how a format stands; notes alone change nothing."""
    blocking = sum(finding.severity is Severity.BLOCKS for finding in findings)
    if blocking:
        return FormatSummary(FormatVerdict.OPEN, blocking)
    to_check = sum(finding.severity is Severity.CHECK for finding in findings)
    return FormatSummary(FormatVerdict.CHECK if to_check else FormatVerdict.FITS, to_check)
