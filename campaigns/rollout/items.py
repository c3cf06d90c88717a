"""Owns the row that is kept of an examined ad, and how it counts."""

from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from brand_assets.design_facts import Bilingual, Finding, Severity
from campaigns.proofs.rules import write_findings
from campaigns.rollout.comparing import AdChange, FrameChange
from campaigns.rollout.examining import Examined
from campaigns.rollout.gathering import Prepared
from campaigns.rollout.models import KitEffectItem
from campaigns.rollout.rules import FindingChanges, blocks, weight_of
from campaigns.rollout.setting import Refused
from portal.foundation.ids import new_id
from portal.foundation.translations import translate

FRAMES = TypeAdapter(tuple[FrameChange, ...])


def unseen(refused: Refused) -> Examined:
    """Return what is said of an ad that could not be set before, nor will be."""
    return Examined(AdChange(), FindingChanges(), refused, refused)


def is_kept(item: KitEffectItem) -> bool:
    """Whether a row belongs into the list: templates always, ads that change or cannot be set."""
    return item.sample is not None or _changes(item) or "unseen" in item.detail


def _changes(item: KitEffectItem) -> bool:
    return item.look or item.press or bool(item.new_findings or item.gone_findings)


def counted(item: KitEffectItem) -> dict[str, int]:
    """Return what one row adds to the sums."""
    if item.sample is not None:
        return {
            "templates": 1,
            "templates_changed": int(_changes(item)),
            "templates_blocked": int(item.newly_blocked),
        }
    return {
        "ads": 1,
        "unseen": int("unseen" in item.detail),
        "look": int(item.look),
        "press": int(item.press and not item.look),
        "blocked": int(item.newly_blocked),
        "new": int(item.new_findings > 0),
        "gone": int(item.gone_findings > 0),
    }


def item_of(effect_id: UUID, prepared: Prepared, examined: Examined) -> KitEffectItem:
    """Return the row of an examined ad."""
    came, before, change = _came(examined), _before(examined), examined.change
    blocked_before, blocked_after = blocks(before), blocks((*came, *examined.findings.same))
    return KitEffectItem(
        id=new_id(),
        effect_id=effect_id,
        **prepared.row,
        look=change.look,
        press=change.press,
        share=change.share,
        blocked_before=blocked_before,
        blocked_after=blocked_after,
        new_findings=len(came),
        gone_findings=len(examined.findings.gone),
        weight=weight_of(
            newly_blocked=blocked_after and not blocked_before,
            new_findings=len(came),
            share=change.share,
        ),
        detail=_detail(examined, came),
        pictures={},
    )


def _detail(examined: Examined, came: tuple[Finding, ...]) -> dict[str, Any]:
    detail = {
        "frames": FRAMES.dump_python(examined.change.frames, mode="json"),
        "new": write_findings(came),
        "gone": write_findings(examined.findings.gone),
    }
    if examined.refused_before is not None and examined.refused_after is not None:
        detail["unseen"] = write_findings([finding_of(examined.refused_before)])
    return detail


def _came(examined: Examined) -> tuple[Finding, ...]:
    if examined.refused_after is None or examined.refused_before is not None:
        return examined.findings.new
    return (finding_of(examined.refused_after), *examined.findings.new)


def _before(examined: Examined) -> tuple[Finding, ...]:
    refused = examined.refused_before
    told = (finding_of(refused),) if refused else ()
    return (*told, *examined.findings.gone, *examined.findings.same)


def finding_of(refused: Refused) -> Finding:
    """Return the finding that an ad cannot be set at all."""
    message = Bilingual(
        translate("de", refused.message, refused.params),
        translate("en", refused.message, refused.params),
    )
    return Finding(rule="kit.lacks", severity=Severity.BLOCKS, message=message)
