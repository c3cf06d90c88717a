"""Owns the rows that are kept of what came of an outlet's ads."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from brand_assets.design_facts import Bilingual
from campaigns.rollout.everyone.gathering import OutletAds
from campaigns.rollout.everyone.rules import (
    MOST_SHOWN_CHARS,
    ErrorPlace,
    Tight,
    Verdict,
    errors_digest,
    tight_key,
)
from campaigns.rollout.everyone.trying import Found, Tried
from portal.foundation.ids import new_id


@dataclass(slots=True)
class Rows:
    """What a batch adds: rows of both tables, the tightest frames, and the rules of mere notes."""

    outlets: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    tight: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, run_id: UUID, outlet: OutletAds, tried: Sequence[Tried]) -> None:
        """Add what came of one outlet; `tried` are its ads in their order."""
        found = [
            (ad.format_key, one)
            for ad, came in zip(outlet.ads, tried, strict=True)
            for one in came.found
        ]
        self.findings += [
            _finding_row(run_id, outlet.outlet_id, format_key, one) for format_key, one in found
        ]
        tight = [
            _tight_row(outlet.outlet_id, ad.format_key, one)
            for ad, came in zip(outlet.ads, tried, strict=True)
            for one in came.tight
        ]
        self.tight += tight
        self.notes += [rule for came in tried for rule in came.notes]
        self.outlets.append(_outlet_row(run_id, outlet, found, [one["used"] for one in tight]))


def _outlet_row(
    run_id: UUID, outlet: OutletAds, found: Sequence[tuple[str, Found]], used: Sequence[float]
) -> dict[str, Any]:
    counted = dict.fromkeys(Verdict, 0)
    for _, one in found:
        counted[one.verdict] += 1
    return {
        "run_id": run_id,
        "outlet_id": outlet.outlet_id,
        "path": outlet.path,
        "region_path": outlet.region_path,
        "errors": counted[Verdict.ERROR],
        "to_enter": counted[Verdict.TO_ENTER],
        "own": counted[Verdict.OWN],
        "looks": counted[Verdict.LOOK],
        "errors_sha256": errors_digest(
            [_place(format_key, one) for format_key, one in found if one.verdict is Verdict.ERROR]
        ),
        "tightest": max(used, default=None),
    }


def _place(format_key: str, one: Found) -> ErrorPlace:
    finding = one.finding
    return finding.rule, format_key, finding.page, finding.frame or "", finding.field or ""


def _finding_row(run_id: UUID, outlet_id: UUID, format_key: str, one: Found) -> dict[str, Any]:
    finding = one.finding
    return {
        "id": new_id(),
        "run_id": run_id,
        "outlet_id": outlet_id,
        "format_key": format_key,
        "page": finding.page,
        "frame": finding.frame or "",
        "frame_name": _both(one.frame_name),
        "field": finding.field or "",
        "rule": finding.rule,
        "verdict": one.verdict,
        "message": _both(finding.message),
    }


def _tight_row(outlet_id: UUID, format_key: str, tight: Tight) -> dict[str, Any]:
    box = tight.box
    return {
        "key": tight_key(format_key, tight),
        "used": tight.used,
        "size_left": tight.size_left,
        "overflow": tight.overflow,
        "outlet": str(outlet_id),
        "format": format_key,
        "page": tight.page,
        "frame": tight.frame,
        "name": _both(tight.name),
        "field": tight.field,
        "text": tight.text[:MOST_SHOWN_CHARS],
        "box": [box.x, box.y, box.w, box.h],
        "page_size": list(tight.page_size),
        "alike": 1,
        "picture": None,
    }


def _both(text: Bilingual | None) -> dict[str, str]:
    return {"de": text.de, "en": text.en} if text else {}
