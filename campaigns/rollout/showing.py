"""Owns how one ad is shown before and after: outlines with numbers, and each change in words."""

from dataclasses import dataclass

from brand_assets.design_facts import Box, Finding
from campaigns.ad_templates.service import load_document
from campaigns.approval.showing import OUTLINE_AIR, Outline, ShownPicture
from campaigns.planning.models import Campaign
from campaigns.planning.service import fields_of
from campaigns.proofs.rules import read_findings
from campaigns.rollout.comparing import FrameChange
from campaigns.rollout.items import FRAMES
from campaigns.rollout.models import KitEffectItem
from campaigns.rollout.rules import Change


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change of the list; `number` is that of its outlines, `label` None where no field is."""

    number: int
    change: FrameChange
    label: str | None


@dataclass(frozen=True, slots=True)
class ShownAd:
    """One page of an ad before and after."""

    page: int
    pages: int
    unit: str
    before: ShownPicture
    after: ShownPicture
    changes: tuple[ShownChange, ...]
    print_alone: int
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    unseen: tuple[Finding, ...]


def frames_of(item: KitEffectItem) -> tuple[FrameChange, ...]:
    """Return the frames of an ad that change."""
    return FRAMES.validate_python(item.detail["frames"])


def show_ad(item: KitEffectItem, campaign: Campaign | None, page: int, language: str) -> ShownAd:
    """Return one page of an ad as its effect was kept."""
    document = load_document(item.template_version_id)
    page = min(max(page, 0), len(document.pages) - 1)
    here = [change for change in frames_of(item) if change.page == page]
    seen = [change for change in here if change.change is not Change.PRESS]
    labels = _labels(campaign, language)
    size = (document.width, document.height)
    numbered = list(enumerate(seen, start=1))
    return ShownAd(
        page=page,
        pages=len(document.pages),
        unit="px" if document.unit == "px" else "pt",
        before=_picture(size, [(n, change.before) for n, change in numbered]),
        after=_picture(size, [(n, change.after) for n, change in numbered]),
        changes=tuple(ShownChange(n, one, labels.get(one.field or "")) for n, one in numbered),
        print_alone=len(here) - len(seen),
        new=read_findings(item.detail["new"]),
        gone=read_findings(item.detail["gone"]),
        unseen=read_findings(item.detail.get("unseen", [])),
    )


def _labels(campaign: Campaign | None, language: str) -> dict[str, str]:
    fields = fields_of(campaign) if campaign else ()
    return {field.key: field.label.in_language(language) for field in fields}


def _picture(size: tuple[float, float], boxes: list[tuple[int, Box | None]]) -> ShownPicture:
    width, height = size
    air = max(size) * OUTLINE_AIR
    outlines = [
        Outline(number, box.grown(air).cut_to(width, height))
        for number, box in boxes
        if box is not None
    ]
    return ShownPicture(width, height, tuple(outlines))


def worst_message(item: KitEffectItem, language: str) -> str:
    """Return what is said first of an ad in a list: its worst new finding, or why it is unseen."""
    told = item.detail["new"] or item.detail.get("unseen", [])
    findings = read_findings(told[:1])
    return findings[0].message.in_language(language) if findings else ""


def first_page(item: KitEffectItem) -> int:
    """Return the first page of an ad on which something changes."""
    return min((change.page for change in frames_of(item)), default=0)
