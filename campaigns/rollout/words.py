"""Owns the words of an effect: its sum in one sentence, what changes in a frame, how far it is."""

from collections.abc import Mapping
from datetime import datetime

from flask_babel import format_decimal, gettext, ngettext

from brand_assets.design_facts import FrameKind
from campaigns.rollout.comparing import FrameChange
from campaigns.rollout.rules import AdStage, Change, Sample
from campaigns.rollout.service import Standing
from portal.foundation.errors import N_

LEFT_FROM_SECONDS = 10

STAGE_WORDS = {
    AdStage.DRAFT: N_("Draft"),
    AdStage.SUBMITTED: N_("Awaiting a decision"),
    AdStage.APPROVED: N_("Approved, not delivered yet"),
}
SAMPLE_WORDS = {
    Sample.DEFAULTS: N_("Campaign's values"),
    Sample.SHORTEST: N_("Shortest outlet"),
    Sample.LONGEST: N_("Longest outlet"),
}
STANDING_WORDS = {
    Standing.FAILED: N_("The effect could not be looked at to the end. Start again."),
    Standing.CANCELLED: N_("The look at the effect was cancelled. Start again, then publish."),
    Standing.OTHER_CONTENT: N_(
        "The draft has changed since its effect was looked at. Look at it again."
    ),
    Standing.OTHER_BASIS: N_(
        "Campaigns or templates have changed since the effect was looked at. Look at it again."
    ),
}
FRAME_WORDS = {
    FrameKind.RECT: N_("Area"),
    FrameKind.PATH: N_("Area"),
    FrameKind.PHOTO: N_("Photo"),
    FrameKind.LOGO: N_("Logo"),
    FrameKind.TEXT: N_("Text"),
    FrameKind.PRICE: N_("Price"),
    FrameKind.TABLE: N_("Table"),
    FrameKind.STORY: N_("Running text"),
    FrameKind.QR: N_("QR code"),
    FrameKind.BARCODE: N_("Barcode"),
    FrameKind.CALLOUT: N_("Callout"),
    FrameKind.ARTWORK: N_("Artwork"),
}
CHANGE_WORDS = {
    Change.CAME: N_("appears"),
    Change.GONE: N_("disappears"),
    Change.PLACE: N_("stands elsewhere"),
    Change.COLOUR: N_("has another colour"),
    Change.LOOK: N_("looks different"),
    Change.PRESS: N_("changes in print alone"),
}


def change_text(change: FrameChange, unit: str) -> str:
    """Return how one frame comes out otherwise; `unit` is that of type sizes."""
    if change.change is Change.SIZE:
        now, was = (_number(round(value or 0, 1)) for value in (change.now, change.was))
        sizes = gettext("%(now)s instead of %(was)s %(unit)s", now=now, was=was, unit=unit)
        return str(sizes)
    if change.change is Change.LINES:
        now, was = _number(change.now or 0), _number(change.was or 0)
        return str(gettext("%(now)s instead of %(was)s lines", now=now, was=was))
    return str(gettext(CHANGE_WORDS[change.change]))


def summary(counts: Mapping[str, int], decisions: int) -> str:
    """Return the effect in one sentence."""
    if not counts.get("ads"):
        return str(gettext("No ad of an outlet is under way; only templates are concerned."))
    parts = [_changed(counts), _blocked(counts.get("blocked", 0)), _decisions(decisions)]
    return "; ".join(parts) + "."


def _changed(counts: Mapping[str, int]) -> str:
    look, press, ads = counts.get("look", 0), counts.get("press", 0), _number(counts["ads"])
    if look:
        changed = ngettext(
            "Of %(ads)s ads, %(count)s changes in its picture",
            "Of %(ads)s ads, %(count)s change in their picture",
            look,
            ads=ads,
            count=_number(look),
        )
    else:
        changed = gettext("Of %(ads)s ads, none changes in its picture", ads=ads)
    alone = gettext("%(count)s in print alone", count=_number(press))
    return f"{changed}, {alone}" if press else str(changed)


def _blocked(blocked: int) -> str:
    if not blocked:
        return str(gettext("none would be newly blocked"))
    return str(
        ngettext("%(num)d would be newly blocked", "%(num)d would be newly blocked", blocked)
    )


def _decisions(decisions: int) -> str:
    if not decisions:
        return str(gettext("no approval has to be decided anew"))
    return str(
        ngettext(
            "%(num)d approval has to be decided anew",
            "%(num)d approvals have to be decided anew",
            decisions,
        )
    )


def _number(value: float) -> str:
    return str(format_decimal(value))


def seconds_left(started_at: datetime, now: datetime, done: int, total: int) -> int | None:
    """Return about how long work still takes, None while nobody can tell."""
    passed = (now - started_at).total_seconds()
    if passed < LEFT_FROM_SECONDS or not done:
        return None
    left = passed / done * (total - done)
    return max(5, round(left / 5) * 5)
