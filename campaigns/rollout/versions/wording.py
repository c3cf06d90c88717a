"""Owns the words of pages and mails about versions: conflicts, states, differences, uses."""

from campaigns.ad_templates.differing import Difference
from campaigns.ad_templates.draft_inputs import Section
from campaigns.ad_templates.versions import TemplateStatus
from campaigns.rollout.versions.kinds import CarryState, ConflictKind
from campaigns.rollout.versions.rules import Misfit
from campaigns.rollout.versions.using import UseKind
from portal.foundation.errors import N_
from portal.foundation.translations import translate


def told(misfit: Misfit, language: str) -> str:
    """Return what a conflict says."""
    if misfit.words is not None:
        return misfit.words.in_language(language)
    return translate(language, misfit.message, misfit.params)


KIND_TITLES = {
    ConflictKind.UNREADABLE: N_("Holds something else now"),
    ConflictKind.TOO_LONG: N_("Too long"),
    ConflictKind.OUTSIDE: N_("Outside of what is possible"),
    ConflictKind.CHOICE_GONE: N_("No longer offered"),
    ConflictKind.PHOTO_GONE: N_("Picture no longer offered"),
    ConflictKind.LOCKED: N_("Set by head office now"),
    ConflictKind.GONE: N_("Field is gone"),
    ConflictKind.MISSING: N_("Entry missing"),
    ConflictKind.MUST_CHANGE: N_("Own entry needed"),
    ConflictKind.BLOCKED: N_("Cannot be ordered"),
}
CARRY_WORDS = {
    CarryState.WAITING: N_("Waits"),
    CarryState.DONE: N_("Gone over"),
    CarryState.DROPPED: N_("Stays with its version"),
}
STATUS_WORDS = {
    TemplateStatus.DRAFT: N_("Draft"),
    TemplateStatus.PUBLISHED: N_("Published"),
    TemplateStatus.RETIRED: N_("Retired"),
}
DIFFERENCE_WORDS = {
    Difference.ADDED: N_("comes"),
    Difference.REMOVED: N_("goes"),
    Difference.MOVED: N_("stands elsewhere"),
    Difference.RESIZED: N_("has another size"),
    Difference.CHANGED: N_("is changed"),
}
USE_WORDS = {
    UseKind.SET_WITH: N_("is set with it"),
    UseKind.GOES_OVER: N_("goes over to it"),
    UseKind.AWAITS: N_("has ads that await a decision"),
}
FRAME_WORDS = {
    "text": N_("Text"),
    "price": N_("Price"),
    "table": N_("Table"),
    "rect": N_("Area"),
    "path": N_("Drawn shape"),
    "callout": N_("Callout"),
    "logo": N_("Logo"),
}
SECTION_WORDS = {
    Section.CONTENT: N_("Content"),
    Section.STYLE: N_("Style from the brand kit"),
    Section.FIT: N_("Fitting"),
    Section.OTHER_PLACE: N_("Where it gets too long"),
    Section.WORDS: N_("Label and help"),
    Section.RIGHTS: N_("Rights"),
    Section.LIMITS: N_("Limits"),
}
